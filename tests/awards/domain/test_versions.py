"""What differs between two versions of an entry, word by word and question by question."""

from __future__ import annotations

import time
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from awards.domain.questions import FormDefinition, Question, Step
from awards.domain.versions import Change, Piece, Received, compare, pieces
from awards.enums import Accent, PublicNoun, QuestionKind

K, D, I = Change.KEPT, Change.DELETED, Change.INSERTED  # noqa: E741 - as in the table below

#: Texts of few words, so that two of them have some in common, and texts of anything at all.
WORDS = st.lists(
    st.sampled_from(["fall", "Färre", "och", ",", ".", " ", "  ", "\n", "\n\n", "å", "1", "\u00a0"])
).map("".join)
TEXTS = WORDS | st.text()


def text_of(found: list[Piece], change: Change) -> str:
    return "".join(piece.text for piece in found if piece.change in {Change.KEPT, change})


@given(TEXTS, TEXTS, st.booleans())
def test_what_is_told_gives_both_texts_back(old: str, new: str, by_line: bool) -> None:
    found = pieces(old, new, by_line=by_line)

    assert text_of(found, Change.DELETED) == old
    assert text_of(found, Change.INSERTED) == new
    # Nothing is told twice in a row, nor without a word; what was deleted is told first.
    assert [piece for piece in found if not piece.text] == []
    neighbours = [(one.change, other.change) for one, other in pairwise(found)]
    assert set(neighbours) <= {(K, D), (K, I), (D, I), (D, K), (I, K)}


@given(TEXTS)
def test_the_same_text_has_no_difference(text: str) -> None:
    assert pieces(text, text) == ([Piece(K, text)] if text else [])


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("Många föll.", "Många föll ofta.", [(K, "Många föll"), (I, " ofta"), (K, ".")]),
        ("Vi provade.", "Vi mätte.", [(K, "Vi "), (D, "provade"), (I, "mätte"), (K, ".")]),
        # A blank alone between two changes is no news: the whole is told at once.
        ("ett två tre", "ett fyra fem", [(K, "ett "), (D, "två tre"), (I, "fyra fem")]),
        ("ett\n\ntvå", "ett", [(K, "ett"), (D, "\n\ntvå")]),
        ("", "nytt", [(I, "nytt")]),
        ("gammalt", "", [(D, "gammalt")]),
    ],
)
def test_words_are_told_apart(old: str, new: str, told: list[tuple[Change, str]]) -> None:
    assert [(piece.change, piece.text) for piece in pieces(old, new)] == told


def test_lines_are_told_apart_whole() -> None:
    found = pieces("På ett år\nPå två år\n", "På två år\nPå tre år\n", by_line=True)

    assert found == [Piece(D, "På ett år\n"), Piece(K, "På två år\n"), Piece(I, "På tre år\n")]


@pytest.mark.parametrize("blank", [" ", "\n"])
def test_the_worst_texts_are_compared_in_a_moment(blank: str) -> None:
    signs = [chr(0x4E00 + place) for place in range(130)]
    old = blank.join(signs[place * place % 127] for place in range(10_000))
    new = blank.join(signs[place * place % 113] for place in range(10_000))

    began = time.process_time()
    pieces(old, new)

    assert time.process_time() - began < 5


def received(*asked: tuple[str, QuestionKind, str, Any], **names: str) -> Received:
    """A version by its questions' keys, kinds, labels and answers, and the names of its files."""
    questions = [Question(key, kind, label) for key, kind, label, _ in asked]
    definition = FormDefinition(
        title="",
        url="",
        award="",
        accent=Accent.LAKE,
        noun=PublicNoun.ENTRY,
        contact_name="",
        contact_email="",
        contact_phone="",
        after_sending="",
        eligibility=[],
        steps=[Step("steg", "Steg", "", questions)],
    )
    answers = {key: answer for key, _, _, answer in asked if answer is not None}
    return Received(definition, answers, names)


LONG, FILE, SEVERAL = QuestionKind.LONG_TEXT, QuestionKind.DOCUMENT, QuestionKind.SEVERAL_OF


def test_every_question_is_told_of_in_order() -> None:
    old = received(
        ("borta", LONG, "Borta", "Det var."),
        ("kvar", LONG, "Kvar", "Samma."),
        ("svar", LONG, "Svar", "Ett svar."),
        ("fråga", LONG, "Fråga?", "Samma."),
        ("obesvarad", LONG, "Obesvarad", None),
    )
    new = received(
        ("ny", LONG, "Ny", "Det är."),
        ("svar", LONG, "Svar", "Ett annat svar."),
        ("kvar", LONG, "Kvar", "Samma."),
        ("fråga", LONG, "Frågan?", "Samma."),
        ("obesvarad", LONG, "Obesvarad", "Nu besvarad."),
    )

    found = compare(old, new)

    assert [(each.key, each.change) for each in found] == [
        ("ny", Change.INSERTED),
        ("svar", Change.CHANGED),
        ("kvar", Change.KEPT),
        ("fråga", Change.CHANGED),
        ("obesvarad", Change.CHANGED),
        ("borta", Change.DELETED),
    ]
    assert found[1].answer == [Piece(K, "Ett"), Piece(I, " annat"), Piece(K, " svar.")]
    assert found[5].answer == [Piece(D, "Det var.")]


@pytest.mark.parametrize(
    ("before", "after", "change", "has_another_file"),
    [
        ("a", "a", Change.KEPT, False),
        ("a", "b", Change.CHANGED, True),
        (None, "a", Change.CHANGED, True),
        ("a", None, Change.CHANGED, True),
        (None, None, Change.KEPT, False),
    ],
)
def test_another_file_of_the_same_name_is_another_file(
    before: str | None, after: str | None, change: Change, has_another_file: bool
) -> None:
    names = dict.fromkeys("ab", "plan.pdf")
    old, new = (
        received(("plan", FILE, "Plan", {"upload": held} if held else None), **names)
        for held in (before, after)
    )

    (found,) = compare(old, new)

    assert (found.change, found.has_another_file) == (change, has_another_file)


def test_a_choice_is_read_line_by_line() -> None:
    old = received(("val", SEVERAL, "Val", ["På ett år"]))
    new = received(("val", SEVERAL, "Val", ["På två år"]))

    (found,) = compare(old, new)

    assert found.answer == [Piece(D, "På ett år\n"), Piece(I, "På två år\n")]
