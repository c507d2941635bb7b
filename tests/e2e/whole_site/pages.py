"""The table of pages: every type that a visitor can meet, in every state."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from playwright.sync_api import Page

from home.enums import FeedbackKind

FEEDBACK = "/synpunkter/"


def _stay(page: Page) -> None:
    """Nothing to do: the address alone shows the state."""


def _open_all_years(page: Page) -> None:
    closed = page.locator(".archive-year button[aria-expanded=false]")
    while closed.count():
        closed.first.click()


def _send_nothing(page: Page) -> None:
    with page.expect_navigation():
        page.locator("main form [type=submit]").click()


def _send_feedback(page: Page) -> None:
    page.locator(f"[name=kind][value={FeedbackKind.OTHER}]").check()
    page.locator("[name=message]").fill("Texten är svår att läsa.")
    with page.expect_navigation():
        page.locator("main form [type=submit]").click()


@dataclass(frozen=True)
class PublicPage:
    """A page in a state."""

    name: str
    path: str
    #: What a visitor does at the address to see the state.
    arrive: Callable[[Page], None] = _stay
    #: The status that the state is answered with.
    status: int = 200
    #: Whether the page can't do without a cookie; only one that asks for a password can't.
    needs_cookie: bool = False


_FULL = "/priser/fornyelsepriset"
_LONG = "/priser/langt"

PAGES = (
    PublicPage("home", "/"),
    PublicPage("standard", "/om/"),
    PublicPage("standard without text", "/personuppgifter/"),
    PublicPage("standard behind a password", "/skyddad/", needs_cookie=True),
    PublicPage("accessibility statement", "/tillganglighet/"),
    PublicPage("feedback empty", FEEDBACK),
    PublicPage("feedback with errors", FEEDBACK, arrive=_send_nothing, status=422),
    PublicPage("feedback sent", FEEDBACK, arrive=_send_feedback),
    PublicPage("search empty", "/sok/"),
    PublicPage("search without hits", "/sok/?q=xyzzy"),
    PublicPage("search with hits", "/sok/?q=enklare"),
    PublicPage("search with pages of hits", "/sok/?q=flitigt"),
    PublicPage("award index", "/priser/"),
    PublicPage("award open", f"{_FULL}/"),
    PublicPage("award with all years open", f"{_FULL}/", arrive=_open_all_years),
    PublicPage("award upcoming", "/priser/upcoming/"),
    PublicPage("award extended", "/priser/extended/"),
    PublicPage("award closed", "/priser/closed/"),
    PublicPage("award unscheduled", "/priser/unscheduled/"),
    PublicPage("award without years", "/priser/utan-ar/"),
    PublicPage("award discontinued", "/priser/nedlagt/"),
    PublicPage("award with hidden winners", "/priser/hemligt/"),
    PublicPage("award with long names", f"{_LONG}/"),
    PublicPage("year open", f"{_FULL}/2024/"),
    PublicPage("year with winners", f"{_FULL}/2023/"),
    PublicPage("year unknown", f"{_FULL}/okant-ar/"),
    PublicPage("year with hidden winners", "/priser/hemligt/2024/"),
    PublicPage("year with long names", f"{_LONG}/2021/"),
    PublicPage("jury", f"{_FULL}/2024/jury/"),
    PublicPage("jury with long names", f"{_LONG}/2022/jury/"),
    PublicPage("winner with everything", f"{_FULL}/okant-ar/med-bild/"),
    PublicPage("winner without picture", f"{_FULL}/okant-ar/utan-bild/"),
    PublicPage("special mention", f"{_FULL}/okant-ar/omnamnd/"),
    PublicPage("winners together", f"{_FULL}/2019/tillsammans/"),
    PublicPage("winner without citation", f"{_FULL}/2019/utan-motivering/"),
    PublicPage("winner with film", f"{_FULL}/2019/med-film/"),
    PublicPage("winner with silent film", f"{_FULL}/2019/med-stumfilm/"),
    PublicPage("winner with long names", f"{_LONG}/2021/langt/"),
    PublicPage("form open", f"{_FULL}/2024/ansokan/"),
    PublicPage("form upcoming", "/priser/upcoming/2022/ansokan/"),
    PublicPage("form extended", "/priser/extended/2022/ansokan/"),
    PublicPage("form closed", "/priser/closed/2022/ansokan/"),
    PublicPage("form unscheduled", "/priser/unscheduled/2022/ansokan/"),
    PublicPage("organisation", "/organisationer/aldreforvaltningen/"),
    PublicPage("organisation succeeded", "/organisationer/hemtjanstforvaltningen/"),
    PublicPage("organisation with pages", "/organisationer/den-flitiga-forvaltningen/?sida=2"),
    PublicPage("organisation without awards", "/organisationer/utan-utmarkelser/"),
    PublicPage("refused", "/fel/403/", status=403),
    PublicPage("sending refused", "/fel/403-csrf/", status=403),
    PublicPage("not found", "/finns-inte/", status=404),
    PublicPage("failed", "/fel/500/", status=500),
)


def find(name: str) -> PublicPage:
    """The page of that name."""
    [page] = [page for page in PAGES if page.name == name]
    return page
