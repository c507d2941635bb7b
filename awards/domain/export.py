"""Many entries as a table to take out of the inbox: its rows one after another, and who took it."""

from __future__ import annotations

from collections.abc import Generator, Iterable
from contextlib import closing
from dataclasses import dataclass
from datetime import datetime
from itertools import islice
from operator import itemgetter
from typing import Any, TypeAlias

from django.contrib.auth.models import User
from django.db import transaction
from django.db.models import OuterRef, QuerySet, Subquery
from django.utils.translation import get_language, override
from wagtail.log_actions import log

from awards.models import Nomination, NominationVersion

from .export_columns import ANSWERS, Cell, Column

Row: TypeAlias = list[Cell]
Batches: TypeAlias = Generator[list[Row], None, None]

#: Rows that are fetched and made at a time.
BATCH = 200


def rows(nominations: QuerySet[Nomination], columns: Iterable[Column]) -> Batches:
    """The entries' rows in batches, each entry once, in the order in which they were received.

    They are as they stand when the first batch is asked for, however long the rest takes: it is one
    question to the database, and what comes of it is fetched bit by bit. Close what is returned, if
    not all of it is asked for. Texts are in the language of the moment when this is called.
    """
    return _batches(nominations, list(columns), get_language())


def _batches(
    nominations: QuerySet[Nomination], columns: list[Column], language: str | None
) -> Batches:
    fields = list(dict.fromkeys(field for column in columns for field in column.fields))
    with override(language):
        plan = [
            (column.prepare(), itemgetter(*map(fields.index, column.fields))) for column in columns
        ]
    if ANSWERS in fields:
        versions = NominationVersion.objects.filter(nomination=OuterRef("pk")).order_by("-number")
        nominations = nominations.annotate(**{ANSWERS: Subquery(versions.values("answers")[:1])})
    found: Any = nominations.order_by("received_at", "pk").values_list(*fields)
    # Outside a transaction PostgreSQL would gather everything before the first row.
    with transaction.atomic(), closing(found.iterator(chunk_size=BATCH)) as entries:
        while some := list(islice(entries, BATCH)):
            # Whoever sends what is yielded speaks another language, maybe.
            with override(language):
                batch = [[make(values(entry)) for make, values in plan] for entry in some]
            yield batch


@dataclass(frozen=True)
class Export:
    """What was taken out at a time."""

    columns: list[Column]
    #: How many entries there were when it was asked for.
    count: int
    #: ``csv`` or ``xlsx``.
    file_format: str
    #: What the entries have in common, in words.
    narrowed_to: list[str]
    #: The references of entries that were chosen one by one.
    chosen: list[str]
    #: Why personal data was needed, in the words of the one who took it.
    reason: str


def log_export(export: Export, *, actor: User, now: datetime) -> None:
    """Write in the log, at the one who takes the entries out, which they were and why.

    One export is one line there. Administrators find it in the history of the site and of the user.
    """
    log(
        actor,
        "awards.entries.export",
        user=actor,
        timestamp=now,
        data={
            "count": export.count,
            "columns": [str(column.label) for column in export.columns],
            "personal_data": any(column.is_personal for column in export.columns),
            "format": export.file_format,
            "narrowed_to": export.narrowed_to,
            "chosen": export.chosen,
            "reason": export.reason,
        },
    )
