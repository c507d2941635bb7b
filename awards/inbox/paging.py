"""Pages of a list that may be long: counted so far and no further, and reached from both ends."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from django.db.models import QuerySet, Subquery
from django.db.models.fields import IntegerField
from django.utils.translation import gettext

from cms.numbers import grouped

PER_PAGE = 50
#: Nothing is counted further: whether there are two or ninety thousand helps nobody to choose.
MOST_COUNTED = 1000

#: More digits are no number of a page.
_PAGE_DIGITS = 6

RowT = TypeVar("RowT")


class CappedCount(Subquery):
    """How many rows a query has, but at most one more than ``MOST_COUNTED``.

    What it selects and how it orders is up to the query: the less, the quicker.
    """

    template = "(SELECT COUNT(*) FROM (%(subquery)s) AS capped)"
    output_field = IntegerField()
    #: Of what no row can be.
    empty_result_set_value = 0

    def __init__(self, queryset: QuerySet[Any]) -> None:
        super().__init__(queryset[: MOST_COUNTED + 1])


def counted(number: int) -> str:
    """A count as it is written: what is above ``MOST_COUNTED`` as “1 000+”."""
    if number < MOST_COUNTED:
        # Nothing to group: a list has a hundred such counts.
        return str(number)
    capped = grouped(MOST_COUNTED)
    return f"{capped}+" if number > MOST_COUNTED else capped


@dataclass(frozen=True)
class Place:
    """Where in a list a page is.

    Pages have the numbers 1, 2, … from the beginning. Where they are not counted they have the
    numbers -1, -2, … from the end too, each of which is as quickly found.
    """

    number: int
    #: How many pages there are; ``None`` where they are not counted.
    pages: int | None

    @classmethod
    def asked(cls, text: str, count: int) -> Place:
        """The page that an address asks for, or the nearest one that there is."""
        digits = text.removeprefix("-")
        number = int(text) if digits.isdecimal() and len(digits) <= _PAGE_DIGITS else 1
        if count > MOST_COUNTED:
            return cls(number or 1, None)
        pages = max(1, -(-count // PER_PAGE))
        from_start = number if number > 0 else pages + 1 + number
        return cls(min(max(from_start, 1), pages), pages)

    @property
    def is_from_end(self) -> bool:
        """Whether the page is counted from the end."""
        return self.number < 0

    @property
    def rows(self) -> slice:
        """The rows of the page, from the end that it is counted from, and one row more."""
        start = (abs(self.number) - 1) * PER_PAGE
        return slice(start, start + PER_PAGE + 1)


@dataclass(frozen=True)
class ListPage(Generic[RowT]):
    """A page with its rows, and the pages around it."""

    place: Place
    rows: Sequence[RowT]
    #: Whether the list goes on beyond the page, away from the end that it is counted from.
    goes_on: bool

    @classmethod
    def of(cls, place: Place, found: Sequence[RowT]) -> ListPage[RowT]:
        """The page, by what was found at ``place.rows``."""
        rows = found[:PER_PAGE]
        return cls(place, rows[::-1] if place.is_from_end else rows, len(found) > PER_PAGE)

    @property
    def previous(self) -> int | None:
        """The number of the page before, if there is one."""
        number = self.place.number - 1
        if self.place.is_from_end:
            return number if self.goes_on else None
        return number or None

    @property
    def next(self) -> int | None:
        """The number of the page after, if there is one."""
        number = self.place.number + 1
        if self.place.is_from_end:
            return number or None
        return number if self.goes_on else None

    @property
    def last(self) -> int | None:
        """The number of the last page, unless it is this one."""
        return (self.place.pages or -1) if self.next else None

    @property
    def label(self) -> str:
        """Where the page is, in words."""
        number, pages = self.place.number, self.place.pages
        values = {"number": abs(number), "pages": pages or MOST_COUNTED // PER_PAGE}
        if pages:
            return gettext("Page %(number)s of %(pages)s") % values
        if number == -1:
            return gettext("Last page of more than %(pages)s") % values
        if number < 0:
            return gettext("Page %(number)s from the end, of more than %(pages)s") % values
        return gettext("Page %(number)s of more than %(pages)s") % values
