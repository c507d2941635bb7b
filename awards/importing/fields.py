"""Moving an entry's values to an object, and reading them back in the same form."""

from __future__ import annotations

import json
from datetime import UTC
from typing import Any

from django.db import models
from wagtail.fields import StreamField
from wagtail.models import Page

from awards.domain.form_templates import fill_in
from awards.enums import PublicNoun
from awards.models import NominationFormPage

from .entries import CHILD_FIELDS, Entry, kind_of
from .keys import Keys


def write(instance: models.Model, name: str, value: Any, keys: Keys | None) -> None:
    """Give a field the value of an entry. Without ``keys``, references are left out."""
    column: Any = instance._meta.get_field(name)
    if column.one_to_many:
        children = []
        for place, fields in enumerate(value):
            child = column.related_model(sort_order=place)
            for child_name, child_value in fields.items():
                write(child, child_name, child_value, keys)
            children.append(child)
        setattr(instance, name, children)
    elif isinstance(column, StreamField):
        setattr(instance, name, json.dumps([_with_pks(part, keys) for part in value if keys]))
    elif isinstance(column, models.ForeignKey):
        if keys:
            setattr(instance, column.attname, _pk(column, value, keys))
    elif isinstance(column, models.Field):
        setattr(instance, name, column.to_python(value))


def complete(page: Page, entry: Entry) -> None:
    """Give a new page what no file describes: a form, the questions of its template."""
    if isinstance(page, NominationFormPage) and entry.parent and entry.parent.parent:
        noun = entry.parent.parent.values.get("public_noun", PublicNoun.APPLICATION)
        fill_in(page, PublicNoun(noun))


def read(instance: models.Model, name: str, keys: Keys) -> Any:
    """A field's value in the form of an entry's, so that the two can be compared."""
    column: Any = instance._meta.get_field(name)
    if column.one_to_many:
        return [
            {child_name: read(child, child_name, keys) for child_name in CHILD_FIELDS[name]}
            for child in getattr(instance, name).all()
        ]
    value = getattr(instance, name)
    if isinstance(column, StreamField):
        return [[part["type"], part["value"]] for part in value.get_prep_value()]
    if isinstance(column, models.ForeignKey):
        pk = getattr(instance, column.attname)
        return keys.name_of(kind_of(column.related_model).name, pk)
    if isinstance(column, models.DateTimeField):
        return value.astimezone(UTC).isoformat() if value else None
    if isinstance(column, models.DateField):
        return value.isoformat() if value else None
    return value


def _pk(column: models.ForeignKey[Any, Any], key: str | None, keys: Keys) -> int | None:
    return keys.pks[kind_of(column.related_model).name, key] if key else None


def _with_pks(part: list[Any], keys: Keys) -> dict[str, Any]:
    kind, value = part
    if kind == "winner":
        value = {**value, "page": keys.pks["winner", value["page"]]}
    elif kind == "picture":
        image = keys.pks["picture", value["picture"]["image"]]
        value = {**value, "picture": {**value["picture"], "image": image, "decorative": False}}
    return {"type": kind, "value": value}
