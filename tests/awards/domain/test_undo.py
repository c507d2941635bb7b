"""Which changes of status can be taken back, by whom and for how long."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.utils import timezone
from wagtail.log_actions import registry

from awards.domain.handling import act, add_note, hand_over
from awards.domain.lifecycle import (
    UNDO_WITHIN,
    NotUndoableError,
    TransitionError,
    can_undo,
    change_status,
    undo,
)
from awards.domain.supplement_requests import open_request
from awards.enums import MessageDirection
from awards.models import (
    AwardYearPage,
    Message,
    Nomination,
    NominationVersion,
    SupplementRequest,
)
from awards.statuses import ACTIONS, InboxAction, NominationStatus
from tests.factories import AwardYearFactory, UserFactory, WinnerFactory, day

pytestmark = pytest.mark.django_db

NOW = timezone.now()
LATER = NOW + timedelta(minutes=1)

#: Every action of the inbox, in each status where it can be done.
CHANGES = [(status, action) for status, actions in ACTIONS.items() for action in actions]


def entry(status: NominationStatus, **fields: Any) -> Nomination:
    nomination = Nomination.objects.create(
        reference="FRA-2026-0001",
        number=1,
        year=AwardYearFactory.create(open=True),
        status=status,
        received_at=NOW - timedelta(days=1),
        updated_at=NOW - timedelta(days=1),
        email="ann@example.se",
        **fields,
    )
    add_version(nomination, 1, nomination.received_at)
    if status == NominationStatus.SUPPLEMENT_REQUESTED:
        SupplementRequest.objects.create(
            nomination=nomination, text="Mer", due_on=day(3), questions=[], requested_at=NOW
        )
    return nomination


def add_version(nomination: Nomination, number: int, moment: datetime) -> None:
    NominationVersion.objects.create(
        nomination=nomination, number=number, received_at=moment, asked={"steps": []}, answers={}
    )


def stored(nomination: Nomination) -> dict[str, Any]:
    """All that an action may change, and an undo brings back."""
    row: dict[str, Any] = {**Nomination.objects.filter(pk=nomination.pk).values().get()}
    del row["status_changes"]
    request = open_request(nomination)
    return {"request": request.pk if request else None} | row


def _give(nomination: Nomination, officer: User, actor: User) -> None:
    hand_over(nomination, officer, seen=nomination.case_officer_id, actor=actor, now=LATER)


def try_to_undo(nomination: Nomination, actor: User, now: datetime = LATER) -> bool:
    told = can_undo(nomination, actor=actor, now=now)
    try:
        undo(nomination, actor=actor, now=now)
    except NotUndoableError:
        assert told is False
        return False
    assert told is True
    return True


@pytest.mark.parametrize(("status", "action"), CHANGES)
def test_each_action_that_mailed_nobody_is_undone(
    status: NominationStatus, action: InboxAction
) -> None:
    nomination, actor = entry(status), UserFactory.create()
    before = stored(nomination)
    wanted = ACTIONS[status][action]
    if action == InboxAction.SUPPLEMENT:
        change_status(nomination, wanted, actor=actor, now=NOW)
    else:
        act(nomination, action, actor=actor, now=NOW, reason="Så är det.")
    changed = Nomination.objects.get()

    is_undone = try_to_undo(changed, actor)

    assert is_undone is (action not in {InboxAction.SUPPLEMENT, InboxAction.WITHDRAW})
    if is_undone:
        assert stored(nomination) == before
        assert changed.status == status
        newest = registry.get_logs_for_instance(nomination).order_by("-pk")[0]
        assert (newest.action, newest.user, newest.timestamp) == (
            "awards.nomination.undo",
            actor,
            LATER,
        )
        assert newest.data == {
            "from": wanted.value,
            "to": status.value,
            "released": action == InboxAction.REVIEW,
        }


@pytest.mark.parametrize(
    ("wait", "is_undone"), [(UNDO_WITHIN - timedelta(seconds=1), True), (UNDO_WITHIN, False)]
)
def test_undo_is_for_half_an_hour(wait: timedelta, is_undone: bool) -> None:
    nomination, actor = entry(NominationStatus.UNDER_REVIEW), UserFactory.create()
    changed = act(nomination, InboxAction.TO_JURY, actor=actor, now=NOW)

    assert try_to_undo(changed, actor, NOW + wait) is is_undone


def test_a_supplement_is_not_asked_for_without_words() -> None:
    nomination = entry(NominationStatus.UNDER_REVIEW)

    with pytest.raises(TransitionError):
        act(nomination, InboxAction.SUPPLEMENT, actor=UserFactory.create(), now=NOW)

    assert Nomination.objects.get().status == NominationStatus.UNDER_REVIEW


def test_nobody_undoes_what_somebody_else_did() -> None:
    nomination = entry(NominationStatus.UNDER_REVIEW)
    changed = act(nomination, InboxAction.TO_JURY, actor=UserFactory.create(), now=NOW)

    assert try_to_undo(changed, UserFactory.create()) is False
    assert Nomination.objects.get().status == NominationStatus.WITH_JURY


def test_nobody_undoes_what_the_applicant_did() -> None:
    nomination = entry(NominationStatus.SUBMITTED)
    changed = change_status(nomination, NominationStatus.WITHDRAWN, actor=None, now=NOW)

    assert try_to_undo(changed, UserFactory.create()) is False


def test_a_supplement_that_staff_entered_is_not_undone() -> None:
    nomination, actor = entry(NominationStatus.SUPPLEMENT_REQUESTED), UserFactory.create()
    changed = change_status(nomination, NominationStatus.SUPPLEMENTED, actor=actor, now=NOW)

    assert try_to_undo(changed, actor) is False


OUTCOME_UNDONE = [
    # Decided or announced first, it is known by now; a status before the jury's decision is not.
    (InboxAction.WINNER, timedelta(days=-1), False),
    (InboxAction.WINNER, timedelta(seconds=30), False),
    (InboxAction.WINNER, timedelta(days=1), True),
    (InboxAction.WINNER, None, True),
    (InboxAction.INELIGIBLE, timedelta(days=-1), True),
]


@pytest.mark.parametrize(("action", "released", "is_undone"), OUTCOME_UNDONE)
def test_an_outcome_that_is_announced_is_not_undone(
    action: InboxAction, released: timedelta | None, is_undone: bool
) -> None:
    is_outcome = action == InboxAction.WINNER
    status = NominationStatus.WITH_JURY if is_outcome else NominationStatus.UNDER_REVIEW
    nomination, actor = entry(status), UserFactory.create()
    at = NOW + released if released else None
    AwardYearPage.objects.update(winners_released_at=at)
    act(nomination, action, actor=actor, now=NOW, reason="Så är det.")

    assert try_to_undo(Nomination.objects.get(), actor) is is_undone


def test_what_was_never_changed_is_not_undone() -> None:
    assert try_to_undo(entry(NominationStatus.SUBMITTED), UserFactory.create()) is False


def test_an_undo_is_not_undone() -> None:
    nomination, actor = entry(NominationStatus.UNDER_REVIEW), UserFactory.create()
    changed = act(nomination, InboxAction.SPAM, actor=actor, now=NOW)

    assert (try_to_undo(changed, actor), try_to_undo(changed, actor)) == (True, False)


def _write(direction: MessageDirection) -> Callable[[Nomination, User], object]:
    return lambda nomination, actor: Message.objects.create(
        nomination=nomination,
        direction=direction,
        subject="Hej",
        text="Hej",
        written_at=LATER,
        author=actor,
    )


SINCE: dict[str, tuple[NominationStatus, InboxAction, Callable[[Nomination, User], object], bool]]
SINCE = {
    "another status by the same": (
        NominationStatus.WITH_JURY,
        InboxAction.SHORTLIST,
        lambda nomination, actor: act(nomination, InboxAction.WINNER, actor=actor, now=LATER),
        True,
    ),
    "another status by somebody else": (
        NominationStatus.WITH_JURY,
        InboxAction.SHORTLIST,
        lambda nomination, _: act(
            nomination, InboxAction.WINNER, actor=UserFactory.create(), now=LATER
        ),
        False,
    ),
    "the applicant took it back": (
        NominationStatus.SUBMITTED,
        InboxAction.REVIEW,
        lambda nomination, _: change_status(
            nomination, NominationStatus.WITHDRAWN, actor=None, now=LATER
        ),
        False,
    ),
    "a new version": (
        NominationStatus.SUBMITTED,
        InboxAction.REVIEW,
        lambda nomination, _: add_version(nomination, 2, LATER),
        False,
    ),
    "the winner's page": (
        NominationStatus.WITH_JURY,
        InboxAction.WINNER,
        lambda nomination, _: Nomination.objects.filter(pk=nomination.pk).update(
            winner_page=WinnerFactory.create(parent=nomination.year)
        ),
        False,
    ),
    "a message to the applicant": (
        NominationStatus.UNDER_REVIEW,
        InboxAction.INELIGIBLE,
        _write(MessageDirection.TO_APPLICANT),
        False,
    ),
    "a message from the applicant": (
        NominationStatus.UNDER_REVIEW,
        InboxAction.INELIGIBLE,
        _write(MessageDirection.FROM_APPLICANT),
        True,
    ),
    "a note": (
        NominationStatus.UNDER_REVIEW,
        InboxAction.TO_JURY,
        lambda nomination, actor: add_note(nomination, "Hm.", actor=actor, now=LATER),
        True,
    ),
    "another case officer": (
        NominationStatus.UNDER_REVIEW,
        InboxAction.TO_JURY,
        lambda nomination, actor: _give(nomination, actor, actor),
        True,
    ),
}


@pytest.mark.parametrize("what", SINCE)
def test_what_has_happened_since_counts(what: str) -> None:
    status, action, happens, is_undone = SINCE[what]
    nomination, actor = entry(status), UserFactory.create()
    act(nomination, action, actor=actor, now=NOW, reason="Så är det.")
    happens(Nomination.objects.get(), actor)

    assert try_to_undo(Nomination.objects.get(), actor, LATER) is is_undone


def test_a_case_officer_who_was_chosen_later_stays() -> None:
    nomination, actor = entry(NominationStatus.SUBMITTED), UserFactory.create()
    officer = UserFactory.create()
    act(nomination, InboxAction.REVIEW, actor=actor, now=NOW)
    _give(Nomination.objects.get(), officer, actor)

    assert try_to_undo(Nomination.objects.get(), actor) is True
    assert Nomination.objects.get().case_officer == officer


def test_who_had_the_entry_before_keeps_it() -> None:
    actor = UserFactory.create()
    nomination = entry(NominationStatus.SUBMITTED, case_officer=actor)
    act(nomination, InboxAction.REVIEW, actor=actor, now=NOW)

    assert try_to_undo(Nomination.objects.get(), actor) is True
    assert Nomination.objects.get().case_officer == actor


def test_a_mark_of_a_duplicate_comes_and_goes_with_the_spam() -> None:
    actor = UserFactory.create()
    nomination = entry(NominationStatus.SUBMITTED, name_key="färre fall", possible_duplicate=True)
    other = Nomination.objects.create(
        reference="FRA-2026-0002",
        number=2,
        year=nomination.year,
        received_at=NOW,
        updated_at=NOW,
        name_key="färre fall",
        possible_duplicate=True,
    )
    act(nomination, InboxAction.SPAM, actor=actor, now=NOW)
    other.refresh_from_db()
    marked_alone = other.possible_duplicate

    undo(nomination, actor=actor, now=LATER)

    other.refresh_from_db()
    assert (marked_alone, other.possible_duplicate) == (False, True)
