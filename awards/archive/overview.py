"""What a visitor is told at the time of the visit."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.utils.formats import date_format
from django.utils.translation import gettext

from awards.domain.deadlines import application_state, year_to_tell
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

    @property
    def awaits_form(self) -> bool:
        """Whether entries would be accepted, had the form been published: it opens soon."""
        return self.state.accepts_entries and not self.form_url

    @property
    def in_short(self) -> str:
        """Until when entries are accepted, or from when; empty otherwise."""
        if self.awaits_form and self.year.last_day:
            told, day = gettext("Opens soon, until and including %(day)s"), self.year.last_day
            return told % {"day": date_format(day, "DATE_FORMAT")}
        if self.state.accepts_entries and self.year.last_day:
            told, day = gettext("Open until and including %(day)s"), self.year.last_day
            return told % {"day": date_format(day, "DATE_FORMAT")}
        if self.state == ApplicationState.UPCOMING and self.year.opens_on:
            told, day = gettext("Opens %(first)s"), self.year.opens_on
            return told % {"first": date_format(day, "DATE_FORMAT")}
        return ""


@dataclass(frozen=True)
class AwardOverview:
    """Everything that an award's page shows besides the award's own text."""

    #: The year where one can apply, or next or last could; ``None`` if none is known.
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
    """An award in the list of awards, with the year that there is to tell of."""

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
    """The winners before and after one, in the order of its year's page."""

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
    digest = gather(award, now=now) if is_preview else digest_of(award, now=now)
    told = year_to_tell(digest.rounds, now=now)
    years = [year for year in digest.years if is_preview or not year.hides_winners(now)]
    latest = next((year for year in years if year.year), None)
    return AwardOverview(
        round=round_now(told, told.form_url, now) if told else None,
        jury=told.jury if told else None,
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
        round=round_now(year, form_url, now),
        jury=listed_jury(jury, addresses) if jury else None,
        winners=[listed_winner(winner, addresses) for winner in winners],
    )


def index_overview(index: AwardIndexPage, *, now: datetime) -> IndexOverview:
    """What the list of awards shows at ``now``, in the same queries however many awards."""
    if not index.pk:
        return IndexOverview([], [])
    addresses = Addresses(index)
    years: dict[str, list[AwardYearPage]] = {}
    for year in (
        AwardYearPage.objects.live().public().descendant_of(index).newest_first().exclude(year=None)
    ):
        years.setdefault(parent_path(year), []).append(year)
    forms = {
        parent_path(form): addresses.of(form)
        for form in NominationFormPage.objects.live()
        .public()
        .descendant_of(index)
        .only("path", "depth", "url_path")
    }
    told = {path: year_to_tell(some, now=now) for path, some in years.items()}
    listed = [
        ListedAward(
            award,
            addresses.of(award),
            round_now(year, forms.get(year.path), now) if (year := told.get(award.path)) else None,
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
    """The winners next to one in its year, if visitors may see them.

    None where the year is not known: winners of different years would seem to be of the same.
    """
    year = winner.year
    if not winner.path or year.year is None or year.hides_winners(now):
        return Neighbours(None, None)
    winners = WinnerPage.objects.live().public().child_of(year).in_order()
    siblings = list(winners.only("title", "url_path"))
    at = next((i for i, sibling in enumerate(siblings) if sibling.pk == winner.pk), None)
    if at is None:
        return Neighbours(None, None)
    addresses = Addresses(year)
    links = [Link(sibling.title, addresses.of(sibling)) for sibling in siblings]
    return Neighbours(
        previous=links[at - 1] if at else None,
        next=links[at + 1] if at + 1 < len(links) else None,
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


def round_now(year: ListedRound | AwardYearPage, form_url: str | None, now: datetime) -> Round:
    """A year as something to take part in at ``now``; ``form_url`` leads to its form, if any."""
    state = application_state(year, now=now)
    today = day_in_stockholm(now)
    return Round(
        year=year,
        state=state,
        form_url=form_url if state.accepts_entries else None,
        ceremony_is_ahead=year.ceremony_on is not None and year.ceremony_on >= today,
    )
