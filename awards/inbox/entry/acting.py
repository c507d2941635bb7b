"""What is done with an entry by its buttons."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext

from awards.domain.handling import ReasonMissingError, act, add_note, assign
from awards.domain.lifecycle import TransitionError
from awards.domain.promotion import AlreadyPromotedError, NotAwardedError, missing, promote
from awards.domain.questions import from_json
from awards.domain.supplements import NothingAskedError, request_supplement
from awards.enums import InboxAction, NominationStatus
from awards.inbox.forms import NoteForm, ReasonForm, SupplementForm
from awards.permissions import can_promote

from .base import NominationView, changed_meanwhile


class ActView(NominationView):
    """Asks for what an action needs, and does it."""

    template_name = "awards/inbox/act.html"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Find the action."""
        if kwargs["action"] not in InboxAction.values:
            raise Http404
        self.action = InboxAction(kwargs["action"])
        return super().dispatch(request, *args, **kwargs)

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Ask for the reason, or whether it is meant."""
        return self._show(ReasonForm(self.action))

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Do it, or tell what has changed meanwhile; what was written stays."""
        form = ReasonForm(self.action, request.POST)
        if not form.is_valid():
            return self._show(form, status=422)
        try:
            changed = act(
                self.nomination,
                self.action,
                actor=self.actor,
                now=timezone.now(),
                reason=form.cleaned_data["reason"],
            )
        except TransitionError as error:
            form.add_error(None, changed_meanwhile(error.status))
            return self._show(form, status=409)
        except ReasonMissingError:
            form.add_error("reason", gettext("Tell why."))
            return self._show(form, status=422)
        messages.success(
            request,
            gettext("%(reference)s is now: %(status)s")
            % {
                "reference": changed.reference,
                "status": NominationStatus(changed.status).label,
            },
        )
        return self.back()

    def _show(self, form: ReasonForm, *, status: int = 200) -> HttpResponse:
        context = self.get_context_data(nomination=self.nomination, form=form, action=self.action)
        return self.render_to_response(context, status=status)


class SupplementView(NominationView):
    """Asks an applicant for more."""

    template_name = "awards/inbox/supplement.html"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Ask what is needed, until when, and which questions are opened."""
        return self._show(SupplementForm(self._definition()))

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Open the questions and mail the applicant."""
        form = SupplementForm(self._definition(), request.POST)
        if not form.is_valid():
            return self._show(form, status=422)
        try:
            request_supplement(
                self.nomination,
                text=form.cleaned_data["text"],
                questions=form.cleaned_data["questions"],
                due_on=form.cleaned_data["due_on"],
                actor=self.actor,
                now=timezone.now(),
            )
        except TransitionError as error:
            form.add_error(None, changed_meanwhile(error.status))
            return self._show(form, status=409)
        except NothingAskedError:
            form.add_error("questions", gettext("Choose at least one question."))
            return self._show(form, status=422)
        if self.nomination.email:
            messages.success(request, gettext("The applicant is mailed what is needed."))
        else:
            messages.warning(
                request,
                gettext("Nobody is mailed: there is no address. Ask by letter or telephone."),
            )
        return self.back()

    def _definition(self) -> Any:
        return from_json(self.nomination.newest_version.asked)

    def _show(self, form: SupplementForm, *, status: int = 200) -> HttpResponse:
        context = self.get_context_data(nomination=self.nomination, form=form)
        return self.render_to_response(context, status=status)


class PromoteView(NominationView):
    """Makes the winner's page, or leads to the one that is there."""

    http_method_names = ["post"]

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Open the page in the editor."""
        if not can_promote(request.user, self.nomination):
            raise PermissionDenied
        try:
            page = promote(self.nomination, actor=self.actor)
        except AlreadyPromotedError as already:
            page = already.page
        except NotAwardedError:
            messages.error(
                request, gettext("Only a winner or a special mention gets a page of its own.")
            )
            return self.back()
        else:
            messages.success(request, gettext("The winner's page is made, as a draft."))
        for lack in missing(page):
            messages.warning(request, lack)
        return HttpResponseRedirect(reverse("wagtailadmin_pages:edit", args=[page.pk]))


class AssignView(NominationView):
    """Takes an entry, or lets go of it."""

    http_method_names = ["post"]

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Make the one who asks the case officer, or nobody."""
        officer = None if "release" in request.POST else self.actor
        assign(self.nomination, officer, actor=self.actor, now=timezone.now())
        return self.back()


class NoteView(NominationView):
    """Writes an internal note."""

    http_method_names = ["post"]

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Keep the note."""
        form = NoteForm(request.POST)
        if form.is_valid():
            add_note(
                self.nomination, form.cleaned_data["text"], actor=self.actor, now=timezone.now()
            )
        return self.back()
