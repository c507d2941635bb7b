"""Writing numbers."""

from __future__ import annotations

from django.utils.formats import number_format


def grouped(number: int) -> str:
    """A number with its thousands apart, as the reader's language has it."""
    return number_format(number, use_l10n=True, force_grouping=True)
