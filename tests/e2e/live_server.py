"""A server that shows a browser what the test has in its own transaction."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from threading import RLock, get_ident
from typing import TYPE_CHECKING, Any

from django.core.servers.basehttp import ThreadedWSGIServer
from django.db.backends.base.base import BaseDatabaseWrapper
from django.test.testcases import LiveServerThread
from wagtail.models import Site

from tests.e2e.stylesheet import with_one_stylesheet
from tests.services.processes import free_port

if TYPE_CHECKING:
    from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment


class _Turn:
    """A lock that knows whether this thread holds it."""

    def __init__(self) -> None:
        self._lock = RLock()
        self._holders: list[int] = []

    def __enter__(self) -> None:
        self._lock.acquire()
        self._holders.append(get_ident())

    def __exit__(self, *_error: object) -> None:
        self._holders.pop()
        self._lock.release()

    def is_mine(self) -> bool:
        """Whether this thread may use what all share."""
        return self._holders[-1:] == [get_ident()]


#: Held by whoever uses the connection that the test and the server share.
_TURN = _Turn()
#: Statements that Django makes by itself, around tests and blocks.
_OF_TRANSACTIONS = ("SAVEPOINT", "RELEASE", "ROLLBACK", "SET CONSTRAINTS")


@contextmanager
def at_rest() -> Iterator[None]:
    """Let requests wait for a block or a function of a test that uses the database.

    A browser asks for more than a test can see: scripts save, and pages have icons. A test that
    uses the database without this, once it has shown something to a browser, fails.
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
        self._is_visited = False

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        with _TURN:
            if self._open:
                return self._site(environ, start_response)
        start_response("503 Service Unavailable", [])
        return []

    @contextmanager
    def opened(self) -> Iterator[None]:
        """Answer requests until the block ends, and end the one that is being answered."""
        self._open, self._is_visited = True, False
        try:
            yield
        finally:
            with _TURN:
                self._open = False

    def note_visit(self) -> None:
        """Note that the test has asked for something, and so may be answered at any time."""
        self._is_visited = True

    def hold_to_turns(self, execute: Callable[..., Any], sql: str, *details: Any) -> Any:
        """Refuse a query beside a request that may be under way (see ``execute_wrapper``)."""
        is_safe = not self._is_visited or _TURN.is_mine() or sql.startswith(_OF_TRANSACTIONS)
        assert is_safe, f"Use the database in a block of at_rest(): {sql}"
        return execute(sql, *details)


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
        self._shared = shared
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
        with self._shared.execute_wrapper(self.site.hold_to_turns), self.site.opened():
            yield f"http://localhost:{self.port}"
