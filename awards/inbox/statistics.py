"""The statistics of a year: tables, and charts that say the same, drawn on the server."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Q, TextChoices
from django.http import HttpRequest, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils.http import content_disposition_header
from django.utils.text import slugify
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail.admin.menu import MenuItem

from awards.domain.export_columns import Cell
from awards.domain.export_csv import as_csv
from awards.domain.statistics import OfDay, statistics_of
from awards.models import AwardYearPage, Nomination
from awards.permissions import can_handle_nominations

from .base import InboxPage

#: Organisations that the page shows, with the most entries; the file has them all.
MOST_SHOWN = 100


@dataclass(frozen=True)
class Row:
    """A row of a table, with the length of its bar in per cent of the longest."""

    label: str
    count: int
    percent: int


@dataclass(frozen=True)
class Rest:
    """The rows of a table that are in its file alone, and the entries that they count."""

    rows: int
    count: int


@dataclass(frozen=True)
class Bar:
    """A day's entries, from the ground up to their number; in days from the first, and entries."""

    place: int
    top: int
    height: int


@dataclass(frozen=True)
class DayChart:
    """The days as bars, and all until then as steps: in days across, and entries down."""

    first: date
    last: date
    #: How many days, those without an entry too.
    width: int
    bars: list[Bar]
    #: The most on one day.
    most: OfDay
    #: The commands of an SVG path, from the lower left corner to the upper right.
    steps: str
    total: int


class Table(TextChoices):
    """The tables of a year; each has a file of its own."""

    STATUS = "status", _("Status")
    KIND = "kind", _("Kind of organisation")
    ORGANISATION = "organisation", _("Organisation")
    DAY = "day", _("Day")


class StatisticsView(InboxPage):
    """What came in to a year: how many, from whom, when, and what has become of it."""

    page_title = _("Statistics of entries")
    header_icon = "table"
    template_name = "awards/inbox/statistics.html"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Show the year that is asked for, or the one that got an entry last.

        With ``table`` in the address, send that table as a CSV file.
        """
        years = list(_years())
        year = _chosen(years, request.GET.get("year", ""))
        if year and request.GET.get("table") in Table.values:
            return _as_file(year, Table(request.GET["table"]))
        return self.render_to_response(
            self.get_context_data(years=years, year=year, **(_cut(_shown(year)) if year else {}))
        )


class StatisticsMenuItem(MenuItem):
    """The way there, among Wagtail's reports."""

    def __init__(self) -> None:
        super().__init__(
            _("Statistics of entries"),
            reverse("awards_statistics"),
            name="entry-statistics",
            icon_name="clipboard-list",
            order=50,
        )

    def is_shown(self, request: HttpRequest) -> bool:
        """Whether the user may read the entries."""
        return can_handle_nominations(request.user)


def _years() -> Iterable[AwardYearPage]:
    """The years that have entries, or dates for them, newest first."""
    with_entries = Q(pk__in=Nomination.objects.order_by().values("year"))
    return (
        AwardYearPage.objects.filter(with_entries | Q(opens_on__isnull=False))
        .newest_first()
        .only("title", "path", "year")
    )


def _chosen(years: list[AwardYearPage], asked: str) -> AwardYearPage | None:
    wanted = next((year for year in years if str(year.pk) == asked), None)
    if wanted or not years:
        return wanted
    newest = Nomination.objects.order_by("-received_at").values_list("year", flat=True).first()
    return next((year for year in years if year.pk == newest), years[0])


def _shown(year: AwardYearPage) -> dict[str, Any]:
    counted = statistics_of(year)
    nameless = gettext("No organisation told")
    kinds = [
        (str(kind.label) if kind else gettext("Not in the register"), count)
        for kind, count in counted.kinds
    ]
    return {
        "counted": counted,
        "tables": {
            Table.STATUS.value: _rows(
                (str(status.label), count) for status, count in counted.statuses
            ),
            Table.KIND.value: _rows(
                [*kinds, (nameless, counted.nameless)] if counted.nameless else kinds
            ),
            Table.ORGANISATION.value: _rows(
                (each.name or nameless, each.count) for each in counted.organisations
            ),
        },
        "chart": _chart(counted.days) if counted.days else None,
    }


def _cut(shown: dict[str, Any]) -> dict[str, Any]:
    """What the page shows: a row for each organisation of thousands would be megabytes."""
    tables = dict(shown["tables"])
    rows = tables[Table.ORGANISATION.value]
    tables[Table.ORGANISATION.value], rest = rows[:MOST_SHOWN], rows[MOST_SHOWN:]
    summed = Rest(len(rest), sum(row.count for row in rest))
    return {**shown, "tables": tables, "rest_of_organisations": summed if rest else None}


def _as_file(year: AwardYearPage, table: Table) -> StreamingHttpResponse:
    """A table of the year as a CSV file, with what the page shows of it."""
    headings, shown = [str(table.label), gettext("Entries")], _shown(year)
    rows: list[list[Cell]] = [[row.label, row.count] for row in shown["tables"].get(table, [])]
    if table == Table.DAY:
        headings.append(gettext("In all"))
        rows = [[each.day, each.count, each.total] for each in shown["counted"].days]
    name = f"{slugify(f'{year.title} {table.label}')}.csv"
    kept_as = content_disposition_header(as_attachment=True, filename=name) or ""
    return StreamingHttpResponse(
        as_csv(headings, (batch for batch in [rows])),
        content_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": kept_as, "Cache-Control": "private, no-store"},
    )


def _rows(counts: Iterable[tuple[str, int]]) -> list[Row]:
    known = list(counts)
    longest = max((count for _label, count in known), default=0)
    return [Row(label, count, round(100 * count / longest)) for label, count in known]


def _chart(days: list[OfDay]) -> DayChart:
    first, last = days[0].day, days[-1].day
    width = (last - first).days + 1
    most = max(days, key=lambda each: each.count)
    total = days[-1].total
    places = {(each.day - first).days: each for each in days}
    return DayChart(
        first=first,
        last=last,
        width=width,
        bars=[Bar(place, most.count - day.count, day.count) for place, day in places.items()],
        most=most,
        steps=f"M0 {total}"
        + "".join(f"H{place}V{total - day.total}" for place, day in places.items())
        + f"H{width}",
        total=total,
    )
