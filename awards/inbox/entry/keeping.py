"""The small forms on the page of an entry: a note, its registry number, whoever was nominated."""

from __future__ import annotations

from http import HTTPStatus
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext

from awards.domain.flags import tell_apart
from awards.domain.handling import (
    ChangedMeanwhileError,
    add_note,
    hand_over,
    set_flag,
    set_registry_number,
)
from awards.domain.nominees import (
    BeforeTheEntryError,
    DayToComeError,
    NobodyNominatedError,
    mark_told,
)
from awards.domain.related import namesakes
from awards.inbox.forms import ApartForm, NomineeToldForm, NoteForm, OfficerForm, RegistryNumberForm
from awards.models import Nomination
from cms.dates import day_in_stockholm

from .page import EntryPage

#: So many other entries with the same registry number are told.
_MOST_TOLD = 5


class KeepingView(EntryPage):
    """A form on the page of an entry: what was typed stays on the page until it has been kept."""

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Lead to the page, as after a reload."""
        return self.back()

    def refuse(self, status: HTTPStatus, **forms: Any) -> HttpResponse:
        """The page with what was typed; where somebody was quicker, with what they did."""
        self.nomination.refresh_from_db()
        changes = self.sight.changes(self.nomination) if self.sight else []
        response: HttpResponse = self.show(status=status, changes=changes, **forms)
        return response


class NoteView(KeepingView):
    """Writes an internal note."""

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Keep the note."""
        form = NoteForm(request.POST)
        if not form.is_valid():
            return self.refuse(HTTPStatus.UNPROCESSABLE_ENTITY, note_form=form)
        add_note(self.nomination, form.cleaned_data["text"], actor=self.actor, now=timezone.now())
        messages.success(request, gettext("The note is saved."))
        return self.back("entry-notes")


class FlagView(KeepingView):
    """Flags the entry, or removes the flag."""

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Do what the button says, however it was meanwhile."""
        is_flagged = request.POST.get("flagged") == "1"
        set_flag(self.nomination, is_flagged=is_flagged, actor=self.actor, now=timezone.now())
        return self.back()


class ApartView(KeepingView):
    """Keeps that another entry with the same name is not the same, or takes that back."""

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Do what the button says, however it was meanwhile."""
        form = ApartForm(request.POST, others=namesakes(self.nomination))
        if not form.is_valid():
            messages.error(request, gettext("The other entry has another name by now."))
            return self.back("entry-related")
        tell_apart(
            self.nomination,
            form.cleaned_data["other"],
            is_apart="undo" not in request.POST,
            actor=self.actor,
            now=timezone.now(),
        )
        return self.back("entry-related")


class RegistryNumberView(KeepingView):
    """Enters, changes or removes the registry number."""

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Keep the number; that others have it too is told, and is no hindrance."""
        form = RegistryNumberForm(request.POST)
        if not form.is_valid():
            return self.refuse(HTTPStatus.UNPROCESSABLE_ENTITY, registry_form=form)
        number = form.cleaned_data["number"]
        try:
            set_registry_number(
                self.nomination,
                number,
                seen=form.cleaned_data["seen"],
                actor=self.actor,
                now=timezone.now(),
            )
        except ChangedMeanwhileError:
            return self._told_of_the_other(number)
        messages.success(request, gettext("The registry number is saved."))
        if others := _others_with(number, self.nomination):
            messages.warning(
                request,
                gettext("%(number)s is the registry number of others too: %(others)s.")
                % {"number": number, "others": ", ".join(others)},
            )
        return self.back()

    def _told_of_the_other(self, number: str) -> HttpResponse:
        """The number that was typed, beside the one that it would now take the place of."""
        self.nomination.refresh_from_db()
        now_is = self.nomination.registry_number
        form = RegistryNumberForm({"number": number, "seen": now_is})
        form.add_error(
            "number",
            gettext("Somebody has made it %(number)s meanwhile. Save to change it all the same.")
            % {"number": now_is}
            if now_is
            else gettext("Somebody has removed the number meanwhile. Save to enter it again."),
        )
        return self.refuse(HTTPStatus.CONFLICT, registry_form=form)


class NomineeToldView(KeepingView):
    """Keeps the day when the nominated person was told, or takes that back."""

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Keep the day; with ``undo``, none."""
        is_undone = "undo" in request.POST
        form = NomineeToldForm(request.POST)
        if not form.is_valid() and not is_undone:
            return self.refuse(HTTPStatus.UNPROCESSABLE_ENTITY, nominee_form=form)
        try:
            mark_told(
                self.nomination,
                None if is_undone else form.cleaned_data["day"],
                name=request.POST.get("name", ""),
                actor=self.actor,
                now=timezone.now(),
            )
        except DayToComeError:
            form.add_error("day", gettext("Enter a day that has come."))
            return self.refuse(HTTPStatus.UNPROCESSABLE_ENTITY, nominee_form=form)
        except BeforeTheEntryError:
            received_on = date_format(day_in_stockholm(self.nomination.received_at))
            form.add_error(
                "day",
                gettext("The entry came in on %(day)s. Enter that day or a later one.")
                % {"day": received_on},
            )
            return self.refuse(HTTPStatus.UNPROCESSABLE_ENTITY, nominee_form=form)
        except NobodyNominatedError:
            messages.error(
                request, gettext("A newer version names somebody else. Look at who it is.")
            )
            return self.back()
        return self.back()


class AssignView(KeepingView):
    """Takes an entry, lets go of it, or gives it to a colleague."""

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Note who handles it; with ``take`` whoever asks, with ``release`` nobody."""
        form = OfficerForm(request.POST, present=self.nomination.case_officer_id)
        if not form.is_valid():
            return self.refuse(HTTPStatus.UNPROCESSABLE_ENTITY, officer_form=form)
        officer = form.cleaned_data["officer"]
        if "take" in request.POST:
            officer = self.actor
        elif "release" in request.POST:
            officer = None
        try:
            hand_over(
                self.nomination,
                officer,
                seen=form.cleaned_data["seen"],
                actor=self.actor,
                now=timezone.now(),
            )
        except ChangedMeanwhileError:
            self.nomination.refresh_from_db()
            seen = self.nomination.case_officer_id
            again = OfficerForm({"officer": officer and officer.pk, "seen": seen}, present=seen)
            again.add_error("officer", gettext("Somebody else was quicker. Choose anew."))
            return self.refuse(HTTPStatus.CONFLICT, officer_form=again)
        return self.back()


def _others_with(number: str, nomination: Nomination) -> list[str]:
    """The references of some other entries with the same registry number."""
    if not number:
        return []
    same = Nomination.objects.filter(registry_number=" ".join(number.split()))
    found = same.exclude(pk=nomination.pk).order_by("reference")
    return list(found.values_list("reference", flat=True)[:_MOST_TOLD])
