"""Writing to an applicant, and noting that what they wrote has been read."""

from __future__ import annotations

import hashlib
import json
from http import HTTPStatus
from typing import Any
from uuid import uuid4

from django import forms
from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from awards.domain.message_fields import known_fields
from awards.domain.messages import (
    AT_ONCE,
    Hold,
    NoAddressError,
    advised_hold,
    filled,
    mark_read,
    send_message,
    templates_for,
)
from awards.models import MessageTemplate, Nomination
from awards.models.message import LINK
from cms.forms import PlainTextField

from .entry.base import NominationView
from .forms import NoteForm
from .inputs import MomentField

LONGEST_TEXT = 20_000
_KEPT = _("What you have written stays. Empty the subject and the text first, then fill in.")
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
        templates: Any = self.fields["template"]
        templates.queryset = templates_for(nomination)

    def clean(self) -> dict[str, Any]:
        """Tell that the template is not written in the language."""
        template = self.cleaned_data.get("template")
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
    language = forms.ChoiceField(choices=settings.LANGUAGES, widget=forms.HiddenInput)
    #: The same for one copy of the form, so that it is sent once however often it is posted.
    key = forms.CharField(max_length=36, widget=forms.HiddenInput)
    #: The mark of what a template filled in last, which another one may replace: ``_mark_of``.
    filled = forms.CharField(required=False, widget=forms.HiddenInput)

    def clean_subject(self) -> str:
        """Raise ``ValidationError`` for a field that nobody would fill in."""
        subject: str = self.cleaned_data["subject"]
        if LINK in subject:
            raise forms.ValidationError(_("Write {link} in the text: a subject holds no link."))
        return _without_fields(subject)

    def clean_text(self) -> str:
        """Likewise; the link stays."""
        return _without_fields(self.cleaned_data["text"])

    def clean(self) -> dict[str, Any]:
        """Tell that the moment is missing, or that it has passed."""
        if self.cleaned_data.get("leaves") == UNTIL_CHOICE and "until" not in self.errors:
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


class MessageView(NominationView):
    """Writes to the applicant: from a template that has been filled in, or freely."""

    template_name = "awards/inbox/message.html"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Show the form."""
        return self._show(MessageForm(initial=self._initial()))

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Write the message; with ``fill``, let a template fill in the form."""
        if "fill" in request.POST:
            return self._fill()
        form = MessageForm(request.POST)
        if not form.is_valid():
            return self._show(form, status=HTTPStatus.UNPROCESSABLE_ENTITY)
        hold = form.hold()
        try:
            send_message(
                self.nomination,
                subject=form.cleaned_data["subject"],
                text=form.cleaned_data["text"],
                language=form.cleaned_data["language"],
                hold=hold,
                key=form.cleaned_data["key"],
                actor=self.actor,
                now=timezone.now(),
                is_answer=hold == AT_ONCE,
            )
        except NoAddressError:
            return self._show(form, status=HTTPStatus.CONFLICT)
        messages.success(
            request,
            gettext("The message is mailed to the applicant.")
            if hold == AT_ONCE
            else gettext("The message is in the outbox, and is held there."),
        )
        return self.back()

    def _fill(self) -> HttpResponse:
        """The form as the template fills it in, or as it was typed and what to do first."""
        typed = self.request.POST
        initial = self._initial() | typed.dict()
        chosen = ChooseTemplateForm(self.nomination, typed)
        if chosen.is_valid():
            if _is_typed(typed):
                chosen.add_error("template", _KEPT)
            else:
                language = chosen.cleaned_data["template_language"]
                template = chosen.cleaned_data["template"]
                subject, text = filled(template, self.nomination, language)
                initial |= {"subject": subject, "text": text, "language": language}
                initial["filled"] = _mark_of(subject, text)
        status = HTTPStatus.UNPROCESSABLE_ENTITY if chosen.errors else HTTPStatus.OK
        return self._show(MessageForm(initial=initial), chosen, status=status)

    def _initial(self) -> dict[str, Any]:
        """What the form begins with."""
        hold = advised_hold(self.nomination, now=timezone.now())
        return {"language": settings.LANGUAGE_CODE, "key": uuid4(), **_as_initial(hold)}

    def _show(
        self, form: MessageForm, chosen: ChooseTemplateForm | None = None, *, status: int = 200
    ) -> HttpResponse:
        context = self.get_context_data(
            nomination=self.nomination,
            form=form,
            chosen=chosen or ChooseTemplateForm(self.nomination, initial=self.request.POST.dict()),
            is_secret=advised_hold(self.nomination, now=timezone.now()) != AT_ONCE,
            note_form=NoteForm(initial={"text": gettext("Told by phone:") + " "}),
        )
        return self.render_to_response(context, status=status)


class ReadView(NominationView):
    """Marks what the applicant wrote as read."""

    http_method_names = ["post"]

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Note it, and lead back to the entry."""
        mark_read(self.nomination, actor=self.actor, now=timezone.now())
        return self.back()


def _is_typed(posted: QueryDict) -> bool:
    """Whether the subject or the text holds anything but what a template filled in."""
    subject, text = posted.get("subject", ""), posted.get("text", "")
    is_blank = not (subject.strip() or text.strip())
    return not is_blank and _mark_of(subject, text) != posted.get("filled")


def _mark_of(subject: str, text: str) -> str:
    """The same for texts that differ in nothing but their white space, as a browser posts it."""
    words = json.dumps([subject.split(), text.split()])
    return hashlib.sha256(words.encode()).hexdigest()


def _without_fields(text: str) -> str:
    """The text; raises ``ValidationError`` for a field that is not the link."""
    left = [field for field in known_fields(text) if field != LINK]
    if left:
        message = _("Write what it is to say instead of %(fields)s: only {link} is filled in here.")
        raise forms.ValidationError(message, params={"fields": ", ".join(left)})
    return text


def _as_initial(hold: Hold) -> dict[str, Any]:
    """What the form begins with."""
    if hold.until:
        return {"leaves": UNTIL_CHOICE, "until": hold.until}
    return {"leaves": BY_HAND_CHOICE if hold.by_hand else AT_ONCE_CHOICE}
