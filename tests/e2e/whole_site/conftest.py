"""The whole site on the live server, and a browser that walks through its pages.

The site is made once for the package. The tests of ``visit`` are sorted by page, so that one
load of a page serves all of them.
"""

from __future__ import annotations

from collections.abc import Iterator
from operator import attrgetter

import pytest
from django.test import override_settings
from playwright.sync_api import Browser, Page
from pytest_django.plugin import DjangoDbBlocker

from tests.e2e.live_server import ServerThread
from tests.e2e.whole_site.content import build
from tests.e2e.whole_site.pages import PAGES
from tests.e2e.whole_site.visits import Tab, Visit, widen
from tests.undone import undone_at_the_end


@pytest.fixture(scope="package")
def whole_site(server: ServerThread, django_db_blocker: DjangoDbBlocker) -> Iterator[str]:
    """The address of the site with everything that ``content`` makes; undone at the end."""
    with (
        undone_at_the_end(django_db_blocker),
        override_settings(ROOT_URLCONF="tests.e2e.whole_site.urls"),
    ):
        build()
        with server.opened() as address:
            yield address


@pytest.fixture(scope="package")
def tab(browser: Browser, whole_site: str) -> Iterator[Tab]:
    """A tab that stays open between the tests."""
    tab = Tab(browser, whole_site)
    yield tab
    tab.close()


@pytest.fixture(scope="package")
def scriptless_tab(browser: Browser, whole_site: str) -> Iterator[Tab]:
    """A tab where no script of a page is run."""
    tab = Tab(browser, whole_site, scripts=False)
    yield tab
    tab.close()


@pytest.fixture(scope="package", params=PAGES, ids=attrgetter("name"))
def visit(request: pytest.FixtureRequest, tab: Tab) -> Visit:
    """Each page in turn, as it has loaded."""
    return tab.visit(request.param)


@pytest.fixture
def page(visit: Visit) -> Page:
    """The page that is visited, in a wide window; tests that show it otherwise put that right."""
    widen(visit.page)
    return visit.page
