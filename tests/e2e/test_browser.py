"""The browser and the server that the other tests here stand on."""

import pytest
from playwright.sync_api import Page
from wagtail.models import Site

from tests.e2e.live_server import at_rest


def test_the_browser_reaches_the_site(page: Page) -> None:
    response = page.goto("/admin/login/")
    assert response is not None
    assert response.status == 200
    assert page.locator("html").get_attribute("lang") == "sv"


def test_a_query_beside_requests_takes_its_turn(page: Page) -> None:
    Site.objects.get()
    page.goto("/admin/login/")
    with pytest.raises(AssertionError, match="at_rest"):
        Site.objects.get()
    with at_rest():
        Site.objects.get()
