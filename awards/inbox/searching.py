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

#: A word of fewer letters is the beginning of too many to be looked for as one beside others.
_SHORTEST_BEGINNING = 3

#: Swedish cuts endings off and nothing else, so what begins with a word begins with its stem. Words
#: that it leaves out ("och") are left out, unless there are no others.
_QUERY = (
    "(CASE WHEN numnode(to_tsquery('swedish', %s)) = 0"
    " THEN to_tsquery('simple', %s) ELSE to_tsquery('swedish', %s) END)"
)


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
        *whole, last = words
        is_beginning = not whole or len(last) >= _SHORTEST_BEGINNING
        # Words are of letters and digits alone, so nothing in them needs to be escaped.
        self.query = " & ".join([*whole, f"{last}:*" if is_beginning else last])

    def as_postgresql(
        self, compiler: SQLCompiler, _connection: Any, **_context: Any
    ) -> tuple[str, list[str]]:
        """The query, whose words PostgreSQL turns into stems when it plans it."""
        field = cast("Col", self.source_expressions[0])
        column = f"{compiler.quote_name_unless_alias(field.alias)}.search"
        return f"{column} @@ {_QUERY}", [self.query] * 3
