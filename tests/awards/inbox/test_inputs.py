"""Days and moments that staff enter: what a browser's calendar sends, and what is typed."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from django import forms
from django.utils import timezone
from django.utils.translation import gettext, override

from awards.inbox.inputs import DayField, MomentField
from tests.factories import day

THIS_YEAR = day(0).year


class Asked(forms.Form):
    """One of each."""

    day = DayField()
    moment = MomentField()


@pytest.mark.parametrize("language", ["sv", "en"])
@pytest.mark.parametrize(
    ("moment", "read"),
    [
        ("2026-09-21T16:00", datetime(2026, 9, 21, 14, 0, tzinfo=UTC)),
        ("2026-09-21 16:00", datetime(2026, 9, 21, 14, 0, tzinfo=UTC)),
        ("2026-12-03T08:30:15", datetime(2026, 12, 3, 7, 30, 15, tzinfo=UTC)),
        # The hour that there is twice.
        ("2026-10-25T02:30", datetime(2026, 10, 25, 0, 30, tzinfo=UTC)),
    ],
)
def test_a_moment_is_read_by_the_clock_in_stockholm(
    moment: str, read: datetime, language: str
) -> None:
    with override(language), timezone.override("America/New_York"):
        form = Asked({"day": "2026-12-03", "moment": moment})

        assert form.is_valid() is True
        assert form.cleaned_data["day"] == date(2026, 12, 3)
        assert form.cleaned_data["moment"].astimezone(UTC) == read


@pytest.mark.parametrize("typed", ["3 december", "2026-13-01", "26", "i morgon"])
def test_nothing_is_guessed(typed: str) -> None:
    form = Asked({"day": typed, "moment": typed})

    assert form.errors == {
        "day": [gettext("Enter the day as year-month-day, such as 2026-09-20.")],
        "moment": [gettext("Enter a date and a time, such as 2026-09-21 16:00.")],
    }
    # What was typed is still there, where the browser has no calendar.
    assert [Asked(form.data)[name].value() for name in ("day", "moment")] == [typed, typed]


@pytest.mark.parametrize(
    ("typed", "message"),
    [
        ("0001-01-01", "Enter the year with four digits, such as 2026."),
        ("0999-12-31", "Enter the year with four digits, such as 2026."),
        ("1000-01-01", "Enter a day no earlier than in the year 2000."),
        ("1999-12-31", "Enter a day no earlier than in the year 2000."),
        ("2000-01-01", ""),
        (f"{THIS_YEAR + 10}-12-31", ""),
        (f"{THIS_YEAR + 11}-01-01", f"Enter a day no later than in the year {THIS_YEAR + 10}."),
        ("9999-12-31", f"Enter a day no later than in the year {THIS_YEAR + 10}."),
    ],
)
def test_only_years_that_make_sense_are_taken(typed: str, message: str, in_english: None) -> None:
    form = Asked({"day": typed, "moment": f"{typed}T23:59"})

    told = [message] if message else []
    assert [form.errors.get(name, []) for name in ("day", "moment")] == [told, told]


def test_the_inputs_show_what_they_begin_with_as_a_browser_reads_it() -> None:
    begun = {"day": date(2026, 12, 3), "moment": datetime(2026, 12, 3, 7, 30, 59, tzinfo=UTC)}
    with override("en"), timezone.override("America/New_York"):
        form = Asked(initial=begun)
        shown = {name: str(form[name]) for name in begun}

    assert ('type="date"' in shown["day"], 'value="2026-12-03"' in shown["day"]) == (True, True)
    assert 'type="datetime-local"' in shown["moment"]
    assert 'value="2026-12-03T08:30"' in shown["moment"]
