"""Counting in months, which have no fixed length."""

from __future__ import annotations

from calendar import monthrange
from datetime import datetime


def months_before(moment: datetime, months: int) -> datetime:
    """The same time of day a number of months earlier; the last day where a month is shorter."""
    years, month_index = divmod(moment.year * 12 + moment.month - 1 - months, 12)
    month = month_index + 1
    day = min(moment.day, monthrange(years, month)[1])
    return moment.replace(year=years, month=month, day=day)
