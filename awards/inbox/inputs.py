"""Days and moments that staff enter: in the browser's own calendar, by the clock in Stockholm.

A browser sends what was chosen in one way only, whatever language and clock it is set to.
"""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cms.dates import CITY_TIME_ZONE, day_in_stockholm

#: Nothing in the inbox is older.
_EARLIEST_YEAR = 2000
#: The first year of four digits.
_FOUR_DIGITS = 1000
#: Nothing is planned for later; near the end of all years no day can be counted further.
_YEARS_AHEAD = 10


def _is_plausible(day: date) -> None:
    """Raise ``ValidationError`` for a year that can only be a slip of the finger."""
    latest = day_in_stockholm(timezone.now()).year + _YEARS_AHEAD
    if day.year < _FOUR_DIGITS:
        raise forms.ValidationError(_("Enter the year with four digits, such as 2026."))
    if day.year < _EARLIEST_YEAR:
        raise forms.ValidationError(
            _("Enter a day no earlier than in the year %(year)d."), params={"year": _EARLIEST_YEAR}
        )
    if day.year > latest:
        raise forms.ValidationError(
            _("Enter a day no later than in the year %(year)d."), params={"year": latest}
        )


class DayField(forms.DateField):
    """A day, in a year that makes sense."""

    widget = forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})
    default_validators = [_is_plausible]
    default_error_messages = {"invalid": _("Enter the day as year-month-day, such as 2026-09-20.")}


class MomentField(forms.DateTimeField):
    """A date and a time by the clock in Stockholm, whatever the clock of the one who enters it.

    In a year that makes sense.
    """

    widget = forms.DateTimeInput(format="%Y-%m-%dT%H:%M", attrs={"type": "datetime-local"})
    default_validators = [_is_plausible]
    default_error_messages = {
        "required": _("Enter a date and a time."),
        "invalid": _("Enter a date and a time, such as 2026-09-21 16:00."),
    }

    def __init__(self, **kwargs: Any) -> None:
        help_text = _("Date and time by the clock in Stockholm.")
        super().__init__(**{"help_text": help_text, **kwargs})

    def prepare_value(self, value: Any) -> Any:
        """What the input shows of a moment."""
        if isinstance(value, datetime):
            return value.astimezone(CITY_TIME_ZONE).replace(tzinfo=None)
        return value

    def to_python(self, value: Any) -> datetime | None:
        """The moment; raises ``ValidationError`` for what is no date and time."""
        # In UTC no hour is missing or there twice, so the clock's hands are read as they are.
        with timezone.override(UTC):
            read = super().to_python(value)
        return read.replace(tzinfo=CITY_TIME_ZONE) if read else None
