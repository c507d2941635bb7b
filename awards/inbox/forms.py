"""The forms of those who handle entries."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail.admin.widgets import AdminDateInput

from awards.domain.questions import FormDefinition
from awards.enums import InboxAction
from awards.models.year import CITY_TIME_ZONE


class NoteForm(forms.Form):
    """An internal note."""

    text = forms.CharField(
        label=_("New note"), max_length=10_000, widget=forms.Textarea(attrs={"rows": 3})
    )


class ReasonForm(forms.Form):
    """Why something is done with an entry; some actions have to be explained."""

    reason = forms.CharField(
        label=_("Reason"),
        max_length=5000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("Kept in the history of the entry. Staff read it, the applicant does not."),
        error_messages={"required": _("Tell why.")},
    )

    def __init__(self, action: InboxAction, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["reason"].required = action.needs_reason


class SupplementForm(forms.Form):
    """What is needed of an applicant, until when, and which questions are opened for it."""

    text = forms.CharField(
        label=_("What is needed"),
        max_length=5000,
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text=_("Mailed to the applicant as it is, and shown above the questions."),
        error_messages={"required": _("Tell the applicant what is needed.")},
    )
    due_on = forms.DateField(
        label=_("Last day"),
        help_text=_("Such as 2026-09-20. A later answer is still received."),
        widget=AdminDateInput,
        error_messages={
            "required": _("Enter the last day."),
            "invalid": _("Enter a date such as 2026-09-20."),
        },
    )
    questions = forms.MultipleChoiceField(
        label=_("Questions that can be answered anew"),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Choose at least one question.")},
    )

    def __init__(self, definition: FormDefinition, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        questions: Any = self.fields["questions"]
        questions.choices = [
            (step.title, [(question.key, question.label) for question in step.questions])
            for step in definition.steps
        ]

    def clean_due_on(self) -> Any:
        """Raise ``ValidationError`` for a day that has passed."""
        day = self.cleaned_data["due_on"]
        if day < timezone.now().astimezone(CITY_TIME_ZONE).date():
            raise forms.ValidationError(gettext("Enter a day that has not passed."))
        return day
