"""Reference numbers: one after the other in each year, none twice."""

from __future__ import annotations

from dataclasses import dataclass

from awards.models import AwardPage, AwardYearPage, ReferenceCounter

_LETTERS = 3
_DIGITS = 4


@dataclass(frozen=True)
class Reference:
    """A number in a year, and how it is written, such as FRA-2022-0007."""

    number: int
    text: str


def next_reference(year: AwardYearPage) -> Reference:
    """Give the year's next number. Call inside a transaction.

    The year's counter stays locked until the transaction ends, so numbers follow the order in
    which entries are committed, and one that was rolled back leaves no gap.
    """
    ReferenceCounter.objects.get_or_create(year=year)
    counter = ReferenceCounter.objects.select_for_update().get(year=year)
    counter.last += 1
    counter.save(update_fields=["last"])
    written = f"{prefix_of(year.award)}-{year.year or 0}-{counter.last:0{_DIGITS}}"
    return Reference(counter.last, written)


def prefix_of(award: AwardPage) -> str:
    """The letters that the award's reference numbers begin with."""
    letters = "".join(sign for sign in award.title.upper() if sign.isalpha())
    return award.reference_prefix or letters[:_LETTERS] or "PRIS"
