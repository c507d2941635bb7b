"""What came in to an award's year, counted. Spam is told apart, and drafts are not known of."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date
from itertools import accumulate

from django.db.models import Case, Count, QuerySet, Value, When
from django.db.models.functions import TruncDate

from awards.enums import OrganisationKind
from awards.models import AwardYearPage, Nomination
from awards.statuses import NominationStatus
from cms.dates import CITY_TIME_ZONE
from cms.sorting import swedish


@dataclass(frozen=True)
class OfOrganisation:
    """An organisation's entries; the name is empty where none was told."""

    name: str
    #: ``None`` for one that is not in the register.
    kind: OrganisationKind | None
    count: int


@dataclass(frozen=True)
class OfDay:
    """The entries that were received on a day in Stockholm, and in all until then."""

    day: date
    count: int
    total: int


@dataclass(frozen=True)
class YearStatistics:
    """The entries of a year, spam left out but for its own number. What is nought is left out."""

    total: int
    spam: int
    #: In the order of the way through the statuses.
    statuses: list[tuple[NominationStatus, int]]
    #: The most first, then by name.
    organisations: list[OfOrganisation]
    #: In the order of the kinds, and at last those that are named but not in the register.
    kinds: list[tuple[OrganisationKind | None, int]]
    #: Those that name no organisation.
    nameless: int
    days: list[OfDay]


def statistics_of(year: AwardYearPage) -> YearStatistics:
    """Count a year's entries, in three queries."""
    entries = Nomination.objects.of_year(year).order_by()
    counted = Counter(dict(entries.values_list("status").annotate(Count("pk"))))
    received = entries.exclude(status=NominationStatus.SPAM)
    organisations = _organisations(received)
    by_kind: Counter[OrganisationKind | None] = Counter()
    for each in organisations:
        if each.name:
            by_kind[each.kind] += each.count
    return YearStatistics(
        total=counted.total() - counted[NominationStatus.SPAM],
        spam=counted[NominationStatus.SPAM],
        statuses=[
            (status, counted[status])
            for status in NominationStatus
            if counted[status] and status != NominationStatus.SPAM
        ],
        organisations=organisations,
        kinds=[(kind, by_kind[kind]) for kind in (*OrganisationKind, None) if by_kind[kind]],
        nameless=sum(each.count for each in organisations if not each.name),
        days=_days(received),
    )


def _organisations(entries: QuerySet[Nomination]) -> list[OfOrganisation]:
    """By the register where an entry's organisation is in it, else by the name as it was written.

    What differs in spaces and capital letters alone is the same name.
    """
    written_only = Case(When(organisation=None, then="organisation_name"), default=Value(""))
    rows = (
        entries.annotate(written=written_only)
        .values_list("organisation", "organisation__name", "organisation__kind", "written")
        .annotate(Count("pk"))
    )
    found: dict[object, OfOrganisation] = {}
    for pk, name, kind, written, count in sorted(rows, key=lambda row: (-row[4], row[3])):
        told = name or " ".join(written.split())
        key = pk or told.casefold()
        known = found.get(key)
        found[key] = OfOrganisation(
            name=known.name if known else told,
            kind=OrganisationKind(kind) if kind else None,
            count=count + (known.count if known else 0),
        )
    return sorted(found.values(), key=lambda each: (-each.count, swedish(each.name)))


def _days(entries: QuerySet[Nomination]) -> list[OfDay]:
    day = TruncDate("received_at", tzinfo=CITY_TIME_ZONE)
    rows: list[tuple[date, int]] = list(
        entries.annotate(day=day).values_list("day").annotate(Count("pk")).order_by("day")
    )
    totals = accumulate(count for _day, count in rows)
    return [OfDay(*row, total) for row, total in zip(rows, totals, strict=True)]
