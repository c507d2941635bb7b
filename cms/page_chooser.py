"""Which pages staff meet where a page is chosen, as for a link.

Wagtail offers every page there, drafts too, to everybody who may sign in.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import cast

from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from wagtail.admin.views.chooser import ChosenMultipleView
from wagtail.models import Page
from wagtail.permissions import policy_registry
from wagtail.query import PageQuerySet

from cms.numbers import numbers_in
from cms.visibility import visible_pages


def known_to(pages: PageQuerySet, user: User) -> PageQuerySet:
    """Of some pages, those that visitors meet, and those that the user works with."""
    own = policy_registry.get_by_type(Page).explorable_instances(user)
    met = Q(pk__in=visible_pages().values("pk")) | Q(pk__in=own.order_by().values("pk"))
    return pages.filter(met)


def offer_known_pages(pages: PageQuerySet, request: HttpRequest) -> PageQuerySet:
    """Offer those alone, and those below a page only to whoever knows of that page."""
    user = cast("User", request.user)
    parent = request.resolver_match.kwargs.get("parent_page_id") if request.resolver_match else None
    if parent is not None:
        _refuse_unknown({parent}, user)
    return known_to(pages, user)


class ChosenPagesView(ChosenMultipleView):
    """Tells of pages that were chosen, which Wagtail does of any number."""

    def get(self, request: HttpRequest) -> HttpResponse:
        """As Wagtail does, if all of them are known to the user."""
        asked = request.GET.copy()
        asked.setlist("id", [f"{pk}" for pk in numbers_in(asked.getlist("id"))])
        request.GET = asked  # type: ignore[assignment] # whatever else was asked for is no page
        _refuse_unknown(asked.getlist("id"), cast("User", request.user))
        response: HttpResponse = super().get(request)
        return response


def _refuse_unknown(pks: Iterable[object], user: User) -> None:
    # The root is no page of anybody's, and its name tells nothing.
    asked = Page.objects.filter(pk__in=pks, depth__gt=1)
    if known_to(asked, user).count() != asked.count():
        raise PermissionDenied
