"""The templates of messages in Wagtail's admin: a register, and a preview with a real entry."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from django import forms
from django.contrib.admin import display
from django.db import transaction
from django.forms.models import model_to_dict
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms import WagtailAdminModelForm
from wagtail.admin.panels import FieldPanel, HelpPanel, MultiFieldPanel, ObjectList
from wagtail_modeladmin.helpers import PermissionHelper
from wagtail_modeladmin.options import ModelAdmin
from wagtail_modeladmin.views import EditView

from awards.domain.message_fields import FIELDS, has_stray_brace, unknown_fields
from awards.models import AwardPage, MessageTemplate, Nomination
from awards.models.message import LINK
from awards.permissions import can_handle_nominations
from awards.statuses import NominationStatus
from cms.fingerprints import fingerprint_of
from cms.forms import PlainTextField

from .addresses import words_in
from .base import InboxPage
from .message_forms import LONGEST_TEXT
from .previews import preview_of
from .registers import GuardedHistoryView, RegisterAddresses, RegisterIndexView

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise


#: What is told where nothing is written.
_MISSING = {
    "name": _("Enter a name."),
    "subject_sv": _("Enter a subject."),
    "text_sv": _("Enter a text."),
}


class MessageTemplateForm(WagtailAdminModelForm):
    """A template whose every field is known, in Swedish or in both languages.

    Where somebody else has saved it meanwhile, it is not saved before both versions have been seen.
    """

    award: Any = forms.ModelChoiceField(
        AwardPage.objects.order_by("title"),
        label=_("Award"),
        required=False,
        empty_label=_("All awards"),
    )
    status = forms.ChoiceField(
        label=_("For entries that are"),
        choices=[("", _("Any status")), *NominationStatus.choices],
        required=False,
        help_text=_(
            "A message that tells a decision is for entries of that status: then nobody else can "
            "be sent it by mistake."
        ),
    )
    text_sv = PlainTextField(
        label=_("Text in Swedish"), max_length=LONGEST_TEXT, widget=forms.Textarea
    )
    text_en = PlainTextField(
        label=_("Text in English"),
        max_length=LONGEST_TEXT,
        widget=forms.Textarea,
        required=False,
    )
    data: Any
    #: The mark of what is being changed.
    seen = forms.CharField(required=False, widget=forms.HiddenInput)

    class Meta:
        model = MessageTemplate
        fields = ("award", "status", "name", "subject_sv", "text_sv", "subject_en", "text_en")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial["seen"] = _mark_of(self.instance)
        for name, told in _MISSING.items():
            self.fields[name].error_messages["required"] = told
        #: What is saved instead of what was typed here: labels and texts.
        self.saved_meanwhile: list[tuple[StrOrPromise, StrOrPromise]] = []

    def clean(self) -> dict[str, Any]:
        """Check what was seen, the fields, and that no language is half written."""
        cleaned: dict[str, Any] = super().clean()
        self._check_what_was_seen(cleaned.get("seen", ""))
        for name in ("subject_sv", "text_sv", "subject_en", "text_en"):
            for problem in _problems(cleaned.get(name, ""), is_subject=name.startswith("subject")):
                self.add_error(name, problem)
        subject, text = cleaned.get("subject_en", ""), cleaned.get("text_en", "")
        if text and not subject and "subject_en" not in self.errors:
            self.add_error("subject_en", _("Enter the subject in English too, or no English."))
        if subject and not text and "text_en" not in self.errors:
            self.add_error("text_en", _("Enter the text in English too, or no English."))
        return cleaned

    def _check_what_was_seen(self, seen: str) -> None:
        """Tell at each field that would take the place of what was not seen; it may when told."""
        now_is = self.initial["seen"]
        if self.instance.pk is None or not seen or seen == now_is:
            return
        for name in (name for name in self.Meta.fields if name in self.changed_data):
            self.saved_meanwhile.append((self.fields[name].label or "", self._saved(name)))
            self.add_error(
                name,
                _(
                    "Somebody has saved the template meanwhile. What is saved here stands on top. "
                    "Save to replace it."
                ),
            )
        self.data = {**self.data.dict(), "seen": now_is}

    def _saved(self, name: str) -> StrOrPromise:
        """A field as it is saved, in words."""
        saved, choices = self.initial[name], getattr(self.fields[name], "choices", ())
        words: StrOrPromise = dict(choices)[saved or ""] if choices else saved
        return words or "–"


class MeanwhilePanel(HelpPanel):
    """Shows what is saved, where somebody else did that while the form was filled in."""

    class BoundPanel(HelpPanel.BoundPanel):
        """What it is in a form."""

        def is_shown(self) -> bool:
            """Not where there is nothing such."""
            return bool(self.form.saved_meanwhile)

        def get_context_data(self, parent_context: dict[str, Any] | None = None) -> dict[str, Any]:
            """The fields' names and texts."""
            return {
                **super().get_context_data(parent_context),
                "saved": self.form.saved_meanwhile,
            }


class FieldsPanel(HelpPanel):
    """Lists the fields that a template may have."""

    class BoundPanel(HelpPanel.BoundPanel):
        """The list in a form."""

        def get_context_data(self, parent_context: dict[str, Any] | None = None) -> dict[str, Any]:
            """The fields, with what they mean."""
            return {**super().get_context_data(parent_context), "fields": FIELDS}


