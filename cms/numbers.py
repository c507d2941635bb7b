"""Writing numbers, and reading them where anybody may have written anything."""

from __future__ import annotations

from collections.abc import Iterable

from django.utils.formats import number_format

#: An id, or a number of a version, has no more digits than fit in the smallest of their columns.
_MOST_DIGITS = 9


def grouped(number: int) -> str:
    """A number with its thousands apart, as the reader's language has it."""
    return number_format(number, use_l10n=True, force_grouping=True)


def number_in(text: str) -> int | None:
    """The id or number that the text is; ``None`` for what can be neither."""
    return int(text) if text.isdecimal() and len(text) <= _MOST_DIGITS else None


def numbers_in(texts: Iterable[str]) -> list[int]:
    """The ids among the texts, each once and in order."""
    return sorted({number for text in texts if (number := number_in(text)) is not None})
