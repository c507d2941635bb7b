"""Holding a file against ``schema.json``, in words that say what to do."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from datetime import date, datetime
from difflib import get_close_matches
from functools import cache
from pathlib import Path
from typing import Any

from django.utils.translation import gettext, ngettext
from jsonschema import Draft202012Validator, FormatChecker

from cms.numbers import grouped

from .problems import Problem
from .reading import Path_, dotted, line_of

#: A ``jsonschema.ValidationError``; its stubs hold that any attribute of it may be missing.
Fault = Any

SCHEMA_FILE = Path(__file__).with_name("schema.json")

_formats = FormatChecker(formats=())
_formats.checks("date", raises=ValueError)(lambda text: _is_text(text, date.fromisoformat))
_formats.checks("date-time", raises=ValueError)(lambda text: _is_text(text, datetime.fromisoformat))


def check_shape(document: Any) -> Iterator[tuple[Path_, Problem]]:
    """Each way in which the document is not of the format, with the place of what is wrong."""
    for error in _validator().iter_errors(document):
        place: Path_ = tuple(error.absolute_path)
        for path, message in _explain(error, place):
            yield path, Problem(line_of(document, path), dotted(path), message)


@cache
def _validator() -> Draft202012Validator:
    schema = json.loads(SCHEMA_FILE.read_text(encoding="utf-8"))
    return Draft202012Validator(schema, format_checker=_formats)


def _is_text(value: object, parse: Callable[[str], object]) -> bool:
    return not isinstance(value, str) or bool(parse(value))


def _explain(error: Fault, place: Path_) -> Iterator[tuple[Path_, str]]:
    explain = _EXPLANATIONS.get(str(error.validator))
    if error.validator == "required":
        for name in error.validator_value:
            if name not in error.instance:
                yield (*place, name), gettext("This is missing.")
    elif error.validator == "additionalProperties":
        known = error.schema["properties"]
        for name in error.instance:
            if name not in known:
                yield (*place, name), _unknown(name, list(known))
    elif error.instance is None:
        yield place, gettext("Enter a value, or leave the line out.")
    elif explain:
        yield place, explain(error)
    else:
        yield place, error.message


def _unknown(name: str, known: list[str]) -> str:
    close = get_close_matches(name, known, n=1)
    if close:
        return gettext("There is no such field. Did you mean %(name)s?") % {"name": close[0]}
    return gettext("There is no such field. These are: %(names)s.") % {"names": ", ".join(known)}


def _type(error: Fault) -> str:
    kinds = error.validator_value
    expected = kinds if isinstance(kinds, str) else kinds[0]
    return {
        "array": gettext("Write a list: a line for each, that begins with a hyphen."),
        "boolean": gettext("Write true or false."),
        "integer": gettext("Write a whole number, without spaces or unit."),
        "object": gettext("Write fields here: a name, a colon and a value on each line."),
        "string": gettext("Write text here. Put a number within quotation marks."),
    }[expected]


def _choices(error: Fault) -> str:
    return gettext("Write one of: %(choices)s.") % {"choices": ", ".join(error.validator_value)}


def _length(error: Fault) -> str:
    return ngettext(
        "Write at most %(limit)s character: this is %(length)s.",
        "Write at most %(limit)s characters: this is %(length)s.",
        error.validator_value,
    ) % {"limit": grouped(error.validator_value), "length": grouped(len(error.instance))}


def _format(error: Fault) -> str:
    if error.validator_value == "date":
        return gettext("Write a date as 2022-09-20.")
    return gettext("Write a date as 2022-09-20, or a moment as 2022-11-29T18:30.")


_EXPLANATIONS: dict[str, Callable[[Fault], str]] = {
    "const": lambda error: gettext("Write %(value)s.") % {"value": error.validator_value},
    "enum": _choices,
    "format": _format,
    "maximum": lambda error: (
        gettext("Write a number of at most %(limit)d.") % {"limit": error.validator_value}
    ),
    "maxLength": _length,
    "maxProperties": lambda _: gettext("Give one of these fields only."),
    "minimum": lambda error: (
        gettext("Write a number of at least %(limit)d.") % {"limit": error.validator_value}
    ),
    "minItems": lambda error: (
        ngettext("List at least %(limit)d.", "List at least %(limit)d.", error.validator_value)
        % {"limit": error.validator_value}
    ),
    "minLength": lambda _: gettext("Enter a value, or leave the line out."),
    "minProperties": lambda _: gettext("Give at least one field."),
    "pattern": lambda _: gettext("Use only the letters a to z, digits, and hyphens between them."),
    "type": _type,
}
