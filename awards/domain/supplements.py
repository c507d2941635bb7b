"""Asking an applicant for more."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime

from django.contrib.auth.models import User
from django.db import transaction
from wagtail.log_actions import log

from awards import notifications
from awards.models import Nomination, SupplementRequest
from awards.statuses import NominationStatus

from .handling import ChangedMeanwhileError
from .lifecycle import change_status
from .links import link_for
from .questions import from_json
from .supplement_requests import DUE_CHANGED, open_request, tell_due


class NothingAskedError(Exception):
    """No question was named that the applicant could answer anew, or none is asked any more."""


def request_supplement(
    nomination: Nomination,
    *,
    text: str,
    questions: Iterable[str],
    due_on: date,
    actor: User,
    now: datetime,
) -> SupplementRequest:
    """Open some questions of an entry to the applicant again, and mail them what is needed.

    ``questions`` are keys of the newest version's questions. Raises ``NothingAskedError`` for
    none, and ``lifecycle.TransitionError`` where the entry can't be supplemented.
    """
    asked = from_json(nomination.newest_version.asked)
    wanted = set(questions)
    keys = [question.key for question in asked.questions() if question.key in wanted]
    if not keys:
        raise NothingAskedError
    with transaction.atomic():
        change_status(nomination, NominationStatus.SUPPLEMENT_REQUESTED, actor=actor, now=now)
        request = SupplementRequest.objects.create(
            nomination=nomination,
            text=text,
            due_on=due_on,
            questions=keys,
            requested_by=actor,
            requested_at=now,
        )
        notifications.supplement_requested(request, link_for(nomination, read_from=now), now=now)
    return request


def change_due(
    nomination: Nomination, due_on: date, *, seen: date, reason: str, actor: User, now: datetime
) -> SupplementRequest:
    """Make the last day for what is asked for another one, earlier or later; logged and mailed.

    A later answer is received all the same, so nobody loses what they were promised. ``seen`` is
    the day that the actor changed. Raises ``NothingAskedError`` where nothing is waited for any
    more, and ``ChangedMeanwhileError`` where somebody else was quicker.
    """
    with transaction.atomic():
        locked = Nomination.objects.select_for_update().get(pk=nomination.pk)
        request = open_request(locked)
        if request is None:
            raise NothingAskedError
        former = request.due_on
        if former == due_on:
            return request
        if former != seen:
            raise ChangedMeanwhileError
        request.due_on = due_on
        request.save(update_fields=["due_on"])
        tell_due(request, now=now)
        days = {"from": former.isoformat(), "to": due_on.isoformat()}
        data = {"request": request.pk, "reason": reason, **days}
        log(locked, DUE_CHANGED, user=actor, timestamp=now, data=data)
    return request


def was_requested(
    nomination: Nomination, *, text: str, questions: Iterable[str], due_on: date, actor: User
) -> bool:
    """Whether it is what the actor has just asked for, as a second click finds."""
    waits = open_request(nomination)
    return waits is not None and (
        (waits.requested_by_id, waits.text, waits.due_on, set(waits.questions))
        == (actor.pk, text, due_on, set(questions))
    )
