"""A page is light: at most 80 kB compressed before pictures, and at most 10 kB of scripts."""

from __future__ import annotations

import re

import brotli
import pytest
from django.test import Client

from cms.stylesheets import STYLESHEET, flat_stylesheet, static_file
from tests.factories import (
    AwardFactory,
    AwardYearFactory,
    JuryFactory,
    WinnerFactory,
)

pytestmark = pytest.mark.django_db

#: A citation as long as the longest of those that the city has published.
CITATION = (
    "Arbetet tog sin början i en fråga från dem som verksamheten är till för, och svaret blev ett "
    "nytt sätt att arbeta tillsammans över gränser som tidigare hindrade. Juryn fäster vikt vid "
    "modet att pröva, vid tålamodet att mäta och vid viljan att dela med sig av det som inte gick "
    "som det var tänkt. Resultatet märks varje dag: väntan har blivit kortare, tryggheten större "
    "och handläggningen enklare, och flera andra förvaltningar har redan börjat göra likadant."
)


@pytest.fixture(scope="module")
def award_page(module_db: None) -> str:
    """The page of an award with six years, twenty winners and a jury."""
    award = AwardFactory.create(title="Framsteget")
    for number, winners in enumerate((2, 3, 3, 4, 4, 4)):
        year = AwardYearFactory.create(parent=award, year=2017 + number)
        for _ in range(winners):
            WinnerFactory.create(parent=year, citation=CITATION)
    JuryFactory.create(parent=year)
    return Client().get(award.get_url()).content.decode()


def test_an_award_page_weighs_at_most_80_kb_before_pictures(award_page: str) -> None:
    fonts = _linked(award_page, "fonts/")
    parts = [award_page.encode(), flat_stylesheet().encode(), *_scripts(award_page)]

    weight = sum(len(brotli.compress(part)) for part in parts) + sum(map(_size, fonts))

    assert fonts == ["fonts/prize-serif.woff2", "fonts/prize-sans.woff2"]
    assert weight <= 80_000


def test_scripts_weigh_at_most_10_kb(award_page: str) -> None:
    scripts = _scripts(award_page)

    assert len(scripts) == 1
    assert sum(map(len, scripts)) <= 10_000


def test_a_page_links_one_stylesheet(award_page: str) -> None:
    assert _linked(award_page, "css/") == [STYLESHEET]


def test_only_two_of_the_fonts_are_for_plain_swedish() -> None:
    css = static_file("css/fonts.css").read_text()
    fonts = re.findall(r'url\("\.\./(fonts/[\w-]+\.woff2)"\)', css)
    ranges = re.findall(r"unicode-range: (.*);", css)

    plain = [font for font, letters in zip(fonts, ranges, strict=True) if "U+0-FF" in letters]

    assert plain == ["fonts/prize-serif.woff2", "fonts/prize-sans.woff2"]


def _linked(html: str, folder: str) -> list[str]:
    """The static files of a folder that a page links, in order."""
    return re.findall(rf'(?:href|src)="/static/({folder}[\w./-]+)"', html)


def _scripts(html: str) -> list[bytes]:
    return [static_file(name).read_bytes() for name in _linked(html, "js/")]


def _size(name: str) -> int:
    return static_file(name).stat().st_size
