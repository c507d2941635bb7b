"""What staff do with an entry: take it, act on it, and write notes about it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import Self

from django.contrib.auth.models import User
from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext
from wagtail.log_actions import log

from awards import notifications
from awards.enums import QuestionKind
from awards.models import Nomination, Note
from awards.statuses import ACTIONS, InboxAction, NominationStatus

from .flags import describe_anew
from .lifecycle import ASSIGNED, TransitionError, change_status, newest_change
from .links import link_for
from .questions import FormDefinition


@dataclass(frozen=True)
class Seen:
    """What somebody had before them when they decided what to do with an entry."""

    status: NominationStatus
    version: int
    #: How many times the status had changed by then.
    changes: int

    @classmethod
    def of(cls, nomination: Nomination, *, version: int | None = None) -> Self:
        """The entry as it has been loaded; ``version`` is the newest one, if that is known."""
        number = nomination.newest_version.number if version is None else version
        return cls(NominationStatus(nomination.status), number, nomination.status_changes)


class ChangedMeanwhileError(Exception):
    """Somebody else changed what the actor had seen; nothing has been done."""


class ReasonMissingError(Exception):
    """The action has to be explained, and no reason was given."""


def act(  # noqa: PLR0913 - an action is told by all of these
    nomination: Nomination,
    action: InboxAction,
    *,
    actor: User,
    now: datetime,
    reason: str = "",
    conditions: Sequence[str] = (),
    officers: QuerySet[User] | None = None,
) -> Nomination:
    """Do what a button of the inbox says; who starts the review of an entry of nobody's takes it.

    ``officers`` are all those who handle entries: what anybody else had is nobody's.
    An applicant with an address is mailed that the entry has been withdrawn for them.
    ``conditions`` are those that the entry does not meet, in words. Raises
    ``lifecycle.TransitionError`` when the entry has meanwhile got a status where that can't be
    done, and ``ReasonMissingError``.
    """
    if action.needs_reason and not reason.strip():
        raise ReasonMissingError
    with transaction.atomic():
        locked = Nomination.objects.select_for_update().get(pk=nomination.pk)
        status = NominationStatus(locked.status)
        wanted = ACTIONS[status].get(action)
        # A supplement is asked for in words, by ``supplements.request_supplement``.
        if wanted is None or action == InboxAction.SUPPLEMENT:
            raise TransitionError(status, NominationStatus(nomination.status))
        changed = change_status(
            locked, wanted, actor=actor, now=now, reason=reason.strip(), conditions=conditions
        )
        if action == InboxAction.REVIEW and _is_nobodys(changed, officers):
            _assign(changed, actor, actor=actor, now=now)
        if action == InboxAction.WITHDRAW:
            notifications.withdrawn(changed, link_for(changed, read_from=now), now=now)
    return changed


def _is_nobodys(nomination: Nomination, officers: QuerySet[User] | None) -> bool:
    """Whether none of the officers has the entry; without them, nobody at all."""
    officer = nomination.case_officer_id
    if officer is None or officers is None:
        return officer is None
    return not officers.filter(pk=officer).exists()


def was_done(
    nomination: Nomination,
    action: InboxAction,
    *,
    actor: User,
    reason: str = "",
    conditions: Sequence[str] = (),
) -> bool:
    """Whether it is what the actor has just done with the entry, as a second click finds."""
    newest = newest_change(nomination)
    if newest is None or newest.user_id != actor.pk:
        return False
    logged = newest.data
    return (
        ACTIONS[NominationStatus(logged["from"])].get(action) == logged["to"]
        and logged.get("reason") == reason.strip()
        and logged.get("conditions", []) == list(conditions)
    )


@contextmanager
def as_seen(nomination: Nomination, seen: Seen | None) -> Iterator[None]:
    """Do something with an entry in a transaction, if it still is as it was seen.

    Its row is locked meanwhile. Raises ``ChangedMeanwhileError`` if its status has changed, be it
    there and back, or if it has a newer version; with ``None`` nothing was seen, and nothing is
    asked.
    """
    with transaction.atomic():
        locked = Nomination.objects.select_for_update().get(pk=nomination.pk)
        if seen and seen != Seen.of(locked):
            raise ChangedMeanwhileError
        yield


def conditions_of(definition: FormDefinition, criteria: Iterable[str] = ()) -> list[str]:
    """What an entry had to meet, in words and in order: what applicants were asked, and criteria.

    ``criteria`` are those of the year, for a form that did not ask for them one by one.
    """
    answers = {
        "yes": gettext("The answer has to be yes: %(question)s"),
        "no": gettext("The answer has to be no: %(question)s"),
    }
    asked = list(definition.questions())
    found = [answers[each.answer] % {"question": each.question} for each in definition.eligibility]
    found += [each.label for each in asked if each.kind == QuestionKind.DECLARATION]
    found += [each.criterion for each in asked if each.criterion] or criteria
    return list(dict.fromkeys(found))


def hand_over(
    nomination: Nomination, officer: User | None, *, seen: int | None, actor: User, now: datetime
) -> bool:
    """Let somebody handle the entry, or with ``None`` nobody, in place of the one who was seen.

    ``seen`` is that one's id. Tells whether that changed anything, and then logs it. Raises
    ``ChangedMeanwhileError`` where somebody else was quicker.
    """
    with transaction.atomic():
        locked = Nomination.objects.select_for_update().get(pk=nomination.pk)
        is_new = locked.case_officer_id != (officer.pk if officer else None)
        if is_new and locked.case_officer_id != seen:
            raise ChangedMeanwhileError
        if is_new:
            _assign(locked, officer, actor=actor, now=now)
    nomination.case_officer = officer
    return is_new


def _assign(nomination: Nomination, officer: User | None, *, actor: User, now: datetime) -> None:
    """Let somebody handle an entry whose row is locked; logged."""
    nomination.case_officer = officer
    nomination.save(update_fields=["case_officer"])
    log(
        nomination,
        ASSIGNED,
        user=actor,
        timestamp=now,
        data={"officer": (officer.get_full_name() or officer.get_username()) if officer else ""},
    )


def set_flag(nomination: Nomination, *, is_flagged: bool, actor: User, now: datetime) -> bool:
    """Flag the entry, or remove the flag; logged. Tells whether it was not so already."""
    with transaction.atomic():
        locked = Nomination.objects.select_for_update().get(pk=nomination.pk)
        is_new = locked.flagged != is_flagged
        if is_new:
            locked.flagged = is_flagged
            locked.save(update_fields=["flagged"])
            data = {"flagged": is_flagged}
            log(locked, "awards.nomination.flag", user=actor, timestamp=now, data=data)
    nomination.flagged = is_flagged
    return is_new


def set_registry_number(
    nomination: Nomination, number: str, *, seen: str, actor: User, now: datetime
) -> None:
    """Keep the number that the registrar gave the entry, or with "" none; logged.

    Several entries may have the same one: a city may register all entries of a year as one matter.
    ``seen`` is the number that the actor changed. Raises ``ChangedMeanwhileError`` where it has
    become another one since.
    """
    number = " ".join(number.split())
    with transaction.atomic():
        locked = Nomination.objects.select_for_update().get(pk=nomination.pk)
        former = locked.registry_number
        if former == number:
            return
        if former != seen:
            raise ChangedMeanwhileError
        locked.registry_number = number
        locked.save(update_fields=["registry_number"])
        describe_anew(locked)
        log(
            locked,
            "awards.nomination.register",
            user=actor,
            timestamp=now,
            data={"from": former, "to": number},
        )


def add_note(nomination: Nomination, text: str, *, actor: User, now: datetime) -> Note:
    """Write an internal note about the entry; the same twice in a row is written once."""
    text = text.strip()
    with transaction.atomic():
        Nomination.objects.select_for_update().get(pk=nomination.pk)
        newest = nomination.notes.first()
        if newest and (newest.author_id, newest.text) == (actor.pk, text):
            return newest
        return Note.objects.create(nomination=nomination, author=actor, text=text, written_at=now)
