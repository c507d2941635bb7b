"""An emblem is a winner's own: always the same, and like no other."""

from __future__ import annotations

from hashlib import sha256

import pytest
from defusedxml.ElementTree import fromstring as parse_xml  # type: ignore[import-untyped]

from awards.archive.emblem import draw_emblem

MANY = [("framsteget", 1990 + number % 40, f"vinnare-{number}") for number in range(500)]


def test_the_same_winner_always_has_the_same_emblem() -> None:
    first = draw_emblem("framsteget", 2021, "feriejobb")
    draw_emblem.cache_clear()

    assert draw_emblem("framsteget", 2021, "feriejobb") == first


@pytest.mark.parametrize(
    "other",
    [
        ("fornyelsepriset", 2021, "feriejobb"),
        ("framsteget", 2020, "feriejobb"),
        ("framsteget", None, "feriejobb"),
        ("framsteget", 2021, "vaga-anmala"),
    ],
)
def test_award_year_and_address_each_make_a_difference(other: tuple[str, int | None, str]) -> None:
    assert draw_emblem(*other) != draw_emblem("framsteget", 2021, "feriejobb")


def test_no_two_winners_look_alike() -> None:
    assert len({draw_emblem(*winner) for winner in MANY}) == len(MANY)


def test_an_emblem_is_a_small_drawing_without_style_of_its_own() -> None:
    for winner in MANY:
        drawing = draw_emblem(*winner)
        tags = {element.tag for element in parse_xml(drawing).iter()}
        assert tags == {"svg", "path", "circle"}
        assert len(drawing) < 2000
        assert "style" not in drawing


def test_an_address_never_becomes_markup() -> None:
    assert "<script" not in draw_emblem("<script>", 2021, '"><script>')


def test_the_drawing_is_kept_as_it_was_first_drawn() -> None:
    """A change of the code must not redraw the emblems of winners who were told of theirs."""
    drawing = draw_emblem("framsteget", 2021, "feriejobb")

    assert sha256(drawing.encode()).hexdigest()[:16] == "cba3e8522a1766a2"
