"""Print, less motion and forced colours: each page serves those who read it in other ways."""

from __future__ import annotations

from typing import Literal

import pytest
from playwright.sync_api import Page

from tests.e2e.whole_site.pages import find
from tests.e2e.whole_site.visits import Tab, shown

pytestmark = pytest.mark.django_db

_VISIBLE = """(selector) => [...document.querySelectorAll(selector)]
    .filter((element) => element.checkVisibility({visibilityProperty: true}))
    .map((element) => element.outerHTML.slice(0, 200))"""

_HIDDEN_YEARS = """() => [...document.querySelectorAll(".archive-year li a")]
    .filter((link) => !link.getClientRects().length)
    .map((link) => link.outerHTML)"""

_MOVING = """() => {
    const moves = (times) => times.split(",").some((time) => parseFloat(time) > 0);
    return [...document.querySelectorAll("*")]
        .flatMap((element) => ["", "::before", "::after"].map((part) => [element, part]))
        .filter(([element, part]) => {
            const style = getComputedStyle(element, part || null);
            return moves(style.transitionDuration) || moves(style.animationDuration)
                || style.scrollBehavior === "smooth";
        })
        .map(([element, part]) => `${element.outerHTML.slice(0, 100)} ${part}`);
}"""

#: Buttons, and links that look like buttons, that only their colours would tell from the page.
_UNMARKED = """() => [...document.querySelectorAll("button, .button, input, textarea, select")]
    .filter((element) => element.checkVisibility({visibilityProperty: true}))
    .filter((element) => !["hidden", "radio", "checkbox"].includes(element.type))
    .filter((element) => !element.closest(".trap"))
    .filter((element) => {
        const {borderBlockEndStyle, borderBlockEndWidth, textDecorationLine} =
            getComputedStyle(element);
        const hasBorder = borderBlockEndStyle !== "none" && parseFloat(borderBlockEndWidth) >= 1;
        const hasArrow = getComputedStyle(element, "::after").borderBlockEndStyle === "solid";
        return !hasBorder && !hasArrow && !textDecorationLine.includes("underline");
    })
    .map((element) => element.outerHTML)"""

#: The outline of each stop of the Tab key: its width, and its contrast to what is around it.
_OUTLINES = """() => {
    const selector = "a[href], button, input, select, textarea, summary";
    const paint = document.createElement("canvas").getContext("2d", {willReadFrequently: true});
    return [...document.querySelectorAll(selector)]
        .filter((element) => element.tabIndex >= 0 && element.type !== "hidden")
        .filter((element) => element.checkVisibility({visibilityProperty: true}))
        .map((element) => {
            element.focus({preventScroll: true});
            const style = getComputedStyle(element);
            const isInside = parseFloat(style.outlineOffset) < 0;
            const ground = groundOf(isInside ? element : element.parentElement);
            return {
                html: element.outerHTML.slice(0, 200),
                width: style.outlineStyle === "none" ? 0 : parseFloat(style.outlineWidth),
                contrast: contrast(rgba(style.outlineColor), ground),
            };
        });

    function rgba(colour) {
        paint.clearRect(0, 0, 1, 1);
        paint.fillStyle = colour;
        paint.fillRect(0, 0, 1, 1);
        return [...paint.getImageData(0, 0, 1, 1).data];
    }
    function groundOf(element) {
        for (let at = element; at; at = at.parentElement) {
            const colour = rgba(getComputedStyle(at).backgroundColor);
            if (colour[3] === 255) return colour;
        }
        return [255, 255, 255, 255];
    }
    function luminance(colour) {
        const [red, green, blue] = colour.slice(0, 3).map((channel) => {
            const share = channel / 255;
            return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
        });
        return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
    }
    function contrast(one, other) {
        const [dark, light] = [luminance(one), luminance(other)].sort((a, b) => a - b);
        return (light + 0.05) / (dark + 0.05);
    }
}"""


def _found(page: Page, script: str, argument: str | None = None) -> list[str]:
    found: list[str] = page.evaluate(script, argument)
    return found


def test_print_shows_all_of_the_content_and_nothing_else(page: Page) -> None:
    with shown(page, media="print"):
        # The button of a year is its heading too.
        assert _found(page, _VISIBLE, "nav, .skip-link, .button, button:not(h3 > *)") == []
        assert _found(page, _HIDDEN_YEARS) == []
        assert len(_found(page, _VISIBLE, "h1")) == 1


@pytest.mark.parametrize("name", ["award open", "year with winners", "winner with everything"])
def test_what_is_kept_on_paper_prints(tab: Tab, name: str) -> None:
    page = tab.visit(find(name)).page
    assert page.pdf(format="A4").startswith(b"%PDF-")


def test_nothing_moves_for_those_who_ask_for_less_motion(page: Page) -> None:
    with shown(page, reduced_motion="reduce"):
        moving = _found(page, _MOVING)
    assert moving == [], "\n".join(moving)


def test_forced_colours_keep_buttons_and_focus_visible(page: Page) -> None:
    with shown(page, forced_colors="active"):
        unmarked = _found(page, _UNMARKED)
        page.keyboard.press("Tab")
        outlines = page.evaluate(_OUTLINES)
    assert unmarked == [], "\n".join(unmarked)
    assert [outline for outline in outlines if outline["width"] < 2] == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_focus_stands_out(page: Page, scheme: Literal["light", "dark"]) -> None:
    """At least 3:1 to what is around it (WCAG 2.2, 1.4.11)."""
    with shown(page, color_scheme=scheme):
        page.keyboard.press("Tab")
        outlines = page.evaluate(_OUTLINES)
    assert [o for o in outlines if o["width"] < 2 or o["contrast"] < 3] == []
