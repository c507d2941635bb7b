"""Where an entry stands, in words to whoever sent it in."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from awards.models import AwardYearPage, Nomination, WinnerPage
from awards.statuses import NominationStatus

_RECEIVED = _("We have received what you sent in")

#: The page's heading, where it is not that the entry has been received.
_HEADINGS: dict[NominationStatus, Promise] = {
    NominationStatus.SUPPLEMENT_REQUESTED: _("We need something more from you"),
    NominationStatus.INELIGIBLE: _("What you sent in does not meet the conditions"),
    NominationStatus.WINNER: _("What you sent in has won"),
    NominationStatus.SPECIAL_MENTION: _("What you sent in has received a special mention"),
    NominationStatus.FINALIST: _("What you sent in was one of the finalists"),
    NominationStatus.NOT_SELECTED: _("What you sent in was not selected this time"),
    NominationStatus.WITHDRAWN: _("You have taken back what you sent in"),
}

#: What it means, where nothing more happens that the form tells of.
_MEANINGS: dict[NominationStatus, Promise] = {
    NominationStatus.INELIGIBLE: _(
        "It takes no part. Write to us if you wonder why, or think that it is wrong."
    ),
    NominationStatus.WINNER: _("Congratulations!"),
    NominationStatus.SPECIAL_MENTION: _("Congratulations!"),
    NominationStatus.FINALIST: _("Thank you for taking part."),
    NominationStatus.NOT_SELECTED: _("Thank you for taking part."),
}


@dataclass(frozen=True)
class Standing:
    """What the applicant is told first, by the status that they may know of."""

    heading: str
    #: Empty where the form tells what happens next.
    meaning: str
    #: The text and the address of the public page to read on, if there is one.
    reading: tuple[str, str] | None


def standing_of(nomination: Nomination, told: NominationStatus, *, now: datetime) -> Standing:
    """Where an entry stands; ``told`` is its status as the applicant may know it at ``now``."""
    return Standing(
        heading=str(_HEADINGS.get(told, _RECEIVED)),
        meaning=str(_MEANINGS.get(told, "")),
        reading=_reading(nomination, now) if told.is_outcome else None,
    )


def _reading(nomination: Nomination, now: datetime) -> tuple[str, str] | None:
    """The entry's own page where visitors may see it, or else that of its year."""
    own = WinnerPage.objects.released(now).filter(pk=nomination.winner_page_id).first()
    if own:
        return gettext("Read the page about it: %(title)s") % {"title": own.title}, own.url
    years = AwardYearPage.objects.live().public().filter(pk=nomination.year_id)
    if year := years.first():
        return gettext("See who was chosen: %(title)s") % {"title": year.title}, year.url
    return None
