"""What the inbox can be narrowed to: tasks, filters and search, all of it in the address."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cached_property
from typing import TYPE_CHECKING

from django.contrib.auth.models import AnonymousUser, User
from django.db.models import Q, QuerySet, Subquery
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from awards.domain.flags import words_of
from awards.domain.waiting import is_late, is_unassigned, is_untold
from awards.models import AwardPage, AwardYearPage, Nomination
from awards.permissions import handlers
from awards.statuses import WAITING_FOR_STAFF, NominationStatus
from cms.dates import start_of_day
from cms.models import OutgoingMail
from cms.numbers import number_in

from .addresses import words_in
from .searching import LONGEST_SEARCH, search

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

Officer = User | AnonymousUser

#: In the address, for whoever looks and for no case officer.
ME, NOBODY = "me", "nobody"
#: In the address, before the id of an award: all its years.
AWARD = "award-"
#: Other years are mistakes of typing, and some databases can't compare them.
_YEARS = range(1900, 2200)


@dataclass(frozen=True)
class Task:
    """A pile of work: its name, and which entries are in it."""

    key: str
    label: StrOrPromise
    #: What is said where the pile is empty.
    none: StrOrPromise
    condition: Callable[[Officer, datetime], Q]


@dataclass(frozen=True)
class Flag:
    """Something to notice about an entry: its words, its icon, and which entries have it."""

    key: str
    label: StrOrPromise
    icon: str
    #: Its name where rows are read.
    field: str
    condition: Q


_WAITS = Q(status__in=WAITING_FOR_STAFF)

TASKS = [
    Task(
        "new",
        # Not “New” alone: Wagtail has that for one, and in Swedish it would be another word.
        _("New entries"),
        _("No new entry waits for somebody to take it."),
        lambda _officer, _now: Q(status=NominationStatus.SUBMITTED),
    ),
    # Nobody who is not signed in has entries; without that they would have those of nobody.
    Task(
        "mine",
        _("Mine"),
        _("None of the entries that wait for the staff is yours."),
        lambda officer, _now: _WAITS & Q(case_officer=officer.pk or -1),
    ),
    Task(
        "supplement",
        _("Waiting for a supplement"),
        _("No entry waits for a supplement."),
        lambda _officer, _now: Q(status=NominationStatus.SUPPLEMENT_REQUESTED),
    ),
    Task(
        "late",
        _("Late"),
        _("No entry is late."),
        lambda _officer, now: is_late(now),
    ),
    Task(
        "unassigned",
        _("Without a case officer"),
        _("No entry that waits for the staff lacks a case officer."),
        lambda _officer, _now: is_unassigned(handlers()),
    ),
    Task(
        "message",
        _("New message"),
        _("No message waits for an answer."),
        lambda _officer, _now: Q(message_waiting=True),
    ),
]

FLAGS = [
    Flag(
        "duplicate",
        _("Possible duplicate"),
        "copy",
        "possible_duplicate",
        Q(possible_duplicate=True),
    ),
    Flag("file", _("A file is missing"), "doc-empty", "file_missing", Q(file_missing=True)),
    Flag("not-told", _("The nominated is not told"), "user", "not_told", is_untold()),
    Flag(
        "undelivered",
        _("Mail not delivered"),
        "warning",
        "undelivered",
        Q(reference__in=OutgoingMail.objects.failed().order_by().values("about")),
    ),
    Flag("flagged", pgettext_lazy("entry", "Flagged"), "tag", "flagged", Q(flagged=True)),
    Flag("message", _("New message"), "mail", "message_waiting", Q(message_waiting=True)),
]


class InboxFilters:
    """What is asked for in an address. What makes no sense there is left out."""

    def __init__(self, asked: QueryDict, *, officer: Officer, now: datetime) -> None:
        self.asked = asked
        self.officer = officer
        self.now = now
        self.task = next((task for task in TASKS if task.key == asked.get("task")), None)
        self.flag = next((flag for flag in FLAGS if flag.key == asked.get("flag")), None)
        self.status = _one_of(asked.get("status", ""), NominationStatus.values)
        year = asked.get("year", "")
        self.year = number_in(year)
        self.award = number_in(year.removeprefix(AWARD)) if year.startswith(AWARD) else None
        self.organisation = number_in(asked.get("organisation", ""))
        named = asked.get("officer", "")
        self.case_officer = {ME: officer.pk or -1, NOBODY: 0}.get(named, number_in(named))
        self.officer_named = named if self.case_officer is not None else ""
        self.received_from = _day(asked.get("received_from", ""))
        self.received_to = _day(asked.get("received_to", ""))
        self.text = words_in(asked.get("q", ""))[:LONGEST_SEARCH]

    def values(self) -> dict[str, str]:
        """What is chosen of each filter, by its name in the address and as it is written there."""
        chosen = {
            "year": f"{AWARD}{self.award}" if self.award is not None else self.year,
            "status": self.status,
            "organisation": self.organisation,
            "officer": self.officer_named,
            "received_from": self.received_from,
            "received_to": self.received_to,
            "flag": self.flag.key if self.flag else "",
        }
        return {name: str(value) for name, value in chosen.items() if value not in {"", None}}

    def in_year(self) -> QuerySet[Nomination]:
        """The entries of the chosen year, or of the chosen award: those that are counted."""
        return Nomination.objects.filter(self._year_condition())

    def apply(self, nominations: QuerySet[Nomination]) -> QuerySet[Nomination]:
        """Those of the entries that are asked for."""
        found = nominations.filter(self._year_condition(), self._condition())
        return search(found, self.text)

    @property
    def narrows_the_year(self) -> bool:
        """Whether more is asked for than a year."""
        return bool(self.task) or self.narrows_the_task

    @property
    def narrows_the_task(self) -> bool:
        """Whether more is asked for than a year and a pile of work."""
        return bool(self.text or self.values().keys() - {"year"})

    @property
    def has_no_words(self) -> bool:
        """Whether what is searched for has no letter or digit, so that nothing is searched for."""
        return bool(self.text) and not words_of(self.text)

    @property
    def has_no_days(self) -> bool:
        """Whether the days asked for end before they begin."""
        first, last = self.received_from, self.received_to
        return first is not None and last is not None and last < first

    def _year_condition(self) -> Q:
        if self.year is not None:
            return Q(year=self.year)
        if self.award is not None:
            return Q(year__in=self._years_of_award)
        return Q()

    @cached_property
    def _years_of_award(self) -> list[int]:
        """The ids of the years: asked for once, for they are part of every count."""
        award = AwardPage.objects.filter(pk=self.award).values("path")[:1]
        years = AwardYearPage.objects.filter(path__startswith=Subquery(award))
        return list(years.order_by().values_list("pk", flat=True))

    def _condition(self) -> Q:
        asked = Q()
        if self.task:
            asked &= self.task.condition(self.officer, self.now)
        if self.status:
            asked &= Q(status=self.status)
        if self.organisation is not None:
            asked &= Q(organisation=self.organisation)
        if self.case_officer is not None:
            asked &= Q(case_officer=self.case_officer or None)
        if self.received_from:
            asked &= Q(received_at__gte=start_of_day(self.received_from))
        if self.received_to:
            asked &= Q(received_at__lt=start_of_day(self.received_to + timedelta(days=1)))
        if self.flag:
            asked &= self.flag.condition
        return asked

    def query(self, *, without: str = "", **replaced: str) -> str:
        """The address of the list as it is, from its first page, but for some of its parts."""
        kept = self.asked.copy()
        for name in {without, "p", *replaced}:
            kept.pop(name, None)
        kept.update({name: value for name, value in replaced.items() if value})
        return kept.urlencode()


def _one_of(value: str, known: list[str]) -> str:
    return value if value in known else ""


def _day(text: str) -> date | None:
    try:
        day = date.fromisoformat(text)
    except ValueError:
        return None
    return day if day.year in _YEARS else None
