"""A visitor is asked for nothing and told on to nobody."""

import pytest
from playwright.sync_api import Page

from tests.e2e.whole_site.visits import Visit

pytestmark = pytest.mark.django_db


def test_the_browser_has_nothing_to_complain_about(visit: Visit) -> None:
    """No request to another host, no violation of the policy, no error of a script."""
    assert visit.complaints == []


def test_nothing_is_stored_in_the_browser(visit: Visit, page: Page) -> None:
    assert bool(page.context.cookies()) == visit.entry.needs_cookie
    assert page.evaluate("localStorage.length + sessionStorage.length") == 0
