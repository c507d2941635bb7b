"""A public form that anybody may send without a cookie."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from .anonymous import Stamp, new_stamp
from .forms import PlainTextField, PublicForm

#: Nobody reads a form, fills it in and sends it faster.
FASTEST_PERSON = timedelta(seconds=1)


class StampedForm(PublicForm):
    """Carries a stamp, and ``website``, which is a trap: people do not see it.

    A form whose stamp is no good, or that another site made the browser send, is shown once more
    with a new stamp and all that was written: ``must_send_again``.
    """

    website = PlainTextField(
        label=_("Leave this empty"),
        max_length=100_000,
        required=False,
        widget=forms.TextInput(attrs={"tabindex": "-1", "autocomplete": "off"}),
    )
    stamp = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(
        self,
        purpose: str,
        data: Mapping[str, Any] | None = None,
        *,
        from_elsewhere: bool = False,
    ) -> None:
        self.given_stamp = None if data is None else Stamp.read(data.get("stamp", ""), purpose)
        self.must_send_again = data is not None and (from_elsewhere or self.given_stamp is None)
        initial = {"stamp": new_stamp(purpose)}
        if data is not None and self.given_stamp is None:
            data = {key: data.get(key) for key in data} | initial
        super().__init__(data, initial=initial)

    @property
    def is_suspicious(self) -> bool:
        """Whether a machine seems to have filled in the form."""
        is_too_fast = self.given_stamp is not None and self.given_stamp.age < FASTEST_PERSON
        return is_too_fast or bool(self.data.get("website"))
