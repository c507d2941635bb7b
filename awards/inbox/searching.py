"""Finds entries by words: on PostgreSQL by Swedish stems and beginnings, on SQLite by parts."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, cast

from django.db import connection
from django.db.models import BooleanField, F, Func, Q, QuerySet
from django.db.models.expressions import Col
from django.db.models.sql.compiler import SQLCompiler

from awards.domain.flags import words_of
from awards.models import Nomination

#: More of a text is not searched for.
LONGEST_SEARCH = 200

_STEM, _BEGINNING = "to_tsquery('swedish', %s)", "to_tsquery('simple', %s)"
_EITHER = f"({_STEM} || {_BEGINNING})"
#: A word that Swedish leaves out ("och") is left out here too, for no text is known to have it.
_WORD = f"(CASE WHEN numnode({_STEM}) = 0 THEN ''::tsquery ELSE {_EITHER} END)"


def search(nominations: QuerySet[Nomination], text: str) -> QuerySet[Nomination]:
    """The entries that have every word of the text, as a whole or as a beginning of one.

    Names, references and addresses are found by their beginnings. Of a text without any word
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
        # Words are of letters and digits alone, so nothing in them needs to be escaped.
        self.words = [f"'{word}':*" for word in words]

    def as_postgresql(
        self, compiler: SQLCompiler, _connection: Any, **_context: Any
    ) -> tuple[str, list[str]]:
        """The query, whose words PostgreSQL turns into stems when it plans it."""
        field = cast("Col", self.source_expressions[0])
        column = f"{compiler.quote_name_unless_alias(field.alias)}.search"
        known = " && ".join([_WORD] * len(self.words))
        only_beginnings = " && ".join([_BEGINNING] * len(self.words))
        known_parameters = [word for word in self.words for _ in range(3)]
        sql = (
            f"{column} @@ (CASE WHEN numnode({known}) = 0 THEN {only_beginnings} ELSE {known} END)"
        )
        return sql, [*known_parameters, *self.words, *known_parameters]
