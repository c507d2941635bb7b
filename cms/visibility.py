"""Which pages a visitor may meet in lists, in search and in the sitemap.

A page type that holds something back registers a rule with ``hides_pages``; nothing else needs
to know of it. A rule takes pages out of lists only: a page's own address is guarded by its
``serve``.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.db.models import QuerySet
from django.utils import timezone
from wagtail.models import Page
from wagtail.query import PageQuerySet

#: Tells the pages that visitors must not meet yet at a given time.
Rule = Callable[[datetime], QuerySet[Any]]

_rules: list[Rule] = []


def hides_pages(rule: Rule) -> Rule:
    """Register a rule; to be used as a decorator when the app starts.

    The rule's queryset becomes a subquery, so it costs no query of its own.
    """
    _rules.append(rule)
    return rule


def visible_pages(now: datetime | None = None) -> PageQuerySet:
    """The published pages that anybody may meet, at ``now`` or else at this moment."""
    now = now or timezone.now()
    pages = Page.objects.live().public()
    for rule in _rules:
        pages = pages.exclude(pk__in=rule(now).order_by().values("pk"))
    return pages
