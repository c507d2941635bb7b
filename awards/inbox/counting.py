"""How many entries each task, filter and choice has in the chosen year, by a single query.

Whatever else is chosen. Each is counted so far as ``MOST_COUNTED`` and no further, and what is more
is remembered for a while, so that it costs the same however many there are.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from django.contrib.auth.models import User
from django.db.models import Case, Model, OuterRef, Q, QuerySet, TextField, Value, When
from django.db.models.expressions import Combinable
from django.db.models.functions import Cast, Coalesce, Concat, JSONObject, NullIf, Trim
from django.utils.translation import gettext, pgettext

from awards.models import AwardPage, AwardYearPage, Nomination, Organisation
from awards.statuses import NominationStatus
from cms.sorting import swedish

from .filters import AWARD, FLAGS, ME, NOBODY, TASKS, InboxFilters
from .many import keep_large_piles, large_piles
from .paging import MOST_COUNTED, CappedCount

_TALLIES, _FOUND = "tallies", "found"
_MORE = Value(MOST_COUNTED + 1)


def full_name(user: str = "") -> Combinable:
    """The name of somebody on the staff in the database, or the user name; ``user`` ends in __."""
    name = Trim(Concat(f"{user}first_name", Value(" "), f"{user}last_name"))
    return Coalesce(NullIf(name, Value("")), f"{user}username")


@dataclass(frozen=True)
class Choice:
    """One choice of a filter: how it is written in the address, its words and its count."""

    value: str
    label: str
    count: int


@dataclass(frozen=True)
class Counts:
    """What has been counted."""

    #: What the whole address asks for, and what there is in the year.
    found: int
    in_year: int
    tasks: dict[str, int]
    #: By the filter's name in the address.
    choices: dict[str, list[Choice]]


@dataclass(frozen=True)
class _Row:
    """A row of the one query: something that entries belong to, and how many do."""

    kind: str
    pk: int
    label: str
    #: Where it is in the tree, of a page.
    path: str
    count: int


def count(filters: InboxFilters) -> Counts:
    """Count what an address leads to, and what its year has of each choice by itself."""
    key = f"inbox-large:{filters.officer.pk}:{filters.values().get('year', '')}"
    many = large_piles(key, now=filters.now)
    rows = _counted(filters, many)
    [counted] = [json.loads(row.label) for row in rows if row.kind == _TALLIES]
    tallies: dict[str, int] = dict.fromkeys(many, MOST_COUNTED + 1) | counted
    tallies.setdefault(_FOUND, tallies["all"])
    seen = {name for name, number in tallies.items() if number > MOST_COUNTED} - {_FOUND}
    seen |= {f"{row.kind} {row.pk}" for row in rows if row.count > MOST_COUNTED}
    # What is only recalled keeps its time, and is counted again when that is over.
    if new := seen - many.keys():
        keep_large_piles(key, many | dict.fromkeys(new, filters.now))
    return Counts(
        found=tallies[_FOUND],
        in_year=tallies["all"],
        tasks={task.key: tallies[f"task {task.key}"] for task in TASKS},
        choices={
            "year": list(_years(rows)),
            "status": [
                Choice(status.value, str(status.label), tallies[f"status {status.value}"])
                for status in NominationStatus
            ],
            "organisation": list(_choices(rows, "organisation")),
            "officer": list(_officers(rows, filters, tallies["nobody"])),
            "flag": [
                Choice(flag.key, str(flag.label), tallies[f"flag {flag.key}"]) for flag in FLAGS
            ],
        },
    )


def _counted(filters: InboxFilters, many: Collection[str]) -> list[_Row]:
    """The rows of the one query; what is known to be ``many`` is not counted in it."""
    entries, in_year = _ids(Nomination.objects.all()), _ids(filters.in_year())
    parts = [
        _rows("year", AwardYearPage, entries.filter(year=OuterRef("pk")), many, "title", "path"),
        # An award has the entries of its years.
        _rows("award", AwardPage, None, many, "title", "path"),
        _rows(
            "organisation",
            Organisation,
            in_year.filter(organisation=OuterRef("pk")),
            many,
            "name",
        ),
        _rows("officer", User, in_year.filter(case_officer=OuterRef("pk")), many, full_name()),
        _tallies(filters, many),
    ]
    return [_Row(*row) for row in parts[0].union(*parts[1:], all=True)]


def _ids(entries: QuerySet[Nomination]) -> QuerySet[Nomination, Any]:
    """The entries as they are counted: what each of many counts would ask for is asked for once."""
    return entries.order_by().values("pk")


def _rows(
    kind: str,
    model: type[Model],
    entries: QuerySet[Nomination, Any] | None,
    many: Collection[str],
    label: str | Combinable,
    path: str = "",
) -> QuerySet[Any, Any]:
    """The rows of a model, each with how many of the entries belong to it."""
    known = [int(name.split()[1]) for name in many if name.startswith(f"{kind} ")]
    return model._default_manager.order_by().values_list(
        Value(kind, output_field=TextField()),
        "pk",
        label,
        path or Value("", output_field=TextField()),
        Case(When(pk__in=known, then=_MORE), default=CappedCount(entries))
        if entries is not None
        else Value(0),
    )


def _tallies(filters: InboxFilters, many: Collection[str]) -> QuerySet[Any, Any]:
    """A row with every count that belongs to no row of another table, but for what is ``many``."""
    in_year = _ids(filters.in_year())
    conditions = {
        "all": Q(),
        "nobody": Q(case_officer=None),
        **{
            f"task {task.key}": task.condition(filters.officer, filters.now)
            for task in TASKS
            # Some take a query of their own to tell.
            if f"task {task.key}" not in many
        },
        **{f"status {status}": Q(status=status) for status in NominationStatus.values},
        **{f"flag {flag.key}": flag.condition for flag in FLAGS},
    }
    counts = {
        name: CappedCount(in_year.filter(condition))
        for name, condition in conditions.items()
        if name not in many
    }
    if filters.narrows_the_year:
        counts[_FOUND] = CappedCount(_ids(filters.apply(Nomination.objects.all())))
    return (
        # Whoever looks: a table that is sure to have one row.
        User.objects.filter(pk=filters.officer.pk or -1)
        .order_by()
        .values_list(
            Value(_TALLIES, output_field=TextField()),
            "pk",
            Cast(JSONObject(**counts), TextField()),
            Value("", output_field=TextField()),
            Value(0),
        )
    )


def _choices(rows: Iterable[_Row], kind: str) -> Iterator[Choice]:
    """What has entries, in the order of its words."""
    found = [row for row in rows if row.kind == kind and row.count]
    for row in sorted(found, key=lambda row: swedish(row.label)):
        yield Choice(str(row.pk), row.label, row.count)


def _years(rows: Iterable[_Row]) -> Iterator[Choice]:
    """The years, under each award that has several of them the newest first."""
    years = [row for row in rows if row.kind == "year" and row.count]
    awards = [row for row in rows if row.kind == "award"]
    for award in sorted(awards, key=lambda row: swedish(row.label)):
        own = [year for year in years if year.path.startswith(award.path)]
        if len(own) > 1:
            label = gettext("%(award)s, all years") % {"award": award.label}
            yield Choice(f"{AWARD}{award.pk}", label, sum(year.count for year in own))
        for year in sorted(own, key=lambda row: swedish(row.label), reverse=True):
            yield Choice(str(year.pk), year.label, year.count)


def _officers(rows: Iterable[_Row], filters: InboxFilters, nobody: int) -> Iterator[Choice]:
    """Whoever looks, nobody, and the others that have entries."""
    officers = list(_choices(rows, "officer"))
    me = str(filters.officer.pk)
    own = sum(choice.count for choice in officers if choice.value == me)
    yield Choice(ME, gettext("Me"), own)
    yield Choice(NOBODY, pgettext("case officer", "Nobody"), nobody)
    yield from (choice for choice in officers if choice.value != me)
