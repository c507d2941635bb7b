"""Text can be read on every ground it stands on, in light and in dark (WCAG 2.2, 1.4.3 and 1.4.11).

The colours are read from ``static/css/tokens.css``, so a new value is judged before it is seen.
"""

from __future__ import annotations

import re
from functools import cache

import pytest

from awards.enums import Accent
from cms.stylesheets import static_file

THEMES = ("light", "dark")

#: Ink and the grounds it stands on.
TEXT_PAIRS = [
    *((ink, ground) for ink in ("ink", "quiet") for ground in ("paper", "leaf")),
    *(("alert", ground) for ground in ("paper", "leaf")),
    ("paper", "ink"),
    *(
        pair
        for accent in Accent.values
        for pair in (
            (accent, "paper"),
            (accent, "leaf"),
            (accent, f"{accent}-tint"),
            ("ink", f"{accent}-tint"),
            ("quiet", f"{accent}-tint"),
            ("paper", accent),
        )
    ),
]

#: Lines that tell where something is: the edges of an input, an error and focus.
LINE_PAIRS = [(line, ground) for line in ("quiet", "alert", "ink") for ground in ("paper", "leaf")]


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize(("ink", "ground"), TEXT_PAIRS)
def test_text_stands_out_from_its_ground(ink: str, ground: str, theme: str) -> None:
    assert _contrast(ink, ground, theme) >= 4.5


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize(("line", "ground"), LINE_PAIRS)
def test_lines_that_matter_stand_out_from_their_ground(line: str, ground: str, theme: str) -> None:
    assert _contrast(line, ground, theme) >= 3


@pytest.mark.parametrize("accent", Accent.values)
def test_an_award_can_wear_every_accent(accent: str) -> None:
    rule = re.search(
        rf"\.accent-{accent} \{{([^}}]*)\}}", static_file("css/tokens.css").read_text()
    )

    assert rule is not None
    assert rule[1].split() == f"--accent: var(--{accent}); --tint: var(--{accent}-tint);".split()


def test_black_on_white_is_the_greatest_contrast() -> None:
    assert round(_luminance("#ffffff"), 3) == 1
    assert _luminance("#000000") == 0


@cache
def _colours() -> dict[str, dict[str, str]]:
    """The colour of each token in each theme; what follows for print is left out."""
    css = static_file("css/tokens.css").read_text().split("@media print")[0]
    found = re.findall(r"--([\w-]+): light-dark\((#\w{6}), (#\w{6})\);", css)
    return {name: dict(zip(THEMES, values, strict=True)) for name, *values in found}


def _contrast(first: str, second: str, theme: str) -> float:
    """The contrast ratio of two tokens, from 1 to 21, as WCAG 2.2 defines it."""
    one, other = (_luminance(_colours()[token][theme]) for token in (first, second))
    return (max(one, other) + 0.05) / (min(one, other) + 0.05)


def _luminance(colour: str) -> float:
    """The relative luminance of a colour, from 0 to 1, as WCAG 2.2 defines it."""
    shares = (int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5))
    linear = [
        share / 12.92 if share <= 0.04045 else ((share + 0.055) / 1.055) ** 2.4 for share in shares
    ]
    return sum(weight * part for weight, part in zip((0.2126, 0.7152, 0.0722), linear, strict=True))
