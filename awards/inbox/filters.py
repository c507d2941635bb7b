"""What the inbox can be narrowed to: tasks, filters and search, all of it in the address."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from django.contrib.auth.models import AnonymousUser, User
from django.db.models import Q, QuerySet
from django.http import QueryDict
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from awards.enums import NominationStatus
from awards.models import AwardYearPage, Nomination

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

Officer = User | AnonymousUser

#: An entry that nobody has begun to handle after so long is late.
LATE_AFTER = timedelta(days=14)

_WAITING = (
    NominationStatus.SUBMITTED,
    NominationStatus.UNDER_REVIEW,
    NominationStatus.SUPPLEMENTED,
)


@dataclass(frozen=True)
class Task:
    """A pile of work: its name, and which entries are in it."""

    key: str
    label: StrOrPromise
    condition: Callable[[Officer, datetime], Q]


TASKS = [
    Task("new", _("New"), lambda _officer, _now: Q(status=NominationStatus.SUBMITTED)),
    Task(
        "mine",
        _("Mine"),
        lambda officer, _now: Q(case_officer=officer.pk, status__in=_WAITING),
    ),
    Task(
        "supplement",
        _("Waiting for a supplement"),
        lambda _officer, _now: Q(status=NominationStatus.SUPPLEMENT_REQUESTED),
    ),
    Task(
        "late",
        _("Late"),
        lambda _officer, now: Q(status__in=_WAITING, updated_at__lt=now - LATE_AFTER),
    ),
    Task(
        "unassigned",
        _("Without a case officer"),
        lambda _officer, _now: Q(status__in=_WAITING, case_officer=None),
    ),
]


@dataclass(frozen=True)
class Pill:
    """A filter that is on: what it says, and the address without it."""

    label: str
    query: str


class InboxFilters:
    """What is asked for in an address. What makes no sense there is left out."""

    def __init__(self, asked: QueryDict, *, officer: Officer, now: datetime) -> None:
        self.asked = asked
        self.officer = officer
        self.now = now
        self.task = next((task for task in TASKS if task.key == asked.get("task")), None)
        self.status = _one_of(asked.get("status", ""), NominationStatus.values)
        self.year = int(year) if (year := asked.get("year", "")).isdecimal() else None
        self.text = " ".join(asked.get("q", "").replace("\x00", "").split())[:200]

    def apply(self, nominations: QuerySet[Nomination]) -> QuerySet[Nomination]:
        """The entries that are asked for."""
        if self.task:
            nominations = nominations.filter(self.task.condition(self.officer, self.now))
        if self.status:
            nominations = nominations.filter(status=self.status)
        if self.year:
            nominations = nominations.filter(year=self.year)
        for word in self.text.split():
            nominations = nominations.filter(
                Q(reference__icontains=word)
                | Q(title__icontains=word)
                | Q(unit__icontains=word)
                | Q(organisation_name__icontains=word)
                | Q(contact_name__icontains=word)
                | Q(email__icontains=word)
            )
        return nominations

    def years(self) -> QuerySet[AwardYearPage]:
        """The years that have entries, newest first."""
        return (
            AwardYearPage.objects.filter(pk__in=Nomination.objects.values("year"))
            .newest_first()
            .only("title", "path", "year")
        )

    def statuses(self) -> list[tuple[str, str]]:
        """The statuses to choose among."""
        return [(status.value, str(status.label)) for status in NominationStatus]

    def query(self, *, without: str = "") -> str:
        """The address of the list as it is, but for one of its parts."""
        kept = self.asked.copy()
        for name in {without, "p"}:
            kept.pop(name, None)
        return kept.urlencode()

    def pills(self) -> list[Pill]:
        """The filters that are on, each with the way to take it off."""
        found = []
        if self.status:
            label = NominationStatus(self.status).label
            found.append(Pill(f"{gettext('Status')}: {label}", self.query(without="status")))
        if self.year:
            year = AwardYearPage.objects.filter(pk=self.year).first()
            found.append(Pill(year.title if year else "–", self.query(without="year")))
        if self.text:
            found.append(Pill(f"{gettext('Search')}: {self.text}", self.query(without="q")))
        return found


def _one_of(value: str, known: list[str]) -> str:
    return value if value in known else ""
