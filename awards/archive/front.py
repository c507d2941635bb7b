"""What a front page tells of the awards: until when one can take part, and the latest winners."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime

from wagtail.models import Page

from awards.domain.deadlines import year_to_tell
from awards.domain.digest import digest_of
from awards.domain.listing import UNLISTED
from awards.models import AwardPage, WinnerPage
from cms.front import finds_the_latest, tells_what_is_current

from .overview import round_now


@tells_what_is_current
def states_of_awards(pages: Sequence[Page], now: datetime) -> Mapping[int, str]:
    """Of each award that takes entries, or is about to, until when or from when."""
    awards = [page for page in pages if isinstance(page, AwardPage) and not page.discontinued]
    years = {award.pk: year_to_tell(digest_of(award, now=now).rounds, now=now) for award in awards}
    return {pk: round_now(year, year.form_url, now).in_short for pk, year in years.items() if year}


@finds_the_latest
def latest_winners(now: datetime, most: int) -> list[WinnerPage]:
    """The winners of the newest years, whichever their awards."""
    return list(WinnerPage.objects.released(now).newest_first().defer(*UNLISTED)[:most])
