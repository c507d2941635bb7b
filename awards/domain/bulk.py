"""The same done with many entries: each in a transaction of its own, and each once."""

from __future__ import annotations

import json
import logging
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any, Self
from uuid import UUID, uuid5

from django.contrib.auth.models import User
from django.db import transaction
from django.db.models import QuerySet, TextChoices
from django.utils.translation import gettext_lazy as _
from wagtail.log_actions import LogContext, registry

from awards.models import MessageTemplate, Nomination
from awards.statuses import InboxAction, NominationStatus

from . import handling, holding, lifecycle, messages
from .flags import marked_together

logger = logging.getLogger(__name__)

#: What is done with one entry, whose row is locked meanwhile.
Deed = Callable[[Nomination], Any]


class Refusal(TextChoices):
    """Why something was not done with an entry."""

    STATUS = "status", _("Its status does not allow it.")
    CHANGED = "changed", _("Somebody changed it after you chose it.")
    WRITTEN = "written", _("Somebody wrote a message about it after you chose it.")
    ALREADY = "already", _("It was so already.")
    NO_ADDRESS = "no_address", _("It has no e-mail address.")
    OTHER_AWARD = "other_award", _("The template belongs to another award.")
    #: To be filled in with the status.
    OTHER_STATUS = "other_status", _("The template is for entries that are: %(status)s")
    NOBODY_NOMINATED = "nobody_nominated", _("Nobody is nominated in it.")
    NOT_UNDOABLE = (
        "not_undoable",
        _("The applicant knows of it, or something has happened since."),
    )
    FAILED = "failed", _("Something went wrong. Try once more with this entry.")


class RefusedError(Exception):
    """Nothing is done with this entry, and ``refusal`` tells why."""

    def __init__(self, refusal: Refusal) -> None:
        super().__init__(refusal)
        self.refusal = refusal


@dataclass(frozen=True)
class SeenInList:
    """What the actor saw of an entry in the list."""

    status: NominationStatus
    updated_at: datetime
    #: How many times the status had changed by then.
    changes: int
    #: The id of whoever handled it; ``None`` for nobody.
    officer: int | None
    #: The id of what was written last to or from the applicant, or 0.
    message: int = 0

    @classmethod
    def of(cls, nomination: Nomination, *, message: int = 0) -> Self:
        """The entry as it has been loaded; ``message`` is as ``conversation.newest_message``."""
        status = NominationStatus(nomination.status)
        changes, officer = nomination.status_changes, nomination.case_officer_id
        return cls(status, nomination.updated_at, changes, officer, message)

    def is_still_so(self, nomination: Nomination) -> bool:
        """Whether no status and no version has come since, not even the same status again."""
        return self == replace(self.of(nomination), officer=self.officer, message=self.message)


@dataclass(frozen=True)
class Outcome:
    """With which entries it was done, and with which not; by their ids."""

    done: list[int] = field(default_factory=list)
    refused: dict[int, Refusal] = field(default_factory=dict)


def token_of(page: UUID, what: str, asked: Mapping[str, str]) -> UUID:
    """The token for something that is asked for by a page: the same for the same thing only.

    Whoever goes back to the page may choose otherwise there, and that has not been done yet.
    """
    return uuid5(page, json.dumps([what, sorted(asked.items())]))


def do_with_each(
    chosen: Mapping[int, SeenInList], deed: Deed, *, actor: User, token: UUID
) -> Outcome:
    """Do something with every chosen entry, in the order in which they are given.

    ``chosen`` tells by its id what the actor saw of each entry: one that has changed is left alone.
    ``token`` is the same when the same is asked for once more, as by a double click (``token_of``);
    what has been done by then counts as done, and is not done again. What goes wrong with one
    entry stops no other.
    """
    outcome = Outcome()
    with marked_together():
        for pk, seen in chosen.items():
            try:
                _do_once(pk, seen, deed, actor, token)
            except RefusedError as refused:
                outcome.refused[pk] = refused.refusal
            except Exception:  # whatever it is, the others go on
                logger.exception("Entry %d was left out when many were handled", pk)
                outcome.refused[pk] = Refusal.FAILED
            else:
                outcome.done.append(pk)
    return outcome


