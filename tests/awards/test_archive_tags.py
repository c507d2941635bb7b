"""Figures in words, as the archive's templates write them."""

from __future__ import annotations

import pytest
from django.utils.translation import override

from awards.domain.listing import ListedCriterion
from awards.templatetags.archive_tags import items, kronor, minutes, sentence


@pytest.mark.parametrize(
    ("amount", "text"),
    [
        (75_000, "75\N{NO-BREAK SPACE}000\N{NO-BREAK SPACE}kr"),
        (500, "500\N{NO-BREAK SPACE}kr"),
        (1_250_000, "1\N{NO-BREAK SPACE}250\N{NO-BREAK SPACE}000\N{NO-BREAK SPACE}kr"),
        (0, "0\N{NO-BREAK SPACE}kr"),
        (None, ""),
    ],
)
def test_a_sum_is_held_together(amount: int | None, text: str) -> None:
    assert kronor(amount) == text


@pytest.mark.parametrize(
    ("seconds", "text"),
    [
        (150, "2 minutes 30 seconds"),
        (60, "1 minute"),
        (1, "1 second"),
        (None, ""),
    ],
)
def test_a_length_is_told_in_whole_words(seconds: int | None, text: str) -> None:
    with override("en"):
        assert minutes(seconds) == text


@pytest.mark.parametrize(
    ("kinds", "text"),
    [
        ([], "It lasts."),
        (["socially"], "It lasts in at least one of these ways: socially."),
        (["socially", "long"], "It lasts in at least one of these ways: socially or long."),
        (["socially", "a", "b"], "It lasts in at least one of these ways: socially, a or b."),
    ],
)
def test_a_criterion_is_one_sentence(kinds: list[str], text: str) -> None:
    with override("en"):
        assert sentence(ListedCriterion("It lasts.", kinds)) == text


def test_a_list_holds_text_never_markup() -> None:
    assert items(["A & B", "<b>"]) == "<li>A &amp; B</li><li>&lt;b&gt;</li>"
