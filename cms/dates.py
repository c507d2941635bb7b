"""The city's clock and calendar, and telling times in words."""

from __future__ import annotations

from calendar import monthrange
from datetime import date, datetime, time
from zoneinfo import ZoneInfo

from django.utils.formats import date_format
from django.utils.translation import ngettext, pgettext

#: Days begin and end by it, whatever the clock of the machine or of whoever reads.
CITY_TIME_ZONE = ZoneInfo("Europe/Stockholm")


def day_in_stockholm(moment: datetime) -> date:
    """The day that a moment is on in the city."""
    return moment.astimezone(CITY_TIME_ZONE).date()


def start_of_day(day: date) -> datetime:
    """The moment when a day begins in the city."""
    return datetime.combine(day, time.min, CITY_TIME_ZONE)


def months_before(moment: datetime, months: int) -> datetime:
    """The same time of day a number of months earlier; the last day where a month is shorter."""
    years, month_index = divmod(moment.year * 12 + moment.month - 1 - months, 12)
    month = month_index + 1
    day = min(moment.day, monthrange(years, month)[1])
    return moment.replace(year=years, month=month, day=day)


def in_words(seconds: int) -> str:
    """A length of time in whole words: 2 minutes 30 seconds."""
    whole, rest = divmod(seconds, 60)
    parts = []
    if whole:
        parts.append(ngettext("%(count)d minute", "%(count)d minutes", whole) % {"count": whole})
    if rest:
        parts.append(ngettext("%(count)d second", "%(count)d seconds", rest) % {"count": rest})
    return " ".join(parts)


def in_stockholm(moment: datetime) -> str:
    """A moment as date and time by the city's clock, to stand in a sentence.

    Lists and tables are brief, and have the language's own DATETIME_FORMAT.
    """
    local = moment.astimezone(CITY_TIME_ZONE)
    # In Swedish: 22 november 2026 klockan 15.28.
    return date_format(local, pgettext("format of a moment in a sentence", "DATETIME_FORMAT"))
