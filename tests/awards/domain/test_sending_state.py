"""Until when one draft may be sent in, and when it is deleted."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from awards.domain.deadlines import closes_at, deleted_on, sending_state
from awards.enums import SendingState
from awards.models import AwardYearPage

# Wagtail asks for the type of every page that is made, stored or not.
pytestmark = pytest.mark.django_db

STOCKHOLM = ZoneInfo("Europe/Stockholm")
UPCOMING, OPEN, GRACE, CLOSED = (
    SendingState.UPCOMING,
    SendingState.OPEN,
    SendingState.GRACE,
    SendingState.CLOSED,
)
AUTUMN = {"opens_on": date(2026, 9, 1), "closes_on": date(2026, 10, 25)}
SPRING = {"opens_on": date(2026, 2, 1), "closes_on": date(2026, 3, 29)}
LONGER = AUTUMN | {"extended_to": date(2026, 11, 1)}


def moment(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=STOCKHOLM)


def state(dates: dict[str, date], now: datetime, **facts: Any) -> SendingState:
    facts = {
        "started_at": moment("2026-01-02T12:00"),
        "extended_until": None,
        "grace": timedelta(minutes=30),
    } | facts
    return sending_state(AwardYearPage(**dates), now=now, **facts)


@pytest.mark.parametrize(
    ("dates", "now", "expected"),
    [
        ({}, "2026-10-01T12:00", UPCOMING),
        ({"opens_on": date(2026, 9, 1)}, "2026-10-01T12:00", UPCOMING),
        ({"closes_on": date(2026, 9, 1)}, "2026-10-01T12:00", UPCOMING),
        (AUTUMN, "2026-08-31T23:59:59.999999", UPCOMING),
        (AUTUMN, "2026-09-01T00:00:00", OPEN),
        # The night when the clock goes back is an hour longer.
        (AUTUMN, "2026-10-25T02:30", OPEN),
        (AUTUMN, "2026-10-25T23:59:59.999999", OPEN),
        (AUTUMN, "2026-10-26T00:00:00", GRACE),
        (AUTUMN, "2026-10-26T00:29:59.999999", GRACE),
        (AUTUMN, "2026-10-26T00:30:00", CLOSED),
        # The night when it goes forward is an hour shorter.
        (SPRING, "2026-03-29T23:59:59.999999", OPEN),
        (SPRING, "2026-03-30T00:00:00", GRACE),
        (SPRING, "2026-03-30T00:30:00", CLOSED),
        (LONGER, "2026-10-26T00:00:00", OPEN),
        (LONGER, "2026-11-01T23:59:59.999999", OPEN),
        (LONGER, "2026-11-02T00:29:59.999999", GRACE),
        (LONGER, "2026-11-02T00:30:00", CLOSED),
    ],
)
def test_a_draft_that_was_begun_in_time(
    dates: dict[str, date], now: str, expected: SendingState
) -> None:
    assert state(dates, moment(now)) == expected


@pytest.mark.parametrize(
    ("dates", "last_second"),
    [
        (AUTUMN, datetime(2026, 10, 25, 22, 59, 59, tzinfo=UTC)),
        (SPRING, datetime(2026, 3, 29, 21, 59, 59, tzinfo=UTC)),
    ],
)
def test_the_last_second_is_stockholms(dates: dict[str, date], last_second: datetime) -> None:
    after = last_second + timedelta(seconds=1)

    assert [state(dates, now, grace=timedelta()) for now in (last_second, after)] == [OPEN, CLOSED]


def test_without_extra_minutes_the_time_is_over_at_midnight() -> None:
    assert state(AUTUMN, moment("2026-10-26T00:00"), grace=timedelta()) == CLOSED


@pytest.mark.parametrize(
    ("started_at", "expected"),
    [
        ("2026-10-25T23:59:59.999999", GRACE),
        ("2026-10-26T00:00:00", CLOSED),
        ("2026-10-26T00:10:00", CLOSED),
    ],
)
def test_extra_minutes_are_for_what_was_begun_in_time(
    started_at: str, expected: SendingState
) -> None:
    now = moment("2026-10-26T00:15")

    assert state(AUTUMN, now, started_at=moment(started_at)) == expected


@pytest.mark.parametrize(
    ("until", "now", "expected"),
    [
        ("2026-11-03T12:00", "2026-10-26T00:00", OPEN),
        ("2026-11-03T12:00", "2026-11-03T11:59:59.999999", OPEN),
        ("2026-11-03T12:00", "2026-11-03T12:00", CLOSED),
        # Less than everybody has takes nothing from anybody.
        ("2026-10-01T12:00", "2026-10-25T23:59", OPEN),
        ("2026-10-01T12:00", "2026-10-26T00:15", GRACE),
        ("2026-11-03T12:00", "2026-08-31T12:00", UPCOMING),
    ],
)
def test_more_time_for_one_draft(until: str, now: str, expected: SendingState) -> None:
    assert state(AUTUMN, moment(now), extended_until=moment(until)) == expected


@pytest.mark.parametrize(
    ("dates", "until", "expected"),
    [
        ({}, None, None),
        (AUTUMN, None, date(2026, 11, 24)),
        (LONGER, None, date(2026, 12, 1)),
        (AUTUMN, "2026-11-03T12:00", date(2026, 12, 3)),
        (LONGER, "2026-10-27T12:00", date(2026, 12, 1)),
        ({}, "2026-11-03T12:00", date(2026, 12, 3)),
    ],
)
def test_a_draft_is_deleted_so_many_days_after_it_could_be_sent_in(
    dates: dict[str, date], until: str | None, expected: date | None
) -> None:
    extended_until = moment(until) if until else None

    assert deleted_on(AwardYearPage(**dates), extended_until=extended_until, days=30) == expected


@pytest.mark.parametrize("last", [date.max, date.max - timedelta(days=1)])
def test_the_last_day_of_all_is_a_day_like_others(last: date) -> None:
    dates = AUTUMN | {"extended_to": last}
    year = AwardYearPage(**dates)

    assert state(dates, moment("2026-10-26T12:00"), grace=timedelta(days=1)) == OPEN
    assert deleted_on(year, extended_until=None, days=30) == date.max


def test_the_day_of_deletion_follows_the_citys_clock() -> None:
    until = datetime(2026, 11, 3, 23, 30, tzinfo=UTC)

    assert deleted_on(AwardYearPage(), extended_until=until, days=1) == date(2026, 11, 5)


_dates = st.dates(date(2026, 1, 1), date(2027, 12, 31))
_moments = st.datetimes(
    datetime(2025, 12, 1),  # noqa: DTZ001 - the strategy adds the zone
    datetime(2028, 2, 1),  # noqa: DTZ001
    timezones=st.timezones(),
    allow_imaginary=False,
)
_drafts = st.fixed_dictionaries(
    {
        "started_at": _moments,
        "extended_until": st.none() | _moments,
        "grace": st.integers(0, 24 * 60).map(lambda minutes: timedelta(minutes=minutes)),
    }
)


@given(_dates, _dates, _drafts, _moments, _moments)
def test_what_is_closed_stays_closed(
    one: date, other: date, draft: dict[str, Any], first: datetime, second: datetime
) -> None:
    dates = {"opens_on": min(one, other), "closes_on": max(one, other)}
    in_order = [UPCOMING, OPEN, GRACE, CLOSED]
    earlier, later = sorted((first, second))

    states = [in_order.index(state(dates, now, **draft)) for now in (earlier, later)]

    # An own extension may begin after the others' extra minutes: none of these is closed.
    accepts = [in_order[place] for place in states]
    if accepts[0] == CLOSED:
        assert accepts[1] == CLOSED
    if accepts[0] != UPCOMING:
        assert accepts[1] != UPCOMING


@given(_dates, _dates, _drafts, _moments, st.timezones())
def test_the_zone_of_now_decides_nothing(
    one: date, other: date, draft: dict[str, Any], now: datetime, zone: ZoneInfo
) -> None:
    dates = {"opens_on": min(one, other), "closes_on": max(one, other)}

    assert state(dates, now.astimezone(zone), **draft) == state(dates, now, **draft)


@given(_dates, _dates, _moments, _moments)
def test_without_more_time_nothing_is_accepted_after_the_last_day(
    one: date, other: date, started_at: datetime, now: datetime
) -> None:
    year = AwardYearPage(opens_on=min(one, other), closes_on=max(one, other))
    is_over = now >= (closes_at(year) or now)

    found = sending_state(
        year, started_at=started_at, extended_until=None, grace=timedelta(), now=now
    )

    assert (found == CLOSED) is is_over
