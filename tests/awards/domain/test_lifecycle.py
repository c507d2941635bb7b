"""Which status leads to which, and what is written down of it."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone
from wagtail.log_actions import registry

from awards.domain.lifecycle import TransitionError, change_status
from awards.models import Nomination, SupplementRequest
from awards.statuses import TRANSITIONS, NominationStatus
from tests.factories import AwardYearFactory, UserFactory, day
from tests.undone import undone

pytestmark = pytest.mark.django_db

NOW = timezone.now()


def entry(status: NominationStatus) -> Nomination:
    year = AwardYearFactory.create(open=True)
    return Nomination.objects.create(
        reference="FRA-2026-0001",
        number=1,
        year=year,
        status=status,
        received_at=NOW,
        updated_at=NOW,
        email="ann@example.se",
    )


@pytest.mark.parametrize("status", NominationStatus)
def test_a_status_leads_to_what_the_table_says_and_is_logged(status: NominationStatus) -> None:
    nomination = entry(status)
    actor = UserFactory.create()

    led_to, refused, logged = {}, {}, {}
    for wanted in NominationStatus:
        with undone():
            nomination.status = status
            try:
                change_status(nomination, wanted, actor=actor, now=NOW, reason="Så är det.")
            except TransitionError as error:
                refused[wanted] = (error.status, error.wanted)
            led_to[wanted] = (nomination.status, Nomination.objects.get().status)
            logged[wanted] = [
                (entry.action, entry.user, entry.timestamp, entry.data)
                for entry in registry.get_logs_for_instance(nomination)
            ]

    allowed = TRANSITIONS[status]
    assert refused == {each: (status, each) for each in NominationStatus if each not in allowed}
    assert led_to == {
        each: (each, each) if each in allowed else (status, status) for each in NominationStatus
    }
    assert logged == {
        each: [("awards.nomination.status", actor, NOW, told(status, each))]
        if each in allowed
        else []
        for each in NominationStatus
    }


def test_the_table_of_transitions() -> None:
    """Written out, so that whoever changes the table has to say so here too."""
    decided = {"winner", "special_mention", "not_selected"}

    assert {status.value: {str(to.value) for to in led} for status, led in TRANSITIONS.items()} == {
        "submitted": {"under_review", "withdrawn", "spam"},
        "under_review": {
            "supplement_requested",
            "with_jury",
            "ineligible",
            "withdrawn",
            "spam",
        },
        "supplement_requested": {"supplemented", "under_review", "withdrawn"},
        "supplemented": {
            "under_review",
            "supplement_requested",
            "with_jury",
            "ineligible",
            "withdrawn",
        },
        "ineligible": {"under_review"},
        "with_jury": {"finalist", "under_review"} | decided,
        "finalist": {"with_jury"} | decided,
        "winner": {"with_jury"},
        "special_mention": {"with_jury"},
        "not_selected": {"with_jury"},
        "withdrawn": {"submitted", "under_review", "disposed"},
        "spam": {"submitted", "withdrawn", "disposed"},
        "disposed": set(),
    }


def told(status: NominationStatus, wanted: NominationStatus) -> dict[str, str]:
    return {"from": status.value, "to": wanted.value, "reason": "Så är det."}


def test_the_applicant_is_nobody_in_the_log() -> None:
    nomination = entry(NominationStatus.SUBMITTED)

    change_status(nomination, NominationStatus.WITHDRAWN, actor=None, now=NOW)

    assert [log.user for log in registry.get_logs_for_instance(nomination)] == [None]


def test_what_somebody_else_did_meanwhile_counts() -> None:
    nomination = entry(NominationStatus.SUBMITTED)
    stale = Nomination.objects.get()
    change_status(nomination, NominationStatus.SPAM, actor=None, now=NOW)

    with pytest.raises(TransitionError) as caught:
        change_status(stale, NominationStatus.UNDER_REVIEW, actor=None, now=NOW)

    assert caught.value.status == NominationStatus.SPAM


@pytest.mark.parametrize("wanted", sorted(TRANSITIONS[NominationStatus.SUPPLEMENT_REQUESTED]))
def test_who_is_not_waited_for_any_more_is_not_asked(wanted: NominationStatus) -> None:
    nomination = entry(NominationStatus.SUPPLEMENT_REQUESTED)
    SupplementRequest.objects.create(
        nomination=nomination, text="Mer", due_on=day(3), questions=["namn"], requested_at=NOW
    )
    later = NOW + timedelta(hours=1)

    change_status(nomination, wanted, actor=None, now=later)

    assert SupplementRequest.objects.get().closed_at == later
