"""What differs between two versions of an entry: pure functions, which never ask the database."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import Enum
from itertools import groupby

from awards.enums import QuestionKind

from .answers import Answers, readable
from .questions import FormDefinition, Question

_WORDS = re.compile(r"\s+|\w+|[^\w\s]+")
_LINES = re.compile(r"[^\n]*\n|[^\n]+")
_WHOLE = re.compile(r"(?s).+")
#: So many pairs of equal words are compared; the longest answers in plain Swedish have 30 000.
_MOST_PAIRS = 100_000
#: Answers in the applicant's own words; of the others, whole lines differ.
_WRITTEN = {QuestionKind.SHORT_TEXT, QuestionKind.LONG_TEXT, QuestionKind.EARLIER_ENTRY}


class Change(Enum):
    """What has become of a piece of text, or of a question."""

    KEPT = "kept"
    DELETED = "deleted"
    INSERTED = "inserted"
    CHANGED = "changed"


@dataclass(frozen=True)
class Piece:
    """Some words in a row that were kept, deleted or inserted."""

    change: Change
    text: str


@dataclass(frozen=True)
class QuestionDifference:
    """What has become of one question and its answer."""

    key: str
    change: Change
    #: The question's wording, and the answer; of either, kept and inserted give the newer one.
    label: list[Piece]
    answer: list[Piece]
    #: Another file was sent, whatever it is called.
    has_another_file: bool = False


@dataclass(frozen=True)
class Received:
    """What was asked and answered once; ``file_names`` are told by the files' public ids."""

    definition: FormDefinition
    answers: Answers
    file_names: Mapping[str, str]

    def question(self, key: str) -> Question | None:
        """The question with the given key, if it was asked."""
        return next((each for each in self.definition.questions() if each.key == key), None)

    def text_of(self, key: str) -> str:
        """The answer to a question as a person reads it; each of several lines is ended."""
        question = self.question(key)
        if question is None:
            return ""
        lines = readable(question, self.answers.get(key), self.file_names)
        return "".join(lines if question.kind in _WRITTEN else (f"{line}\n" for line in lines))

    def file_of(self, key: str) -> str | None:
        """The public id of the file that is the answer to a question, if a file is."""
        answer = self.answers.get(key)
        return answer.get("upload") if isinstance(answer, dict) else None


def pieces(old: str, new: str, *, by_line: bool = False) -> list[Piece]:
    """Tell two texts apart by words, or by whole lines.

    What was kept or deleted gives the old text, what was kept or inserted the new one. Blanks
    between words that have changed change with them, so that a rewritten sentence stays whole.
    Texts that hardly anybody would write, whose words repeat themselves so often that comparing
    them would take many seconds, are told apart by lines, or as a whole.
    """
    signs = _LINES if by_line or _is_costly(_WORDS, old, new) else _WORDS
    if signs is _LINES and _is_costly(_LINES, old, new):
        signs = _WHOLE
    before, after = signs.findall(old), signs.findall(new)
    matcher = SequenceMatcher(None, before, after)
    found: list[Piece] = []
    for tag, i, j, m, n in matcher.get_opcodes():
        if tag == "equal":
            found.append(Piece(Change.KEPT, "".join(before[i:j])))
        else:
            found.append(Piece(Change.DELETED, "".join(before[i:j])))
            found.append(Piece(Change.INSERTED, "".join(after[m:n])))
    return list(_joined(found))


def _is_costly(signs: re.Pattern[str], old: str, new: str) -> bool:
    """Whether ``SequenceMatcher`` would have too many pairs to look at."""
    before, after = Counter(signs.findall(old)), Counter(signs.findall(new))
    length = after.total()
    # It passes over what is more than a hundredth of a long text.
    most = length // 100 + 1 if length >= 200 else length  # noqa: PLR2004 - the library's numbers
    return sum(count * after[sign] for sign, count in before.items() if after[sign] <= most) > (
        _MOST_PAIRS
    )


def compare(old: Received, new: Received) -> list[QuestionDifference]:
    """What differs, question by question: in the newer order, then those that are gone."""
    keys = dict.fromkeys(each.key for one in (new, old) for each in one.definition.questions())
    return [_difference(old, new, key) for key in keys]


def _difference(old: Received, new: Received, key: str) -> QuestionDifference:
    was, is_now = old.question(key), new.question(key)
    label = pieces(was.label if was else "", is_now.label if is_now else "")
    answer = pieces(
        old.text_of(key),
        new.text_of(key),
        by_line=any(question and question.kind not in _WRITTEN for question in (was, is_now)),
    )
    has_another_file = old.file_of(key) != new.file_of(key)
    if was is None or is_now is None:
        change = Change.INSERTED if is_now else Change.DELETED
    elif has_another_file or not all(map(_is_kept, [*label, *answer])):
        change = Change.CHANGED
    else:
        change = Change.KEPT
    return QuestionDifference(key, change, label, answer, has_another_file)


def _joined(found: Iterable[Piece]) -> Iterator[Piece]:
    """The pieces with changes that only blanks stand between made one, the deleted first."""
    for is_kept, group in groupby(_without_islands(found), key=_is_kept):
        if is_kept:
            yield Piece(Change.KEPT, "".join(piece.text for piece in group))
            continue
        changed = list(group)
        for change in (Change.DELETED, Change.INSERTED):
            text = "".join(piece.text for piece in changed if piece.change == change)
            if text:
                yield Piece(change, text)


def _without_islands(found: Iterable[Piece]) -> Iterator[Piece]:
    """Every piece that says something; kept blanks among changes become deleted and inserted."""
    some = [piece for piece in found if piece.text]
    for place, piece in enumerate(some):
        is_island = (
            piece.change == Change.KEPT and 0 < place < len(some) - 1 and piece.text.isspace()
        )
        if is_island and "\n" not in piece.text:
            yield Piece(Change.DELETED, piece.text)
            yield Piece(Change.INSERTED, piece.text)
        else:
            yield piece


def _is_kept(piece: Piece) -> bool:
    return piece.change == Change.KEPT
