"""The emblem: a seal of rays and arcs of each winner's own, drawn by code.

The drawing follows from the award, the year and the winner's address alone, so a winner keeps
its emblem for ever and no two look alike. It is line art in ``currentColor``, so it takes the
colour of wherever it stands: a page in light or dark, a printed page, a picture for sharing.
"""

from __future__ import annotations

from functools import lru_cache
from hashlib import sha256
from math import cos, sin, tau

_CENTRE = 100.0
_EDGE = 97.0


@lru_cache(maxsize=2048)
def draw_emblem(award: str, year: int | None, slug: str) -> str:
    """Return the emblem as an ``<svg>`` of less than 2 kB, hidden from screen readers.

    ``award`` and ``slug`` are the addresses of the award and the winner; an unknown ``year``
    is a year of its own. Equal arguments give equal drawings on every machine.
    """
    chance = iter(sha256(f"{award}/{year}/{slug}".encode()).digest())
    folds = 3 + next(chance) % 6
    inner = 42 + next(chance) % 14
    parts = [
        _rays(folds * ((24 + next(chance) % 17) // folds), folds, inner, next(chance) / 256),
        _rosette(5 + next(chance) % 7, (inner - 9) / 2),
        _arc(inner, next(chance) / 256, 0.99, 2.4),
        _arc(inner - 5, next(chance) / 256, 0.35 + next(chance) / 512, 2.4),
        _frame(next(chance) % 4, next(chance) / 256, 0.6 + next(chance) / 800),
        f'<circle cx="100" cy="100" r="{3 + next(chance) % 3}" fill="currentColor"/>',
    ]
    return (
        '<svg class="emblem" viewBox="0 0 200 200" fill="none" stroke="currentColor" '
        f'stroke-linecap="round" aria-hidden="true">{"".join(parts)}</svg>'
    )


def _place(radius: float, angle: float) -> str:
    return f"{_CENTRE + radius * sin(angle):.1f} {_CENTRE - radius * cos(angle):.1f}"


def _rays(number: int, folds: int, inner: float, turn: float) -> str:
    """Rays whose lengths rise and fall ``folds`` times around the circle."""
    lines = []
    for ray in range(number):
        angle = tau * ray / number
        reach = 0.5 + 0.5 * cos(folds * angle + tau * turn)
        outer = inner + 10 + (_EDGE - inner - 16) * reach
        lines.append(f"M{_place(inner + 5, angle)}L{_place(outer, angle)}")
    return f'<path d="{"".join(lines)}" stroke-width="2.2"/>'


def _rosette(petals: int, radius: float) -> str:
    """Circles through the centre that cross each other, as on a banknote or a diploma."""
    circles = []
    for petal in range(petals):
        angle = tau * petal / petals
        across, down = 2 * radius * sin(angle), -2 * radius * cos(angle)
        half = f"a{radius:.1f} {radius:.1f} 0 1 1"
        circles.append(f"M100 100{half} {across:.1f} {down:.1f}{half} {-across:.1f} {-down:.1f}")
    return f'<path d="{"".join(circles)}"/>'


def _frame(quarter: int, turn: float, sweep: float) -> str:
    """The outermost arc, open towards a corner: open at a side it would seem cut off."""
    opening = 0.125 + 0.25 * quarter + 0.12 * (turn - 0.5)
    return _arc(_EDGE, opening + (1 - sweep) / 2, sweep, 1.4)


def _arc(radius: float, start: float, sweep: float, width: float) -> str:
    """An arc of ``sweep`` turns (0 to 1) from ``start`` turns."""
    large = round(sweep)
    return (
        f'<path d="M{_place(radius, tau * start)}A{radius:.1f} {radius:.1f} 0 {large} 1 '
        f'{_place(radius, tau * (start + sweep))}" stroke-width="{width}"/>'
    )
