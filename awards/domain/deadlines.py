"""When entries are accepted: the one place where an award's dates become moments in time."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from typing import Protocol, TypeVar

from awards.enums import ApplicationState, SendingState
from cms.dates import day_in_stockholm, start_of_day


class HasDates(Protocol):
    """A year, by what decides when its entries are accepted. Every day is included."""

    @property
    def opens_on(self) -> date | None:
        """The first day."""

    @property
    def closes_on(self) -> date | None:
        """The last day, before any extension."""

    @property
    def last_day(self) -> date | None:
        """The last day, extension included."""


AnyYear = TypeVar("AnyYear", bound=HasDates)


def opens_at(year: HasDates) -> datetime | None:
    """The first moment that entries are accepted: the start of the first day in Stockholm."""
    return start_of_day(year.opens_on) if year.opens_on else None


def closes_at(year: HasDates) -> datetime | None:
    """The first moment that entries are no longer accepted.

    The last day is included, so this is the start of the day after it in Stockholm, whatever the
    clock did in between.
    """
    return start_of_day(_later(year.last_day, days=1)) if year.last_day else None


def application_state(year: HasDates, *, now: datetime) -> ApplicationState:
    """Where the year stands at ``now``, which must carry a time zone."""
    opening, closing = opens_at(year), closes_at(year)
    if opening is None or closing is None:
        return ApplicationState.UNSCHEDULED
    if now < opening:
        return ApplicationState.UPCOMING
    if now >= closing:
        return ApplicationState.CLOSED
    if year.closes_on and now >= start_of_day(_later(year.closes_on, days=1)):
        return ApplicationState.EXTENDED
    return ApplicationState.OPEN


def year_to_tell(years: Iterable[AnyYear], *, now: datetime) -> AnyYear | None:
    """Of an award's years, newest first, the one that its page should tell of at ``now``.

    A year that takes entries, or is the next to do so, whatever has been published of later ones;
    without either, the newest.
    """
    listed = [(year, application_state(year, now=now)) for year in years]
    taking = [year for year, state in listed if state.accepts_entries]
    coming = [year for year, state in listed if state == ApplicationState.UPCOMING]
    if taking or not coming:
        return next(iter(taking or (year for year, _state in listed)), None)
    return min(coming, key=lambda year: year.opens_on or date.max)


def sending_state(
    year: HasDates,
    *,
    started_at: datetime,
    extended_until: datetime | None,
    grace: timedelta,
    now: datetime,
) -> SendingState:
    """Whether a draft that was begun at ``started_at`` may be sent in at ``now``.

    After the last day a draft that was begun in time may still be sent in for as long as
    ``grace``, and one that was given more time of its own until ``extended_until``.
    """
    opening, closing = opens_at(year), closes_at(year)
    if opening is None or closing is None or now < opening:
        return SendingState.UPCOMING
    if now < closing or (extended_until is not None and now < extended_until):
        return SendingState.OPEN
    if started_at < closing and now - closing < grace:
        return SendingState.GRACE
    return SendingState.CLOSED


def deleted_on(year: HasDates, *, extended_until: datetime | None, days: int) -> date | None:
    """The day when a draft that was never sent in is deleted; ``None`` while no last day is set.

    That is ``days`` after the last day that the draft itself could be sent in.
    """
    own = day_in_stockholm(extended_until) if extended_until else None
    last = max(filter(None, (year.last_day, own)), default=None)
    return _later(last, days=days) if last else None


def _later(day: date, *, days: int) -> date:
    """So many days after a day, or the last day that there is: an editor may enter 9999-12-31."""
    return date.fromordinal(min(day.toordinal() + days, date.max.toordinal()))
