"""What every public form of the site shares: plain text in, and an error summary out.

The pattern is that of the GOV.UK design system: the server validates, each error is shown at
its field and linked from a summary above the page's heading.
"""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.text import normalize_newlines
from django.utils.translation import ngettext

from .form_rendering import QuickRenderer

#: Nobody types it; it arrives in pasted text and no database takes it.
_NUL = "\x00"


class PlainTextField(forms.CharField):
    """Text as a person wrote it: a line break counts as one character, NUL is dropped.

    ``too_long`` tells what to do with a text over ``max_length``; it may use ``%(limit)s`` and
    ``%(over)s``, the number of characters too many. The browser is not given the limit, so that
    over-typing is possible and nothing is cut off.
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
                    "Shorten the text by %(over)d character. It may have at most %(limit)d.",
                    "Shorten the text by %(over)d characters. It may have at most %(limit)d.",
                    over,
                ),
                code="max_length",
                params={"over": over, "limit": self.limit},
            )


class PublicForm(forms.Form):
    """A form for the public. Its messages say what to do, in whole sentences."""

    use_required_attribute = False
    default_renderer = QuickRenderer()

    @property
    def error_summary(self) -> list[tuple[str, str]]:
        """Each error as the id of its input and its message; "" leads to no input."""
        return [
            (self.input_id(name), str(message))
            for name, messages in self.errors.items()
            for message in messages
        ]

    def input_id(self, name: str) -> str:
        """The id of a field's input; the first one of a group of radio buttons."""
        if name not in self.fields:
            return ""
        return self[name].id_for_label or f"{self[name].auto_id}_0"
