"""What was done with many entries and what was not, in words; and kept for whoever asked for it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any
from uuid import UUID

from django.http import HttpRequest, QueryDict
from django.utils.translation import gettext_lazy as _

from awards.domain.bulk import Outcome, Refusal, SeenInList
from awards.models import Nomination
from awards.statuses import NominationStatus

from .bulk_actions import Action

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


def keep_summary(  # noqa: PLR0913 - a summary is told by all of these
    request: HttpRequest,
    token: UUID,
    action: Action,
    outcome: Outcome,
    query: QueryDict,
    *,
    chosen: Mapping[int, SeenInList],
    status: str,
) -> None:
    """Keep a summary with whoever asked for it: ids and reasons, and nothing of any person.

    ``chosen`` tells what was seen of each entry before; ``status`` is the one that a template is
    for, or "".
    """
    known = request.session.get(_SESSION, {})
    known.pop(str(token), None)
    known[str(token)] = {
        "action": action.value,
        "done": outcome.done,
        # A button changes the status once.
        "changes": {str(pk): chosen[pk].changes + 1 for pk in outcome.done},
        "refused": {str(pk): refusal.value for pk, refusal in outcome.refused.items()},
        "query": query.urlencode(),
        "status": status,
    }
    request.session[_SESSION] = dict(list(known.items())[-_REMEMBERED:])


def kept_summary(request: HttpRequest, token: UUID) -> dict[str, Any] | None:
    """A summary that was kept; ``None`` for one that is not kept any longer."""
    known: dict[str, Any] | None = request.session.get(_SESSION, {}).get(str(token))
    return known


def as_it_was_left(nomination: Nomination, known: Mapping[str, Any]) -> SeenInList:
    """The entry as a button had left it, by a summary: later changes have been seen by nobody."""
    changes = known.get("changes", {}).get(str(nomination.pk), 0)
    return replace(SeenInList.of(nomination), changes=changes)
