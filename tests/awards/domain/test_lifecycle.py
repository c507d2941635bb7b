"""Which status leads to which, and what is written down of it."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone
from wagtail.log_actions import registry

from awards.domain.lifecycle import TransitionError, change_status
from awards.enums import TRANSITIONS, NominationStatus
from awards.models import Nomination, SupplementRequest
from tests.factories import AwardYearFactory, UserFactory, day

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


@pytest.mark.parametrize("wanted", NominationStatus)
@pytest.mark.parametrize("status", NominationStatus)
def test_a_status_leads_to_what_the_table_says_and_is_logged(
    status: NominationStatus, wanted: NominationStatus
) -> None:
    nomination = entry(status)
    actor = UserFactory.create()
    is_allowed = wanted in TRANSITIONS[status]

    try:
        change_status(nomination, wanted, actor=actor, now=NOW, reason="Så är det.")
    except TransitionError as error:
        told = (error.status, error.wanted)
        assert (is_allowed, told) == (False, (status, wanted))
    else:
        assert is_allowed

    now_stored = Nomination.objects.get().status
    logged = [
        (entry.action, entry.user, entry.timestamp, entry.data)
        for entry in registry.get_logs_for_instance(nomination)
    ]
    if is_allowed:
        assert now_stored == nomination.status == wanted
        data = {"from": status.value, "to": wanted.value, "reason": "Så är det."}
        assert logged == [("awards.nomination.status", actor, NOW, data)]
    else:
        assert now_stored == nomination.status == status
        assert logged == []


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
