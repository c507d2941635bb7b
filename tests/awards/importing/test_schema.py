"""The schema: a proper one, and no looser or stricter than the models."""

from __future__ import annotations

import json
from typing import Any

import pytest
from django.db import models
from jsonschema import Draft202012Validator

from awards.importing.entries import CHILD_FIELDS, KINDS
from awards.importing.shape import SCHEMA_FILE
from cms.models import BasePage

SCHEMA = json.loads(SCHEMA_FILE.read_text(encoding="utf-8"))

#: Fields of a file that are no fields of a model.
OF_THE_FILE = {"key", "publish"}


def resolved(schema: dict[str, Any]) -> dict[str, Any]:
    reference = schema.get("$ref")
    return SCHEMA["$defs"][reference.removeprefix("#/$defs/")] | schema if reference else schema


def properties(kind: str) -> dict[str, dict[str, Any]]:
    nested = {name for name, _kind in KINDS[kind].nested}
    return {
        name: resolved(schema)
        for name, schema in SCHEMA["$defs"][kind]["properties"].items()
        if name not in nested | OF_THE_FILE
    }


def described() -> list[tuple[type[models.Model], str, dict[str, Any]]]:
    """Every field of a model that the schema describes, those of child objects too."""
    found = []
    for name, kind in KINDS.items():
        for field, schema in properties(name).items():
            found.append((kind.model, field, schema))
            items = resolved(schema.get("items", {}))
            column: Any = kind.model._meta.get_field(field)
            if field in CHILD_FIELDS and "properties" in items:
                child = column.related_model
                found += [
                    (child, inner, resolved(part)) for inner, part in items["properties"].items()
                ]
    return found


def test_the_schema_is_a_schema() -> None:
    Draft202012Validator.check_schema(SCHEMA)


def test_every_field_is_one_of_a_model() -> None:
    for model, name, _schema in described():
        assert model._meta.get_field(name) is not None


def test_texts_may_be_as_long_as_the_models_take() -> None:
    for model, name, schema in described():
        column: Any = model._meta.get_field(name)
        is_key = schema.get("pattern")
        if isinstance(column, models.CharField) and not is_key and not column.choices:
            assert schema.get("maxLength") == column.max_length or name == "file", (model, name)


def test_choices_are_those_of_the_models() -> None:
    for model, name, schema in described():
        column: Any = model._meta.get_field(name)
        if getattr(column, "choices", None):
            assert schema["enum"] == [value for value, _label in column.choices], (model, name)


#: What is shaped in the editor; an imported form begins with what its template asks.
IN_THE_EDITOR = {
    "award": {"reference_prefix"},
    "form": {"eligibility", "steps", "after_sending", "grace_minutes", "keep_draft_days"},
}


@pytest.mark.parametrize("kind", [name for name, kind in KINDS.items() if name != "list"])
def test_all_of_a_model_can_be_imported(kind: str) -> None:
    model = KINDS[kind].model
    inherited = {field.name for field in BasePage._meta.get_fields()} | {"page_ptr"}
    if not issubclass(model, BasePage):
        return
    own = {
        field.name
        for field in model._meta.get_fields()
        if field.name not in inherited
        and not field.auto_created
        and getattr(field, "editable", True)
        and hasattr(field, "attname")
    }
    wagtails = {field.name for field in model._meta.get_parent_list()[-1]._meta.get_fields()}
    assert own - wagtails - set(properties(kind)) == IN_THE_EDITOR.get(kind, set())
