"""The table of pages: every type that a visitor can meet, in every state."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from playwright.sync_api import Page

from awards.domain.questions import definition_of
from home.enums import FeedbackKind
from tests.e2e.live_server import at_rest
from tests.e2e.whole_site.applicants import (
    FORM,
    closed,
    draft_of,
    expired_link,
    form_of,
    link_of_deleted,
    not_eligible,
)

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


def _press_first(page: Page) -> None:
    with page.expect_navigation():
        page.locator("main form").first.locator("button:not(.visually-hidden)").first.click()


def _press_last(page: Page) -> None:
    with page.expect_navigation():
        page.locator("main form").last.locator("button").last.click()


def _go_on(page: Page) -> None:
    with page.expect_navigation():
        page.locator("main .buttons button").first.click()


def _can_take_part(page: Page) -> None:
    page.locator("[type=radio][value=yes]").check()
    _press_first(page)


def _begin_with_nothing(page: Page) -> None:
    _can_take_part(page)
    _press_first(page)


def _press_too_late(name: str) -> Callable[[Page], None]:
    def press(page: Page) -> None:
        with closed(name):
            _press_first(page)

    return press


def _lose_the_right(page: Page) -> None:
    page.locator("textarea").first.fill("Vi provade något nytt.\n\nDet gick bra.")
    page.context.clear_cookies()
    _go_on(page)


@dataclass(frozen=True)
class PublicPage:
    """A page in a state."""

    name: str
    #: Its path, or what finds it in the database.
    path: str | Callable[[], str]
    #: What a visitor does at the address to see the state.
    arrive: Callable[[Page], None] = _stay
    #: The status that the state is answered with.
    status: int = 200
    #: Whether the page can't do without a cookie; only one that asks for a password can't.
    needs_cookie: bool = False
    #: The applicant whose page it is (see ``applicants``), for whom the time may be over.
    applicant: str = ""
    is_closed: bool = False

    @at_rest()
    def address(self) -> str:
        """The path, once the site is made."""
        return self.path if isinstance(self.path, str) else self.path()


def _of_form(name: str, place: str, **facts: Any) -> PublicPage:
    """A page that anybody may open of the form that is filled in."""
    return PublicPage(name, lambda: f"/ansok/formular/{form_of(FORM).pk}/{place}/", **facts)


def _of(applicant: str, name: str, place: str = "", **facts: Any) -> PublicPage:
    """A page of an applicant's draft."""
    return PublicPage(
        name,
        lambda: f"/ansok/{draft_of(applicant).public_id}/{place}",
        applicant=applicant,
        **{"needs_cookie": True} | facts,
    )


_FULL = "/priser/fornyelsepriset"
_LONG = "/priser/langt"
_TEXTS, _FILES = "steg/bidraget", "steg/bilagor"


def _long_step() -> str:
    draft = draft_of("long")
    return reverse("apply:step", args=[draft.public_id, definition_of(draft.form).steps[0].key])


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
    PublicPage("form with long names", f"{_LONG}/2022/ansokan/"),
    _of_form("questions", "fragor"),
    _of_form("eligibility", "villkor"),
    _of_form("eligibility with errors", "villkor", arrive=_press_first, status=422),
    PublicPage("not eligible", not_eligible),
    _of_form("begin", "villkor", arrive=_can_take_part),
    _of_form("begin with errors", "villkor", arrive=_begin_with_nothing, status=422),
    _of_form("ask for link", "lank"),
    _of_form("ask for link with errors", "lank", arrive=_press_first, status=422),
    _of_form("link sent", "lank/skickad"),
    PublicPage("link forged", "/ansok/lank/avklippt/", status=404),
    PublicPage("link expired", expired_link, status=410),
    PublicPage("link to what is deleted", link_of_deleted, status=410),
    _of("new", "tasks not done"),
    _of("begun", "tasks some done"),
    _of("filled", "tasks done"),
    _of("taken away", "tasks with a question taken away"),
    _of("extended", "tasks extended", is_closed=True),
    _of("supplemented", "tasks of a supplement"),
    _of("changed", "tasks after sending"),
    _of("new", "step empty", f"{_TEXTS}/"),
    _of("wrong", "step with errors", f"{_TEXTS}/", arrive=_go_on, status=422),
    _of("filled", "step filled", f"{_TEXTS}/"),
    _of("new", "files empty", f"{_FILES}/"),
    _of("wrong", "files with errors", f"{_FILES}/", arrive=_go_on, status=422),
    _of("filled", "files filled", f"{_FILES}/"),
    _of("waiting", "files being prepared", f"{_FILES}/?check=1"),
    _of("unreadable", "files unreadable", f"{_FILES}/", arrive=_go_on, status=422),
    PublicPage(
        "step with long names",
        _long_step,
        arrive=_go_on,
        status=422,
        needs_cookie=True,
        applicant="long",
    ),
    _of("begun", "check", "kontrollera/"),
    _of("begun", "check with errors", "kontrollera/", arrive=_press_first, status=422),
    _of("filled", "check complete", "kontrollera/"),
    _of("long", "check with long names", "kontrollera/", arrive=_press_first, status=422),
    _of("filled", "check closed", "kontrollera/", is_closed=True),
    _of("sent", "check closed after sending", "kontrollera/", is_closed=True),
    _of("late", "check too late", "kontrollera/", arrive=_press_too_late("late"), status=403),
    _of("sent", "sent", "skickat/"),
    _of("sent", "sent and closed", "skickat/", is_closed=True),
    _of("changed", "sent with changes", "skickat/"),
    _of("withdrawn", "sent and taken back", "skickat/"),
    _of("supplemented", "sent with a supplement", "skickat/"),
    _of("sent", "receipt", "kopia/"),
    _of("sent", "take back", "ta-tillbaka/"),
    _of("sent", "take back closed", "ta-tillbaka/", is_closed=True),
    _of(
        "sent late",
        "take back too late",
        "ta-tillbaka/",
        arrive=_press_too_late("sent late"),
        status=403,
    ),
    _of("new", "delete", "radera/"),
    _of("deleting", "deleted", "radera/", arrive=_press_first, needs_cookie=False),
    _of("leaving", "left", arrive=_press_last, needs_cookie=False),
    _of(
        "without right",
        "no right",
        f"{_TEXTS}/",
        arrive=_lose_the_right,
        status=403,
        needs_cookie=False,
    ),
    PublicPage("too large", "/fel/413/", status=413),
    PublicPage("organisations", "/organisationer/"),
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
