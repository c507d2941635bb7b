"""What the demo has made, told by its source keys, so that it can be found again."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

from django.contrib.contenttypes.models import ContentType
from django.db.models import Model

from awards.models import SourceKey

#: The source of everything in the demo; ``awards.yaml`` gives the same.
SOURCE = "demo"

#: The kind of what was there before, and in which the demo has filled something in.
FILLED = "filled"

ModelT = TypeVar("ModelT", bound=Model)


def is_loaded() -> bool:
    """Whether the demo has been loaded, and not removed since."""
    return SourceKey.objects.filter(source=SOURCE).exists()


def found_or_made(kind: str, key: str, make: Callable[[], ModelT]) -> ModelT:
    """The object of the demo that has this key; made and marked if it is not here."""
    mark = SourceKey.objects.filter(source=SOURCE, kind=kind, key=key).first()
    if mark and mark.imported:
        return mark.imported
    instance = make()
    put_mark(kind, key, instance)
    return instance


def put_mark(kind: str, key: str, instance: Model, values: dict[str, Any] | None = None) -> None:
    """Mark an object as the demo's, with the values that the demo gave to what was there before."""
    SourceKey.objects.update_or_create(
        source=SOURCE,
        kind=kind,
        key=key,
        defaults={
            "content_type": ContentType.objects.get_for_model(instance),
            "object_id": instance.pk,
            "values": values or {},
        },
    )
