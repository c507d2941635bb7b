"""Counting in months, which have no fixed length, and telling times in words."""

from __future__ import annotations

from calendar import monthrange
from datetime import datetime

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import ngettext


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
    """A moment as date and time by the city's clock, whatever the clock of the one who reads it."""
    by_the_city = timezone.localtime(moment, timezone.get_default_timezone())
    return date_format(by_the_city, "DATETIME_FORMAT")
