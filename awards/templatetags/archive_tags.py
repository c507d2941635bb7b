"""Template tags of the visitor's room: each asks ``awards.archive`` and hands on the answer."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django import template
from django.template import Context
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext

from awards.archive import overview
from awards.archive.emblem import draw_emblem
from awards.archive.structured_data import as_json_ld, ceremony_data, winner_data
from awards.domain.listing import ListedCriterion, ListedRound, ListedWinner, listed_criteria
from awards.models import (
    AwardIndexPage,
    AwardPage,
    AwardYearPage,
    Recipient,
    WinnerPage,
)
from cms.dates import in_words

register = template.Library()

_NO_BREAK_SPACE = "\N{NO-BREAK SPACE}"


@dataclass(frozen=True)
class Rules:
    """The criteria that entries are judged by, and how many of them must be met."""

    criteria: list[ListedCriterion]
    criteria_rule: str


@register.simple_tag(takes_context=True)
def award_overview(context: Context, award: AwardPage) -> overview.AwardOverview:
    """Everything that an award's page shows besides the award's own text."""
    return overview.award_overview(award, now=timezone.now(), is_preview=_is_preview(context))


@register.simple_tag(takes_context=True)
def year_overview(context: Context, year: AwardYearPage) -> overview.YearOverview:
    """Everything that a year's page shows besides the year's own text."""
    return overview.year_overview(year, now=timezone.now(), is_preview=_is_preview(context))


def _is_preview(context: Context) -> bool:
    return getattr(context.get("request"), "is_preview", False)


@register.simple_tag
def index_overview(index: AwardIndexPage) -> overview.IndexOverview:
    """The current and the discontinued awards."""
    return overview.index_overview(index, now=timezone.now())


@register.simple_tag
def winner_neighbours(winner: WinnerPage) -> overview.Neighbours:
    """The winners before and after one."""
    return overview.winner_neighbours(winner, now=timezone.now())


@register.simple_tag
def inspiration(award: AwardPage) -> list[overview.Inspiration]:
    """The earlier winners that the award is told to inspire by."""
    return overview.inspiration(award, now=timezone.now())


@register.simple_tag
def winner_json_ld(winner: WinnerPage) -> SafeString:
    """The recipients of a winner as data for search engines."""
    return as_json_ld(winner_data(winner))


@register.simple_tag
def ceremony_json_ld(year: AwardYearPage, city: str) -> SafeString:
    """A year's ceremony as data for search engines; nothing when it is not known."""
    return as_json_ld(ceremony_data(year, city))


@register.simple_tag
def award_rules(award: AwardPage, newest: ListedRound | None) -> Rules:
    """The criteria of the newest year, or those of the award while that has none of its own."""
    if newest and newest.criteria:
        return Rules(newest.criteria, newest.criteria_rule)
    return Rules(listed_criteria(award.criteria.all()), award.criteria_rule)


@register.simple_tag
def year_rules(year: AwardYearPage) -> Rules:
    """The criteria of a year."""
    return Rules(listed_criteria(year.criteria.all()), year.criteria_rule)


@register.filter
def sentence(criterion: ListedCriterion) -> str:
    """A criterion as one sentence, with the ways of meeting it where there are several."""
    if not criterion.kinds:
        return criterion.text
    told = gettext("%(criterion)s in at least one of these ways: %(ways)s.")
    return told % {
        "criterion": criterion.text.rstrip(" ."),
        "ways": _alternatives(criterion.kinds),
    }


def _alternatives(texts: list[str]) -> str:
    """Texts as things to choose among: one, two or three."""
    *others, last = texts
    if not others:
        return last
    return gettext("%(others)s or %(last)s") % {"others": ", ".join(others), "last": last}


@register.simple_tag
def emblem(award: AwardPage, year: int | None, slug: str = "") -> SafeString:
    """The emblem of a winner by its address; without one, that of the year itself."""
    return mark_safe(draw_emblem(award.slug, year, slug))  # noqa: S308 - numbers only


@register.simple_tag
def linked_recipients(winner: WinnerPage) -> SafeString:
    """A list item for each recipient, with a link to what its organisation has received."""
    recipients = winner.recipients.select_related("organisation")
    return format_html_join("", "<li>{}</li>", ((_linked(one),) for one in recipients))


def _linked(recipient: Recipient) -> SafeString:
    name = recipient.organisation_name
    if recipient.organisation:
        address = reverse("organisation", args=[recipient.organisation.slug])
        name = format_html('<a href="{}">{}</a>', address, name)
    return format_html_join(", ", "{}", ((part,) for part in (recipient.unit, name) if part))


@register.filter
def items(texts: Iterable[object]) -> SafeString:
    """A list item for each text."""
    return format_html_join("", "<li>{}</li>", ((str(text),) for text in texts))


@register.filter
def quiet_list(winners: Iterable[ListedWinner]) -> SafeString:
    """A list item for each winner of an earlier year: what it is called, what and who it is.

    An award's page may have hundreds of these, so they are built here and not in a template.
    """
    return format_html_join(
        "",
        '<li><p class="label">{}</p><p class="what"><a href="{}">{}</a></p>'
        '<ul class="recipients" role="list">{}</ul></li>',
        (
            (winner.distinction.label, winner.url, winner.title, items(winner.recipients))
            for winner in winners
        ),
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
    return in_words(seconds or 0)
