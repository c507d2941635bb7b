"""Dates as editors write them: what is no date is told of, never changed into another one.

Wagtail's calendar puts today's date, or this very moment, in the place of whatever it can't read.
"""

from __future__ import annotations

from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms.models import register_form_field_override
from wagtail.admin.widgets import AdminDateInput, AdminDateTimeInput

#: As Swedes write dates. Django's own list for Swedish takes 10/11/2026 too, for a day in October.
_DAYS = ["%Y-%m-%d", "%Y%m%d"]
_MOMENTS = [f"{day} {time}" for day in _DAYS for time in ("%H:%M", "%H.%M", "%H:%M:%S")]


class DateInput(AdminDateInput):
    """A day, with a calendar that leaves what was written as it is."""

    def get_config(self) -> dict[str, Any]:
        """The calendar's options."""
        return super().get_config() | {"validateOnBlur": False}


class DateTimeInput(AdminDateTimeInput):
    """A moment, with a calendar that leaves what was written as it is."""

    def get_config(self) -> dict[str, Any]:
        """The calendar's options."""
        return super().get_config() | {"validateOnBlur": False}


def use_in_editors() -> None:
    """Let every editor of the admin ask for dates by these inputs."""
    register_form_field_override(
        models.DateField,
        override={
            "widget": DateInput,
            "input_formats": _DAYS,
            "error_messages": {"invalid": _("Enter a day that exists, written like 2026-12-01.")},
        },
    )
    register_form_field_override(
        models.DateTimeField,
        override={
            "widget": DateTimeInput,
            "input_formats": _MOMENTS,
            "error_messages": {
                "invalid": _("Enter a day that exists and a time, written like 2026-12-01 18:00.")
            },
        },
    )