class MessageTemplatePermissions(PermissionHelper):
    """Asks ``awards.permissions``; there are no rights on the model that could be given."""

    def user_has_any_permissions(self, user: Any) -> bool:
        """Whether the user writes to applicants."""
        return can_handle_nominations(user)

    def user_has_specific_permission(self, user: Any, perm_codename: str) -> bool:
        """Likewise, whatever is done with a template."""
        return can_handle_nominations(user)


class TemplateEditView(EditView):
    """Saves what one after the other has changed: who comes second is told of the first."""

    instance: MessageTemplate

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Save it, with the row locked from before it is checked what was seen."""
        with transaction.atomic():
            rows = MessageTemplate.objects.select_for_update()
            self.instance = get_object_or_404(rows, pk=self.instance.pk)
            response: HttpResponse = super().post(request, *args, **kwargs)
        return response


class MessageTemplateAdmin(ModelAdmin):
    """Lets those who handle entries keep the templates of their messages."""

    model = MessageTemplate
    menu_label = _("Message templates")
    menu_icon = "doc-full"
    menu_order = 170
    list_display = ("name", "for_award", "for_status", "in_english")
    search_fields = ("name", "subject_sv", "subject_en")
    list_select_related = ("award",)
    list_per_page = 50
    permission_helper_class = MessageTemplatePermissions
    url_helper_class = RegisterAddresses
    index_view_class = RegisterIndexView
    edit_view_class = TemplateEditView
    history_view_class = GuardedHistoryView
    edit_handler = ObjectList(
        [
            MeanwhilePanel(template="awards/inbox/message_template_meanwhile.html"),
            FieldsPanel(template="awards/inbox/message_fields.html"),
            FieldPanel("name"),
            FieldPanel("award"),
            FieldPanel("status"),
            MultiFieldPanel(
                [FieldPanel("subject_sv"), FieldPanel("text_sv")], heading=_("In Swedish")
            ),
            MultiFieldPanel(
                [FieldPanel("subject_en"), FieldPanel("text_en")],
                heading=_("In English"),
                help_text=_(
                    "Fill in both. If you leave them empty, the template can be used in Swedish "
                    "only."
                ),
            ),
            HelpPanel(template="awards/inbox/message_preview_button.html"),
        ],
        base_form_class=MessageTemplateForm,
    )

    @display(description=_("Award"), ordering="award__title")
    def for_award(self, template: MessageTemplate) -> str:
        """Whose it is."""
        return template.award.title if template.award else gettext("All awards")

    @display(description=_("For entries that are"), ordering="status")
    def for_status(self, template: MessageTemplate) -> str:
        """Which entries it is for."""
        return template.get_status_display() if template.status else gettext("Any status")

    @display(description=_("In English"), ordering="text_en")
    def in_english(self, template: MessageTemplate) -> str:
        """Whether it is written in English too."""
        return gettext("Yes") if template.text_en else gettext("No")


class PreviewView(InboxPage):
    """Shows what a template says of a real entry, as it is written and before it is saved."""

    page_title = _("Preview of a message")
    header_icon = "view"
    template_name = "awards/inbox/message_preview.html"
    http_method_names = ["post"]

    def above(self) -> list[dict[str, str]]:
        """The register."""
        register = reverse("awards_messagetemplate_modeladmin_index")
        return [{"url": register, "label": gettext("Message templates")}]

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Show it with the entry that is asked for, or the newest of the award."""
        form = MessageTemplateForm(request.POST)
        is_valid = form.is_valid()
        reference = words_in(request.POST.get("reference", ""))
        nomination = _entry(form, reference)
        template: MessageTemplate = form.instance
        context = self.get_context_data(
            form=form,
            nomination=nomination,
            reference=reference or (nomination.reference if nomination else ""),
            previews=[preview_of(template, nomination, code) for code in template.languages]
            if is_valid and nomination
            else [],
        )
        return self.render_to_response(context, status=200 if is_valid else 422)


def _mark_of(template: MessageTemplate) -> str:
    """The same for a template that says the same to the last sign."""
    return fingerprint_of(model_to_dict(template, MessageTemplateForm.Meta.fields))


def _entry(form: MessageTemplateForm, reference: str) -> Nomination | None:
    """The entry with a reference number, or the newest one that the template is for, if any is."""
    entries = Nomination.objects.select_related("year", "case_officer")
    if reference:
        return entries.filter(reference__iexact=reference).first()
    award, status = (form.cleaned_data.get(name) for name in ("award", "status"))
    if award:
        entries = entries.filter(year__in=award.years())
    newest = entries.order_by("-received_at", "-pk")
    return (status and newest.filter(status=status).first()) or newest.first()


def _problems(text: str, *, is_subject: bool) -> Iterator[str]:
    """What is wrong with a subject or a text; which fields there are is told once."""
    usable = [field.written for field in FIELDS if not (is_subject and field.written == LINK)]
    unknown = unknown_fields(text)
    if unknown:
        told = ngettext(
            "There is no field %(field)s. Use these: %(known)s.",
            "There are no fields %(field)s. Use these: %(known)s.",
            len(unknown),
        )
        yield told % {"field": ", ".join(unknown), "known": ", ".join(usable)}
    if has_stray_brace(text):
        yield gettext("Remove the brace that is alone. Braces are only for fields.")
    if is_subject and LINK in text:
        yield gettext("Write {link} in the text: a subject holds no link.")
