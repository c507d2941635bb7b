"""Who may keep a copy of a response: decorators for the addresses in ``cms.urls``."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.cache import add_never_cache_headers, patch_cache_control, patch_vary_headers
from django.views.decorators.cache import never_cache

View = Callable[..., HttpResponse]

#: For addresses whose answers concern one person only.
private = never_cache


def public(view: View) -> View:
    """Let browsers and caches keep what the view answers to an anonymous visitor, for a while.

    That is ``PUBLIC_CACHE_SECONDS``, unless the view has said something itself. What is shown to
    somebody who has signed in, refused, or tied to a cookie, is kept by nobody.
    """

    @wraps(view)
    def wrapped(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        response = view(request, *args, **kwargs)
        # A template that is rendered later may still ask for a cookie.
        if hasattr(response, "add_post_render_callback"):
            response.add_post_render_callback(lambda rendered: _set_headers(request, rendered))
        else:
            _set_headers(request, response)
        return response

    return wrapped


def _set_headers(request: HttpRequest, response: HttpResponse) -> None:
    if response.has_header("Cache-Control"):
        return
    if _is_for_everybody(request, response):
        patch_cache_control(response, public=True, max_age=settings.PUBLIC_CACHE_SECONDS)
    else:
        add_never_cache_headers(response)
    patch_vary_headers(response, ["Cookie"])


def _is_for_everybody(request: HttpRequest, response: HttpResponse) -> bool:
    return (
        request.method in {"GET", "HEAD"}
        and response.status_code == 200  # noqa: PLR2004 - HTTP's "OK"
        and settings.SESSION_COOKIE_NAME not in request.COOKIES
        and not response.cookies
        and not request.META.get("CSRF_COOKIE_NEEDS_UPDATE")
    )
