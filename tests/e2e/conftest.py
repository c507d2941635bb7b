"""A real browser, and what it is shown: the site, an open form, a mailbox."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any
from unittest.mock import patch
from urllib.parse import urlsplit

import pytest
from django.core.cache import cache
from django.db import DEFAULT_DB_ALIAS, connections
from playwright.sync_api import Browser, ConsoleMessage, Page, Request, sync_playwright

from awards.models import NominationFormPage
from tests.e2e.applying import Mailbox, form_to_fill_in
from tests.e2e.live_server import ServerThread
from tests.e2e.waiting import PATIENCE
from tests.programs import require
from tests.services.mail import run_mail_server, use

# Playwright keeps an event loop running in the tests' thread; the tests themselves are not async.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"

_SWITCHES = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-dev-shm-usage",
    "--disable-sync",
    "--no-first-run",
]


#: Where Django keeps on a connection what ``serialized_rollback`` puts back.
_CONTENT = "_test_serialized_contents"


@pytest.fixture(scope="session")
def browser(django_db_setup: None) -> Iterator[Browser]:
    """Chromium, started once.

    While Playwright's event loop runs, Django gives the tests' thread another connection than
    before. What it kept on the first one goes with it: the content of the new database, which is
    put back for each test that begins with an emptied one.
    """
    executable = require("chromium", "chromium-browser", "google-chrome")
    content = getattr(connections[DEFAULT_DB_ALIAS], _CONTENT, None)
    with sync_playwright() as playwright:
        if content is not None:
            setattr(connections[DEFAULT_DB_ALIAS], _CONTENT, content)
        browser = playwright.chromium.launch(executable_path=executable, args=_SWITCHES)
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def server(browser: Browser, django_db_setup: None) -> Iterator[ServerThread]:
    """A server that is closed; ``address`` opens it for a test.

    It starts after the browser, whose start changes the connection.
    """
    connection = connections[DEFAULT_DB_ALIAS]
    connection.inc_thread_sharing()
    thread = ServerThread(connection)
    # Django closes a connection that is inside a transaction when a request begins or ends.
    with patch.object(connection, "close_if_unusable_or_obsolete"):
        thread.start()
        thread.is_ready.wait()
        if thread.error:
            raise thread.error
        yield thread
        thread.terminate()
    connection.dec_thread_sharing()


@pytest.fixture
def address(server: ServerThread, db: None) -> Iterator[str]:
    """The site's address, without a final slash; it shows what the test has created.

    The test's transaction is rolled back after it, so no hook of ``on_commit`` runs.
    """
    with server.opened() as address:
        yield address


@dataclass
class Complaints:
    """What a browser had to complain about while a test ran; a test may expect some."""

    address: str
    messages: list[str] = field(default_factory=list)
    forgiven: set[str] = field(default_factory=set)

    def watch(self, page: Page) -> None:
        """Note errors, violations of the policy and requests to other hosts."""
        page.on("console", self._on_console)
        page.on("pageerror", lambda error: self.messages.append(f"script error: {error}"))
        page.on("request", self._on_request)

    def forgive(self, *failures: int | str) -> None:
        """Expect some statuses or failures by name, whenever the browser tells of them."""
        self.forgiven |= {
            f"status of {failure}" if isinstance(failure, int) else failure for failure in failures
        }

    def unforgiven(self) -> list[str]:
        """What the test did not expect."""
        return [
            message
            for message in self.messages
            if not any(failure in message for failure in self.forgiven)
        ]

    def _on_console(self, message: ConsoleMessage) -> None:
        if message.type == "error":
            self.messages.append(f"console: {message.text}")

    def _on_request(self, request: Request) -> None:
        if urlsplit(request.url).scheme.startswith("http") and not request.url.startswith(
            self.address
        ):
            self.messages.append(f"third party: {request.url}")


@pytest.fixture
def complaints(address: str) -> Iterator[Complaints]:
    """Collects what the browser complains about; anything left at the end fails the test."""
    complaints = Complaints(address)
    yield complaints
    assert complaints.unforgiven() == []


@pytest.fixture
def new_page(
    browser: Browser, server: ServerThread, address: str, complaints: Complaints
) -> Iterator[Callable[..., Page]]:
    """Make pages with options of Playwright's ``new_context``, such as ``java_script_enabled``."""
    contexts = []

    def make(**options: Any) -> Page:
        context = browser.new_context(
            **{"base_url": address, "locale": "sv-SE", "timezone_id": "Europe/Stockholm"} | options
        )
        context.set_default_timeout(PATIENCE)
        contexts.append(context)
        page = context.new_page()
        complaints.watch(page)
        page.once("request", lambda _request: server.site.note_visit())
        return page

    yield make
    for context in contexts:
        context.close()


@pytest.fixture
def page(new_page: Callable[..., Page]) -> Page:
    """A fresh page at 1280 × 800 in Swedish; ``page.goto("/")`` goes to the site."""
    return new_page(viewport={"width": 1280, "height": 800})


@pytest.fixture
def form(address: str, settings: Any) -> NominationFormPage:
    """A form that is open on the live server, whose address mail links to."""
    cache.clear()  # what it counts would make a machine of the tests
    settings.WAGTAILADMIN_BASE_URL = address
    return form_to_fill_in()


@pytest.fixture
def mailbox(settings: Any, monkeypatch: pytest.MonkeyPatch) -> Iterator[Mailbox]:
    """What the site mails, by a mail server of the test's own."""
    with run_mail_server() as server:
        use(server, settings, monkeypatch)
        yield Mailbox(server)
