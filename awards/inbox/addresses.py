"""Reads what stands in an address or a hidden field, where anybody may have written anything."""

from __future__ import annotations

from collections.abc import Iterable

#: An id, or a number of a version, has no more digits than fit in the smallest of their columns.
_MOST_DIGITS = 9


def number_in(text: str) -> int | None:
    """The id or number that the text is; ``None`` for what can be neither."""
    return int(text) if text.isdecimal() and len(text) <= _MOST_DIGITS else None


def numbers_in(texts: Iterable[str]) -> list[int]:
    """The ids among the texts, each once and in order."""
    return sorted({number for text in texts if (number := number_in(text)) is not None})


def words_in(text: str) -> str:
    """What was typed to search for, without what no database can hold, and one space between."""
    return " ".join(text.replace("\x00", "").split())
