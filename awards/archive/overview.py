"""What a visitor is told of an award and of its years, gathered in few queries."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from functools import reduce
from operator import or_

from django.db.models import Prefetch, Q
from django.http import HttpRequest

from awards.domain.deadlines import application_state
from awards.enums import ApplicationState
from awards.models import (
    AwardIndexPage,
    AwardPage,
    AwardYearPage,
    JuryMember,
    JuryPage,
    NominationFormPage,
    WinnerPage,
)

from .listing import (
    Addresses,
    ListedWinner,
    YearWinners,
    list_winners,
    parent_path,
    winners_by_year,
)


@dataclass(frozen=True)
class Round:
    """A year as something to take part in."""

    year: AwardYearPage
    url: str
    state: ApplicationState
    #: Where to apply; only while entries are accepted.
    form_url: str | None


@dataclass(frozen=True)
class ListedJury:
    """A jury with its address and its members in order."""

    page: JuryPage
    url: str


@dataclass(frozen=True)
class AwardOverview:
    """Everything that an award's page shows besides the award's own text."""

    #: The newest known year, where one can apply or could last; ``None`` if there is none.
    round: Round | None
    jury: ListedJury | None
    #: The newest known year that has winners to show.
    latest: YearWinners | None
    #: Every other year with winners, newest first and the unknown last.
    earlier: list[YearWinners]
    predecessors: list[AwardPage]


@dataclass(frozen=True)
class YearOverview:
    """Everything that a year's page shows besides the year's own text."""

    round: Round
    jury: ListedJury | None
    winners: list[ListedWinner]


@dataclass(frozen=True)
class ListedAward:
    """An award in the list of awards, with its newest known year."""

    page: AwardPage
    url: str
    round: Round | None


@dataclass(frozen=True)
class IndexOverview:
    """The awards that are given today and those that no longer are, each by name."""

    current: list[ListedAward]
    discontinued: list[ListedAward]


@dataclass(frozen=True)
class Neighbours:
    """The winners before and after one, in the order of its award's page."""

    previous: ListedWinner | None
    next: ListedWinner | None


def award_overview(award: AwardPage, request: HttpRequest | None, now: datetime) -> AwardOverview:
    """What an award's page shows at ``now``, in the same queries however many winners."""
    addresses = Addresses(award, request)
    years = list(AwardYearPage.objects.live().child_of(award).newest_first()) if award.pk else []
    with_winners = winners_by_year(years, addresses, now)
    newest = next((year for year in years if year.year), None)
    latest = next((listed for listed in with_winners if listed.year.year), None)
    return AwardOverview(
        round=_rounds([newest], addresses, now)[newest.path] if newest else None,
        jury=_jury(newest, addresses) if newest else None,
        latest=latest,
        earlier=[listed for listed in with_winners if listed is not latest],
        predecessors=list(award.predecessors.live()) if award.pk else [],
    )


def year_overview(year: AwardYearPage, request: HttpRequest | None, now: datetime) -> YearOverview:
    """What a year's page shows at ``now``, in the same queries however many winners."""
    addresses = Addresses(year, request)
    winners = WinnerPage.objects.live().child_of(year).in_order()
    return YearOverview(
        round=_rounds([year], addresses, now)[year.path],
        jury=_jury(year, addresses),
        winners=[] if year.hides_winners(now) else list_winners(winners, addresses),
    )


def index_overview(
    index: AwardIndexPage, request: HttpRequest | None, now: datetime
) -> IndexOverview:
    """What the list of awards shows at ``now``, in the same queries however many awards."""
    addresses = Addresses(index, request)
    newest: dict[str, AwardYearPage] = {}
    for year in AwardYearPage.objects.live().descendant_of(index).newest_first().exclude(year=None):
        newest.setdefault(parent_path(year), year)
    rounds = _rounds(newest.values(), addresses, now)
    listed = [
        ListedAward(
            award,
            addresses.of(award),
            rounds[newest[award.path].path] if award.path in newest else None,
        )
        for award in AwardPage.objects.live().child_of(index).order_by("title")
    ]
    return IndexOverview(
        current=[award for award in listed if not award.page.discontinued],
        discontinued=[award for award in listed if award.page.discontinued],
    )


def winner_neighbours(winner: WinnerPage, request: HttpRequest | None, now: datetime) -> Neighbours:
    """The winners next to one that visitors may see; a year's ends lead on to other years."""
    award = winner.year.award
    years = AwardYearPage.objects.live().child_of(award).newest_first()
    shown = [year for year in years if not year.hides_winners(now)]
    place = next((i for i, year in enumerate(shown) if winner.path.startswith(year.path)), None)
    if place is None:
        return Neighbours(None, None)
    addresses = Addresses(award, request)
    siblings = _winners_of(shown[place], addresses)
    at = next((i for i, sibling in enumerate(siblings) if sibling.page.pk == winner.pk), None)
    if at is None:
        return Neighbours(None, None)
    before = siblings[:at] or _nearest_winners(shown[:place][::-1], addresses)
    after = siblings[at + 1 :] or _nearest_winners(shown[place + 1 :], addresses)
    return Neighbours(
        previous=before[-1] if before else None,
        next=after[0] if after else None,
    )


def _winners_of(year: AwardYearPage, addresses: Addresses) -> list[ListedWinner]:
    winners = WinnerPage.objects.live().child_of(year).in_order()
    return [ListedWinner(winner, addresses.of(winner)) for winner in winners]


def _nearest_winners(years: Iterable[AwardYearPage], addresses: Addresses) -> list[ListedWinner]:
    """The winners of the first of the years that has any."""
    return next(filter(None, (_winners_of(year, addresses) for year in years)), [])


def _rounds(
    years: Iterable[AwardYearPage], addresses: Addresses, now: datetime
) -> dict[str, Round]:
    """Each year as a round, by the year's path; one query, and none while all are closed."""
    states = [(year, application_state(year, now=now)) for year in years]
    accepting = [year.path for year, state in states if state.accepts_entries]
    forms: dict[str, str] = {}
    if accepting:
        for form in NominationFormPage.objects.live().filter(_below(accepting)):
            forms[parent_path(form)] = addresses.of(form)
    return {
        year.path: Round(year, addresses.of(year), state, forms.get(year.path))
        for year, state in states
    }


def _below(paths: Iterable[str]) -> Q:
    return reduce(or_, (Q(path__startswith=path) for path in paths))


def _jury(year: AwardYearPage, addresses: Addresses) -> ListedJury | None:
    members = Prefetch("members", JuryMember.objects.select_related("portrait"))
    page = JuryPage.objects.live().child_of(year).prefetch_related(members).first()
    return ListedJury(page, addresses.of(page)) if page else None
