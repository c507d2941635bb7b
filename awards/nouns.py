"""Whole sentences for each public noun.

Swedish inflects its nouns, so a noun can't be dropped into a sentence: every sentence that
speaks of an entry is kept here whole, one for each noun, and translated as a whole.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from .enums import PublicNoun

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise


@dataclass(frozen=True)
class Noun:
    """The texts of one public noun."""

    #: The heading over how to take part.
    heading: _StrPromise
    #: What an applicant's own is called; ``%(award)s`` is the award's name.
    own: _StrPromise
    #: The button that leads to the form.
    call_to_action: _StrPromise
    #: Said before the period, while it is open, and after it.
    upcoming: _StrPromise
    open: _StrPromise
    closed: _StrPromise
    unscheduled: _StrPromise


NOUNS: dict[str, Noun] = {
    PublicNoun.APPLICATION: Noun(
        heading=pgettext_lazy("what is sent in", "Application"),
        own=_("Your application to %(award)s"),
        call_to_action=_("Start your application"),
        upcoming=_("Applications have not opened yet"),
        open=_("Applications are open"),
        closed=_("Applications are closed"),
        unscheduled=_("The dates for applications are not set yet"),
    ),
    PublicNoun.PROPOSAL: Noun(
        heading=pgettext_lazy("what is sent in", "Proposal"),
        own=_("Your proposal to %(award)s"),
        call_to_action=_("Send in your proposal"),
        upcoming=_("Proposals can't be sent in yet"),
        open=_("Proposals can be sent in now"),
        closed=_("Proposals can no longer be sent in"),
        unscheduled=_("The dates for proposals are not set yet"),
    ),
    PublicNoun.NOMINATION: Noun(
        heading=pgettext_lazy("what is sent in", "Nomination"),
        own=_("Your nomination to %(award)s"),
        call_to_action=_("Nominate someone"),
        upcoming=_("Nominations have not opened yet"),
        open=_("Nominations are open"),
        closed=_("Nominations are closed"),
        unscheduled=_("The dates for nominations are not set yet"),
    ),
    PublicNoun.ENTRY: Noun(
        heading=pgettext_lazy("what is sent in", "Entry"),
        own=_("Your entry to %(award)s"),
        call_to_action=_("Send in your entry"),
        upcoming=_("Entries can't be sent in yet"),
        open=_("Entries can be sent in now"),
        closed=_("Entries can no longer be sent in"),
        unscheduled=_("The dates for entries are not set yet"),
    ),
}
