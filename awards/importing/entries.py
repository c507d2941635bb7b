"""The objects of a file as a flat list, in the words of the models.

An entry's values are plain data that can be stored and compared: rich text is HTML, dates are
ISO 8601, and whatever refers to another object holds that object's key.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from pathlib import PurePosixPath
from typing import Any

from django.db import models
from wagtail.fields import RichTextField, StreamField

from awards.models import (
    AwardIndexPage,
    AwardPage,
    AwardYearPage,
    JuryPage,
    NominationFormPage,
    Organisation,
    WinnerPage,
)
from cms.dates import CITY_TIME_ZONE
from cms.models import Picture

from .reading import Path_, dotted
from .texts import rich_text


@dataclass(frozen=True)
class Kind:
    """A kind of object in a file, and the fields of it that hold objects of their own."""

    name: str
    model: type[models.Model]
    nested: tuple[tuple[str, str], ...] = ()


KINDS = {
    kind.name: kind
    for kind in (
        Kind("organisation", Organisation),
        Kind("picture", Picture),
        Kind("list", AwardIndexPage),
        Kind("award", AwardPage, (("years", "year"),)),
        Kind("year", AwardYearPage, (("jury", "jury"), ("form", "form"), ("winners", "winner"))),
        Kind("jury", JuryPage),
        Kind("form", NominationFormPage),
        Kind("winner", WinnerPage),
    )
}

#: The importable fields of child objects, by the relation that holds them.
CHILD_FIELDS = {
    "criteria": ("text", "any_of"),
    "members": ("name", "title", "presentation", "portrait"),
    "recipients": ("unit", "organisation", "organisation_name"),
    "former_names": ("name",),
}


@dataclass(eq=False)
class Entry:
    """One object of the file; ``path`` and ``line`` are its place in it."""

    kind: Kind
    key: str
    path: Path_
    line: int
    parent: Entry | None
    values: dict[str, Any] = field(default_factory=dict)
    #: Whether its page is to be published; a draft otherwise.
    publish: bool = True

    @property
    def id(self) -> tuple[str, str]:
        """The kind's name and the key: what it is known by in all files of a source."""
        return self.kind.name, self.key

    def stored(self) -> dict[str, Any]:
        """All that is compared at the next import."""
        parent = self.parent.key if self.parent else None
        return {**self.values, "publish": self.publish, "parent": parent}

    def references(self) -> Iterator[tuple[Path_, str, str]]:
        """Each key of another object: where it stands, the kind it names, and the key."""
        yield from _references(self.kind.model, self.values, self.path)


def entries_of(document: dict[str, Any], bad: Collection[Path_] = ()) -> Iterator[Entry]:
    """Every object of a document, each after the one that holds it.

    ``bad`` are the places that are not of the format: they are left out.
    """
    yield from _Walk(document, bad).entries()


class _Walk:
    """Goes through a document, past what is not of the format."""

    def __init__(self, document: dict[str, Any], bad: Collection[Path_]) -> None:
        self.document = document
        self.bad = set(bad)
        #: The bad places, and all that they are a part of.
        self.touched = {path[:length] for path in bad for length in range(len(path) + 1)}
        self.publish = bool(document.get("publish", True))

    def entries(self) -> Iterator[Entry]:
        page_list = self._entry(KINDS["list"], self.document.get("list") or {}, ("list",), None)
        for section, kind in (("organisations", "organisation"), ("pictures", "picture")):
            yield from self._section(KINDS[kind], self.document, (section,), None)
        if "list" in self.document or "awards" in self.document:
            yield page_list
        yield from self._section(KINDS["award"], self.document, ("awards",), page_list)

    def _section(
        self, kind: Kind, holder: dict[str, Any], path: Path_, parent: Entry | None
    ) -> Iterator[Entry]:
        """The entries that a field of ``holder`` holds: one, or a list of them."""
        held = holder.get(str(path[-1])) if path not in self.bad else None
        if isinstance(held, dict):
            yield from self._with_nested(kind, held, path, parent)
        for place, record in enumerate(held if isinstance(held, list) else []):
            if (*path, place) not in self.bad:
                if kind.name == "winner":
                    record.setdefault("order", place + 1)
                yield from self._with_nested(kind, record, (*path, place), parent)

    def _with_nested(
        self, kind: Kind, record: dict[str, Any], path: Path_, parent: Entry | None
    ) -> Iterator[Entry]:
        entry = self._entry(kind, record, path, parent)
        yield entry
        for name, nested in kind.nested:
            yield from self._section(KINDS[nested], record, (*path, name), entry)

    def _entry(
        self, kind: Kind, record: dict[str, Any], path: Path_, parent: Entry | None
    ) -> Entry:
        apart = {"key", "publish", *(name for name, _nested in kind.nested)}
        sound = {name: value for name, value in record.items() if (*path, name) not in self.touched}
        values = {
            name: _value(kind.model, name, value)
            for name, value in sound.items()
            if name not in apart
        }
        if kind.name == "picture" and "file" in values:
            values.setdefault("title", PurePosixPath(values["file"]).stem)
        return Entry(
            kind=kind,
            key=sound.get("key", kind.name if kind.name == "list" else dotted(path)),
            path=path,
            line=getattr(record, "line", 1),
            parent=parent,
            values=values,
            publish=sound.get("publish", self.publish),
        )


