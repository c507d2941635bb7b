"""The stylesheet in one file, as visitors get it in production.

In the source it lies in many, and a browser would ask for each of them on every page.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from django.conf import settings

from cms.stylesheets import STYLESHEET, flat_stylesheet

if TYPE_CHECKING:
    from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment


def with_one_stylesheet(site: WSGIApplication) -> WSGIApplication:
    """The site, but for its stylesheet."""
    address = f"{settings.STATIC_URL}{STYLESHEET}"
    css = flat_stylesheet().encode()
    headers = [
        ("Content-Type", "text/css; charset=utf-8"),
        ("Content-Length", str(len(css))),
        ("Cache-Control", "max-age=3600"),
    ]

    def answer(environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        if environ["PATH_INFO"] != address:
            return site(environ, start_response)
        start_response("200 OK", headers)
        return [css]

    return answer
