"""The digest of an award: what its page tells of everything below it, kept ready on the award.

An award's page is read far more often than any of its years, juries and winners is changed. So
the facts are gathered when something is published, and a visit reads them with the award itself.
Nothing that depends on the time of the visit is settled here: the digest holds winners that may
not be seen yet, and ``overview`` leaves them out.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from pydantic import TypeAdapter, ValidationError
from wagtail.models import Page
from wagtail.query import PageQuerySet

from awards.enums import CriteriaRule
from awards.models import AwardPage, AwardYearPage, JuryPage, NominationFormPage, WinnerPage
from cms.addresses import Addresses

from .deadlines import closes_at
from .listing import (
    ListedRound,
    ListedWinner,
    ListedYear,
    listed_criteria,
    listed_jury,
    listed_winner,
    parent_path,
    with_recipients,
)


@dataclass(frozen=True)
class Link:
    """A page that is named and led to."""

    title: str
    url: str


@dataclass(frozen=True)
class Digest:
    """What an award's page tells of all that is published below it, and beside it."""

    #: The newest known year, and older ones whose last day was still ahead, newest first.
    rounds: list[ListedRound]
    #: Every year that has winners, newest first and the unknown last.
    years: list[ListedYear]
    predecessors: list[Link]


_JSON = TypeAdapter(Digest)


def digest_of(award: AwardPage, *, now: datetime) -> Digest:
    """The award's digest: as it was kept, or gathered anew if none was kept yet."""
    try:
        return _JSON.validate_python(award.digest) if award.digest else gather(award, now=now)
    except ValidationError:
        # It was kept by another version of the site, before or after this one.
        return gather(award, now=now)


def gather(award: AwardPage, *, now: datetime) -> Digest:
    """Gather the digest from the award's published pages, in ten queries at most.

    And in three more for each older year that may still take entries.
    """
    if not award.pk:
        return Digest(rounds=[], years=[], predecessors=[])
    addresses = Addresses(award)
    years = list(AwardYearPage.objects.live().public().child_of(award).newest_first())
    return Digest(
        rounds=[_round(year, addresses) for year in _to_tell_of(years, now)],
        years=list(_years_with_winners(award, years, addresses)),
        predecessors=[
            Link(other.title, other.get_url() or "") for other in award.predecessors.live().public()
        ],
    )


def refresh(awards: Iterable[AwardPage], *, now: datetime) -> None:
    """Gather the digests of some awards anew and keep them.

    Each award is locked meanwhile: of two publications at once, the later sees what the
    earlier one did.
    """
    for pk in sorted(award.pk for award in awards):
        with transaction.atomic():
            award = AwardPage.objects.select_for_update(of=("self",)).filter(pk=pk).first()
            if award:
                digest = _JSON.dump_python(gather(award, now=now), mode="json")
                if digest != award.digest:
                    AwardPage.objects.filter(pk=pk).update(digest=digest)


def awards_above(paths: Iterable[str]) -> PageQuerySet:
    """The awards that the pages at the given places in the tree belong to, or are."""
    above = {
        path[:step] for path in paths for step in range(Page.steplen, len(path) + 1, Page.steplen)
    }
    return AwardPage.objects.filter(path__in=above)


def _to_tell_of(years: Iterable[AwardYearPage], now: datetime) -> list[AwardYearPage]:
    """The years that the award's page may tell of at ``now`` or later."""
    known = [year for year in years if year.year]
    ahead = (year for year in known[1:] if (closing := closes_at(year)) and closing > now)
    return [*known[:1], *ahead]


def _round(year: AwardYearPage, addresses: Addresses) -> ListedRound:
    jury = JuryPage.objects.live().public().child_of(year).first()
    form = NominationFormPage.objects.live().public().child_of(year).first()
    return ListedRound(
        year=year.year,
        slug=year.slug,
        url=addresses.of(year),
        opens_on=year.opens_on,
        closes_on=year.closes_on,
        extended_to=year.extended_to,
        ceremony_on=year.ceremony_on,
        ceremony_place=year.ceremony_place,
        ceremony_event=year.ceremony_event,
        prize=year.prize,
        criteria_rule=CriteriaRule(year.criteria_rule),
        criteria=listed_criteria(year.criteria.all()),
        jury=listed_jury(jury, addresses) if jury else None,
        form_url=addresses.of(form) if form else None,
    )


def _years_with_winners(
    award: AwardPage, years: Iterable[AwardYearPage], addresses: Addresses
) -> Iterator[ListedYear]:
    by_year: dict[str, list[ListedWinner]] = {}
    for winner in with_recipients(
        WinnerPage.objects.live().public().descendant_of(award).in_order()
    ):
        by_year.setdefault(parent_path(winner), []).append(listed_winner(winner, addresses))
    for year in years:
        if year.path in by_year:
            yield ListedYear(
                year=year.year,
                slug=year.slug,
                url=addresses.of(year),
                winners_released_at=year.winners_released_at,
                winners=by_year[year.path],
            )
