"""What lists tell of winners and years: plain facts, with no database behind them.

An award's page keeps these facts ready in ``AwardPage.digest`` (see ``digest``), so every class
here must survive the way to JSON and back.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Prefetch
from wagtail.models import Page

from awards.enums import CriteriaRule, Distinction
from awards.models import Criterion, JuryPage, Recipient, WinnerPage
from awards.models.winner import WinnerQuerySet
from awards.models.year import YearFacts
from cms.addresses import Addresses
from cms.models import Picture

#: The layout of pictures in lists.
LIST_LAYOUT = "card"

#: What a list never shows of a winner; a story may be long.
UNLISTED = ("story", "lessons", "search_description", "draft_title")


@dataclass(frozen=True)
class ListedPicture:
    """A picture's description, and its files for lists as ``Picture.sources`` has them."""

    sources: dict[str, Any]
    description: str


@dataclass(frozen=True)
class ListedWinner:
    """A winner in a list. ``prize_sum`` is in kronor, and ``None`` where none is shown."""

    title: str
    slug: str
    url: str
    distinction: Distinction
    recipients: list[str]
    citation: str
    prize_sum: int | None
    prize_object: str
    picture: ListedPicture | None
    alternative_text: str

    @property
    def shows_sum(self) -> bool:
        """Whether a sum is shown."""
        return self.prize_sum is not None


@dataclass(frozen=True)
class ListedYear(YearFacts):
    """A year with its winners, winners before special mentions."""

    year: int | None
    slug: str
    url: str
    winners_released_at: datetime | None
    winners: list[ListedWinner]


@dataclass(frozen=True)
class ListedCriterion:
    """A criterion with the ways of meeting it, if there are several."""

    text: str
    kinds: list[str]


@dataclass(frozen=True)
class ListedMember:
    """A member of a jury."""

    name: str
    title: str


@dataclass(frozen=True)
class ListedJury:
    """A jury with its members in order."""

    url: str
    members: list[ListedMember]


@dataclass(frozen=True)
class ListedRound(YearFacts):
    """A year as something to take part in."""

    year: int | None
    slug: str
    url: str
    opens_on: date | None
    closes_on: date | None
    extended_to: date | None
    ceremony_on: date | None
    ceremony_place: str
    ceremony_event: str
    prize: str
    criteria_rule: CriteriaRule
    criteria: list[ListedCriterion]
    jury: ListedJury | None
    form_url: str | None


def parent_path(page: Page) -> str:
    """The place in the tree of the page above."""
    return page.path[: -page.steplen]


def with_recipients(winners: WinnerQuerySet) -> WinnerQuerySet:
    """Winners with what a list tells of them: two queries in all."""
    return (
        winners.defer(*UNLISTED)
        .select_related("picture")
        .prefetch_related(Prefetch("recipients", Recipient.objects.order_by("sort_order")))
    )


def listed_winner(winner: WinnerPage, addresses: Addresses) -> ListedWinner:
    """What a list tells of a winner."""
    picture = winner.picture
    return ListedWinner(
        title=winner.title,
        slug=winner.slug,
        url=addresses.of(winner),
        distinction=Distinction(winner.distinction),
        recipients=[str(recipient) for recipient in winner.recipients.all()],
        citation=winner.citation,
        prize_sum=winner.prize_sum if winner.shows_sum else None,
        prize_object=winner.prize_object,
        picture=_listed_picture(picture) if picture else None,
        alternative_text=winner.alternative_text,
    )


def _listed_picture(picture: Picture) -> ListedPicture:
    sources = {name: files for name, files in picture.sources.items() if name == LIST_LAYOUT}
    return ListedPicture(sources, picture.description)


def listed_criteria(criteria: Iterable[Criterion]) -> list[ListedCriterion]:
    """What a list tells of criteria, in their order."""
    return [ListedCriterion(criterion.text, criterion.kinds) for criterion in criteria]


def listed_jury(jury: JuryPage, addresses: Addresses) -> ListedJury:
    """What a list tells of a jury."""
    members = [ListedMember(member.name, member.title) for member in jury.members.all()]
    return ListedJury(addresses.of(jury), members)
