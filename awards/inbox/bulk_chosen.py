"""Entries chosen in the list, each with what was seen of it there, as forms carry them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime

from django.core.exceptions import BadRequest

from awards.domain.bulk import SeenInList
from awards.statuses import NominationStatus
from cms.numbers import number_in, numbers_in

_BETWEEN_PARTS, _BETWEEN_ENTRIES = "|", ","


def written(pk: int, seen: SeenInList) -> str:
    """An entry and what was seen of it, as its row in the list carries them."""
    moment, officer = seen.updated_at.isoformat(), str(seen.officer or "")
    changes, message = str(seen.changes), str(seen.message)
    return _BETWEEN_PARTS.join((str(pk), seen.status, moment, changes, officer, message))


def ticked(rows: Iterable[str]) -> dict[int, SeenInList]:
    """What rows of the list carried, by the ids of their entries; not what no row carries."""
    found = {}
    for row in rows:
        try:
            pk, seen = _read(row)
        except ValueError:
            continue
        found[pk] = seen
    return found


def ids_of(rows: Iterable[str]) -> list[int]:
    """The ids of the entries whose rows were ticked, each once and in order."""
    return numbers_in(row.partition(_BETWEEN_PARTS)[0] for row in rows)


def all_written(chosen: Mapping[int, SeenInList]) -> str:
    """Many entries with what was seen of each, for one hidden field."""
    return _BETWEEN_ENTRIES.join(written(pk, seen) for pk, seen in chosen.items())


def all_read(text: str) -> dict[int, SeenInList]:
    """What ``all_written`` wrote; raises ``BadRequest`` for anything else."""
    try:
        return dict(_read(entry) for entry in text.split(_BETWEEN_ENTRIES) if entry)
    except ValueError as error:
        raise BadRequest from error


def _read(text: str) -> tuple[int, SeenInList]:
    pk, status, moment, changes, officer, message = text.split(_BETWEEN_PARTS)
    seen = SeenInList(
        NominationStatus(status),
        datetime.fromisoformat(moment),
        _id(changes),
        _id(officer) if officer else None,
        _id(message),
    )
    return _id(pk), seen


def _id(text: str) -> int:
    number = number_in(text)
    if number is None:
        raise ValueError(text)
    return number