def _do_once(pk: int, seen: SeenInList, deed: Deed, actor: User, token: UUID) -> None:
    with transaction.atomic():
        nomination = Nomination.objects.select_for_update().get(pk=pk)
        # Every deed is logged, and what is logged below has the token.
        if registry.get_logs_for_instance(nomination).filter(uuid=token).exists():
            return
        if not seen.is_still_so(nomination):
            raise RefusedError(Refusal.CHANGED)
        with _logged_as(token, actor):
            deed(nomination)


def _logged_as(token: UUID, actor: User) -> LogContext:
    context = LogContext(user=actor, generate_uuid=False)
    context.uuid = token
    return context


def change_status(
    action: InboxAction, *, reason: str, officers: QuerySet[User], actor: User, now: datetime
) -> Deed:
    """Do what a button of the inbox says; ``officers`` are as for ``handling.act``."""

    def deed(nomination: Nomination) -> None:
        try:
            handling.act(nomination, action, actor=actor, now=now, reason=reason, officers=officers)
        except lifecycle.TransitionError as error:
            raise RefusedError(Refusal.STATUS) from error

    return deed


def hand_over(
    officer: User | None, chosen: Mapping[int, SeenInList], *, actor: User, now: datetime
) -> Deed:
    """Let somebody handle the entry, or with ``None`` nobody, in place of the one who was seen."""

    def deed(nomination: Nomination) -> None:
        seen = chosen[nomination.pk].officer
        try:
            is_new = handling.hand_over(nomination, officer, seen=seen, actor=actor, now=now)
        except handling.ChangedMeanwhileError as error:
            raise RefusedError(Refusal.CHANGED) from error
        if not is_new:
            raise RefusedError(Refusal.ALREADY)

    return deed


def flag(*, is_flagged: bool, actor: User, now: datetime) -> Deed:
    """Flag the entry, or remove the flag; logged."""

    def deed(nomination: Nomination) -> None:
        if not handling.set_flag(nomination, is_flagged=is_flagged, actor=actor, now=now):
            raise RefusedError(Refusal.ALREADY)

    return deed


def misfits(template: MessageTemplate | None) -> Callable[[Nomination], Refusal | None]:
    """What tells of an entry why a template, or with ``None`` any, can't be written about it."""
    award = template.award if template else None
    years = set(award.years().values_list("pk", flat=True)) if award else None

    def misfit(nomination: Nomination) -> Refusal | None:
        if years is not None and nomination.year_id not in years:
            return Refusal.OTHER_AWARD
        if template and not template.fits_status(nomination):
            return Refusal.OTHER_STATUS
        if template and not template.fits(nomination):
            return Refusal.NOBODY_NOMINATED
        return None if nomination.email else Refusal.NO_ADDRESS

    return misfit


def write(  # noqa: PLR0913 - a message is told by all of these
    template: MessageTemplate,
    language: str,
    chosen: Mapping[int, SeenInList],
    *,
    is_held: bool,
    token: UUID,
    actor: User,
    now: datetime,
) -> Deed:
    """Write to the applicant.

    What may tell an outcome waits until the winners of the year are shown, whenever that is set.
    Nothing is written where the applicant or somebody else has written after what was seen.
    """
    misfit = misfits(template)

    def deed(nomination: Nomination) -> None:
        if refusal := misfit(nomination):
            raise RefusedError(refusal)
        seen = chosen[nomination.pk].message
        if messages.others_wrote(nomination, seen=seen, actor=actor):
            raise RefusedError(Refusal.WRITTEN)
        advised = holding.settled_hold(nomination, now=now)
        hold = holding.Hold(by_hand=True) if is_held else advised
        messages.write(
            nomination, template, language, hold=hold, key=f"{token}", actor=actor, now=now
        )

    return deed


def undo(*, actor: User, now: datetime) -> Deed:
    """Take back the actor's latest change of the entry's status."""

    def deed(nomination: Nomination) -> None:
        try:
            lifecycle.undo(nomination, actor=actor, now=now)
        except lifecycle.NotUndoableError as error:
            raise RefusedError(Refusal.NOT_UNDOABLE) from error

    return deed
