"""Lists of winners with their addresses, so that a template asks the database for nothing more."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Prefetch
from django.http import HttpRequest
from wagtail.models import Page

from awards.models import AwardYearPage, Recipient, WinnerPage
from awards.models.winner import WinnerQuerySet

#: What a list never shows of a winner; a story may be long.
_UNLISTED = ("story", "lessons", "search_description", "draft_title")


@dataclass(frozen=True)
class ListedWinner:
    """A winner in a list, with its address."""

    page: WinnerPage
    url: str


@dataclass(frozen=True)
class YearWinners:
    """A year with its address and its winners, winners before special mentions."""

    year: AwardYearPage
    url: str
    winners: list[ListedWinner]


class Addresses:
    """The addresses of all pages below one page, worked out from that page's own."""

    def __init__(self, top: Page, request: HttpRequest | None) -> None:
        self._url = top.get_url(request) or "/"
        self._skipped = len(top.url_path)

    def of(self, page: Page) -> str:
        """The address of a page below the top page, or of the top page itself."""
        return self._url + page.url_path[self._skipped :]


def parent_path(page: Page) -> str:
    """The place in the tree of the page above."""
    return page.path[: -page.steplen]


def list_winners(winners: WinnerQuerySet, addresses: Addresses) -> list[ListedWinner]:
    """Winners with recipients, organisations and picture: two queries in all."""
    recipients = Prefetch("recipients", Recipient.objects.select_related("organisation"))
    rows = winners.defer(*_UNLISTED).select_related("picture").prefetch_related(recipients)
    return [ListedWinner(winner, addresses.of(winner)) for winner in rows]


def winners_by_year(
    years: Sequence[AwardYearPage], addresses: Addresses, now: datetime
) -> list[YearWinners]:
    """The given years that have winners to show at ``now``, in the given order.

    All years must belong to one award.
    """
    shown = [year for year in years if not year.hides_winners(now)]
    if not shown:
        return []
    award_path = parent_path(shown[0])
    by_path: dict[str, list[ListedWinner]] = {year.path: [] for year in shown}
    winners = WinnerPage.objects.live().filter(path__startswith=award_path).in_order()
    for listed in list_winners(winners, addresses):
        by_path.get(parent_path(listed.page), []).append(listed)
    return [
        YearWinners(year, addresses.of(year), by_path[year.path])
        for year in shown
        if by_path[year.path]
    ]
