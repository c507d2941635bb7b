"""What staff do with an entry: take it, act on it, and write notes about it."""

from __future__ import annotations

from datetime import datetime

from django.contrib.auth.models import User
from django.db import transaction
from wagtail.log_actions import log

from awards.enums import ACTIONS, InboxAction, NominationStatus
from awards.models import Nomination, Note

from .lifecycle import TransitionError, change_status
from .submission import open_request


class ReasonMissingError(Exception):
    """The action has to be explained, and no reason was given."""


def act(
    nomination: Nomination,
    action: InboxAction,
    *,
    actor: User,
    now: datetime,
    reason: str = "",
) -> Nomination:
    """Do what a button of the inbox says; who starts the review of an entry of nobody's takes it.

    Raises ``lifecycle.TransitionError`` when the entry has meanwhile got a status where that can't
    be done, and ``ReasonMissingError``.
    """
    if action.needs_reason and not reason.strip():
        raise ReasonMissingError
    with transaction.atomic():
        locked = Nomination.objects.select_for_update().get(pk=nomination.pk)
        status = NominationStatus(locked.status)
        wanted = ACTIONS[status].get(action)
        if wanted is None:
            raise TransitionError(status, NominationStatus(nomination.status))
        if status == NominationStatus.SUPPLEMENT_REQUESTED and (request := open_request(locked)):
            request.closed_at = now
            request.save(update_fields=["closed_at"])
        changed = change_status(locked, wanted, actor=actor, now=now, reason=reason.strip())
        if action == InboxAction.REVIEW and changed.case_officer_id is None:
            assign(changed, actor, actor=actor, now=now)
    return changed


def assign(nomination: Nomination, officer: User | None, *, actor: User, now: datetime) -> None:
    """Let somebody handle the entry, or with ``None`` nobody; logged."""
    with transaction.atomic():
        nomination.case_officer = officer
        nomination.save(update_fields=["case_officer"])
        log(
            nomination,
            "awards.nomination.assign",
            user=actor,
            timestamp=now,
            data={"officer": officer.get_username() if officer else ""},
        )


def add_note(nomination: Nomination, text: str, *, actor: User, now: datetime) -> Note:
    """Write an internal note about the entry."""
    return Note.objects.create(
        nomination=nomination, author=actor, text=text.strip(), written_at=now
    )
