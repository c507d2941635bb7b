"""More time for one draft: by the code that the applicant tells, and nothing else of the draft."""

from __future__ import annotations

from datetime import datetime
from typing import Any, cast

from django import forms
from django.contrib import messages
from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail.admin.menu import MenuItem
from wagtail.models import ModelLogEntry

from awards.domain.drafts import (
    HandledError,
    NoMoreTimeError,
    ShorterTimeError,
    extend_draft,
)
from awards.models import Draft
from awards.permissions import can_extend_drafts
from cms.dates import in_stockholm
from cms.forms import PlainTextField

from .base import InboxPage
from .entry.sight import who
from .inputs import MomentField

#: Drafts are given more time seldom: what was done longest ago is shown no more.
_MOST_SHOWN = 50


class ExtendDraftForm(forms.Form):
    """Which draft, until when, and why; ``is_shorter`` asks whether it is meant to be shortened."""

    code = forms.CharField(
        label=_("The code of the draft"),
        max_length=20,
        help_text=_("Such as K7M2-94QX. The applicant finds it in the e-mail and in the draft."),
        error_messages={"required": _("Enter the code of the draft.")},
    )
    until = MomentField(label=_("Can be sent in until"))
    reason = PlainTextField(
        label=_("Reason"),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_(
            "Kept as long as the draft, and shown to those who may give more time. "
            "Write nothing about the applicant's health."
        ),
        error_messages={"required": _("Enter the reason.")},
    )

    shorten = forms.BooleanField(
        label=_("Shorten the time"),
        required=False,
        help_text=_("The applicant is not mailed. Tell them of the new time."),
    )

    def __init__(self, data: QueryDict | None = None, *, is_shorter: bool = False) -> None:
        super().__init__(data)
        if not (is_shorter or (data and data.get("shorten"))):
            del self.fields["shorten"]

    def clean_until(self) -> datetime:
        """Raise ``ValidationError`` for a moment that has passed."""
        until: datetime = self.cleaned_data["until"]
        if until <= timezone.now():
            raise forms.ValidationError(_("Choose a time that is still to come."))
        return until


class ExtendDraftView(InboxPage):
    """Asks for a code, a moment and a reason, gives that draft more time, and tells who got it."""

    page_title = _("More time for a draft")
    header_icon = "time"
    template_name = "awards/inbox/extend_draft.html"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Raise ``PermissionDenied`` for those who may not give more time."""
        if not can_extend_drafts(request.user):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def above(self) -> list[dict[str, str]]:
        """Nothing: not everybody who may give more time may read the entries."""
        return []

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Ask which draft."""
        return self._show(ExtendDraftForm())

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Give the time, or tell what has to be put right."""
        form = ExtendDraftForm(request.POST)
        if not form.is_valid():
            return self._show(form, status=422)
        until = form.cleaned_data["until"]
        try:
            draft = extend_draft(
                form.cleaned_data["code"],
                until,
                may_shorten=form.cleaned_data.get("shorten", False),
                actor=cast("User", request.user),
                reason=form.cleaned_data["reason"],
                now=timezone.now(),
            )
        except Draft.DoesNotExist:
            form.add_error(
                "code",
                gettext("No draft has this code. Ask the applicant to read it once more."),
            )
        except HandledError:
            form.add_error(
                "code",
                gettext(
                    "Staff have what belongs to this code in hand already, so more time changes "
                    "nothing. Ask for a supplement where the entry is, if something is lacking."
                ),
            )
        except ShorterTimeError as given:
            form = ExtendDraftForm(request.POST, is_shorter=True)
            form.add_error(
                "until",
                gettext(
                    "The draft has been given until %(moment)s, Swedish time. If that was too "
                    "long by mistake, confirm below that you shorten the time."
                )
                % {"moment": in_stockholm(given.until)},
            )
        except NoMoreTimeError as already:
            form.add_error(
                "until",
                gettext(
                    "The draft can be sent in until %(moment)s already, Swedish time. Choose a "
                    "later time."
                )
                % {"moment": in_stockholm(already.until)},
            )
        else:
            messages.success(
                request,
                gettext("The draft %(code)s can be sent in until %(moment)s, Swedish time.")
                % {"code": draft.code, "moment": in_stockholm(until)},
            )
            return HttpResponseRedirect(reverse("awards_extend_draft"))
        return self._show(form, status=422)

    def _show(self, form: ExtendDraftForm, *, status: int = 200) -> HttpResponse:
        logged = ModelLogEntry.objects.filter(action="awards.draft.time").select_related("user")
        newest = logged.order_by("-timestamp", "-pk")[:_MOST_SHOWN]
        context = self.get_context_data(form=form, given=[(entry, who(entry)) for entry in newest])
        return self.render_to_response(context, status=status)


class ExtendDraftMenuItem(MenuItem):
    """The way to it in the admin's menu, for those who may."""

    def __init__(self) -> None:
        super().__init__(
            _("More time for a draft"),
            reverse("awards_extend_draft"),
            name="extend-draft",
            icon_name="time",
            order=350,
        )

    def is_shown(self, request: HttpRequest) -> bool:
        """Whether the user may give more time."""
        return can_extend_drafts(request.user)
