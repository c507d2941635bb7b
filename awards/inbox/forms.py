"""The forms of those who handle entries."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.contrib.auth.models import User
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from awards.domain.questions import FormDefinition
from awards.models import Nomination
from awards.permissions import handlers
from awards.statuses import InboxAction
from cms.dates import day_in_stockholm
from cms.forms import PlainTextField

from .inputs import DayField

if TYPE_CHECKING:
    _Users = forms.ModelChoiceField[User]
else:
    _Users = forms.ModelChoiceField


class NoteForm(forms.Form):
    """An internal note."""

    text = PlainTextField(
        label=_("New note"),
        max_length=10_000,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": _("Write the note.")},
    )


class RegistryNumberForm(forms.Form):
    """The number in the city's register of records; ``seen`` is the one that is changed."""

    number = PlainTextField(
        label=_("Registry number"),
        max_length=60,
        required=False,
        help_text=_("As the registrar wrote it. Leave it empty to remove the number."),
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )
    seen = forms.CharField(required=False, strip=False, widget=forms.HiddenInput)


class NomineeToldForm(forms.Form):
    """When the nominated person was told; ``name`` is who was meant."""

    day = DayField(
        label=_("Told on"),
        error_messages={"required": _("Enter the day when the person was told.")},
    )
    name = forms.CharField(required=False, strip=False, widget=forms.HiddenInput)


class OfficerField(_Users):
    """Which of those who handle entries has one, by name; or nobody."""

    default_error_messages = {"invalid_choice": _("Choose somebody who handles entries.")}

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(
            handlers(),
            label=_("Case officer"),
            required=False,
            empty_label=pgettext_lazy("case officer", "Nobody"),
            **kwargs,
        )

    def label_from_instance(self, obj: User) -> str:
        """The name, or the user name of somebody without one."""
        return obj.get_full_name() or obj.get_username()


class OfficerForm(forms.Form):
    """Which colleague is to handle an entry; ``seen`` is the id of whoever did.

    Its present officer (``present``, an id) can stay, also one who may no longer handle entries.
    """

    officer = OfficerField()
    seen = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, present: int | None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        officer: Any = self.fields["officer"]
        officer.queryset = handlers() | User.objects.filter(pk=present or 0).distinct()


class ReasonForm(forms.Form):
    """Why something is done with an entry; some actions have to be explained."""

    reason = PlainTextField(
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
        if action == InboxAction.WITHDRAW:
            self.fields["reason"].help_text = _(
                "Write how the applicant asked for it. Kept in the history of the entry. Staff "
                "read it, the applicant does not."
            )


class IneligibleForm(ReasonForm):
    """Which conditions an entry does not meet, and why."""

    OTHER = "other"

    conditions = forms.MultipleChoiceField(
        label=_("What is not met"),
        required=False,
        help_text=_("Choose at least one condition, or tell another one below."),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"invalid_choice": _("Choose among the conditions that are here now.")},
    )
    other = PlainTextField(
        label=_("The other condition"),
        max_length=500,
        required=False,
        help_text=_("Only for a condition that is not in the list."),
    )

    field_order = ("conditions", "other", "reason")

    def __init__(
        self, action: InboxAction, conditions: list[str], *args: Any, **kwargs: Any
    ) -> None:
        super().__init__(action, *args, **kwargs)
        choices: Any = self.fields["conditions"]
        choices.choices = [
            *((text, text) for text in conditions),
            (self.OTHER, _("Another condition")),
        ]

    def clean(self) -> dict[str, Any]:
        """Tell that a condition has to be chosen, or told."""
        chosen = self.cleaned_data.get("conditions", [])
        other = self.cleaned_data.get("other", "")
        if self.OTHER in chosen and not other and "other" not in self.errors:
            self.add_error("other", _("Tell which condition it is."))
        if not (chosen or other) and not {"conditions", "other"} & set(self.errors):
            self.add_error("conditions", _("Choose at least one condition."))
        return self.cleaned_data

    def unmet(self) -> list[str]:
        """What is not met, in words; for valid forms."""
        chosen = [text for text in self.cleaned_data["conditions"] if text != self.OTHER]
        return [*chosen, *filter(None, [self.cleaned_data["other"]])]


class LastDayForm(forms.Form):
    """Until when something is needed of an applicant."""

    due_on = DayField(
        label=_("Last day"),
        help_text=_("A later answer is still received."),
        error_messages={"required": _("Enter the last day.")},
    )

    def clean_due_on(self) -> Any:
        """Raise ``ValidationError`` for a day that has passed."""
        day = self.cleaned_data["due_on"]
        if day < day_in_stockholm(timezone.now()):
            raise forms.ValidationError(gettext("Enter a day that has not passed."))
        return day


class DueForm(LastDayForm):
    """Another last day for what has been asked for, and why; ``seen`` is the one it replaces."""

    reason = PlainTextField(
        label=_("Reason"),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Kept in the history of the entry. Staff read it, the applicant does not."),
        error_messages={"required": _("Tell why.")},
    )
    seen = forms.DateField(widget=forms.HiddenInput)


class SupplementForm(LastDayForm):
    """What is needed of an applicant, until when, and which questions are opened for it."""

    field_order = ("text", "due_on", "questions")

    text = PlainTextField(
        label=_("What is needed"),
        max_length=5000,
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text=_("Mailed to the applicant as it is, and shown above the questions."),
        error_messages={"required": _("Tell the applicant what is needed.")},
    )
    questions = forms.MultipleChoiceField(
        label=_("Questions that can be answered anew"),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Choose at least one question.")},
    )

    def __init__(
        self, definition: FormDefinition, data: Any = None, *, is_mailed: bool = True
    ) -> None:
        super().__init__(data)
        if not is_mailed:
            self.fields["text"].help_text = _("Shown above the questions.")
        questions: Any = self.fields["questions"]
        questions.choices = [
            (step.title, [(question.key, question.label) for question in step.questions])
            for step in definition.steps
        ]


class ApartForm(forms.Form):
    """Which other entry is not the same, though it has the same name."""

    def __init__(self, *args: Any, others: QuerySet[Nomination], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["other"] = forms.ModelChoiceField(others)
