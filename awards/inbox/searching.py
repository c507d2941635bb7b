"""Finds entries by words: on PostgreSQL by Swedish stems and beginnings, on SQLite by parts."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, cast

from django.db import connection
from django.db.models import BooleanField, F, Func, Q, QuerySet
from django.db.models.expressions import Col
from django.db.models.sql.compiler import SQLCompiler

from awards.domain.flags import words_of
from awards.models import Nomination

#: More of a text is not searched for.
LONGEST_SEARCH = 200

#: A word of fewer letters is the beginning of too many to be looked for as one beside others.
_SHORTEST_BEGINNING = 3

#: What Swedish cuts off a word (snowballstem.org): an inflection, then the last of two consonants,
#: then a derivation. At least so many letters are left.
_INFLECTIONS = (
    *("a", "ad", "ade", "ades", "ande", "anden", "andes", "andet", "ar", "are", "aren", "arens"),
    *("arna", "arnas", "arne", "as", "ast", "aste", "at", "e", "en", "ens", "er", "ern", "erna"),
    *("ernas", "erns", "es", "het", "heten", "hetens", "heter", "heterna", "or", "orna", "ornas"),
)
_TWO_CONSONANTS = frozenset({"dd", "gd", "nn", "dt", "gt", "kt", "tt"})
_DERIVATIONS = ("lig", "ig", "els")
_SHORTEST_STEM = 3

#: How such endings begin.
_BEGUN_ENDINGS = frozenset(
    ending[:length]
    for derivation in ("", *_DERIVATIONS)
    for ending in (derivation, *(f"{derivation}{inflection}" for inflection in _INFLECTIONS))
    for length in range(1, len(ending))
)

_SWEDISH, _AS_IT_STANDS = "to_tsquery('swedish', %s)", "to_tsquery('simple', %s)"
#: The stem of a word, unless Swedish leaves one of them out: both and what joins them are three.
_STEM = f"(CASE WHEN numnode({_SWEDISH}) = 3 THEN {_AS_IT_STANDS} ELSE ''::tsquery END)"


def search(nominations: QuerySet[Nomination], text: str) -> QuerySet[Nomination]:
    """The entries that have every word of the text, in whatever form of it.

    The last word may be the beginning of one, as while it is typed. Of a text without any word
    nothing is asked.
    """
    words = words_of(text[:LONGEST_SEARCH])
    if not words:
        return nominations
    if connection.vendor == "postgresql":
        return nominations.filter(_Matches(words))
    for word in words:
        named = Q(search_names__contains=word)
        nominations = nominations.filter(named | Q(search_text__contains=word))
    return nominations


class _Matches(Func):
    """Whether PostgreSQL finds the words in its column ``search``: see migration 0006."""

    output_field = BooleanField()

    def __init__(self, words: Sequence[str]) -> None:
        # A field of the model, for the name that its table has in the query.
        super().__init__(F("search_text"))
        self.words = words

    def as_postgresql(
        self, compiler: SQLCompiler, _connection: Any, **_context: Any
    ) -> tuple[str, list[str]]:
        """The query, whose words PostgreSQL turns into stems when it plans it."""
        field = cast("Col", self.source_expressions[0])
        query, texts = _query(self.words)
        return f"{compiler.quote_name_unless_alias(field.alias)}.search @@ {query}", texts


def _query(words: Sequence[str]) -> tuple[str, list[str]]:
    """What is looked for, in SQL, and the texts in it.

    Words are of letters and digits alone, so nothing in them needs to be escaped. Those that
    Swedish leaves out ("och") are left out, unless there are no others.
    """
    *whole, last = words
    # Swedish cuts endings off and nothing else, so what begins with a part of a word begins with
    # its stem; only where the part is longer than the stem, the stem has to be guessed.
    is_beginning = not whole or len(last) >= _SHORTEST_BEGINNING
    part, stems = (f"{last}:*", list(_stems_within(last))) if is_beginning else (last, [])
    every = " & ".join([*whole, part])
    query = " || ".join([_SWEDISH, *[_STEM] * len(stems)])
    texts = [part, *(text for stem in stems for text in (f"{last} & {stem}", stem))]
    if whole:
        query = f"{_SWEDISH} && ({query})"
        texts = [" & ".join(whole), *texts]
    return (
        f"(CASE WHEN numnode({_SWEDISH}) = 0 THEN {_AS_IT_STANDS} ELSE {query} END)",
        [every, every, *texts],
    )


def _stems_within(part: str) -> Iterator[str]:
    """The stems of words that may be meant by a part of one, if it ends within an ending."""
    for length in range(_SHORTEST_STEM, len(part)):
        stem, rest = part[:length], part[length:]
        has_two = f"{stem[-1]}{rest[0]}" in _TWO_CONSONANTS
        if rest in _BEGUN_ENDINGS or (has_two and rest[1:] in _BEGUN_ENDINGS):
            yield stem
