"""Somebody's words without the marks around them: where they are shown, the page draws its own."""

from __future__ import annotations

import re

#: What a quotation begins and ends with, in the ways that people type and programs make it.
_PAIRS = (
    *(("”", "”"), ("“", "”"), ("„", "“"), ("„", "”"), ('"', '"')),
    *(("»", "«"), ("«", "»"), ("»", "»")),
    *(("’", "’"), ("‘", "’"), ("‚", "‘"), ("'", "'")),
)


def without_quotation_marks(text: str) -> str:
    """A text without the one pair of quotation marks that surrounds all of it.

    Marks inside stay. So do two quotations with something between them: ”Bra”, sa juryn. ”Modigt.”
    """
    bare = text.strip()
    for opening, closing in _PAIRS:
        inside = bare.removeprefix(opening).removesuffix(closing)
        if len(inside) == len(bare) - 2 and not _ends_early(inside, opening + closing):
            return inside.strip()
    return text


def _ends_early(inside: str, marks: str) -> bool:
    """Whether the first mark inside ends a quotation: it stands right after a word."""
    first = re.search(f"[{marks}]", inside)
    return first is not None and inside[: first.start()].rstrip() == inside[: first.start()] != ""
