"""The register of visitors' messages in Wagtail's admin: read, handle, never write or delete."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db.models import CharField, Field, QuerySet
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django_filters import BooleanFilter, ChoiceFilter
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.forms import WagtailAdminModelForm
from wagtail.admin.panels import FieldPanel, MultiFieldPanel, ObjectList
from wagtail.admin.ui.tables import Column, DateColumn
from wagtail.admin.views.generic import IndexView
from wagtail.admin.viewsets.model import ModelViewSet

from home.enums import FeedbackKind
from home.models import FeedbackMessage


class FactPanel(FieldPanel):
    """A field or a property that is only read, with words for what is empty, true or false."""

    def __init__(self, field_name: str, **kwargs: Any) -> None:
        super().__init__(field_name, **{**kwargs, "read_only": True})

    @cached_property
    def db_field(self) -> Field[Any, Any]:
        """The field, or a stand-in that has the name of the property."""
        member = getattr(self.model, self.field_name)
        if isinstance(member, property):
            return CharField(verbose_name=member.fget.short_description)  # type: ignore[union-attr]
        return super().db_field

    def format_value_for_display(self, value: Any) -> Any:
        """The value in words, a dash for none; the template writes dates as they are written."""
        if isinstance(value, bool):
            return gettext("Yes") if value else gettext("No")
        if value in {None, ""}:
            return "–"
        return super().format_value_for_display(value)


class FeedbackMessageForm(WagtailAdminModelForm):
    """Only the handling can be changed."""

    handled = forms.BooleanField(
        label=_("Handled"),
        required=False,
        help_text=_("A handled message is deleted after the time that its page tells."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial["handled"] = self.instance.handled_at is not None

    def save(self, commit: bool = True) -> FeedbackMessage:  # noqa: FBT001, FBT002 - Django's own
        """Remember who handled the message, and when."""
        message: FeedbackMessage = self.instance
        if self.cleaned_data["handled"] != (message.handled_at is not None):
            message.set_handled(
                self.for_user if self.cleaned_data["handled"] else None, timezone.now()
            )
        super().save(commit=commit)
        return message


class FeedbackFilters(WagtailFilterSet):
    """What those who handle messages ask for."""

    unhandled = BooleanFilter(field_name="handled_at", lookup_expr="isnull", label=_("Not handled"))
    not_mailed = BooleanFilter(
        field_name="mail__sent_at", lookup_expr="isnull", label=_("Not mailed")
    )
    kind = ChoiceFilter(choices=FeedbackKind.choices, label=_("Is about"))

    class Meta:
        model = FeedbackMessage
        fields = ["unhandled", "not_mailed", "kind", "suspicious"]


class FeedbackIndexView(IndexView):
    """Asks for the messages with their mail."""

    def get_base_queryset(self) -> QuerySet[FeedbackMessage]:
        """The messages, with what became of their mail."""
        return super().get_base_queryset().select_related("mail")


class FeedbackMessageViewSet(ModelViewSet):
    """Lists the messages, newest first; a message opens for reading and handling."""

    model = FeedbackMessage
    index_view_class = FeedbackIndexView
    name = "feedback_messages"
    icon = "comment"
    menu_label = _("Feedback")
    menu_order = 250
    add_to_admin_menu = True
    add_to_reference_index = False
    copy_view_enabled = False
    filterset_class = FeedbackFilters
    list_display = [
        "excerpt",
        Column("get_kind_display", label=_("Is about")),
        DateColumn("received_at", label=_("Received")),
        "handling",
        "mailing",
    ]
    search_fields = ["message", "page_concerned", "reply_email"]
    search_backend_name = None

    edit_handler = ObjectList(
        [
            MultiFieldPanel(
                [
                    FactPanel("received_at"),
                    FactPanel("kind"),
                    FactPanel("page_concerned"),
                    FactPanel("message"),
                    FactPanel("reply_email"),
                    FactPanel("suspicious"),
                ],
                heading=_("The message"),
            ),
            MultiFieldPanel(
                [FactPanel("mailed_at"), FactPanel("mail_problem")],
                heading=_("E-mail"),
            ),
            MultiFieldPanel(
                [
                    FieldPanel("handled"),
                    FieldPanel("note"),
                    FactPanel("handled_at"),
                    FactPanel("handled_by"),
                ],
                heading=_("Handling"),
            ),
        ],
        base_form_class=FeedbackMessageForm,
    )


feedback_messages = FeedbackMessageViewSet()
