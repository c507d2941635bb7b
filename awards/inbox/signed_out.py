"""What somebody posted to the inbox who had been signed out: it is on the page, to be copied.

Nothing is kept of it: the page shows what the very same request carried, and nobody's else. What
another site made a browser send is not shown.
"""

from __future__ import annotations

from http import HTTPStatus

from django.contrib.auth import middleware
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.cache import add_never_cache_headers
from django.views.csrf import csrf_failure as others_failure

from cms.anonymous import is_from_elsewhere
from cms.typed import typed_texts

from .base import list_url

#: How the names begin of the addresses that the awards have in the admin.
_OURS = ("awards_", "entries_")
#: What their forms carry of their own, and what is chosen in them, which is soon done again.
_NOT_TYPED = frozenset(
    {
        *("csrfmiddlewaretoken", "sight", "seen", "key", "filled", "query", "chosen", "token"),
        *("action", "all", "entry", "fill", "form", "hold", "language", "leaves", "officer"),
        *("preview", "previewed", "questions", "source", "template", "template_language"),
        *("take", "release", "undo", "flagged"),
    }
)


class AuthenticationMiddleware(middleware.AuthenticationMiddleware):
    """Django's own, which gives back what was posted to the inbox by whoever may not enter it.

    Wagtail leads them to where one signs in, and from there one would come back to an empty form.
    It is no middleware beside Django's: each makes every page some calls deeper (docs/adr/0013).
    """

    def process_view(self, request: HttpRequest, *_view: object) -> HttpResponse | None:
        """Answer with what was typed, if somebody has to sign in first."""
        is_lost = (
            request.method == "POST"
            and _is_here(request)
            and not request.user.has_perm("wagtailadmin.access_admin")
        )
        return _given_back(request) if is_lost else None


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Likewise where the form is older than the sign-in, or has lost its cookie."""
    return _given_back(request) if _is_here(request) else others_failure(request, reason)


def _is_here(request: HttpRequest) -> bool:
    match = request.resolver_match
    return bool(match and match.url_name and match.url_name.startswith(_OURS))


def _given_back(request: HttpRequest) -> HttpResponse:
    context = {
        "typed": [] if is_from_elsewhere(request) else typed_texts(request, besides=_NOT_TYPED),
        "has_files": bool(request.FILES),
        "goes_on_at": _where_it_is_typed_anew(request),
    }
    response = render(request, "awards/inbox/signed_out.html", context, status=HTTPStatus.FORBIDDEN)
    add_never_cache_headers(response)
    return response


def _where_it_is_typed_anew(request: HttpRequest) -> str:
    """The page that was posted to, or the list where that address only takes what is posted."""
    view = getattr(request.resolver_match and request.resolver_match.func, "view_class", None)
    return list_url() if view and not hasattr(view, "get") else request.get_full_path()
