"""Entering what came on paper, by phone or by e-mail: how and when, then the form itself."""

from __future__ import annotations

from typing import Any, cast

from django import forms
from django.contrib import messages
from django.contrib.auth.models import User
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from awards.domain import manual
from awards.domain.supplement_requests import open_request
from awards.enums import EntrySource
from awards.models import AwardYearPage, Draft, NominationFormPage
from awards.permissions import handlers
from cms.dates import in_stockholm

from .base import InboxPage
from .entry.base import NominationView
from .inputs import MomentField

#: How something comes in beside the form.
_SOURCES = [(source.value, source.label) for source in EntrySource if source != EntrySource.FORM]


class SourceForm(forms.Form):
    """How something came in, and when."""

    source = forms.ChoiceField(
        label=_("How it came in"),
        choices=_SOURCES,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose how it came in.")},
    )
    came_in_at = MomentField(
        label=_("When it came in"),
        help_text=_("Date and time by the clock in Stockholm. It counts as received then."),
    )

    def __init__(self, data: Any = None, *, begun: Draft | None = None) -> None:
        """Begin with now, or with what is known of something that has been begun."""
        initial = (
            {"came_in_at": begun.came_in_at, "source": begun.source}
            if begun
            else {"came_in_at": timezone.now()}
        )
        super().__init__(data, initial=initial)

    def refuse_time_to_come(self) -> None:
        """Tell that nothing can have come in yet at the moment that was typed."""
        self.add_error("came_in_at", gettext("Enter a time that has been."))


class ManualEntryForm(SourceForm):
    """What has to be known before an entry can be entered."""

    form = forms.ChoiceField(
        label=_("Award and year"), error_messages={"required": _("Choose an award and a year.")}
    )
    email = forms.EmailField(
        label=_("The applicant's e-mail address"),
        max_length=254,
        required=False,
        help_text=_("The receipt is mailed here. Leave it empty if there is none."),
        error_messages={
            "invalid": _("Enter an e-mail address such as name@example.se."),
            "max_length": _("Enter an e-mail address of at most 254 characters."),
        },
    )
    field_order = ["form", "source", "came_in_at", "email"]

    def __init__(self, data: Any = None) -> None:
        super().__init__(data)
        choice: Any = self.fields["form"]
        choice.choices = [("", gettext("Choose an award and a year")), *_forms()]


def _forms() -> list[tuple[str, str]]:
    """The published forms by what their years are called, the newest first."""
    forms_by_year = {
        form.path[: -NominationFormPage.steplen]: form
        for form in NominationFormPage.objects.live().only("path")
    }
    years = AwardYearPage.objects.newest_first().only("path", "title", "year")
    return [
        (str(forms_by_year[year.path].pk), year.title)
        for year in years
        if year.path in forms_by_year
    ]


class TakeOverForm(forms.Form):
    """Which of what was left behind is taken over."""

    take_over = forms.UUIDField()


class ManualEntryView(InboxPage):
    """Begins to enter something, and lists what one has begun and what can be taken over."""

    page_title = _("Register an entry")
    header_icon = "edit"
    template_name = "awards/inbox/manual.html"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Ask how it came in, and when."""
        return self._show(ManualEntryForm())

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Begin or take over, and lead to the form's pages; or tell what has to be put right."""
        if "take_over" in request.POST:
            return self._take_over(TakeOverForm(request.POST))
        form = ManualEntryForm(request.POST)
        if not form.is_valid():
            return self._show(form, status=422)
        told = form.cleaned_data
        try:
            draft = manual.begin(
                NominationFormPage.objects.get(pk=told["form"]),
                source=EntrySource(told["source"]),
                came_in_at=told["came_in_at"],
                email=told["email"],
                actor=cast("User", request.user),
                now=timezone.now(),
            )
        except manual.NotComeYetError:
            form.refuse_time_to_come()
            return self._show(form, status=422)
        except manual.TooLongAgoError as error:
            form.add_error(
                "came_in_at",
                gettext(
                    "Enter a time no earlier than %(moment)s: a year before entries were asked for."
                )
                % {"moment": in_stockholm(error.earliest)},
            )
            return self._show(form, status=422)
        return redirect("apply:tasks", public_id=draft.public_id)

    def _take_over(self, form: TakeOverForm) -> HttpResponse:
        user = cast("User", self.request.user)
        draft = form.is_valid() and manual.take_over(
            form.cleaned_data["take_over"], handlers=handlers(), actor=user
        )
        if draft:
            return redirect("apply:tasks", public_id=draft.public_id)
        messages.error(
            self.request, gettext("A colleague has taken it over, or it is not here any more.")
        )
        return redirect("awards_entry_manual")

    def _show(self, form: ManualEntryForm, *, status: int = 200) -> HttpResponse:
        context = self.get_context_data(
            form=form,
            begun=manual.begun_by(cast("User", self.request.user)),
            left_behind=manual.left_behind(handlers()),
        )
        return self.render_to_response(context, status=status)


class ManualSupplementView(NominationView):
    """Begins to enter a supplement to an entry that no mail reaches."""

    template_name = "awards/inbox/manual_supplement.html"

    @property
    def doing(self) -> str:
        """That a supplement is entered."""
        return gettext("Enter the supplement that came in")

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Lead back from an entry that waits for none."""
        try:
            return super().dispatch(request, *args, **kwargs)
        except manual.NotForStaffError:
            messages.error(
                request, gettext("No supplement can be entered here. Look at the entry once more.")
            )
            return self.back()

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Ask how it came in, and when."""
        if not manual.can_supplement(self.nomination):
            raise manual.NotForStaffError
        return self._show(SourceForm(begun=manual.supplement_begun(self.nomination)))

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Lead to the questions that were asked anew, or tell what has to be put right."""
        form = SourceForm(request.POST)
        if not form.is_valid():
            return self._show(form, status=422)
        try:
            draft = manual.begin_supplement(
                self.nomination,
                source=EntrySource(form.cleaned_data["source"]),
                came_in_at=form.cleaned_data["came_in_at"],
                actor=self.actor,
                now=timezone.now(),
            )
        except manual.NotComeYetError:
            form.refuse_time_to_come()
        except manual.BeforeTheEntryError:
            form.add_error(
                "came_in_at",
                gettext("The entry came in %(moment)s. Enter a later time.")
                % {"moment": in_stockholm(self.nomination.newest_version.received_at)},
            )
        else:
            return redirect("apply:tasks", public_id=draft.public_id)
        return self._show(form, status=422)

    def _show(self, form: SourceForm, *, status: int = 200) -> HttpResponse:
        begun = manual.supplement_begun(self.nomination)
        context = self.get_context_data(
            nomination=self.nomination,
            form=form,
            request_open=open_request(self.nomination),
            takes_over_from=begun.entered_by if begun and begun.entered_by != self.actor else None,
        )
        return self.render_to_response(context, status=status)
