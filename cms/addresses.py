"""Addresses of many pages at once."""

from django.http import HttpRequest
from wagtail.models import Page


class Addresses:
    """The addresses of all pages below one page, worked out from that page's own."""

    def __init__(self, top: Page, request: HttpRequest | None = None) -> None:
        self._url = top.get_url(request) or "/"
        self._skipped = len(top.url_path)

    def of(self, page: Page) -> str:
        """The address of a page below the top page, or of the top page itself."""
        return self.at(page.url_path)

    def at(self, url_path: str) -> str:
        """The address of the page whose ``url_path`` is given."""
        return self._url + url_path[self._skipped :]
