"""What anybody may write in an address or a hidden field is no error."""

from __future__ import annotations

import pytest

from awards.inbox.addresses import words_in
from awards.inbox.entry.sight import Sight
from awards.statuses import NominationStatus
from cms.numbers import number_in, numbers_in

#: Not one is the number of anything, and some are more than ``int`` reads or a database compares.
HOSTILE = ["", "x", "-1", "1,5", "0x1", "²", "\x00", "1\x00", "1" * 10, "9" * 19, "9" * 5000]


@pytest.mark.parametrize("text", HOSTILE)
def test_what_is_no_number_is_read_as_none(text: str) -> None:
    status = NominationStatus.SUBMITTED

    assert number_in(text) is None
    assert numbers_in([text, "12", "3", "3"]) == [3, 12]
    for place in range(5):
        numbers = ".".join(["1"] * place + [text] + ["1"] * (3 - place))
        assert Sight.read(f"{status}.{numbers}") is None


@pytest.mark.parametrize(
    ("text", "words"),
    [("", ""), ("\x00", ""), (" FRA-\x002026 ", "FRA-2026"), ("ett \n två", "ett två")],
)
def test_what_is_searched_for_holds_nothing_that_no_database_can(text: str, words: str) -> None:
    assert words_in(text) == words
