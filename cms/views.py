"""Addresses that machines ask for: health, robots, security contact, manifest and icon."""

from __future__ import annotations

import logging
from collections.abc import Callable
from datetime import timedelta

from django.conf import settings
from django.core.cache import cache
from django.db import connection
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.templatetags.static import static
from django.urls import reverse
from django.utils import timezone

from cms.models import SiteSettings

logger = logging.getLogger(__name__)

#: RFC 9116 advises less than a year. The date moves on by itself while the site runs.
_SECURITY_CONTACT_LIFETIME = timedelta(days=90)


def live(_request: HttpRequest) -> HttpResponse:
    """Whether the process answers at all; asks nothing of the services behind it."""
    return HttpResponse("ok", content_type="text/plain")


def ready(_request: HttpRequest) -> JsonResponse:
    """Whether the site can serve visitors: 503, and what fails, when a service does not answer."""
    services = {"database": _ask_database, "cache": _ask_cache}
    states = {name: _state(name, ask) for name, ask in services.items()}
    healthy = set(states.values()) == {"ok"}
    return JsonResponse(states, status=200 if healthy else 503)


def _state(name: str, ask: Callable[[], None]) -> str:
    try:
        ask()
    except Exception:  # whatever a driver raises, the service does not answer
        logger.exception("The %s does not answer.", name)
        return "failed"
    return "ok"


def _ask_database() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")


def _ask_cache() -> None:
    cache.set("health", "ok", timeout=10)
    if cache.get("health") != "ok":
        raise ConnectionError("The cache forgets at once.")


def robots(request: HttpRequest) -> HttpResponse:
    """What crawlers may visit: everything but the staff's rooms."""
    lines = [
        "User-agent: *",
        f"Disallow: {reverse('wagtailadmin_home')}",
        f"Sitemap: {request.build_absolute_uri(reverse('sitemap'))}",
    ]
    return _plain_text(lines)


def security_contact(request: HttpRequest) -> HttpResponse:
    """Where security holes are reported (RFC 9116); not found until an editor has told it."""
    contact = SiteSettings.for_request(request).security_contact
    if not contact:
        raise Http404
    today = timezone.now().replace(hour=0, minute=0, second=0, microsecond=0)
    lines = [
        f"Contact: {contact if '://' in contact else f'mailto:{contact}'}",
        f"Expires: {(today + _SECURITY_CONTACT_LIFETIME).isoformat()}",
        "Preferred-Languages: sv, en",
        f"Canonical: {request.build_absolute_uri(request.path)}",
    ]
    return _plain_text(lines)


def _plain_text(lines: list[str]) -> HttpResponse:
    return HttpResponse("\n".join(lines) + "\n", content_type="text/plain; charset=utf-8")


def manifest(request: HttpRequest) -> JsonResponse:
    """The web manifest: how the site is shown when somebody puts it on their home screen."""
    name = SiteSettings.for_request(request).site_name
    icons = [
        {"src": static(f"img/icon-{size}.png"), "sizes": f"{size}x{size}", "type": "image/png"}
        for size in (192, 512)
    ]
    return JsonResponse(
        {
            "name": name,
            "short_name": name,
            "lang": settings.LANGUAGE_CODE,
            "start_url": "/",
            "display": "browser",
            "background_color": "#fbf7ee",
            "theme_color": "#fbf7ee",
            "icons": icons,
        },
        content_type="application/manifest+json",
    )


def favicon(_request: HttpRequest) -> HttpResponse:
    """The icon, for browsers that ask for it by its old address."""
    return redirect(static("img/favicon.ico"))
