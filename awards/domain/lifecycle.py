"""The one door through which an entry changes its status."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from django.contrib.auth.models import User
from django.db import transaction
from wagtail.log_actions import log, registry
from wagtail.models import ModelLogEntry

from awards.enums import MessageDirection
from awards.models import Nomination
from awards.statuses import DISTINCTIONS, OUT_OF_PLAY, OUTCOMES, TRANSITIONS, NominationStatus

from .flags import mark_duplicates
from .holding import hold_by_hand
from .supplement_requests import close_request, reopen_request

#: So long whoever changed a status can take that back.
UNDO_WITHIN = timedelta(minutes=30)

_STATUS_CHANGED = "awards.nomination.status"
_STATUS_UNDONE = "awards.nomination.undo"
#: What the log calls that an entry is given to somebody to handle, or to nobody.
ASSIGNED = "awards.nomination.assign"

#: What the applicant has been mailed about, or has done, can't be taken back.
_TOLD = frozenset(
    {
        NominationStatus.SUPPLEMENT_REQUESTED,
        NominationStatus.SUPPLEMENTED,
        NominationStatus.WITHDRAWN,
    }
)


class NotUndoableError(Exception):
    """The newest change of status is somebody else's, too old, or something has happened since."""


class TransitionError(Exception):
    """The entry can't go from the status that it has to the one that was asked for.

    ``status`` is the one that it has: somebody else may just have changed it.
    """

    def __init__(self, status: NominationStatus, wanted: NominationStatus) -> None:
        super().__init__(f"{status} does not lead to {wanted}")
        self.status = status
        self.wanted = wanted


def change_status(
    nomination: Nomination,
    wanted: NominationStatus,
    *,
    actor: User | None,
    now: datetime,
    reason: str = "",
    conditions: Sequence[str] = (),
) -> Nomination:
    """Change the status and log who did it, when and why; ``actor`` is ``None`` for the applicant.

    The entry's row is locked and read anew. Whoever does not wait for a supplement any longer is
    not asked for one, nor mailed about it. Raises ``TransitionError`` where the status that it has
    by then does not lead to the wanted one.
    """
    with transaction.atomic():
        locked = Nomination.objects.select_for_update().get(pk=nomination.pk)
        status = NominationStatus(locked.status)
        if wanted not in TRANSITIONS[status]:
            raise TransitionError(status, wanted)
        _set_status(locked, wanted)
        if status in OUTCOMES:
            hold_by_hand(locked)
        if status == NominationStatus.SUPPLEMENT_REQUESTED:
            close_request(locked, now=now)
        if (status in OUT_OF_PLAY) != (wanted in OUT_OF_PLAY):
            mark_duplicates(locked)
        log(
            locked,
            _STATUS_CHANGED,
            user=actor,
            timestamp=now,
            data={"from": status.value, "to": wanted.value, "reason": reason}
            | ({"conditions": list(conditions)} if conditions else {}),
        )
    nomination.status, nomination.status_changes = wanted, locked.status_changes
    return locked


def newest_change(nomination: Nomination) -> ModelLogEntry | None:
    """The newest change of status as it is logged, also one that took another back."""
    logged = registry.get_logs_for_instance(nomination)
    changes = logged.filter(action__in=[_STATUS_CHANGED, _STATUS_UNDONE])
    # In the order in which changes were made.
    newest: ModelLogEntry | None = changes.order_by("-pk").first()
    return newest


def newest_change_to(nomination: Nomination, status: NominationStatus) -> ModelLogEntry | None:
    """The newest change to a status as it is logged, with why: none that took another back."""
    logged = registry.get_logs_for_instance(nomination).filter(action=_STATUS_CHANGED)
    newest: ModelLogEntry | None = logged.filter(data__to=status.value).order_by("-pk").first()
    return newest