def _value(model: type[models.Model], name: str, value: Any) -> Any:
    """A value of the file as the field of this name would have it."""
    column: Any = model._meta.get_field(name)
    if column.one_to_many:
        return [_child(column.related_model, name, item) for item in value]
    convert = next((convert for of, convert in _CONVERSIONS if isinstance(column, of)), None)
    return convert(value) if convert and value is not None else value


def _child(model: type[models.Model], relation: str, item: Any) -> dict[str, Any]:
    names = CHILD_FIELDS[relation]
    given = item if isinstance(item, dict) else {names[0]: item}
    return {
        name: _value(model, name, given[name]) if name in given else blank(model, name)
        for name in names
    }


def _block(item: dict[str, Any]) -> list[Any]:
    """A part of a stream field: its type, and its value as Wagtail stores it."""
    if "winner" in item:
        return ["winner", {"page": item["winner"], "text": item.get("text", "")}]
    [(kind, value)] = item.items()
    if kind == "text":
        value = {"text": rich_text(value), "language": ""}
    elif kind == "quote":
        value = {"text": value["text"], "source": value.get("source", "")}
    elif kind == "picture":
        value = {
            "picture": {"image": value["picture"], "alt_text": value.get("alt_text", "")},
            "caption": value.get("caption", ""),
        }
    return [kind, value]


def _moment(value: str) -> str:
    moment = datetime.fromisoformat(value)
    if moment.tzinfo is None:
        moment = moment.replace(tzinfo=CITY_TIME_ZONE)
    return moment.astimezone(UTC).isoformat()


#: By the type of a field, the narrower types first.
_CONVERSIONS: tuple[tuple[type[models.Field[Any, Any]], Callable[[Any], Any]], ...] = (
    (StreamField, lambda parts: [_block(part) for part in parts]),
    (RichTextField, rich_text),
    (models.DateTimeField, _moment),
    (models.DateField, lambda text: date.fromisoformat(text).isoformat()),
    (models.TextField, lambda text: "\n".join(text) if isinstance(text, list) else text),
    (models.CharField, lambda text: text.replace("\n", " ")),
)


def blank(model: type[models.Model], name: str) -> Any:
    """What a field holds when the file says nothing of it, as an entry's values would."""
    column: Any = model._meta.get_field(name)
    if column.one_to_many or isinstance(column, StreamField):
        return []
    return column.get_default()


def _references(
    model: type[models.Model], values: dict[str, Any], path: Path_
) -> Iterator[tuple[Path_, str, str]]:
    for name, value in values.items():
        column: Any = model._meta.get_field(name)
        if column.one_to_many:
            for place, child in enumerate(value):
                yield from _references(column.related_model, child, (*path, name, place))
        elif isinstance(column, StreamField):
            for place, (kind, content) in enumerate(value):
                if kind == "winner":
                    yield (*path, name, place, "winner"), "winner", content["page"]
                elif kind == "picture":
                    inside = (*path, name, place, "picture", "picture")
                    yield inside, "picture", content["picture"]["image"]
        elif isinstance(column, models.ForeignKey) and value:
            yield (*path, name), kind_of(column.related_model).name, value


def kind_of(model: type[models.Model]) -> Kind:
    """The kind of an object by its model."""
    return next(kind for kind in KINDS.values() if kind.model is model)
