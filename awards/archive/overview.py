"""What a visitor is told at the time of the visit."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from awards.domain.deadlines import application_state
from awards.domain.digest import Link, digest_of, gather
from awards.domain.listing import (
    ListedJury,
    ListedRound,
    ListedWinner,
    ListedYear,
    listed_jury,
    listed_winner,
    parent_path,
    with_recipients,
)
from awards.enums import ApplicationState
from awards.models import (
    AwardIndexPage,
    AwardPage,
    AwardYearPage,
    JuryPage,
    NominationFormPage,
    WinnerPage,
)
from cms.addresses import Addresses
from cms.dates import day_in_stockholm


@dataclass(frozen=True)
class Round:
    """A year as something to take part in, at the time of the visit."""

    year: ListedRound | AwardYearPage
    state: ApplicationState
    #: Where to apply; only while entries are accepted.
    form_url: str | None
    #: Whether the ceremony has a date that has not passed.
    ceremony_is_ahead: bool


@dataclass(frozen=True)
class AwardOverview:
    """Everything that an award's page shows besides the award's own text."""

    #: The newest known year, where one can apply or could last; ``None`` if there is none.
    round: Round | None
    jury: ListedJury | None
    #: The newest known year that has winners to show.
    latest: ListedYear | None
    #: Every other year with winners, newest first and the unknown last.
    earlier: list[ListedYear]
    predecessors: list[Link]


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

    previous: Link | None
    next: Link | None


@dataclass(frozen=True)
class Inspiration:
    """An earlier winner to be inspired by."""

    winner: WinnerPage
    url: str
    text: str


def award_overview(award: AwardPage, *, now: datetime, is_preview: bool = False) -> AwardOverview:
    """What an award's page shows at ``now``; a preview gathers everything anew."""
    digest = gather(award) if is_preview else digest_of(award)
    years = [year for year in digest.years if is_preview or not year.hides_winners(now)]
    latest = next((year for year in years if year.year), None)
    return AwardOverview(
        round=_round(digest.round, digest.round.form_url, now) if digest.round else None,
        jury=digest.round.jury if digest.round else None,
        latest=latest,
        earlier=[year for year in years if year is not latest],
        predecessors=digest.predecessors,
    )


def year_overview(year: AwardYearPage, *, now: datetime, is_preview: bool = False) -> YearOverview:
    """What a year's page shows at ``now``, in the same queries however many winners.

    A preview shows winners that visitors may not see yet, so that they can be proofread.
    """
    addresses = Addresses(year)
    form = jury = None
    winners: list[WinnerPage] = []
    if year.pk:
        form = NominationFormPage.objects.live().public().child_of(year).first()
        jury = JuryPage.objects.live().public().child_of(year).first()
        if is_preview or not year.hides_winners(now):
            winners = with_recipients(WinnerPage.objects.live().public().child_of(year).in_order())
    form_url = addresses.of(form) if form and not year.award.discontinued else None
    return YearOverview(
        round=_round(year, form_url, now),
        jury=listed_jury(jury, addresses) if jury else None,
        winners=[listed_winner(winner, addresses) for winner in winners],
    )


def index_overview(index: AwardIndexPage, *, now: datetime) -> IndexOverview:
    """What the list of awards shows at ``now``, in the same queries however many awards."""
    if not index.pk:
        return IndexOverview([], [])
    addresses = Addresses(index)
    newest: dict[str, AwardYearPage] = {}
    for year in (
        AwardYearPage.objects.live().public().descendant_of(index).newest_first().exclude(year=None)
    ):
        newest.setdefault(parent_path(year), year)
    listed = [
        ListedAward(
            award,
            addresses.of(award),
            _round(newest[award.path], None, now) if award.path in newest else None,
        )
        for award in AwardPage.objects.live()
        .public()
        .child_of(index)
        .defer("digest")
        .order_by("title")
    ]
    return IndexOverview(
        current=[award for award in listed if not award.page.discontinued],
        discontinued=[award for award in listed if award.page.discontinued],
    )


def winner_neighbours(winner: WinnerPage, *, now: datetime) -> Neighbours:
    """The winners next to one that visitors may see; a year's ends lead on to other years."""
    award = winner.year.award
    years = AwardYearPage.objects.live().public().child_of(award).newest_first()
    shown = [year for year in years if not year.hides_winners(now)]
    place = next((i for i, year in enumerate(shown) if winner.path.startswith(year.path)), None)
    if not winner.path or place is None:
        return Neighbours(None, None)
    addresses = Addresses(award)
    siblings = _winners_of(shown[place], addresses)
    here = addresses.of(winner)
    at = next((i for i, sibling in enumerate(siblings) if sibling.url == here), None)
    if at is None:
        return Neighbours(None, None)
    before = siblings[:at] or _nearest_winners(shown[:place][::-1], addresses)
    after = siblings[at + 1 :] or _nearest_winners(shown[place + 1 :], addresses)
    return Neighbours(
        previous=before[-1] if before else None,
        next=after[0] if after else None,
    )


def inspiration(award: AwardPage, *, now: datetime) -> list[Inspiration]:
    """The earlier winners that the award is told to inspire by, if visitors may see them."""
    texts = {
        block["value"]["page"]: block["value"]["text"]
        for block in award.inspiration.raw_data
        if block["value"]["page"]
    }
    if not texts:
        return []
    winners = WinnerPage.objects.released(now).filter(pk__in=texts).in_bulk()
    return [
        Inspiration(winners[pk], winners[pk].get_url() or "", text)
        for pk, text in texts.items()
        if pk in winners
    ]


def _round(year: ListedRound | AwardYearPage, form_url: str | None, now: datetime) -> Round:
    state = application_state(year, now=now)
    today = day_in_stockholm(now)
    return Round(
        year=year,
        state=state,
        form_url=form_url if state.accepts_entries else None,
        ceremony_is_ahead=year.ceremony_on is not None and year.ceremony_on >= today,
    )


def _winners_of(year: AwardYearPage, addresses: Addresses) -> list[Link]:
    winners = WinnerPage.objects.live().public().child_of(year).in_order().only("title", "url_path")
    return [Link(winner.title, addresses.of(winner)) for winner in winners]


def _nearest_winners(years: Iterable[AwardYearPage], addresses: Addresses) -> list[Link]:
    """The winners of the first of the years that has any."""
    return next(filter(None, (_winners_of(year, addresses) for year in years)), [])
