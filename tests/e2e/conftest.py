"""A real browser, and a server that shows it what the test has in its own transaction."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from threading import RLock
from typing import TYPE_CHECKING, Any
from unittest.mock import patch
from urllib.parse import urlsplit

import pytest
from django.core.servers.basehttp import ThreadedWSGIServer
from django.db import DEFAULT_DB_ALIAS, connections
from django.db.backends.base.base import BaseDatabaseWrapper
from django.test.testcases import LiveServerThread
from playwright.sync_api import Browser, ConsoleMessage, Page, Request, sync_playwright
from wagtail.models import Site

from tests.e2e.stylesheet import with_one_stylesheet
from tests.programs import require
from tests.services.processes import free_port

if TYPE_CHECKING:
    from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

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

#: Held by whoever uses the connection that the test and the server share.
_TURN = RLock()


@contextmanager
def at_rest() -> Iterator[None]:
    """Let requests wait for a block or a function of a test that uses the database.

    A browser asks for more than a test can see: scripts save, and pages have icons.
    """
    with _TURN:
        yield


class _OneAtATime:
    """The site, answering one request at a time: all of them share the test's connection.

    Between tests it is closed, so that no request of one meets the transaction of the next.
    """

    def __init__(self, site: WSGIApplication) -> None:
        self._site = site
        self._open = False

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        with _TURN:
            if self._open:
                return self._site(environ, start_response)
        start_response("503 Service Unavailable", [])
        return []

    @contextmanager
    def opened(self) -> Iterator[None]:
        """Answer requests until the block ends, and end the one that is being answered."""
        self._open = True
        try:
            yield
        finally:
            with _TURN:
                self._open = False


class _Server(ThreadedWSGIServer):
    """Django's live server, which must not close the connection that is the test's own."""

    def _close_connections(self) -> None:
        pass


class ServerThread(LiveServerThread):
    """Runs the server with the site's uploads; static files come from whitenoise."""

    server_class = _Server

    site: _OneAtATime

    def __init__(self, shared: BaseDatabaseWrapper) -> None:
        # Django's types ask for a handler of its own; any application will do.
        handler: Any = self._make_site
        super().__init__("localhost", handler, {shared.alias: shared}, free_port())
        self.daemon = True

    def _make_site(self, site: WSGIApplication) -> WSGIApplication:
        self.site = _OneAtATime(site)
        return with_one_stylesheet(self.site)

    @contextmanager
    def opened(self) -> Iterator[str]:
        """Show the default site until the block ends; gives its address without a final slash."""
        Site.objects.filter(is_default_site=True).update(hostname="localhost", port=self.port)
        Site.clear_site_root_paths_cache()
        with self.site.opened():
            yield f"http://localhost:{self.port}"


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

    def forgive(self, *statuses: int) -> None:
        """Expect answers with some statuses, whenever the browser tells of them."""
        self.forgiven |= {f"status of {status}" for status in statuses}

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
    browser: Browser, address: str, complaints: Complaints
) -> Iterator[Callable[..., Page]]:
    """Make pages with options of Playwright's ``new_context``, such as ``java_script_enabled``."""
    contexts = []

    def make(**options: Any) -> Page:
        context = browser.new_context(
            **{"base_url": address, "locale": "sv-SE", "timezone_id": "Europe/Stockholm"} | options
        )
        context.set_default_timeout(10_000)
        contexts.append(context)
        page = context.new_page()
        complaints.watch(page)
        return page

    yield make
    for context in contexts:
        context.close()


@pytest.fixture
def page(new_page: Callable[..., Page]) -> Page:
    """A fresh page at 1280 × 800 in Swedish; ``page.goto("/")`` goes to the site."""
    return new_page(viewport={"width": 1280, "height": 800})
