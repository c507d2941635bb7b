"""Which pages a visitor may meet in lists, in search and in the sitemap.

A page type that holds something back registers a rule with ``hides_pages``; nothing else needs
to know of it. A rule takes pages out of lists only: a page's own address is guarded by
``BasePage.held_back``.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any, TypeVar

from django.db.models import Exists, OuterRef, QuerySet
from django.db.models.functions import Length, Substr
from django.utils import timezone
from wagtail.models import Page
from wagtail.query import PageQuerySet

#: Tells the pages that visitors must not meet yet at a given time.
Rule = Callable[[datetime], QuerySet[Any]]
AnyRule = TypeVar("AnyRule", bound=Rule)

_rules: list[Rule] = []


def hides_pages(rule: AnyRule) -> AnyRule:
    """Register a rule; to be used as a decorator when the app starts.

    The rule's queryset becomes a subquery, so it costs no query of its own.
    """
    _rules.append(rule)
    return rule


def below_unpublished() -> Exists:
    """Whether a page of the query around this stands below one that is not published."""
    above = Page.objects.filter(
        live=False,
        numchild__gt=0,
        depth__lt=OuterRef("depth"),
        path=Substr(OuterRef("path"), 1, Length("path")),
    )
    return Exists(above)


@hides_pages
def pages_below_unpublished(_now: datetime) -> PageQuerySet:
    """Pages that stand below one that is not published, published themselves or not."""
    return Page.objects.filter(below_unpublished())


def visible_pages(now: datetime | None = None) -> PageQuerySet:
    """The published pages that anybody may meet, at ``now`` or else at this moment."""
    now = now or timezone.now()
    pages = Page.objects.live().public()
    for rule in _rules:
        pages = pages.exclude(pk__in=rule(now).order_by().values("pk"))
    return pages
