"""What the mail to applicants has in common: where an answer goes, and how long its link works."""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.utils import timezone

from awards.domain.drafts import mail_links
from awards.domain.lifecycle import change_status
from awards.domain.links import ExpiredLinkError, read_token
from awards.domain.messages import send_message
from awards.domain.submission import withdraw
from awards.domain.supplements import request_supplement
from awards.models import Nomination, NominationFormPage
from awards.statuses import NominationStatus
from cms.dates import CITY_TIME_ZONE
from cms.models import OutgoingMail
from tests.awards.entries import make_nomination
from tests.factories import AwardFactory, AwardYearFactory, NominationFormFactory, UserFactory, day

pytestmark = pytest.mark.django_db

WRITE = "Do not answer this mail. Write to us on the page that the link leads to."
NO_ANSWER = "Do not answer this mail."


def an_entry(contact: str = "") -> Nomination:
    award = AwardFactory.create(contact_email=contact)
    return make_nomination(
        NominationFormFactory.create(parent=AwardYearFactory.create(parent=award, open=True))
    )


def ask_for_supplement(nomination: Nomination, *, days: int) -> None:
    change_status(nomination, NominationStatus.UNDER_REVIEW, actor=None, now=timezone.now())
    request_supplement(
        nomination,
        text="Berätta mer.",
        questions=["bakgrund"],
        due_on=day(days),
        actor=UserFactory.create(),
        now=timezone.now(),
    )


def send_every_mail(contact: str) -> None:
    nomination = an_entry(contact)
    now = timezone.now()
    form = NominationFormPage.objects.get()
    mail_links(form, nomination.email, now=now)
    ask_for_supplement(nomination, days=7)
    send_message(
        nomination,
        subject="Om filmen",
        text="Hej!",
        language="en",
        key="ett",
        actor=UserFactory.create(),
        now=now,
    )
    withdraw(make_nomination(form).draft, now=now)


@pytest.mark.parametrize("contact", ["framsteget@example.se", ""])
def test_an_answer_reaches_the_award_or_the_mail_tells_where_to_write(
    contact: str, settings: Any
) -> None:
    settings.LANGUAGE_CODE = "en"
    send_every_mail(contact)

    mails = {mail.key.partition(":")[0]: mail for mail in OutgoingMail.objects.all()}
    assert {kind: (mail.reply_to, told(mail.text)) for kind, mail in mails.items()} == {
        kind: (contact, "" if contact else words)
        for kind, words in {
            "draft-started": NO_ANSWER,
            "links": NO_ANSWER,
            "received": WRITE,
            "supplement": WRITE,
            "message": WRITE,
            "withdrawn": WRITE,
        }.items()
    }


def told(text: str) -> str:
    """What a mail says of answers to it."""
    return next((words for words in (WRITE, NO_ANSWER) if words in text), "")


def works_at(nomination: Nomination, monkeypatch: pytest.MonkeyPatch, moment: datetime) -> bool:
    """Whether the link of the newest mail works at a moment."""
    mail = OutgoingMail.objects.order_by("-pk")[0]
    [token] = set(re.findall(r"/ansok/lank/([\w:-]+)/", mail.text))
    monkeypatch.setattr("django.core.signing.time.time", moment.timestamp)
    try:
        return read_token(token) == nomination.draft.public_id
    except ExpiredLinkError:
        return False


@pytest.mark.parametrize(("days", "works_for"), [(3, 14), (40, 40)])
def test_the_link_to_a_supplement_works_as_long_as_that_is_waited_for(
    days: int, works_for: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    nomination = an_entry()
    ask_for_supplement(nomination, days=days)

    last = datetime.combine(day(works_for), datetime.max.time(), CITY_TIME_ZONE)
    found = [
        works_at(nomination, monkeypatch, last - timedelta(days=1)),
        works_at(nomination, monkeypatch, last + timedelta(days=1)),
    ]

    assert found == [True, False]
