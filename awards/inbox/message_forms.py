"""The forms of a message to an applicant."""

from __future__ import annotations

from typing import Any

from django import forms
from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from awards.domain.holding import Hold
from awards.domain.message_fields import (
    has_stray_brace,
    known_fields,
    unknown_fields,
    without_own_braces,
)
from awards.domain.messages import templates_for
from awards.models import MessageTemplate, Nomination
from awards.models.message import LINK
from cms.fingerprints import fingerprint_of
from cms.forms import PlainTextField

from .inputs import MomentField

LONGEST_TEXT = 20_000
AT_ONCE_CHOICE, UNTIL_CHOICE, BY_HAND_CHOICE = "now", "until", "hand"


class ChooseTemplateForm(forms.Form):
    """Which template fills in the message, and in which language."""

    template = forms.ModelChoiceField(
        MessageTemplate.objects.none(),
        label=_("Template"),
        empty_label=_("None: write freely"),
        error_messages={"required": _("Choose a template.")},
    )
    template_language = forms.ChoiceField(label=_("Language"), choices=settings.LANGUAGES)

    def __init__(self, nomination: Nomination, data: Any = None, **kwargs: Any) -> None:
        super().__init__(data, auto_id="choose_%s", **kwargs)
        self.nomination = nomination
        templates: Any = self.fields["template"]
        templates.queryset = templates_for(nomination)
        offered = [each for each in templates.queryset if each.fits(nomination)]
        templates.choices = [("", templates.empty_label), *((each.pk, each) for each in offered)]

    def clean(self) -> dict[str, Any]:
        """Tell that the template does not fit the entry, or is not written in the language."""
        template = self.cleaned_data.get("template")
        if template and not template.fits_status(self.nomination):
            told = _("The template is for entries that are “%(status)s”. This one is “%(now)s”.")
            labels = {
                "status": template.get_status_display(),
                "now": self.nomination.get_status_display(),
            }
            self.add_error("template", forms.ValidationError(told, params=labels))
        elif template and not template.fits(self.nomination):
            told = _("The template speaks of somebody who is nominated, and nobody is.")
            self.add_error("template", told)
        language = self.cleaned_data.get("template_language")
        if template and language and language not in template.languages:
            self.add_error("template_language", _("The template is written in Swedish only."))
        return self.cleaned_data


class MessageForm(forms.Form):
    """A message to an applicant, and when it is mailed."""

    subject = forms.CharField(
        label=_("Subject"),
        max_length=200,
        error_messages={"required": _("Enter a subject.")},
    )
    text = PlainTextField(
        label=_("Text"),
        max_length=LONGEST_TEXT,
        help_text=_(
            "Mailed as it is. Where you write {link}, the applicant's own link is put in; "
            "otherwise it is put below the text. The contact of the award always is."
        ),
        widget=forms.Textarea(attrs={"rows": 14}),
        error_messages={"required": _("Enter a text.")},
    )
    leaves = forms.ChoiceField(
        label=_("When it is mailed"),
        choices=[
            (AT_ONCE_CHOICE, _("At once")),
            (UNTIL_CHOICE, _("Not before the moment below")),
            (BY_HAND_CHOICE, _("When somebody lets it go in the outbox")),
        ],
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose when it is mailed.")},
    )
    until = MomentField(label=_("Not before"), required=False)
    #: Asked for while an outcome is secret that the message may tell.
    may_be_early = forms.BooleanField(
        label=_("It may leave before the outcome is announced"), required=False
    )
    language = forms.ChoiceField(choices=settings.LANGUAGES, widget=forms.HiddenInput)
    #: The same for one copy of the form, so that it is sent once however often it is posted.
    key = forms.CharField(max_length=36, widget=forms.HiddenInput)
    #: The mark of what a template filled in last, which another one may replace: ``mark_of``.
    filled = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, nomination: Nomination, data: Any = None, **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        self.nomination = nomination

    def clean_subject(self) -> str:
        """Raise ``ValidationError`` for a field that nobody would fill in."""
        subject: str = self.cleaned_data["subject"]
        if LINK in subject:
            raise forms.ValidationError(_("Write {link} in the text: a subject holds no link."))
        return self._without_fields(subject)

    def clean_text(self) -> str:
        """Likewise; the link stays."""
        return self._without_fields(self.cleaned_data["text"])

    def clean(self) -> dict[str, Any]:
        """Tell that the moment is missing, or that it has passed, where it was chosen."""
        if self.cleaned_data.get("leaves") != UNTIL_CHOICE:
            self.errors.pop("until", None)
        elif "until" not in self.errors:
            moment = self.cleaned_data.get("until")
            if moment is None:
                self.add_error("until", _("Enter a date and a time."))
            elif moment <= timezone.now():
                self.add_error("until", _("Choose a time that is still to come."))
        return self.cleaned_data

    def hold(self) -> Hold:
        """When the message leaves, for valid forms."""
        leaves = self.cleaned_data["leaves"]
        until = self.cleaned_data["until"] if leaves == UNTIL_CHOICE else None
        return Hold(until=until, by_hand=leaves == BY_HAND_CHOICE)

    def _without_fields(self, text: str) -> str:
        """The text; raises ``ValidationError`` for braces of its author's around all but the link.

        What a template has filled in is what is sent, so nothing is filled in once more.
        """
        own = without_own_braces(text, self.nomination)
        left = [field for field in known_fields(own) + unknown_fields(own) if field != LINK]
        if left:
            told = _(
                "Write what it is to say instead of %(fields)s: only {link} is filled in here."
            )
            raise forms.ValidationError(told, params={"fields": ", ".join(left)})
        if has_stray_brace(own):
            told = _("Remove the brace that is alone. Braces are only for fields: %(known)s.")
            raise forms.ValidationError(told, params={"known": LINK})
        return text


def mark_of(subject: str, text: str) -> str:
    """The same for texts that differ in nothing but their white space, as a browser posts it."""
    return fingerprint_of(subject.split(), text.split())
