"""Pictures have their place before they have loaded, so that nothing moves under the reader."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page

from tests.e2e.whole_site.visits import Visit

pytestmark = pytest.mark.django_db

_UNSIZED = """() => [...document.images]
    .filter((image) => !image.hasAttribute("alt") || !(image.getAttribute("width") > 0)
        || !(image.getAttribute("height") > 0))
    .map((image) => image.outerHTML)"""

#: Each picture, once it has loaded, and how much wider or higher it is than it said.
_MISSHAPEN = """async () => {
    const found = await Promise.all([...document.images].map(async (image) => {
        image.loading = "eager";
        try {
            await image.decode();
        } catch {
            return `not loaded: ${image.currentSrc || image.src}`;
        }
        const said = image.getAttribute("width") / image.getAttribute("height");
        const is = image.naturalWidth / image.naturalHeight;
        return Math.abs(said / is - 1) > 0.02 ? `${image.outerHTML}: ${said} is ${is}` : "";
    }));
    return found.filter(Boolean);
}"""


def test_pictures_tell_their_size_and_what_they_show(page: Page) -> None:
    assert page.evaluate(_UNSIZED) == []
    assert page.evaluate(_MISSHAPEN) == []


def test_the_layout_does_not_shift(visit: Visit) -> None:
    assert visit.layout_shift < 0.01
