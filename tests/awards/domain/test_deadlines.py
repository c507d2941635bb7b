from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from awards.domain.deadlines import application_state, closes_at, opens_at, year_to_tell
from awards.enums import ApplicationState
from awards.models import AwardYearPage

# Wagtail asks for the type of every page that is made, stored or not.
pytestmark = pytest.mark.django_db

STOCKHOLM = ZoneInfo("Europe/Stockholm")


def moment(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=STOCKHOLM)


OPEN_SPRING = {"opens_on": date(2022, 5, 2), "closes_on": date(2022, 9, 20)}
EXTENDED = OPEN_SPRING | {"extended_to": date(2022, 9, 27)}


@pytest.mark.parametrize(
    ("dates", "now", "expected"),
    [
        ({}, "2022-09-20T12:00", ApplicationState.UNSCHEDULED),
        ({"opens_on": date(2022, 5, 2)}, "2022-09-20T12:00", ApplicationState.UNSCHEDULED),
        ({"closes_on": date(2022, 9, 20)}, "2022-09-20T12:00", ApplicationState.UNSCHEDULED),
        (OPEN_SPRING, "2022-05-01T23:59:59", ApplicationState.UPCOMING),
        (OPEN_SPRING, "2022-05-02T00:00:00", ApplicationState.OPEN),
        (OPEN_SPRING, "2022-09-20T23:59:59.999999", ApplicationState.OPEN),
        (OPEN_SPRING, "2022-09-21T00:00:00", ApplicationState.CLOSED),
        (EXTENDED, "2022-09-20T23:59:59.999999", ApplicationState.OPEN),
        (EXTENDED, "2022-09-21T00:00:00", ApplicationState.EXTENDED),
        (EXTENDED, "2022-09-27T23:59:59.999999", ApplicationState.EXTENDED),
        (EXTENDED, "2022-09-28T00:00:00", ApplicationState.CLOSED),
    ],
)
def test_first_and_last_day_are_included(
    dates: dict[str, date], now: str, expected: ApplicationState
) -> None:
    year = AwardYearPage(**dates)

    assert application_state(year, now=moment(now)) == expected


@pytest.mark.parametrize(
    ("closes_on", "last_moment_utc"),
    [
        # The clock goes forward on 27 March 2022 and back on 30 October 2022.
        (date(2022, 3, 26), datetime(2022, 3, 26, 22, 59, 59, tzinfo=UTC)),
        (date(2022, 3, 27), datetime(2022, 3, 27, 21, 59, 59, tzinfo=UTC)),
        (date(2022, 10, 29), datetime(2022, 10, 29, 21, 59, 59, tzinfo=UTC)),
        (date(2022, 10, 30), datetime(2022, 10, 30, 22, 59, 59, tzinfo=UTC)),
    ],
)
def test_the_last_second_is_stockholms_over_a_change_of_the_clock(
    closes_on: date, last_moment_utc: datetime
) -> None:
    year = AwardYearPage(opens_on=date(2022, 1, 1), closes_on=closes_on)

    assert closes_at(year) == last_moment_utc + timedelta(seconds=1)
    assert application_state(year, now=last_moment_utc) == ApplicationState.OPEN
    assert (
        application_state(year, now=last_moment_utc + timedelta(seconds=1))
        == ApplicationState.CLOSED
    )


def test_a_year_without_dates_opens_and_closes_at_no_moment() -> None:
    assert (opens_at(AwardYearPage()), closes_at(AwardYearPage())) == (None, None)


def test_only_open_and_extended_accept_entries() -> None:
    assert [state for state in ApplicationState if state.accepts_entries] == [
        ApplicationState.OPEN,
        ApplicationState.EXTENDED,
    ]


CLOSED = {"opens_on": date(2022, 1, 1), "closes_on": date(2022, 1, 31)}
LATER = {"opens_on": date(2023, 5, 2), "closes_on": date(2023, 9, 20)}


@pytest.mark.parametrize(
    ("newest_first", "expected"),
    [
        ([], None),
        ([{}], 0),
        ([{}, CLOSED], 0),
        ([CLOSED, CLOSED], 0),
        ([LATER, CLOSED], 0),
        ([{}, OPEN_SPRING], 1),
        ([LATER, OPEN_SPRING], 1),
        ([{}, LATER], 1),
        ([LATER, CLOSED, OPEN_SPRING], 2),
        ([LATER | {"opens_on": date(2023, 5, 3)}, LATER, CLOSED], 1),
        ([OPEN_SPRING, OPEN_SPRING], 0),
    ],
)
def test_the_year_to_tell_of_takes_entries_or_is_the_next_to_do_so(
    newest_first: list[dict[str, date]], expected: int | None
) -> None:
    years = [AwardYearPage(**dates) for dates in newest_first]

    told = year_to_tell(years, now=moment("2022-06-01T12:00"))

    assert told is (None if expected is None else years[expected])
