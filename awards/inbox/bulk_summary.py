"""What was done with many entries and what was not, in words; and kept for whoever asked for it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any, TypedDict
from uuid import UUID

from django.contrib.auth.models import User
from django.http import HttpRequest, QueryDict
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from awards.domain.bulk import Outcome, Refusal, SeenInList
from awards.models import Nomination
from awards.statuses import InboxAction, NominationStatus
from cms.numbers import grouped

from .bulk_actions import Action, BulkAction
from .bulk_forms import ConfirmForm

#: Summaries that a session remembers.
_REMEMBERED = 5
_SESSION = "awards_inbox_bulk"
#: The refusals in other words, where several entries are refused.
_OF_SEVERAL = {
    Refusal.STATUS: _("Their status does not allow it."),
    Refusal.CHANGED: _("Somebody changed them after you chose them."),
    Refusal.WRITTEN: _("Somebody wrote messages about them after you chose them."),
    Refusal.ALREADY: _("They were so already."),
    Refusal.NO_ADDRESS: _("They have no e-mail address."),
    Refusal.NOBODY_NOMINATED: _("Nobody is nominated in them."),
    Refusal.NOT_UNDOABLE: _("The applicants know of it, or something has happened since."),
    Refusal.FAILED: _("Something went wrong. Try once more with these entries."),
}


@dataclass(frozen=True)
class Refused:
    """Entries that something is not done with, and why."""

    refusal: Refusal
    entries: list[Nomination]
    #: The status that a template is for, in words.
    status: str = ""

    @property
    def why(self) -> str:
        """The reason in words that fit one entry, or several."""
        of_one = self.refusal.label
        words = of_one if len(self.entries) == 1 else _OF_SEVERAL.get(self.refusal, of_one)
        return str(words) % {"status": self.status}


def by_reason(refused: Iterable[tuple[Nomination, Refusal]], *, status: str = "") -> list[Refused]:
    """The refused entries under each reason; ``status`` is the one that a template is for."""
    found: dict[Refusal, list[Nomination]] = {}
    for nomination, refusal in refused:
        found.setdefault(refusal, []).append(nomination)
    label = str(NominationStatus(status).label) if status else ""
    return [Refused(refusal, entries, label) for refusal, entries in found.items()]


class Handed(TypedDict):
    """To whom entries were handed over, by their id, or ``None`` for nobody; and how many were."""

    officer: int | None
    count: int


def handed_over(
    action: Action,
    form: ConfirmForm,
    outcome: Outcome,
    chosen: Mapping[int, SeenInList],
    actor: User,
) -> Handed | None:
    """Whose the entries have become: those that were handed over, or nobody's until a review."""
    if action == BulkAction.ASSIGN:
        officer = form.cleaned_data["officer"]
        return Handed(officer=officer.pk if officer else None, count=len(outcome.done))
    if action != InboxAction.REVIEW:
        return None
    others = [pk for pk in outcome.done if chosen[pk].officer != actor.pk]
    taken = Nomination.objects.filter(pk__in=others, case_officer=actor).count()
    return Handed(officer=actor.pk, count=taken)


def told_of_officer(known: Mapping[str, Any]) -> str:
    """Whose the entries of a summary have become; empty where none was handed over."""
    handed: Handed | None = known.get("handed")
    if not handed or not handed["count"]:
        return ""
    count, officer = handed["count"], User.objects.filter(pk=handed["officer"] or 0).first()
    if officer is None:
        told = ngettext(
            "%(count)s entry has no case officer any longer.",
            "%(count)s entries have no case officer any longer.",
            count,
        )
        return told % {"count": grouped(count)}
    told = ngettext(
        "%(count)s entry has %(name)s as its case officer now.",
        "%(count)s entries have %(name)s as their case officer now.",
        count,
    )
    name = officer.get_full_name() or officer.get_username()
    return told % {"count": grouped(count), "name": name}


def keep_summary(  # noqa: PLR0913 - a summary is told by all of these
    request: HttpRequest,
    token: UUID,
    action: Action,
    outcome: Outcome,
    query: QueryDict,
    *,
    chosen: Mapping[int, SeenInList],
    status: str,
    handed: Handed | None,
) -> None:
    """Keep a summary with whoever asked for it: ids and reasons, and nothing of any applicant.

    ``chosen`` tells what was seen of each entry before; ``status`` is the one that a template is
    for, or "".
    """
    known = request.session.get(_SESSION, {})
    known.pop(str(token), None)
    known[str(token)] = {
        "action": action.value,
        "done": outcome.done,
        # A button changes the status once.
        "before": {str(pk): chosen[pk].status for pk in outcome.done},
        "changes": {str(pk): chosen[pk].changes + 1 for pk in outcome.done},
        "refused": {str(pk): refusal.value for pk, refusal in outcome.refused.items()},
        "query": query.urlencode(),
        "status": status,
        "handed": handed,
    }
    request.session[_SESSION] = dict(list(known.items())[-_REMEMBERED:])


def kept_summary(request: HttpRequest, token: UUID | str) -> dict[str, Any] | None:
    """A summary that was kept; ``None`` for one that is not kept any longer."""
    known: dict[str, Any] | None = request.session.get(_SESSION, {}).get(str(token))
    return known


def statuses_before(
    entries: Iterable[Nomination], known: Mapping[str, Any]
) -> list[NominationStatus]:
    """The status that each entry of a summary had before."""
    before = known.get("before", {})
    return [NominationStatus(before[f"{each.pk}"]) for each in entries if f"{each.pk}" in before]


def as_it_was_left(nomination: Nomination, known: Mapping[str, Any]) -> SeenInList:
    """The entry as a button had left it, by a summary: later changes have been seen by nobody."""
    changes = known.get("changes", {}).get(str(nomination.pk), 0)
    return replace(SeenInList.of(nomination), changes=changes)
