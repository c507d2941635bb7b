"""Visiting a page, and everything that the browser notes while it does."""

from __future__ import annotations

from dataclasses import dataclass

from playwright.sync_api import Browser, Page, Response

from tests.e2e.conftest import Complaints
from tests.e2e.whole_site.pages import PublicPage

WIDE = (1280, 800)
#: What WCAG 2.2, 1.4.10 asks of a page; the same as 1280 × 1024 at 400 %.
NARROW = (320, 256)


@dataclass(frozen=True)
class Visit:
    """A page that has loaded, with what was noted on the way."""

    entry: PublicPage
    page: Page
    status: int
    #: The page as the server sent it.
    html: str
    complaints: list[str]


class Tab:
    """A tab of a browser that keeps nothing from one page to the next but its cache.

    Without ``scripts`` the page's own are not run; those of the tests are.
    """

    def __init__(self, browser: Browser, address: str, *, scripts: bool = True) -> None:
        self._scripts = scripts
        self._context = browser.new_context(
            base_url=address, locale="sv-SE", timezone_id="Europe/Stockholm"
        )
        self._context.set_default_timeout(10_000)
        self.page = self._context.new_page()
        self._devtools = self._context.new_cdp_session(self.page)
        self._complaints = Complaints(address)
        self._complaints.watch(self.page)
        self._documents: list[Response] = []
        self.page.on("response", self._on_response)

    def visit(self, entry: PublicPage) -> Visit:
        """Go to a page, and do there what shows its state."""
        self._complaints.messages.clear()
        self._documents.clear()
        show_plainly(self.page)
        self._let_scripts_run(self._scripts)
        response = self.page.goto(entry.path)
        assert response is not None
        assert response.status == entry.status
        entry.arrive(self.page)
        self._let_scripts_run(True)
        document = self._documents[-1]
        return Visit(
            entry, self.page, document.status, document.text(), self._unexpected(entry)
        )

    def close(self) -> None:
        """Close the tab."""
        self._context.close()

    def _on_response(self, response: Response) -> None:
        if response.request.is_navigation_request() and not 300 <= response.status < 400:
            self._documents.append(response)

    def _let_scripts_run(self, allowed: bool) -> None:
        self._devtools.send("Emulation.setScriptExecutionDisabled", {"value": not allowed})

    def _unexpected(self, entry: PublicPage) -> list[str]:
        """What was complained about, but for the failure that the page is about."""
        expected = [f"status of {status}" for status in (entry.status, entry.arrived_status)]
        return [
            message
            for message in self._complaints.messages
            if not any(part in message for part in expected)
        ]


def show_plainly(page: Page) -> None:
    """Show a page as most see it: in light, in a wide window, on a screen."""
    page.set_viewport_size({"width": WIDE[0], "height": WIDE[1]})
    page.emulate_media(
        media="screen",
        color_scheme="light",
        reduced_motion="no-preference",
        forced_colors="none",
    )
