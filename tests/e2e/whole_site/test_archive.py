"""Earlier winners by year: opened one by one, all at once, by an address, and without a script."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.whole_site.pages import PublicPage, find
from tests.e2e.whole_site.visits import Tab

pytestmark = pytest.mark.django_db

AWARD = find("award open")


def _open_years(page: Page) -> list[str]:
    return page.locator(".archive-year:has(li a:visible)").evaluate_all(
        "years => years.map(({id}) => id)"
    )


def test_only_the_newest_year_is_open_at_first(tab: Tab) -> None:
    page = tab.visit(AWARD).page
    years = page.locator(".archive-year")
    assert years.count() > 3
    assert _open_years(page) == [years.first.get_attribute("id")]


def test_a_year_opens_and_closes_by_the_keyboard(tab: Tab) -> None:
    page = tab.visit(AWARD).page
    button = page.locator(".archive-year button").nth(1)
    links = page.locator(".archive-year").nth(1).locator("li a")
    button.focus()
    page.keyboard.press("Enter")
    expect(button).to_have_attribute("aria-expanded", "true")
    expect(links.first).to_be_visible()
    page.keyboard.press("Space")
    expect(button).to_have_attribute("aria-expanded", "false")
    expect(links.first).not_to_be_visible()


@pytest.mark.parametrize("year", ["2021", "okant-ar"])
def test_an_address_opens_its_year(tab: Tab, year: str) -> None:
    page = tab.visit(PublicPage("award at a year", f"{AWARD.path}#{year}")).page
    assert year in _open_years(page)
    expect(page.locator(f"[id='{year}']")).to_be_in_viewport()


def test_a_link_to_a_year_opens_it_on_the_page(tab: Tab) -> None:
    page = tab.visit(AWARD).page
    page.evaluate("location.hash = '#2020'")
    expect(page.locator("[id='2020'] li a").first).to_be_visible()


def test_every_year_is_open_without_the_script(scriptless_tab: Tab) -> None:
    page = scriptless_tab.visit(PublicPage("award at a year", f"{AWARD.path}#2021")).page
    ids = page.locator(".archive-year").evaluate_all("years => years.map(({id}) => id)")
    assert _open_years(page) == ids
    assert page.locator(".archive-year button").count() == 0
    expect(page.locator("[id='2021']")).to_be_in_viewport()
