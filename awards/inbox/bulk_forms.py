"""What has to be told before something is done with many entries."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from awards.models import MessageTemplate
from awards.statuses import InboxAction

from .forms import OfficerField, ReasonForm

if TYPE_CHECKING:
    _Templates = forms.ModelChoiceField[MessageTemplate]
else:
    _Templates = forms.ModelChoiceField


class ConfirmForm(forms.Form):
    """Nothing but the confirmation; ``token`` is the same at a second click."""

    token = forms.UUIDField(widget=forms.HiddenInput)


class ReasonForAllForm(ReasonForm, ConfirmForm):
    """Why something is done with the entries; the reason is written in the history of each."""

    def __init__(self, action: InboxAction, *args: Any, **kwargs: Any) -> None:
        super().__init__(action, *args, **kwargs)
        self.fields["reason"].help_text = _(
            "Kept in the history of each entry. Staff read it, the applicants do not."
        )


class OfficerForAllForm(ConfirmForm):
    """Who is to handle the entries; whoever asks is chosen to begin with."""

    officer = OfficerField(help_text=_("You, a colleague who handles entries, or nobody."))


class _TemplateField(_Templates):
    """A template, and for which award it is."""

    def label_from_instance(self, obj: MessageTemplate) -> str:
        """The name, with the award's where the template is not for every award."""
        return f"{obj.name} ({obj.award.title})" if obj.award else obj.name


class MailForm(ConfirmForm):
    """What is written to the applicants, and when it leaves."""

    template = _TemplateField(
        label=_("Template"),
        queryset=MessageTemplate.objects.select_related("award"),
        empty_label=_("Choose a template"),
        help_text=_("Each applicant gets a message of their own, filled in from their entry."),
        error_messages={
            "required": _("Choose a template."),
            "invalid_choice": _("Choose a template that is in the list."),
        },
    )
    language = forms.ChoiceField(
        label=_("Language"), choices=settings.LANGUAGES, initial=settings.LANGUAGE_CODE
    )
    hold = forms.ChoiceField(
        label=_("When it is sent"),
        choices=[
            ("now", _("At once. To entries with an outcome, when that may be told")),
            ("held", _("When somebody lets it go in the outbox")),
        ],
        initial="now",
        widget=forms.RadioSelect,
    )

    def clean(self) -> dict[str, Any]:
        """Raise ``ValidationError`` for a language that the template is not written in."""
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        template, language = cleaned.get("template"), cleaned.get("language")
        if template and language and language not in template.languages:
            self.add_error("language", gettext("The template is not written in that language."))
        return cleaned
