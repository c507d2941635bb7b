"""What every public form shares."""

from __future__ import annotations

import pytest
from django import forms

from cms.forms import PlainTextField, PublicForm


class Letter(PublicForm):
    """A form with one question of each kind."""

    colour = forms.ChoiceField(
        choices=[("r", "Röd"), ("b", "Blå")],
        widget=forms.RadioSelect,
        error_messages={"required": "Välj en färg."},
    )
    text = PlainTextField(max_length=10, error_messages={"required": "Skriv en text."})
    name = PlainTextField(max_length=10, required=False)


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("rad\r\nrad", "rad\nrad"),
        ("rad\rrad", "rad\nrad"),
        ("  kant  ", "kant"),
        ("no\x00ll", "noll"),
        ("1234567\r\n90", "1234567\n90"),
        ("å" * 10, "å" * 10),
        ("👩‍🔬", "👩‍🔬"),
    ],
)
def test_text_is_kept_as_a_person_wrote_it(typed: str, kept: str) -> None:
    form = Letter({"colour": "r", "text": typed})

    assert form.is_valid() is True
    assert form.cleaned_data == {"colour": "r", "text": kept, "name": ""}


@pytest.mark.parametrize(("length", "over"), [(11, "1"), (5000, "4990")])
def test_a_text_that_is_too_long_tells_by_how_much(length: int, over: str) -> None:
    form = Letter({"colour": "r", "text": "a" * length})

    (message,) = form.errors["text"]
    assert over in str(message).replace("\xa0", "")
    assert "maxlength" not in str(form["text"])


def test_the_summary_leads_to_each_input_in_order() -> None:
    form = Letter({"colour": "", "text": " "})
    form.add_error(None, "Skicka en gång till.")

    assert form.error_summary == [
        ("id_colour_0", "Välj en färg."),
        ("id_text", "Skriv en text."),
        ("", "Skicka en gång till."),
    ]


def test_the_summary_names_the_field_of_a_message_that_could_be_about_any() -> None:
    form = Letter({"colour": "lila", "text": "a" * 11})
    form.fields["text"].label = "Vad gör ni?"

    assert form.error_summary == [
        ("id_colour_0", f"Colour: {form.errors['colour'][0]}"),
        ("id_text", f"Vad gör ni? {form.errors['text'][0]}"),
    ]
    assert [":" in str(message) for messages in form.errors.values() for message in messages] == [
        False,
        False,
    ]


def test_a_form_without_errors_has_an_empty_summary() -> None:
    assert Letter({"colour": "r", "text": "a"}).error_summary == []


def test_the_browser_is_not_told_that_a_field_is_required() -> None:
    assert "required" not in str(Letter()["text"])
