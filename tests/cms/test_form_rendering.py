"""The quick renderer draws every input as Django does."""

from __future__ import annotations

from typing import Any

import pytest
from django import forms
from django.forms.renderers import BaseRenderer, DjangoTemplates
from django.test.html import parse_html

from cms.form_rendering import QuickRenderer

VALUES = [None, "", "0", 'a "quoted" <b>text</b>', "två\nrader & mer"]
CHOICES = [("a", "A"), ("b&", 'B "två"')]


def bound(field: forms.Field, value: object, renderer: BaseRenderer) -> Any:
    return type("Form", (forms.Form,), {"field": field})(
        initial={"field": value}, renderer=renderer
    )["field"]


@pytest.mark.parametrize("value", VALUES)
@pytest.mark.parametrize(
    "widget",
    [
        forms.TextInput({"data-limit": 3, "autofocus": True, "hidden": False, "title": 'a"b'}),
        forms.EmailInput,
        forms.HiddenInput,
        forms.FileInput({"accept": "image/*"}),
        forms.CheckboxInput,
        forms.Textarea({"rows": 8}),
        forms.Select(choices=CHOICES),
        forms.Select({"id": "b"}, [("", "–"), ('"Två"', CHOICES), ("0", "<b>noll</b>")]),
    ],
)
def test_an_input_is_what_django_makes_of_it(widget: Any, value: object) -> None:
    ours, theirs = (
        str(bound(forms.CharField(widget=widget), value, renderer)).strip()
        for renderer in (QuickRenderer(), DjangoTemplates())
    )

    assert parse_html(ours) == parse_html(theirs)
    if not isinstance(widget, forms.Select):
        assert ours == theirs


@pytest.mark.parametrize("widget", [forms.RadioSelect, forms.CheckboxSelectMultiple])
def test_a_choice_is_what_django_makes_of_it(widget: Any) -> None:
    ours, theirs = (
        [
            (str(choice.tag()).strip(), str(choice).strip())
            for choice in bound(forms.ChoiceField(choices=CHOICES, widget=widget), "b&", renderer)
        ]
        for renderer in (QuickRenderer(), DjangoTemplates())
    )

    assert ours == theirs
