"""When what the jury decided is told to everybody, in words for those who write about it."""

from __future__ import annotations

from django.utils.translation import gettext

from awards.models import Nomination
from cms.dates import in_stockholm


def told_of_announcement(nomination: Nomination) -> str:
    """Why an outcome is secret yet, and until when."""
    year = nomination.year
    if not year.live or year.winners_released_at is None:
        return gettext(
            "The mail may tell an outcome, and it is not set when the winners of the year are "
            "shown."
        )
    told = gettext(
        "The mail may tell an outcome, and the winners of the year are not shown before %(moment)s."
    )
    return told % {"moment": in_stockholm(year.winners_released_at)}
