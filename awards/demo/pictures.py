"""The demo's pictures: abstract, drawn by code, so that they show nobody and belong to nobody."""

from __future__ import annotations

from collections.abc import Callable
from math import cos, pi, sin
from pathlib import Path
from random import Random

from PIL import Image, ImageDraw

#: In pixels. Small, since every size and format of each is made when the demo is loaded.
SIZE = (960, 640)

#: Drawn at this many times the size, so that edges come out smooth.
_SCALE = 2

_WIDTH, _HEIGHT = (side * _SCALE for side in SIZE)

#: From the ground to the brightest: the accents "lake" and "plum", and a green.
_LAKE = ("#123c4a", "#1b5a6b", "#2f7f8f", "#7fb5bb", "#e9dfc8")
_FOREST = ("#dfe8d6", "#b5cda3", "#7fa872", "#4b7f55", "#2b5540")
_PLUM = ("#3b1f3d", "#5f3360", "#8c4f84", "#c78fb5", "#f0dcc3")


def draw_all(folder: Path) -> None:
    """Write every picture that ``awards.yaml`` names to ``folder``, the same each time."""
    for name, draw in _PICTURES.items():
        picture = Image.new("RGB", (_WIDTH, _HEIGHT))
        draw(ImageDraw.Draw(picture))
        picture.resize(SIZE, Image.Resampling.LANCZOS).save(folder / f"{name}.png")


def _gathering_squares(pen: ImageDraw.ImageDraw) -> None:
    """Many small squares, scattered to the left and in order to the right."""
    random = Random(1)  # noqa: S311 - a drawing
    pen.rectangle((0, 0, _WIDTH, _HEIGHT), fill=_LAKE[0])
    step = _WIDTH // 18
    for column in range(19):
        for row in range(13):
            disorder = max(0.0, 1 - column / 11) * step
            x = column * step + random.uniform(-disorder, disorder)
            y = row * step + random.uniform(-disorder, disorder)
            side = step * 0.62
            pen.rectangle((x, y, x + side, y + side), fill=random.choice(_LAKE[1:]))


def _meeting_circles(pen: ImageDraw.ImageDraw) -> None:
    """Circles that overlap around a common middle."""
    pen.rectangle((0, 0, _WIDTH, _HEIGHT), fill=_LAKE[4])
    radius = _HEIGHT * 0.3
    for turn in range(9):
        angle = turn * 2 * pi / 9
        x, y = _WIDTH / 2 + cos(angle) * radius, _HEIGHT / 2 + sin(angle) * radius
        box = (x - radius, y - radius, x + radius, y + radius)
        pen.ellipse(box, outline=_LAKE[turn % 4], width=10 * _SCALE)
    small = radius * 0.28
    box = (_WIDTH / 2 - small, _HEIGHT / 2 - small, _WIDTH / 2 + small, _HEIGHT / 2 + small)
    pen.ellipse(box, fill=_LAKE[1])


def _hills(pen: ImageDraw.ImageDraw) -> None:
    """Soft hills, one behind the other."""
    pen.rectangle((0, 0, _WIDTH, _HEIGHT), fill="#f3eedd")
    for layer, colour in enumerate(_FOREST):
        base = _HEIGHT * (0.34 + layer * 0.14)
        line = [
            (x, base + sin(x / _WIDTH * (3 + layer) + layer * 2.1) * _HEIGHT * 0.11)
            for x in range(0, _WIDTH + 8, 8)
        ]
        pen.polygon([*line, (_WIDTH, _HEIGHT), (0, _HEIGHT)], fill=colour)


def _calming_waves(pen: ImageDraw.ImageDraw) -> None:
    """Waves that flatten into even lines."""
    pen.rectangle((0, 0, _WIDTH, _HEIGHT), fill=_LAKE[1])
    for row in range(15):
        base = (row + 0.5) * _HEIGHT / 15
        line = [
            (x, base + sin(x / 70 + row) * 60 * max(0.0, 1 - x / _WIDTH * 1.25))
            for x in range(0, _WIDTH + 6, 6)
        ]
        pen.line(line, fill=_LAKE[2 + row % 3], width=8 * _SCALE, joint="curve")


def _nested_arches(pen: ImageDraw.ImageDraw) -> None:
    """Arches that rest in one another."""
    pen.rectangle((0, 0, _WIDTH, _HEIGHT), fill=_PLUM[0])
    for middle, size in ((0.28, 0.9), (0.74, 0.62)):
        for ring in range(6):
            radius = _HEIGHT * size * (1 - ring * 0.16)
            x = _WIDTH * middle
            box = (x - radius, _HEIGHT - radius, x + radius, _HEIGHT + radius)
            pen.pieslice(box, 180, 360, fill=_PLUM[1 + ring % 4])


_PICTURES: dict[str, Callable[[ImageDraw.ImageDraw], None]] = {
    "feriejobb": _gathering_squares,
    "vittna": _meeting_circles,
    "solberga": _hills,
    "solida": _calming_waves,
    "rinkebymodellen": _nested_arches,
}
