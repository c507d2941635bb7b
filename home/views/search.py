"""Search among the pages that anybody may meet."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, cast
from unicodedata import normalize

from django.core.paginator import Page as PageOfHits
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.views.decorators.http import require_safe
from wagtail.models import Page, Site

from cms.models.page import mentions_of
from cms.searching import Hit, found_beside_pages
from cms.visibility import visible_pages

HITS_PER_PAGE = 20

#: Longer than any question; what comes after is left out of the search.
LONGEST_QUERY = 200


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


@dataclass(frozen=True)
class _Found:
    """What was found, as a paginator divides it: what is no page first."""

    others: list[Hit]
    pages: Any

    def __len__(self) -> int:
        return len(self.others) + self.pages.count()

    def __getitem__(self, part: slice) -> list[Hit | Page]:
        first, last = (max(place - len(self.others), 0) for place in (part.start, part.stop))
        return [*self.others[part], *self.pages[first:last]]


def _find(request: HttpRequest, words: str, number: str) -> PageOfHits[Hit]:
    site = Site.find_for_request(request)
    found = _Found([], Page.objects.none())
    if words and site:
        pages = visible_pages().descendant_of(site.root_page, inclusive=True)
        found = _Found(found_beside_pages(request, words), pages.specific().search(words))
    shown: PageOfHits[Any] = Paginator(cast("Any", found), HITS_PER_PAGE).get_page(number)
    shown.object_list = _hits(request, list(shown.object_list))
    return shown


def _hits(request: HttpRequest, found: list[Hit | Page]) -> list[Hit]:
    """The same as hits, in the same order."""
    mentions = mentions_of(one for one in found if isinstance(one, Page))
    return [
        Hit(one.title, one.get_url(request) or "", mentions[one.pk])
        if isinstance(one, Page)
        else one
        for one in found
    ]
