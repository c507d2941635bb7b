"""What the list can be sorted by, and what comes before and after an entry in it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import BooleanField, Expression, F, Func, QuerySet, Value
from django.db.models.expressions import Combinable, OrderBy
from django.db.models.sql.compiler import SQLCompiler

from awards.models import Nomination
from awards.models.nomination_list import OFFICER_OR_NOBODY, WAITING_LONGEST, WAITING_SHORTEST

_NEWEST, _PK = F("updated_at"), F("pk")

#: By the name in the address: what is compared, the most important first. Nothing of it is NULL,
#: no two entries are alike in all of it, and each is read from an index of its own.
_COLUMNS: dict[str, Sequence[F | Expression]] = {
    "updated": (_NEWEST, _PK),
    "received": (F("received_at"), _PK),
    "reference": (F("reference"),),
    "title": (F("title"), _PK),
    "organisation": (F("organisation_name"), _PK),
    "year": (F("year_id"), _NEWEST, _PK),
    "status": (F("status"), _NEWEST, _PK),
    "officer": (OFFICER_OR_NOBODY, _NEWEST, _PK),
    "waiting": (WAITING_LONGEST, _PK),
}
#: What does not wait is last both ways.
_DESCENDING = {"waiting": (WAITING_SHORTEST, _PK)}

#: What was sent in last comes first, so that the answer to a request is not overlooked.
_DEFAULT = "-updated"


@dataclass(frozen=True)
class Order:
    """One of the ways to sort the list."""

    name: str
    is_descending: bool

    @classmethod
    def asked(cls, text: str) -> Order:
        """The order that an address asks for; the usual one where it makes no sense."""
        text = text if text.removeprefix("-") in _COLUMNS else _DEFAULT
        return cls(text.removeprefix("-"), text.startswith("-"))

    @property
    def is_usual(self) -> bool:
        """Whether it is the order of a list where nobody has asked for any."""
        return self == Order.asked("")

    @property
    def columns(self) -> Sequence[F | Expression]:
        """What is compared."""
        known = _DESCENDING if self.is_descending and self.name in _DESCENDING else _COLUMNS
        return known[self.name]

    def by(self, *, backwards: bool = False) -> list[OrderBy]:
        """What ``order_by`` takes; ``backwards`` from the end of the list."""
        descending = self.is_descending is not backwards
        return [OrderBy(column, descending=descending) for column in self.columns]

    def neighbours(
        self, nominations: QuerySet[Nomination], pk: int
    ) -> tuple[int | None, int | None]:
        """The entries before and after another one, which itself need not be among them."""
        place = Nomination.objects.filter(pk=pk).values_list(*self.columns)[0]
        before, after = (
            nominations.filter(self._beyond(place, backwards=backwards))
            .order_by(*self.by(backwards=backwards))
            .values_list("pk", flat=True)
            .first()
            for backwards in (True, False)
        )
        return before, after

    def _beyond(self, place: Sequence[Any], *, backwards: bool) -> _Beyond:
        return _Beyond(self.columns, place, is_greater=self.is_descending is backwards)


class _Beyond(Func):
    """Whether columns, compared one after the other, are greater or less than some values."""

    output_field = BooleanField()

    def __init__(
        self, columns: Sequence[Combinable], values: Sequence[Any], *, is_greater: bool
    ) -> None:
        super().__init__(*columns, *(Value(value) for value in values))
        self.sign = ">" if is_greater else "<"

    def as_sql(  # type: ignore[override]
        self, compiler: SQLCompiler, _connection: Any, **_context: Any
    ) -> tuple[str, list[Any]]:
        """Both sides as rows, which an index on all of the columns is used for."""
        compiled = [compiler.compile(source) for source in self.source_expressions]
        half = len(compiled) // 2
        rows = (", ".join(sql for sql, _ in side) for side in (compiled[:half], compiled[half:]))
        parameters = [value for _, values in compiled for value in values]
        return f" {self.sign} ".join(f"({row})" for row in rows), parameters
