"""Template tags of the visitor's room: each asks ``awards.archive`` and hands on the answer."""

from __future__ import annotations

from django import template
from django.template import Context
from django.utils import timezone
from django.utils.safestring import SafeString

from awards.archive import overview
from awards.archive.structured_data import as_json_ld, ceremony_data, winner_data
from awards.models import AwardIndexPage, AwardPage, AwardYearPage, WinnerPage

register = template.Library()


@register.simple_tag(takes_context=True)
def award_overview(context: Context, award: AwardPage) -> overview.AwardOverview:
    """Everything that an award's page shows besides the award's own text."""
    return overview.award_overview(award, context.get("request"), timezone.now())


@register.simple_tag(takes_context=True)
def year_overview(context: Context, year: AwardYearPage) -> overview.YearOverview:
    """Everything that a year's page shows besides the year's own text."""
    return overview.year_overview(year, context.get("request"), timezone.now())


@register.simple_tag(takes_context=True)
def index_overview(context: Context, index: AwardIndexPage) -> overview.IndexOverview:
    """The current and the discontinued awards."""
    return overview.index_overview(index, context.get("request"), timezone.now())


@register.simple_tag(takes_context=True)
def winner_neighbours(context: Context, winner: WinnerPage) -> overview.Neighbours:
    """The winners before and after one."""
    return overview.winner_neighbours(winner, context.get("request"), timezone.now())


@register.simple_tag
def winner_json_ld(winner: WinnerPage) -> SafeString:
    """The recipients of a winner as data for search engines."""
    return as_json_ld(winner_data(winner))


@register.simple_tag
def ceremony_json_ld(year: AwardYearPage, city: str) -> SafeString:
    """A year's ceremony as data for search engines; nothing when it is not known."""
    return as_json_ld(ceremony_data(year, city))
