"""Text that is enlarged, spaced out or shown in a narrow window is still whole.

WCAG 2.2: 1.4.4 resizing, 1.4.10 reflow and 1.4.12 text spacing.
"""

from __future__ import annotations

import pytest
from playwright.sync_api import Page

from tests.e2e.whole_site.visits import NARROW

pytestmark = pytest.mark.django_db

#: What sticks out of the window, save what is meant to be out of sight until it gets focus.
_TOO_WIDE = """() => {
    const width = document.documentElement.clientWidth;
    const page = document.scrollingElement;
    const found = page.scrollWidth > width ? [`the page is ${page.scrollWidth} px wide`] : [];
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    while (walker.nextNode()) {
        const text = walker.currentNode;
        const element = text.parentElement;
        if (!text.data.trim() || !element.checkVisibility({visibilityProperty: true})) continue;
        if (element.closest(".visually-hidden, .skip-link, .trap, script, style")) continue;
        const range = document.createRange();
        range.selectNodeContents(text);
        const {left, right} = range.getBoundingClientRect();
        if (left < -1 || right > width + 1) found.push(`${text.data.trim()} (${left}–${right})`);
    }
    return found;
}"""

#: The spacing that a reader may choose (WCAG 2.2, 1.4.12).
_SPACE_OUT = """() => {
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(`
        * {
            line-height: 1.5 !important;
            letter-spacing: 0.12em !important;
            word-spacing: 0.16em !important;
        }
        p { margin-block-end: 2em !important; }
    `);
    document.adoptedStyleSheets.push(sheet);
}"""
_UNDO_SPACING = "() => void document.adoptedStyleSheets.pop()"

#: Boxes whose text is cut off, or runs out of a box that does not grow.
_CUT_OFF = """() => [...document.body.querySelectorAll("*")].filter((element) => {
    if (!element.checkVisibility({visibilityProperty: true})) return false;
    if (element.closest(".visually-hidden, .skip-link, .trap, textarea, input, svg")) return false;
    if (!element.textContent.trim() || getComputedStyle(element).display.startsWith("inline")) {
        return false;
    }
    return element.scrollHeight > element.clientHeight + 2
        || element.scrollWidth > element.clientWidth + 2;
}).map((element) => `${element.outerHTML.slice(0, 200)}: ${element.scrollWidth} × ${
    element.scrollHeight} in ${element.clientWidth} × ${element.clientHeight}`)"""


def _found(page: Page, script: str) -> list[str]:
    found: list[str] = page.evaluate(script)
    return found


def test_a_narrow_window_needs_no_scrolling_sideways(page: Page) -> None:
    """320 × 256 is a window of 1280 × 1024 enlarged to 400 %."""
    page.set_viewport_size({"width": NARROW[0], "height": NARROW[1]})
    too_wide = _found(page, _TOO_WIDE)
    assert too_wide == [], "\n".join(too_wide)


@pytest.mark.parametrize("width", [1280, 320])
def test_spaced_out_text_is_whole(page: Page, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 800})
    page.evaluate(_SPACE_OUT)
    try:
        problems = _found(page, _TOO_WIDE) + _found(page, _CUT_OFF)
    finally:
        page.evaluate(_UNDO_SPACING)
    assert problems == [], "\n".join(problems)
