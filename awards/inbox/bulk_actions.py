"""What can be done with many entries at once: what is asked for it, and what is sure to fail."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any
from uuid import UUID, uuid4

from django.contrib.auth.models import User
from django.db.models import TextChoices
from django.http import QueryDict
from django.utils import timezone
from django.utils.translation import pgettext_lazy

from awards.domain import bulk
from awards.domain.bulk import Deed, Refusal, SeenInList
from awards.models import Nomination
from awards.permissions import handlers
from awards.statuses import ACTIONS, InboxAction, NominationStatus

from .bulk_forms import ConfirmForm, MailForm, OfficerForAllForm, ReasonForAllForm


class BulkAction(TextChoices):
    """What can be done with many entries beside the actions of one (``InboxAction``)."""

    ASSIGN = "assign", pgettext_lazy("action", "Choose a case officer")
    FLAG = "flag", pgettext_lazy("action", "Flag")
    UNFLAG = "unflag", pgettext_lazy("action", "Remove the flag")
    MAIL = "mail", pgettext_lazy("action", "Write to the applicants")
    EXPORT = "export", pgettext_lazy("action", "Export")
    UNDO = "undo", pgettext_lazy("action", "Undo")


#: Needs a judgement of each entry: what is asked of it, which criterion it does not meet, or who
#: wished it withdrawn.
_ONE_BY_ONE = {InboxAction.SUPPLEMENT, InboxAction.INELIGIBLE, InboxAction.WITHDRAW}
#: What a form of the list may ask for as ``action``; undo is offered by the summary.
BULK_CHOICES = [
    (BulkAction.ASSIGN.value, BulkAction.ASSIGN.label),
    *((each.value, each.label) for each in InboxAction if each not in _ONE_BY_ONE),
    *(
        (each.value, each.label)
        for each in BulkAction
        if each not in {BulkAction.ASSIGN, BulkAction.UNDO}
    ),
]
_KNOWN = {value for value, _label in BULK_CHOICES} | {BulkAction.UNDO.value}

Action = InboxAction | BulkAction


def action_of(value: str) -> Action | None:
    """What a form asks for; ``None`` for what nobody can ask for."""
    if value not in _KNOWN:
        return None
    return InboxAction(value) if value in InboxAction.values else BulkAction(value)


def form_for(action: Action, user: Any, data: QueryDict | None) -> ConfirmForm:
    """What an action needs to be told; with a token, by which a second click does nothing."""
    initial = {"token": uuid4()}
    match action:
        case InboxAction():
            return ReasonForAllForm(action, data, initial=initial)
        case BulkAction.ASSIGN:
            return OfficerForAllForm(data, initial=initial | {"officer": user.pk})
        case BulkAction.MAIL:
            return MailForm(data, initial=initial)
        case _:
            return ConfirmForm(data, initial=initial)


def deed_of(
    action: Action, form: ConfirmForm, chosen: Mapping[int, SeenInList], actor: User, token: UUID
) -> Deed:
    """What is done with each entry, for valid forms; ``token`` as for ``do_with_each``."""
    asked, now = form.cleaned_data, timezone.now()
    match action:
        case InboxAction():
            return bulk.change_status(
                action, reason=asked["reason"], officers=handlers(), actor=actor, now=now
            )
        case BulkAction.ASSIGN:
            return bulk.hand_over(asked["officer"], chosen, actor=actor, now=now)
        case BulkAction.MAIL:
            return bulk.write(
                asked["template"],
                asked["language"],
                chosen,
                is_held=asked["hold"] == "held",
                token=token,
                actor=actor,
                now=now,
            )
        case BulkAction.UNDO:
            return bulk.undo(actor=actor, now=now)
        case _:
            return bulk.flag(is_flagged=action == BulkAction.FLAG, actor=actor, now=now)


def foreseen(
    action: Action,
    nomination: Nomination,
    seen: SeenInList,
    misfit: Callable[[Nomination], Refusal | None],
) -> Refusal | None:
    """Why an entry is sure to be refused, as it is now; ``misfit`` tells it of a mail."""
    if not seen.is_still_so(nomination):
        return Refusal.CHANGED
    match action:
        case InboxAction() if action not in ACTIONS[NominationStatus(nomination.status)]:
            return Refusal.STATUS
        case BulkAction.ASSIGN if nomination.case_officer_id != seen.officer:
            return Refusal.CHANGED
        case BulkAction.FLAG | BulkAction.UNFLAG if nomination.flagged == (
            action == BulkAction.FLAG
        ):
            return Refusal.ALREADY
        case BulkAction.MAIL:
            return misfit(nomination)
        case _:
            return None
