"""Visiting a page, and everything that the browser notes while it does."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass, field
from typing import Any

from django.http import HttpResponse
from playwright.sync_api import Browser, Page, Response

from awards.apply.access import grant
from tests.e2e.conftest import Complaints
from tests.e2e.judges import bring_axe
from tests.e2e.waiting import PATIENCE
from tests.e2e.whole_site.applicants import closed, draft_of
from tests.e2e.whole_site.pages import PublicPage

WIDE = (1280, 800)
#: What WCAG 2.2, 1.4.10 asks of a page; the same as 1280 × 1024 at 400 %.
NARROW = (320, 256)

#: How most see a page: in light, on a screen.
PLAIN: dict[str, Any] = {
    "media": "screen",
    "color_scheme": "light",
    "reduced_motion": "no-preference",
    "forced_colors": "none",
}

_SCRIPT = re.compile(r"<script\b[^>]*\bsrc=")

#: Adds up what has moved under the reader's eyes, from the page's first paint on.
_ADD_UP_SHIFTS = """
    window.layoutShift = 0;
    new PerformanceObserver((list) => {
        for (const shift of list.getEntries()) {
            if (!shift.hadRecentInput) window.layoutShift += shift.value;
        }
    }).observe({type: "layout-shift", buffered: true});
"""

#: Returns once the fonts are in place and what they have moved has been painted.
_SETTLED = """async () => {
    await document.fonts.ready;
    const painted = () => new Promise((done) => requestAnimationFrame(() => setTimeout(done)));
    await painted();
    await painted();
    return window.layoutShift;
}"""


@dataclass(frozen=True)
class Visit:
    """A page that has loaded, with what was noted on the way."""

    entry: PublicPage
    page: Page
    #: The page as the server sent it.
    html: str = field(repr=False)
    complaints: list[str]
    #: The sum of what moved while the page loaded (Cumulative Layout Shift).
    layout_shift: float

    @property
    def has_scripts(self) -> bool:
        """Whether scripts change the page: it is another one without them."""
        return _SCRIPT.search(self.html) is not None


class Tab:
    """A tab of a browser that keeps nothing from one page to the next but its cache.

    Without ``scripts`` the page's own are not run; those of the tests are.
    """

    def __init__(self, browser: Browser, address: str, *, scripts: bool = True) -> None:
        self._scripts = scripts
        self._context = browser.new_context(
            base_url=address, locale="sv-SE", timezone_id="Europe/Stockholm"
        )
        self._context.set_default_timeout(PATIENCE)
        self._context.add_init_script(_ADD_UP_SHIFTS)
        bring_axe(self._context)
        self.page = self._context.new_page()
        self._devtools = self._context.new_cdp_session(self.page)
        self._complaints = Complaints(address)
        self._complaints.watch(self.page)
        self._documents: list[Response] = []
        self.page.on("response", self._on_response)

    def visit(self, entry: PublicPage) -> Visit:
        """Go to a page, and do there what shows its state."""
        show_plainly(self.page)
        address = entry.address()
        if "#" in address:
            # The page may be there already, and is not loaded again for a fragment.
            self.page.goto("about:blank")
        self._context.clear_cookies()
        self._complaints.messages.clear()
        self._documents.clear()
        self._let_scripts_run(allowed=self._scripts)
        if entry.applicant:
            self._let_in(entry.applicant)
        with closed(entry.applicant) if entry.is_closed else nullcontext():
            self.page.goto(address)
            entry.arrive(self.page)
        self._let_scripts_run(allowed=True)
        layout_shift = self.page.evaluate(_SETTLED) if self._scripts else 0
        document = self._documents[-1]
        assert document.status == entry.status
        return Visit(entry, self.page, document.text(), self._unexpected(entry), layout_shift)

    def close(self) -> None:
        """Close the tab."""
        self._context.close()

    def _let_in(self, applicant: str) -> None:
        """Give the right to a draft, as its link does."""
        [(name, cookie)] = grant(HttpResponse(), draft_of(applicant).public_id).cookies.items()
        self._context.add_cookies(
            [{"name": name, "value": cookie.value, "domain": "localhost", "path": cookie["path"]}]
        )

    def _on_response(self, response: Response) -> None:
        if response.request.is_navigation_request() and not 300 <= response.status < 400:
            self._documents.append(response)

    def _let_scripts_run(self, *, allowed: bool) -> None:
        if not self._scripts:
            self._devtools.send("Emulation.setScriptExecutionDisabled", {"value": not allowed})

    def _unexpected(self, entry: PublicPage) -> list[str]:
        """What was complained about, but for the failure that the page is about."""
        failure = f"status of {entry.status}"
        return [message for message in self._complaints.messages if failure not in message]


@contextmanager
def shown(page: Page, **media: Any) -> Iterator[None]:
    """Show a page in another way until the block ends, with options of ``emulate_media``."""
    page.emulate_media(**media)
    try:
        yield
    finally:
        page.emulate_media(**PLAIN)


def show_plainly(page: Page) -> None:
    """Show a page as most see it, in a wide window."""
    widen(page)
    page.emulate_media(**PLAIN)


def widen(page: Page) -> None:
    """Show a page in a wide window, if it is not."""
    width, height = WIDE
    if page.viewport_size != {"width": width, "height": height}:
        page.set_viewport_size({"width": width, "height": height})
