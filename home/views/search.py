"""Search among the pages that anybody may meet."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from unicodedata import normalize

from django.core.paginator import Page as PageOfHits
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.views.decorators.http import require_safe
from wagtail.models import Page, Site

from cms.visibility import visible_pages

HITS_PER_PAGE = 20

#: Longer than any question; what comes after is left out of the search.
LONGEST_QUERY = 200


@dataclass(frozen=True)
class Hit:
    """A page that was found, as the list shows it."""

    title: str
    url: str
    text: str
    kind: str
    updated: datetime | None


@require_safe
def search(request: HttpRequest) -> HttpResponse:
    """Show the hits for ``?q=``, the page of them that ``?sida=`` asks for.

    Template ``home/search.html``: ``query``, ``state`` ("empty", "none" or "hits"), ``hits`` (a
    page of a paginator, of ``Hit``) and ``count``.
    """
    query = _one_line(request.GET.get("q", ""))
    hits = _find(request, _words(query), request.GET.get("sida", "1"))
    count = hits.paginator.count
    state = "empty" if not query else "hits" if count else "none"
    return TemplateResponse(
        request,
        "home/search.html",
        {"query": query, "state": state, "hits": hits, "count": count},
    )


def _one_line(text: str) -> str:
    """The question as it is shown again: one line of printable text of a reasonable length."""
    printable = "".join(character if character.isprintable() else " " for character in text)
    return " ".join(printable.split())[:LONGEST_QUERY]


def _words(query: str) -> str:
    """What is searched for: words alone, since other signs are operators to a database.

    In lower case, since AND, OR, NOT and NEAR are operators too.
    """
    text = normalize("NFKC", query).lower()
    return "".join(character if character.isalnum() else " " for character in text).strip()


def _find(request: HttpRequest, words: str, number: str) -> PageOfHits[Hit]:
    site = Site.find_for_request(request)
    pages = Page.objects.none()
    if words and site:
        pages = visible_pages().descendant_of(site.root_page, inclusive=True)
        pages = pages.specific().search(words)
    found = Paginator(pages, HITS_PER_PAGE).get_page(number)
    found.object_list = [_hit(request, page) for page in found.object_list]
    return found


def _hit(request: HttpRequest, page: Page) -> Hit:
    return Hit(
        title=page.title,
        url=page.get_url(request) or "",
        text=getattr(page, "listing_text", ""),
        kind=str(page.page_type_display_name),
        updated=page.last_published_at,
    )
