"""What staff and the applicant are told while a supplement is waited for, and when it is there."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core.cache import cache
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format

from awards.domain.lifecycle import change_status
from awards.domain.supplements import request_supplement
from awards.enums import Role
from awards.models import Nomination, NominationFormPage, NominationVersion
from awards.statuses import InboxAction, NominationStatus
from tests.awards.apply.applicant import Applicant
from tests.factories import AwardYearFactory, NominationFormFactory, UserFactory, day

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_english")]


@pytest.fixture
def moderator(client: Client) -> Client:
    client.force_login(UserFactory.create(role=Role.MODERATOR))
    return client


@pytest.fixture
def form() -> NominationFormPage:
    cache.clear()
    year = AwardYearFactory.create(open=True, year=2026)
    made: NominationFormPage = NominationFormFactory.create(parent=year)
    return made


def ask_for_more(nomination: Nomination) -> None:
    change_status(nomination, NominationStatus.UNDER_REVIEW, actor=None, now=timezone.now())
    request_supplement(
        nomination,
        text="Berätta mer.",
        questions=["bakgrund"],
        due_on=day(7),
        actor=UserFactory.create(),
        now=timezone.now(),
    )


def test_a_supplement_gets_no_new_number_and_both_are_told_the_same_moments(
    form: NominationFormPage, moderator: Client
) -> None:
    applicant = Applicant(form)
    applicant.begin()
    applicant.fill_in()
    before = applicant.get("check").content.decode()
    applicant.send()
    nomination = Nomination.objects.get()
    three_days_ago = timezone.now() - timedelta(days=3)
    Nomination.objects.update(received_at=three_days_ago)
    NominationVersion.objects.update(received_at=three_days_ago)
    ask_for_more(nomination)
    first = applicant.steps()[0]
    applicant.post("step", first.key, data={"bakgrund": "Mer text."})
    asked = applicant.get("check").content.decode()
    applicant.send()

    nomination.refresh_from_db()
    still = f"The reference number is still {nomination.reference}."
    new = "You get a reference number"
    assert [(new in page, still in page) for page in (before, asked)] == [
        (True, False),
        (False, True),
    ]
    told = [
        ("Received", nomination.received_at),
        ("Newest version received", nomination.newest_version.received_at),
    ]
    rows = [
        f"<dt>{label}</dt><dd>{date_format(timezone.localtime(moment), 'DATETIME_FORMAT')}</dd>"
        for label, moment in told
    ]
    pages = [
        applicant.get("sent").content.decode(),
        moderator.get(reverse("awards_entry", args=[nomination.pk])).content.decode(),
    ]
    assert [[row in page for row in rows] for page in pages] == [[True, True], [True, True]]


def test_the_button_says_that_nobody_waits_for_the_supplement_any_more(
    form: NominationFormPage, moderator: Client
) -> None:
    applicant = Applicant(form)
    nomination = applicant.apply().nomination
    assert nomination is not None
    words, entry = "Go on without the supplement", reverse("awards_entry", args=[nomination.pk])
    review = reverse("awards_entry_act", args=[nomination.pk, InboxAction.REVIEW])

    before = [moderator.get(address).content.decode() for address in (entry, review)]
    ask_for_more(nomination)
    after = [moderator.get(address).content.decode() for address in (entry, review)]

    assert [words in page for page in (*before, *after)] == [False, False, True, True]
    assert "can't send it in any more" in after[1].replace("&#x27;", "'")
    assert "Start review" not in after[0]
