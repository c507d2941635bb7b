"""Counting in months, and telling moments."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from cms.dates import in_stockholm, months_before


@pytest.mark.parametrize(
    ("moment", "months", "earlier"),
    [
        ((2026, 11, 22), 0, (2026, 11, 22)),
        ((2026, 11, 22), 1, (2026, 10, 22)),
        ((2026, 1, 15), 1, (2025, 12, 15)),
        ((2026, 12, 15), 12, (2025, 12, 15)),
        ((2026, 3, 31), 1, (2026, 2, 28)),
        ((2024, 3, 31), 1, (2024, 2, 29)),
        ((2026, 5, 31), 25, (2024, 4, 30)),
    ],
)
def test_months_before(
    moment: tuple[int, int, int], months: int, earlier: tuple[int, int, int]
) -> None:
    start = datetime(*moment, 13, 45, tzinfo=UTC)

    assert months_before(start, months) == datetime(*earlier, 13, 45, tzinfo=UTC)


SUMMER = datetime(2026, 7, 1, 22, 5, tzinfo=UTC)


def test_a_moment_is_told_by_the_citys_clock(in_english: None) -> None:
    assert in_stockholm(SUMMER) == "July 2, 2026, 12:05 a.m."


def test_a_moment_in_a_sentence_is_told_as_the_language_has_it(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("cms.dates.pgettext", lambda *_: r"j F Y \k\l\o\c\k\a\n H.i")

    assert in_stockholm(SUMMER) == "2 juli 2026 klockan 00.05"
