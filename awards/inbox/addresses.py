"""Reads what stands in an address, where anybody may have written anything."""

from __future__ import annotations


def words_in(text: str) -> str:
    """What was typed to search for, without what no database can hold, and one space between."""
    return " ".join(text.replace("\x00", "").split())
