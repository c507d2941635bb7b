"""What staff and the applicant are told while a supplement is waited for, and when it is there."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.conf import settings
from django.core.cache import cache
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import override

from awards.domain.handling import act
from awards.domain.lifecycle import change_status, undo
from awards.domain.supplements import request_supplement
from awards.enums import Role
from awards.models import Nomination, NominationFormPage, NominationVersion, SupplementRequest
from awards.notifications import supplement_key
from awards.statuses import InboxAction, NominationStatus
from cms.mail import send_due_mail
from cms.models import OutgoingMail
from tests.awards.apply.applicant import Applicant
from tests.awards.entries import make_nomination
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


def test_the_entry_tells_which_questions_are_opened(
    form: NominationFormPage, moderator: Client
) -> None:
    nomination = make_nomination(form)
    entry = reverse("awards_entry", args=[nomination.pk])
    before = moderator.get(entry)
    ask_for_more(nomination)

    after = moderator.get(entry)

    assert (before.context["opened"], after.context["opened"]) == ([], ["Bakgrund"])
    assert "Opened for an answer:" in after.content.decode()


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


# Another last day.


@pytest.fixture
def waiting(form: NominationFormPage) -> Nomination:
    """An entry that a supplement is asked for, with nothing in the outbox but that."""
    nomination = make_nomination(form)
    OutgoingMail.objects.all().delete()
    ask_for_more(nomination)
    return nomination


def set_day(client: Client, nomination: Nomination, days: int, **changes: str) -> Any:
    """Make the last day another one, by what the page shows."""
    address = reverse("awards_entry_due", args=[nomination.pk])
    seen = client.get(address).context["form"]["seen"].value()
    posted = {"due_on": day(days).isoformat(), "seen": f"{seen}", "reason": "Fel dag."}
    return client.post(address, posted | changes)


def written() -> list[tuple[str, bool]]:
    """What was written: the request or a new last day, and whether it tells the day as it is."""
    waits = SupplementRequest.objects.get()
    with override(settings.LANGUAGE_CODE):
        due_on = date_format(waits.due_on)
    mails = OutgoingMail.objects.order_by("pk")
    return [
        ("asked" if mail.key == supplement_key(waits) else "day", due_on in mail.text)
        for mail in mails
    ]


@pytest.mark.parametrize("days", [3, 20])
@pytest.mark.parametrize("has_left", [False, True])
def test_the_last_day_is_made_earlier_or_later_and_the_applicant_is_told(
    has_left: bool, days: int, waiting: Nomination, moderator: Client
) -> None:
    if has_left:
        send_due_mail(now=timezone.now())

    response = set_day(moderator, waiting, days)
    again = set_day(moderator, waiting, days)

    entry = moderator.get(response["Location"]).content.decode()
    was, now_is = date_format(day(7)), date_format(day(days))
    assert (response["Location"], again["Location"]) == (
        reverse("awards_entry", args=[waiting.pk]),
    ) * 2
    assert f"was changed from {was} to {now_is}: Fel dag." in entry
    assert f"A supplement is asked for by {now_is}." in entry
    assert SupplementRequest.objects.get().due_on == day(days)
    # What has not left says the new day; beside what has, that is told.
    assert written() == ([("asked", False), ("day", True)] if has_left else [("asked", True)])


@pytest.mark.parametrize(
    ("changes", "field", "message"),
    [
        ({"due_on": ""}, "due_on", "Enter the last day."),
        ({"due_on": day(-1).isoformat()}, "due_on", "Enter a day that has not passed."),
        ({"reason": " "}, "reason", "Tell why."),
    ],
)
def test_a_last_day_lies_ahead_and_is_explained(
    changes: dict[str, str], field: str, message: str, waiting: Nomination, moderator: Client
) -> None:
    response = set_day(moderator, waiting, 3, **changes)

    assert response.status_code == 422
    assert response.context["form"].errors == {field: [message]}
    assert SupplementRequest.objects.get().due_on == day(7)


def test_a_last_day_that_a_colleague_has_changed_is_looked_at_anew(
    waiting: Nomination, moderator: Client
) -> None:
    set_day(moderator, waiting, 9)

    first = set_day(moderator, waiting, 3, seen=day(7).isoformat())
    seen = first.context["form"]["seen"].value()
    second = set_day(moderator, waiting, 3, seen=f"{seen}")

    assert (first.status_code, second.status_code) == (409, 302)
    assert first.context["form"].errors == {"due_on": ["Somebody else was quicker. Choose anew."]}
    assert SupplementRequest.objects.get().due_on == day(3)


def test_a_last_day_is_no_more_told_when_nothing_is_waited_for_until_that_is_undone(
    waiting: Nomination, moderator: Client
) -> None:
    send_due_mail(now=timezone.now())
    set_day(moderator, waiting, 9)
    actor, now = UserFactory.create(), timezone.now()

    act(waiting, InboxAction.REVIEW, actor=actor, now=now)
    closed = written()
    too_late = moderator.post(reverse("awards_entry_due", args=[waiting.pk]), follow=True)
    undo(Nomination.objects.get(), actor=actor, now=now)

    assert closed == [("asked", False)]
    [told] = [str(message).strip() for message in too_late.context["messages"]][-1:]
    assert told == "No supplement is waited for any longer."
    assert written() == [("asked", False), ("day", True)]


def test_whoever_has_no_address_is_told_by_letter(waiting: Nomination, moderator: Client) -> None:
    Nomination.objects.update(email="")
    OutgoingMail.objects.all().delete()

    response = set_day(moderator, waiting, 3)

    assert "Nobody is mailed" in moderator.get(response["Location"]).content.decode()
    assert (SupplementRequest.objects.get().due_on, written()) == (day(3), [])
