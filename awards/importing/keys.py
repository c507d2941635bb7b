"""Which object here each key of a file stands for."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db import models

from awards.models import SourceKey

from .entries import KINDS, Entry

#: More parameters than this in one query are refused by some databases.
_BATCH = 500


class Keys:
    """The objects that a source has brought in before, and those that join them now."""

    def __init__(self, source: str) -> None:
        self.source = source
        #: What the file said of each object last time, by kind and key.
        self.stored: dict[tuple[str, str], dict[str, Any]] = {}
        #: The object's primary key, by kind and key.
        self.pks: dict[tuple[str, str], int] = {}
        self._load()

    def _load(self) -> None:
        """Read the keys whose objects are still here; what editors deleted is as if unknown."""
        rows = SourceKey.objects.filter(source=self.source, kind__in=KINDS)
        for row in rows.values_list("kind", "key", "object_id", "values"):
            self.pks[row[:2]] = row[2]
            self.stored[row[:2]] = row[3]
        for name, kind in KINDS.items():
            ours = {known: pk for known, pk in self.pks.items() if known[0] == name}
            here = _existing(kind.model, list(ours.values()))
            for known, pk in ours.items():
                if pk not in here:
                    del self.pks[known], self.stored[known]

    def name_of(self, kind: str, pk: int | None) -> str | None:
        """The key of an object, or ``None`` for one that did not come from this source."""
        keys = (known[1] for known, ours in self.pks.items() if known[0] == kind and ours == pk)
        return next(keys, None)


def remember(source: str, made: Sequence[tuple[Entry, models.Model]]) -> None:
    """Store what the file says of each entry, and which object it became."""
    SourceKey.objects.bulk_create(
        [
            SourceKey(
                source=source,
                kind=entry.kind.name,
                key=entry.key,
                values=entry.stored(),
                content_type=ContentType.objects.get_for_model(instance),
                object_id=instance.pk,
            )
            for entry, instance in made
        ],
        batch_size=_BATCH,
        update_conflicts=True,
        unique_fields=["source", "kind", "key"],
        update_fields=["values", "content_type", "object_id"],
    )


def _existing(model: type[models.Model], pks: list[int]) -> set[int]:
    found: set[int] = set()
    for start in range(0, len(pks), _BATCH):
        some = model._default_manager.filter(pk__in=pks[start : start + _BATCH])
        found.update(some.values_list("pk", flat=True))
    return found
