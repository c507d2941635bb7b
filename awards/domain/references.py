"""Reference numbers: one after the other in each year, none twice."""

from __future__ import annotations

from dataclasses import dataclass

from awards.models import AwardPage, AwardYearPage, Nomination, ReferenceCounter

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
    which entries are committed, and one that was rolled back leaves no gap. A number is passed over
    if an award with the same letters has written it already.
    """
    ReferenceCounter.objects.get_or_create(year=year)
    series = f"{prefix_of(year.award)}-{year.year or 0}"
    # Awards with the same letters wait for each other too.
    same = ReferenceCounter.objects.filter(year__year=year.year).order_by("pk")
    counters = {counter.pk: counter for counter in same.select_for_update(of=("self",))}
    counter = counters[year.pk]
    while True:
        counter.last += 1
        written = f"{series}-{counter.last:0{_DIGITS}}"
        if not Nomination.objects.filter(reference=written).exists():
            break
    counter.save(update_fields=["last"])
    return Reference(counter.last, written)


def prefix_of(award: AwardPage) -> str:
    """The letters that the award's reference numbers begin with."""
    letters = "".join(sign for sign in award.title.upper() if sign.isalpha())
    return award.reference_prefix or letters[:_LETTERS] or "PRIS"
