"""Visiting a page, and everything that the browser notes while it does."""

from __future__ import annotations

from contextlib import nullcontext
from dataclasses import dataclass, field

from playwright.sync_api import Browser, Page, Response

from tests.e2e.conftest import Complaints
from tests.e2e.whole_site.applicants import closed, draft_of, link_path
from tests.e2e.whole_site.pages import PublicPage

WIDE = (1280, 800)
#: What WCAG 2.2, 1.4.10 asks of a page; the same as 1280 × 1024 at 400 %.
NARROW = (320, 256)

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
        self._context.add_init_script(_ADD_UP_SHIFTS)
        self.page = self._context.new_page()
        self._devtools = self._context.new_cdp_session(self.page)
        self._complaints = Complaints(address)
        self._complaints.watch(self.page)
        self._documents: list[Response] = []
        self.page.on("response", self._on_response)

    def visit(self, entry: PublicPage) -> Visit:
        """Go to a page, and do there what shows its state."""
        show_plainly(self.page)
        self.page.goto("about:blank")  # or an address that differs by its fragment is not loaded
        self._context.clear_cookies()
        self._complaints.messages.clear()
        self._documents.clear()
        self._let_scripts_run(allowed=self._scripts)
        if entry.applicant:
            self.page.goto(link_path(draft_of(entry.applicant).public_id))
        with closed(entry.applicant) if entry.is_closed else nullcontext():
            self.page.goto(entry.address())
            entry.arrive(self.page)
        self._let_scripts_run(allowed=True)
        layout_shift = self.page.evaluate(_SETTLED) if self._scripts else 0
        document = self._documents[-1]
        assert document.status == entry.status
        return Visit(entry, self.page, document.text(), self._unexpected(entry), layout_shift)

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
        failure = f"status of {entry.status}"
        return [message for message in self._complaints.messages if failure not in message]


def show_plainly(page: Page) -> None:
    """Show a page as most see it: in light, in a wide window, on a screen."""
    page.set_viewport_size({"width": WIDE[0], "height": WIDE[1]})
    page.emulate_media(
        media="screen",
        color_scheme="light",
        reduced_motion="no-preference",
        forced_colors="none",
    )
