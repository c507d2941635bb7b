"""Everything is reached by the keyboard, in the order it is read, and shows that it is."""

from __future__ import annotations

from dataclasses import dataclass

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.whole_site.visits import shown

pytestmark = pytest.mark.django_db

#: Everything that the Tab key should reach, in order; a group of radio buttons is one stop,
#: at the one that is chosen.
_STOPS = """() => {
    const selector = "a[href], button, input, select, textarea, summary, [tabindex='0']";
    const groups = new Set();
    window.stops = [...document.querySelectorAll(selector)].filter((element) => {
        if (element.tabIndex < 0 || element.disabled || element.type === "hidden") return false;
        if (!element.checkVisibility({visibilityProperty: true})) return false;
        if (element.type !== "radio") return true;
        const checked = document.querySelector(`[name="${CSS.escape(element.name)}"]:checked`);
        if (checked) return element === checked;
        const isNew = !groups.has(element.name);
        groups.add(element.name);
        return isNew;
    });
    return window.stops.length;
}"""

#: Let the next press of the Tab key go to the first stop, wherever the focus was.
_BEGIN = """() => {
    document.body.tabIndex = -1;
    document.body.focus({preventScroll: true});
    document.body.removeAttribute("tabindex");
}"""

#: From now on, note what has focus each time the Tab key is let go.
_NOTE_STOPS = """() => {
    window.visited = [];
    document.addEventListener("keyup", () => visited.push(describe(document.activeElement)));

    function describe(element) {
        const style = getComputedStyle(element);
        const {top, bottom, left, right} = element.getBoundingClientRect();
        const [x, y] = [(left + right) / 2, (top + bottom) / 2];
        const onTop = document.elementFromPoint(x, y);
        return {
            place: window.stops.indexOf(element),
            html: element.outerHTML.slice(0, 200),
            outline: style.outlineStyle === "none" ? 0 : parseFloat(style.outlineWidth),
            seen: bottom > 0 && right > 0 && top < innerHeight && left < innerWidth,
            covered: !!onTop && !element.contains(onTop) && !onTop.contains(element)
                && !onTop.labels?.length,
        };
    }
}"""

_PLACE = "window.stops.indexOf(document.activeElement)"

_SKIP_LINK = """() => {
    const {left, top} = document.activeElement.getBoundingClientRect();
    return [document.activeElement.getAttribute("href"), left >= 0 && top >= 0];
}"""


@dataclass(frozen=True)
class Stop:
    """What the Tab key came to."""

    place: int
    html: str
    outline: float
    seen: bool
    covered: bool


def test_the_tab_key_visits_everything_in_order_and_shows_where_it_is(page: Page) -> None:
    expected: int = page.evaluate(_STOPS)
    # Or what gets focus would not be seen until the page has scrolled there.
    with shown(page, reduced_motion="reduce"):
        page.evaluate(_BEGIN)
        page.evaluate(_NOTE_STOPS)
        for _ in range(expected):
            page.keyboard.press("Tab")
        stops = [Stop(**stop) for stop in page.evaluate("visited")]
        page.keyboard.press("Tab")
        # Out of the page, or round to its beginning where the browser has nothing of its own.
        assert page.evaluate(_PLACE) in {-1, 0}
    assert [stop.place for stop in stops] == list(range(expected)), stops
    faint = [stop for stop in stops if stop.outline < 2 or not stop.seen or stop.covered]
    assert faint == [], faint


def test_the_skip_link_leads_past_the_header(page: Page) -> None:
    if page.evaluate("!document.querySelector('nav')"):
        return  # the page of a failure has nothing to skip
    page.evaluate(_BEGIN)
    page.keyboard.press("Tab")
    assert page.evaluate(_SKIP_LINK) == ["#main", True]
    page.keyboard.press("Enter")
    expect(page.locator("#main")).to_be_focused()
    page.keyboard.press("Tab")
    is_past = "!document.activeElement.closest('.site-header, .breadcrumbs, .skip-link')"
    assert page.evaluate(is_past)
