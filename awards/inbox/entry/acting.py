"""What is done with an entry by its buttons."""

from __future__ import annotations

from http import HTTPStatus
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext
from wagtail.admin import messages

from awards.domain.fetching import NotFetchedError
from awards.domain.handling import (
    ChangedMeanwhileError,
    ReasonMissingError,
    act,
    as_seen,
    conditions_of,
    was_done,
)
from awards.domain.lifecycle import TransitionError
from awards.domain.promotion import AlreadyPromotedError, NotAwardedError, promote
from awards.domain.questions import FormDefinition, from_json
from awards.domain.supplements import NothingAskedError, request_supplement, was_requested
from awards.domain.uploads import NotStoredError
from awards.inbox.base import with_query
from awards.inbox.consequences import consequences
from awards.inbox.forms import IneligibleForm, ReasonForm, SupplementForm
from awards.permissions import allowed_actions, can_edit_winner, can_promote, handlers, may
from awards.statuses import ACTIONS, InboxAction, NominationStatus

from .answers import steps_of
from .base import NominationView
from .sight import Sight


class DecisionView(NominationView):
    """Something that depends on how the entry stands: nobody decides on what they have not seen."""

    action: InboxAction

    @property
    def doing(self) -> str:
        """The name of the action."""
        return self.action.words(NominationStatus(self.nomination.status))

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Let those in who may do it."""
        if not may(request.user, self.action):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def show(
        self, form: Any, *, status: int = HTTPStatus.OK, changes: list[str] | None = None
    ) -> HttpResponse:
        """The form, with what has happened while it was being filled in."""
        current = NominationStatus(self.nomination.status)
        context = self.get_context_data(
            form=form,
            action=self.action,
            words=self.action.words(current),
            becomes=ACTIONS[current].get(self.action),
            status=current,
            sight=Sight.of(self.nomination),
            changes=changes or [],
            is_possible=self.action in allowed_actions(self.actor, current),
        )
        return self.render_to_response(context, status=status)

    def refuse(self, form: Any) -> HttpResponse:
        """The form with what is wrong with it, which may be due to what somebody else did."""
        if self.sight and self.sight.seen != Sight.of(self.nomination).seen:
            return self.tell_changes(form)
        return self.show(form, status=HTTPStatus.UNPROCESSABLE_ENTITY)

    def tell_changes(self, form: Any) -> HttpResponse:
        """The form as it was filled in, and what somebody else did meanwhile."""
        self.nomination.refresh_from_db()
        form.add_error(
            None,
            gettext(
                "Somebody changed the entry meanwhile: it is now “%(status)s”. What you wrote is "
                "still here. Look at the entry and decide anew."
            )
            % {"status": NominationStatus(self.nomination.status).label},
        )
        changes = self.sight.changes(self.nomination) if self.sight else []
        return self.show(form, status=HTTPStatus.CONFLICT, changes=changes)

    def definition(self) -> FormDefinition:
        """What the newest version was asked."""
        return from_json(self.nomination.newest_version.asked)


class ActView(DecisionView):
    """Asks for what an action needs, and does it."""

    template_name = "awards/inbox/act.html"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Find the action."""
        if kwargs["action"] not in set(InboxAction.values) - {InboxAction.SUPPLEMENT}:
            raise Http404
        self.action = InboxAction(kwargs["action"])
        return super().dispatch(request, *args, **kwargs)

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Ask for the reason, or whether it is meant."""
        return self.show(self._form())

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Do it, or tell what has changed meanwhile; what was written stays."""
        form = self._form(request.POST)
        if not form.is_valid():
            return self.refuse(form)
        told: dict[str, Any] = {
            "reason": form.cleaned_data["reason"],
            "conditions": form.unmet() if isinstance(form, IneligibleForm) else (),
        }
        try:
            with as_seen(self.nomination, self.sight.seen if self.sight else None):
                act(
                    self.nomination,
                    self.action,
                    actor=self.actor,
                    now=timezone.now(),
                    officers=handlers(),
                    **told,
                )
        except (ChangedMeanwhileError, TransitionError):
            if not was_done(self.nomination, self.action, actor=self.actor, **told):
                return self.tell_changes(form)
        except ReasonMissingError:
            form.add_error("reason", gettext("Tell why."))
            return self.refuse(form)
        self.nomination.refresh_from_db(fields=["status"])
        self._tell_done()
        return self.back()

    def _tell_done(self) -> None:
        """Tell how the entry stands now, and who has not been told of it."""
        nomination = self.nomination
        told = gettext("%(reference)s is now: %(status)s") % {
            "reference": nomination.reference,
            "status": NominationStatus(nomination.status).label,
        }
        if self.action != InboxAction.INELIGIBLE or not nomination.email:
            messages.success(self.request, told)
            return
        address = with_query(reverse("awards_entry_message", args=[nomination.pk]), self.list_query)
        unmailed = gettext("The applicant has not been mailed about it.")
        write = messages.button(address, gettext("Write to the applicant"))
        messages.success(self.request, f"{told}. {unmailed}", buttons=[write])

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add what follows of the action, where it is possible."""
        entries = [self.nomination] if kwargs["is_possible"] else []
        told = consequences(self.action, entries, now=timezone.now())
        return super().get_context_data(consequences=told, **kwargs)

    def _form(self, data: Any = None) -> ReasonForm:
        if self.action != InboxAction.INELIGIBLE:
            return ReasonForm(self.action, data)
        criteria = [criterion.text for criterion in self.nomination.year.criteria.all()]
        return IneligibleForm(self.action, conditions_of(self.definition(), criteria), data)


class SupplementView(DecisionView):
    """Asks an applicant for more."""

    action = InboxAction.SUPPLEMENT
    template_name = "awards/inbox/supplement.html"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Ask what is needed, until when, and which questions are opened."""
        return self.show(self._form())

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Open the questions and mail the applicant."""
        form = self._form(request.POST)
        if not form.is_valid():
            return self.refuse(form)
        asked = {name: form.cleaned_data[name] for name in ("text", "questions", "due_on")}
        try:
            with as_seen(self.nomination, self.sight.seen if self.sight else None):
                request_supplement(self.nomination, actor=self.actor, now=timezone.now(), **asked)
        except (ChangedMeanwhileError, TransitionError):
            if not was_requested(self.nomination, actor=self.actor, **asked):
                return self.tell_changes(form)
        except NothingAskedError:
            form.add_error("questions", gettext("Choose at least one question."))
            return self.refuse(form)
        if self.nomination.email:
            messages.success(request, gettext("The applicant is mailed what is needed."))
        else:
            messages.warning(
                request,
                gettext("Nobody is mailed: there is no address. Ask by letter or telephone."),
            )
        return self.back()

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add what has been answered, beside the box of each question."""
        version = self.nomination.newest_version
        uploads = {str(upload.public_id): upload for upload in self.nomination.uploads.all()}
        boxes = iter(kwargs["form"]["questions"])
        steps = [
            (step.title, [(next(boxes), answer) for answer in step.answers])
            for step in steps_of(version, self.definition(), uploads)
        ]
        return super().get_context_data(steps=steps, **kwargs)

    def _form(self, data: Any = None) -> SupplementForm:
        return SupplementForm(self.definition(), data, is_mailed=bool(self.nomination.email))


class PromoteView(NominationView):
    """Makes the winner's page, and leads to it, or to the one that is there."""

    http_method_names = ["post"]

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Open the page in the editor, which tells what it lacks, for whoever may edit it."""
        if not can_promote(request.user, self.nomination):
            raise PermissionDenied
        try:
            page = promote(self.nomination, actor=self.actor)
        except AlreadyPromotedError as already:
            page = already.page
        except (NotFetchedError, NotStoredError):
            messages.error(
                request,
                gettext("The entry's files can't be fetched right now. Try again in a while."),
            )
            return self.back()
        except NotAwardedError:
            messages.error(
                request, gettext("Only a winner or a special mention gets a page of its own.")
            )
            return self.back()
        else:
            messages.success(request, gettext("The winner's page is made, as a draft."))
        if not can_edit_winner(request.user, page):
            return self.back()
        return HttpResponseRedirect(reverse("wagtailadmin_pages:edit", args=[page.pk]))
