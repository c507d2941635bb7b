"""The HTML part of a mail, as a reader of mail shows it: by itself, and in both colour schemes."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser

from cms.mail_layout import as_html
from tests.e2e.judges import axe_violations

LINK = f"https://awards.example.org/ansok/lank/{'a' * 120}/"
TEXT = f"Framsteget 2026\n\nHej!\nSvara här:\n\n{LINK}\n\nKontakt\nEva Ek\nframsteget@example.se"


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_a_mail_is_read_by_everybody_and_fetches_nothing(browser: Browser, scheme: str) -> None:
    context = browser.new_context(
        viewport={"width": 320, "height": 640},
        color_scheme="dark" if scheme == "dark" else "light",
    )
    page = context.new_page()
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))

    page.set_content(as_html(TEXT, subject="FRA-2026-0001: vi behöver något mer", links=[LINK]))

    width = page.evaluate("document.documentElement.scrollWidth")
    ink = page.evaluate("getComputedStyle(document.body).color")
    # Axe takes the paper for white where the reader's own is dark.
    violations = axe_violations(page) if scheme == "light" else []
    context.close()
    assert (violations, width, asked) == ([], 320, [])
    assert ink == ("rgb(255, 255, 255)" if scheme == "dark" else "rgb(0, 0, 0)")
