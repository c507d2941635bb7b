"""What the list is narrowed to, in words that are still understood when the log is read."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.contrib.auth.models import User
from django.db.models import QuerySet
from django.utils.translation import gettext, pgettext
from wagtail.models import Page

from awards.models import Organisation
from awards.statuses import NominationStatus

from .filters import InboxFilters


def in_words(filters: InboxFilters) -> list[str]:
    """A text for each thing that is asked for: the task, each filter, and the search."""
    return [f"{label}: {value}" if label else value for label, value in _parts(filters)]


def _parts(filters: InboxFilters) -> Iterator[tuple[str, str]]:
    if filters.task:
        yield "", str(filters.task.label)
    yield from _whose(filters)
    if filters.status:
        yield gettext("Status"), str(NominationStatus(filters.status).label)
    if filters.received_from:
        yield gettext("Received from"), filters.received_from.isoformat()
    if filters.received_to:
        yield gettext("Received up to and including"), filters.received_to.isoformat()
    if filters.flag:
        yield gettext("Mark"), str(filters.flag.label)
    if filters.text:
        yield gettext("Search"), filters.text


def _whose(filters: InboxFilters) -> Iterator[tuple[str, str]]:
    """Which award or year, which organisation and which case officer."""
    page = filters.award if filters.year is None else filters.year
    if page is not None:
        yield "", _told(Page.objects.filter(pk=page), "title")
    if filters.organisation is not None:
        organisation = Organisation.objects.filter(pk=filters.organisation)
        yield gettext("Organisation"), _told(organisation, "name")
    if filters.case_officer is not None:
        officer = User.objects.filter(pk=filters.case_officer)
        name = _told(officer, "username") if filters.case_officer else ""
        yield gettext("Case officer"), name or pgettext("case officer", "Nobody")


def _told(found: QuerySet[Any], field: str) -> str:
    """The name of what was found; a dash for what is not there."""
    name: str | None = found.values_list(field, flat=True).first()
    return name or "–"
