"""The way around the site: its menu, the pages that the footer leads to, and breadcrumbs."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Q
from django.http import HttpRequest
from wagtail.models import Page, Site

from cms.addresses import Addresses
from cms.models import SiteSettings
from cms.models.page import FRONT_PAGE_DEPTH
from cms.visibility import below_unpublished


@dataclass(frozen=True)
class Entry:
    """A link of the menu or of the breadcrumbs."""

    title: str
    url: str
    current: bool = False


@dataclass(frozen=True)
class SiteLinks:
    """The links that every page of a site has; ``None`` for a page that is not published."""

    #: The pages right below the front page that editors have put in the menu.
    menu: list[Entry]
    accessibility: str | None = None
    privacy: str | None = None
    feedback: str | None = None


def site_links(request: HttpRequest, page: Page | None) -> SiteLinks:
    """The links of the site that is asked for, as seen on ``page``.

    By one query, or two where a link leads further down than right below the front page.
    """
    site = Site.find_for_request(request)
    if site is None:
        return SiteLinks(menu=[])
    settings = SiteSettings.for_request(request)
    named = {
        "accessibility": settings.accessibility_page_id,
        "privacy": settings.privacy_page_id,
        "feedback": settings.feedback_page_id,
    }
    front = site.root_page
    addresses = Addresses(front, request)
    in_menu = Q(depth=front.depth + 1, show_in_menus=True)
    here = getattr(page, "path", "")
    menu, urls = [], {}
    links = list(
        front.get_descendants()
        .live()
        .filter(in_menu | Q(pk__in=named.values()))
        .values_list("pk", "title", "url_path", "path", "depth", "show_in_menus", named=True)
    )
    not_there = _not_there([linked.pk for linked in links if linked.depth > front.depth + 1])
    for linked in links:
        if linked.pk in not_there:
            continue
        urls[linked.pk] = addresses.at(linked.url_path)
        if linked.show_in_menus and linked.depth == front.depth + 1:
            is_current = here.startswith(linked.path)
            menu.append(Entry(linked.title, urls[linked.pk], is_current))
    return SiteLinks(menu, **{name: urls.get(pk) for name, pk in named.items()})


def _not_there(further_down: list[int]) -> set[int]:
    """Of pages by their ids, those below one that is not published.

    Most links lead right below the front page, above which nothing need be asked about.
    """
    if not further_down:
        return set()
    hidden = Page.objects.filter(below_unpublished(), pk__in=further_down)
    return set(hidden.values_list("pk", flat=True))


def breadcrumbs(request: HttpRequest, page: Page | None) -> list[Entry]:
    """The way from the front page to ``page``, itself left out.

    To an address that is no page it is the front page alone.
    """
    if page:
        # Above the front page there is only the root of Wagtail's tree.
        above = page.get_parent() if page.depth > FRONT_PAGE_DEPTH else None
    else:
        site = Site.find_for_request(request)
        above = site.root_page if site else None
    way: list[Entry] = []
    while above:
        way.insert(0, Entry(above.title, above.get_url(request)))
        above = above.get_parent() if above.depth > FRONT_PAGE_DEPTH else None
    return way
