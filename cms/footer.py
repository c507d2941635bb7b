"""The foot of pages that no cache in front of the site may keep, and that are asked for often.

It is the same for everybody, and what it says is asked for by queries that cost more than all else
of such a page. So it is kept as long as a public page may be.
"""

from __future__ import annotations

import logging

from django.conf import settings
from django.core.cache import cache
from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language

from cms.models import SiteSettings
from cms.navigation import site_links

logger = logging.getLogger(__name__)


def footer_html(request: HttpRequest) -> SafeString:
    """The foot in the active language."""
    key = f"footer:{request.get_host()}:{get_language()}"
    try:
        html = cache.get_or_set(key, lambda: _draw(request), settings.PUBLIC_CACHE_SECONDS)
    except Exception as error:  # noqa: BLE001 - caches raise errors of their own
        logger.warning("The cache does not answer: %s", type(error).__name__)
        html = _draw(request)
    return mark_safe(str(html))  # noqa: S308 - drawn by a template


def _draw(request: HttpRequest) -> str:
    site, links = SiteSettings.for_request(request), site_links(request, None)
    return render_to_string("components/site_footer.html", {"site": site, "links": links})
