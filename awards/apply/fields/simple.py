"""Questions with one field."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from awards.domain.questions import Question
from awards.enums import QuestionKind
from cms.forms import PlainTextField

from .inputs import Link, WholeNumber
from .shared import NAME_CHARACTERS, Parts, Surroundings, as_asked, choosing


def text(question: Question, around: Surroundings) -> Parts:
    """A line of text, or several."""
    limit = question.max_characters or NAME_CHARACTERS
    is_long = question.kind == QuestionKind.LONG_TEXT
    attributes = {"data-limit": str(limit)}
    widget = (
        forms.Textarea(attrs=attributes | {"rows": "8"})
        if is_long
        else forms.TextInput(attrs=attributes)
    )
    yield (
        "",
        PlainTextField(
            max_length=limit, widget=widget, **as_asked(question, _("Answer “%(question)s”."))
        ),
    )


def one_of(question: Question, around: Surroundings) -> Parts:
    """A choice among some."""
    yield (
        "",
        forms.ChoiceField(
            choices=[(option, option) for option in question.options],
            widget=forms.RadioSelect,
            **choosing(question),
        ),
    )


def several_of(question: Question, around: Surroundings) -> Parts:
    """Several choices among some."""
    yield (
        "",
        forms.MultipleChoiceField(
            choices=[(option, option) for option in question.options],
            widget=forms.CheckboxSelectMultiple,
            **choosing(question),
        ),
    )


def declaration(question: Question, around: Surroundings) -> Parts:
    """Something to accept."""
    yield (
        "",
        forms.BooleanField(
            **as_asked(question, _("You need to accept this to send in: “%(question)s”."))
        ),
    )


def number(question: Question, around: Surroundings) -> Parts:
    """A whole number."""
    yield (
        "",
        WholeNumber(
            minimum=question.minimum,
            maximum=question.maximum,
            **as_asked(question, _("Enter a number at “%(question)s”.")),
        ),
    )


def link(question: Question, around: Surroundings) -> Parts:
    """An address on the web."""
    yield "", Link(**as_asked(question, _("Enter an address at “%(question)s”.")))
