"""Earlier winners: open without scripts and on paper, an accordion by year otherwise."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from awards.models import AwardPage
from tests.factories import AwardFactory, AwardYearFactory, WinnerFactory

pytestmark = pytest.mark.django_db

_OPEN_YEARS = ".archive-year button[aria-expanded=true]"


@pytest.fixture
def award() -> AwardPage:
    """An award with winners in 2022 (shown large), 2021, 2020 and an unknown year."""
    award = AwardFactory.create(title="Framsteget")
    for year in (2020, 2021, 2022, None):
        WinnerFactory.create(
            parent=AwardYearFactory.create(parent=award, year=year), title=f"Vinnare {year}"
        )
    return award


def test_the_newest_year_is_open_and_the_others_closed(page: Page, award: AwardPage) -> None:
    page.goto(award.get_url())

    _expect_open_years(page, "2021")


def test_a_heading_opens_and_closes_its_year(page: Page, award: AwardPage) -> None:
    page.goto(award.get_url())
    year = page.get_by_role("heading", name="2020").get_by_role("button")

    year.press("Enter")
    _expect_open_years(page, "2021", "2020")
    expect(page.get_by_text("Vinnare 2020")).to_be_visible()

    year.press("Enter")
    _expect_open_years(page, "2021")
    expect(page.get_by_text("Vinnare 2020")).not_to_be_visible()


def test_an_address_opens_its_year(page: Page, award: AwardPage) -> None:
    page.goto(f"{award.get_url()}#2020")

    _expect_open_years(page, "2021", "2020")
    expect(page.get_by_role("heading", name="2020")).to_be_in_viewport()


def test_all_years_open_and_close_at_once(page: Page, award: AwardPage) -> None:
    page.goto(award.get_url())
    every = page.locator(".archive-all button")
    expect(every).to_have_attribute("aria-pressed", "false")

    every.click()
    expect(page.locator(_OPEN_YEARS)).to_have_count(3)
    expect(every).to_have_attribute("aria-pressed", "true")

    every.click()
    _expect_open_years(page)


def test_every_year_is_open_on_paper(page: Page, award: AwardPage) -> None:
    page.goto(award.get_url())
    page.emulate_media(media="print")

    for winner in ("Vinnare 2021", "Vinnare 2020", "Vinnare None"):
        expect(page.get_by_text(winner)).to_be_visible()
    expect(page.locator(".archive-all")).not_to_be_visible()
    expect(page.get_by_role("navigation")).to_have_count(0)


def test_every_year_is_open_without_scripts(
    new_page: Callable[..., Page], award: AwardPage
) -> None:
    page = new_page(java_script_enabled=False)
    page.goto(award.get_url())

    for winner in ("Vinnare 2021", "Vinnare 2020", "Vinnare None"):
        expect(page.get_by_text(winner)).to_be_visible()
    expect(page.locator(".archive-all")).not_to_be_visible()
    expect(page.locator(".archive button")).to_have_count(0)


def _expect_open_years(page: Page, *years: str) -> None:
    """Expect the headings of the years that are open, from the top."""
    expect(page.locator(_OPEN_YEARS)).to_have_text(years)
