"""A visitor finds the way from the front page to a winner and on, with scripts and without."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.e2e.waiting import PATIENCE

pytestmark = pytest.mark.django_db


@pytest.fixture(params=[True, False], ids=["with scripts", "without scripts"])
def visitor(request: pytest.FixtureRequest, browser: Browser, whole_site: str) -> Iterator[Page]:
    context = browser.new_context(
        base_url=whole_site, locale="sv-SE", java_script_enabled=request.param
    )
    context.set_default_timeout(PATIENCE)
    yield context.new_page()
    context.close()


def _follow(page: Page, name: str) -> None:
    page.get_by_role("main").get_by_role("link", name=name, exact=True).first.click()


def test_from_the_front_page_to_a_winner_and_its_organisation(visitor: Page) -> None:
    visitor.goto("/")
    _follow(visitor, "Förnyelsepriset")
    expect(visitor.locator("h1")).to_have_text("Förnyelsepriset")
    _follow(visitor, "Enklare ansökan 2023")
    expect(visitor.locator("h1")).to_have_text("Enklare ansökan 2023")
    visitor.locator("a[rel=next]").click()
    expect(visitor.locator("h1")).to_have_text("Kortare väntan 2023")
    organisation = visitor.get_by_role("main").get_by_role("link", name="Stadsdelsförvaltning")
    name = organisation.inner_text()
    organisation.click()
    expect(visitor.locator("h1")).to_have_text(name)
    _follow(visitor, "Kortare väntan 2023")
    visitor.locator(".breadcrumbs").get_by_role("link", name="Priser", exact=True).click()
    expect(visitor).to_have_url(re.compile("/priser/$"))


def test_from_the_front_page_by_search(visitor: Page) -> None:
    visitor.goto("/")
    visitor.locator(".site-header a[href='/sok/']").click()
    visitor.locator("#q").fill("statyetten dagverksamheten")
    visitor.keyboard.press("Enter")
    expect(visitor.locator("main .notice")).to_be_visible()
    visitor.locator("#q").fill("enklare")
    visitor.locator("main form [type=submit]").click()
    _follow(visitor, "Enklare ansökan 2021")
    expect(visitor.locator("h1")).to_have_text("Enklare ansökan 2021")


def test_a_visitor_reports_a_problem(visitor: Page) -> None:
    visitor.goto("/")
    visitor.locator(".site-footer a[href='/synpunkter/']").click()
    visitor.locator("[name=message]").fill("Knappen syns inte.\nInte alls.")
    with visitor.expect_navigation():
        visitor.locator("main form [type=submit]").click()
    expect(visitor.locator("[role=alert]")).to_be_visible()
    expect(visitor.locator("[name=message]")).to_have_value("Knappen syns inte.\nInte alls.")
    visitor.locator("[name=kind]").first.check()
    with visitor.expect_navigation():
        visitor.locator("main form [type=submit]").click()
    expect(visitor).to_have_url(re.compile("/tack/$"))
    assert visitor.context.cookies() == []


def test_a_visitor_reads_about_accessibility(visitor: Page) -> None:
    visitor.goto("/")
    visitor.locator(".site-footer a[href='/tillganglighet/']").click()
    _follow(visitor, "Berätta vad som inte fungerar")
    expect(visitor.locator("[name=message]")).to_be_editable()
