"""Template tags of the visitor's room: each asks ``awards.archive`` and hands on the answer."""

from __future__ import annotations

from dataclasses import dataclass

from django import template
from django.template import Context
from django.utils import timezone
from django.utils.html import format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import ngettext

from awards.archive import overview
from awards.archive.emblem import draw_emblem
from awards.archive.structured_data import as_json_ld, ceremony_data, winner_data
from awards.models import AwardIndexPage, AwardPage, AwardYearPage, Criterion, WinnerPage

register = template.Library()

_NO_BREAK_SPACE = "\N{NO-BREAK SPACE}"


@dataclass(frozen=True)
class Rules:
    """The criteria that entries are judged by, and how many of them must be met."""

    criteria: list[Criterion]
    criteria_rule: str


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


@register.simple_tag
def rules(award: AwardPage, year: AwardYearPage | None) -> Rules:
    """The criteria of the year, or those of the award while the year has none of its own."""
    for holder in filter(None, (year, award)):
        criteria = list(holder.criteria.all())
        if criteria:
            return Rules(criteria, holder.criteria_rule)
    return Rules([], award.criteria_rule)


@register.simple_tag
def emblem(award: AwardPage, year: AwardYearPage, slug: str = "") -> SafeString:
    """The emblem of a winner by its address; without one, that of the year itself."""
    return mark_safe(draw_emblem(award.slug, year.year, slug))  # noqa: S308 - numbers only


@register.simple_tag
def recipients(winner: WinnerPage) -> SafeString:
    """Who received the award, a list item for each."""
    return format_html_join(
        "", "<li>{}</li>", ((str(recipient),) for recipient in winner.recipients.all())
    )


@register.filter
def kronor(amount: int | None) -> str:
    """A sum of money, held together by no-break spaces: 75 000 kr."""
    if amount is None:
        return ""
    return f"{amount:,}".replace(",", _NO_BREAK_SPACE) + f"{_NO_BREAK_SPACE}kr"


@register.filter
def minutes(seconds: int | None) -> str:
    """A length of time in whole words: 2 minutes 30 seconds."""
    if not seconds:
        return ""
    whole, rest = divmod(seconds, 60)
    parts = []
    if whole:
        parts.append(ngettext("%(count)d minute", "%(count)d minutes", whole) % {"count": whole})
    if rest:
        parts.append(ngettext("%(count)d second", "%(count)d seconds", rest) % {"count": rest})
    return " ".join(parts)
