"""What every public form of the site shares: plain text in, and an error summary out.

The pattern is that of the GOV.UK design system: the server validates, each error is shown at
its field and linked from a summary above the page's heading.
"""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import NON_FIELD_ERRORS
from django.utils.text import normalize_newlines
from django.utils.translation import ngettext

from .form_rendering import QuickRenderer
from .numbers import grouped

#: Nobody types it; it arrives in pasted text and no database takes it.
_NUL = "\x00"


#: Codes of errors whose messages don't tell which field they are about.
_OF_ANY_FIELD = frozenset({"invalid", "invalid_choice", "invalid_list", "max_length", "limits"})


class PlainTextField(forms.CharField):
    """Text as a person wrote it: a line break counts as one character, NUL is dropped.

    The browser is not given the limit, so that over-typing is possible and nothing is cut off.
    """

    def __init__(self, *, max_length: int, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.limit = max_length

    def to_python(self, value: Any) -> str:
        """The text with its line breaks made one kind, without NUL."""
        return super().to_python(normalize_newlines(str(value or "")).replace(_NUL, "")) or ""

    def validate(self, value: str) -> None:
        """Raise ``ValidationError`` for a missing text, or one that is too long."""
        super().validate(value)
        over = len(value) - self.limit
        if over > 0:
            raise forms.ValidationError(
                ngettext(
                    "Shorten the text by %(over)s character. It may have at most %(limit)s.",
                    "Shorten the text by %(over)s characters. It may have at most %(limit)s.",
                    over,
                ),
                code="max_length",
                params={"over": grouped(over), "limit": grouped(self.limit)},
            )


class PublicForm(forms.Form):
    """A form for the public. Its messages say what to do, in whole sentences."""

    use_required_attribute = False
    default_renderer = QuickRenderer()

    @property
    def error_summary(self) -> list[tuple[str, str]]:
        """What has to be put right, as ``error_summary`` tells it."""
        return error_summary(self)

    def input_id(self, name: str) -> str:
        """The id of a field's input; the first one of a group of radio buttons."""
        return input_id(self, name)


def error_summary(form: forms.BaseForm, *, names_all: bool = False) -> list[tuple[str, str]]:
    """Each error as the id of its input and its message, in order; "" leads to no input.

    A message that could be about any field is told with the name of its own; every message is,
    if ``names_all``, in forms of packages whose messages name none.
    """
    errors = form.errors.as_data()
    return [
        (
            input_id(form, name),
            _with_name(form, name, error)
            if names_all or error.code in _OF_ANY_FIELD
            else " ".join(error.messages),
        )
        for name in (*form.fields, NON_FIELD_ERRORS)
        for error in errors.get(name, ())
    ]


def _with_name(form: forms.BaseForm, name: str, error: forms.ValidationError) -> str:
    message = " ".join(error.messages)
    if name not in form.fields:
        return message
    label = str(form[name].label).rstrip(":. ")
    return f"{label} {message}" if label.endswith("?") else f"{label}: {message}"


def input_id(form: forms.BaseForm, name: str) -> str:
    """The id of a field's input, the first one of a group; blank for what can't be filled in."""
    if name not in form.fields or form[name].is_hidden:
        return ""
    field = form[name]
    if isinstance(field.field.widget, forms.RadioSelect):
        # Its choices may stand in groups, which their ids tell.
        first = next(iter(field.subwidgets), None)
        return str(first.id_for_label) if first else ""
    return field.id_for_label or f"{field.auto_id}_0"
