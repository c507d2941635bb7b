"""The browser and the server that the other tests here stand on."""

from playwright.sync_api import Page


def test_the_browser_reaches_the_site(page: Page) -> None:
    response = page.goto("/admin/login/")
    assert response is not None
    assert response.status == 200
    assert page.locator("html").get_attribute("lang") == "sv"
