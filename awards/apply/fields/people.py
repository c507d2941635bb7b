"""Questions about organisations and persons."""

from __future__ import annotations

from django import forms
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from awards.domain.questions import Question
from awards.enums import QuestionKind
from cms.forms import PlainTextField

from .inputs import CheckedEmail, Telephone
from .shared import NAME_CHARACTERS, Parts, Surroundings, choosing, first_of, when_missing

#: The value that stands for an organisation outside the register.
OTHER = "other"


def organisation(question: Question, around: Surroundings) -> Parts:
    """An organisation of the register, or the name of another one."""
    yield (
        "",
        forms.ChoiceField(
            choices=[
                ("", _("Choose an organisation")),
                *around.organisations,
                (OTHER, _("Another one, that is not in the list")),
            ],
            **first_of(choosing(question)),
        ),
    )
    yield (
        "other",
        PlainTextField(
            max_length=NAME_CHARACTERS,
            required=False,
            label=_("The name of the other organisation"),
            help_text=_("Only if it is not in the list."),
        ),
    )


#: What to tell whoever leaves out what a person can't do without.
PERSON_MISSING: dict[QuestionKind, dict[str, Promise]] = {
    QuestionKind.CONTACT: {
        "name": _("Enter the contact person's name."),
        "email": _("Enter the contact person's e-mail address."),
    },
    QuestionKind.NOMINEE: {
        "name": _("Enter the nominated person's name."),
        "email": _("Enter the nominated person's e-mail address."),
    },
}


def contact(question: Question, around: Surroundings) -> Parts:
    """Whom to ask about the entry."""
    yield from _person(question, is_oneself=True)
    yield "phone", Telephone(label=_("Telephone"), required=False)


def nominee(question: Question, around: Surroundings) -> Parts:
    """Who is nominated."""
    yield from _person(question, is_oneself=False)


def _person(question: Question, *, is_oneself: bool) -> Parts:
    """Name, title and address; a browser knows only those of whoever fills in the form."""
    missing = PERSON_MISSING[question.kind]
    yield (
        "name",
        PlainTextField(
            max_length=NAME_CHARACTERS,
            label=_("Name"),
            required=question.required,
            widget=forms.TextInput(attrs={"autocomplete": "name" if is_oneself else "off"}),
            error_messages=when_missing(missing["name"], question),
        ),
    )
    yield (
        "title",
        PlainTextField(
            max_length=NAME_CHARACTERS,
            label=_("Title"),
            required=False,
            widget=forms.TextInput(
                attrs={"autocomplete": "organization-title" if is_oneself else "off"}
            ),
        ),
    )
    yield (
        "email",
        CheckedEmail(
            autocomplete="email" if is_oneself else "off",
            label=_("E-mail address"),
            required=question.required,
            error_messages=when_missing(missing["email"], question),
        ),
    )