def undo(nomination: Nomination, *, actor: User, now: datetime) -> Nomination:
    """Give the entry back the status that it had before the actor's latest change; logged.

    A request for a supplement that the change took back waits again, and who took the entry by it
    lets go of it. Raises ``NotUndoableError`` where ``can_undo`` says no.
    """
    with transaction.atomic():
        locked = Nomination.objects.select_for_update().get(pk=nomination.pk)
        change = _undoable(locked, actor, now)
        if change is None:
            raise NotUndoableError
        status, former = (NominationStatus(change.data[name]) for name in ("to", "from"))
        is_released = _took_it(locked, change)
        if is_released:
            locked.case_officer = None
            locked.save(update_fields=["case_officer"])
        _set_status(locked, former)
        if status in OUTCOMES:
            hold_by_hand(locked)
        if former == NominationStatus.SUPPLEMENT_REQUESTED:
            reopen_request(locked, change.timestamp, now=now)
        if (status in OUT_OF_PLAY) != (former in OUT_OF_PLAY):
            mark_duplicates(locked)
        log(
            locked,
            _STATUS_UNDONE,
            user=actor,
            timestamp=now,
            data={"from": status.value, "to": former.value, "released": is_released},
        )
    nomination.status, nomination.status_changes = former, locked.status_changes
    return locked


def was_undone(nomination: Nomination, *, actor: User) -> bool:
    """Whether the actor has just taken back the newest change, as a second click finds."""
    newest = newest_change(nomination)
    return newest is not None and (newest.action, newest.user_id) == (_STATUS_UNDONE, actor.pk)


def can_undo(nomination: Nomination, *, actor: User, now: datetime) -> bool:
    """Whether the newest change of status is the actor's own and can be taken back.

    That is so for ``UNDO_WITHIN``, unless the applicant was told of it, as they are of an outcome
    once the year has announced, or has sent something in or been written to since, or the winner's
    page has been made.
    """
    return status_before(nomination, actor=actor, now=now) is not None


def status_before(nomination: Nomination, *, actor: User, now: datetime) -> NominationStatus | None:
    """The status that the entry would get back; ``None`` where ``can_undo`` says no."""
    change = _undoable(nomination, actor, now)
    return NominationStatus(change.data["from"]) if change else None


def _set_status(locked: Nomination, status: NominationStatus) -> None:
    locked.status = status
    locked.status_changes += 1
    locked.save(update_fields=["status", "status_changes"])


def _undoable(nomination: Nomination, actor: User, now: datetime) -> ModelLogEntry | None:
    """The change that can be taken back."""
    newest = newest_change(nomination)
    if newest is None or newest.timestamp <= now - UNDO_WITHIN:
        return None
    if newest.action == _STATUS_UNDONE or newest.user_id != actor.pk:
        return None
    if newest.data["to"] != nomination.status or _is_told(nomination, now):
        return None
    return None if _went_on(nomination, newest.timestamp) else newest


def _is_told(nomination: Nomination, now: datetime) -> bool:
    """Whether the applicant knows of the status: by mail, or as it is shown to them."""
    status = NominationStatus(nomination.status)
    return status in _TOLD or (status.is_outcome and nomination.year.has_announced(now))


def _went_on(nomination: Nomination, since: datetime) -> bool:
    """Whether something has happened that rests on the change."""
    written_to = nomination.messages.filter(
        direction=MessageDirection.TO_APPLICANT, written_at__gt=since
    )
    return (
        (nomination.status in DISTINCTIONS and nomination.winner_page_id is not None)
        or nomination.versions.filter(received_at__gt=since).exists()
        or written_to.exists()
    )


def _took_it(nomination: Nomination, change: ModelLogEntry) -> bool:
    """Whether the entry is the actor's because of the change, and not by a later decision."""
    assigned = registry.get_logs_for_instance(nomination).filter(action=ASSIGNED)
    newest = assigned.order_by("-pk").first()
    return (
        newest is not None
        and newest.timestamp == change.timestamp
        and nomination.case_officer_id == change.user_id
    )
