"""Another last day for a supplement that is waited for."""

from __future__ import annotations

from http import HTTPStatus
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils import timezone
from django.utils.translation import gettext
from wagtail.admin import messages

from awards.domain.handling import ChangedMeanwhileError
from awards.domain.supplement_requests import open_request
from awards.domain.supplements import NothingAskedError, change_due
from awards.inbox.forms import DueForm
from awards.models import SupplementRequest
from awards.permissions import may
from awards.statuses import InboxAction

from .base import NominationView


class DueView(NominationView):
    """Asks for the day and why, and tells the applicant of it."""

    template_name = "awards/inbox/entry/due.html"

    @property
    def doing(self) -> str:
        """What is done."""
        return gettext("Change the last day")

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Let those in who may ask for a supplement."""
        if not may(request.user, InboxAction.SUPPLEMENT):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Ask; where nothing is waited for, tell so."""
        waits = open_request(self.nomination)
        if waits is None:
            return self._too_late()
        return self._show(DueForm(initial={"due_on": waits.due_on, "seen": waits.due_on}), waits)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Change the day, or tell what has happened meanwhile; what was written stays."""
        form, waits = DueForm(request.POST), open_request(self.nomination)
        if waits is None:
            return self._too_late()
        if not form.is_valid():
            return self._show(form, waits, status=HTTPStatus.UNPROCESSABLE_ENTITY)
        asked = form.cleaned_data
        try:
            change_due(self.nomination, **asked, actor=self.actor, now=timezone.now())
        except NothingAskedError:
            return self._too_late()
        except ChangedMeanwhileError:
            waits.refresh_from_db()
            again = DueForm(request.POST.dict() | {"seen": waits.due_on})
            again.add_error("due_on", gettext("Somebody else was quicker. Choose anew."))
            return self._show(again, waits, status=HTTPStatus.CONFLICT)
        if self.nomination.email:
            messages.success(request, gettext("The applicant is mailed the new last day."))
        else:
            messages.warning(
                request,
                gettext("Nobody is mailed: there is no address. Tell it by letter or telephone."),
            )
        return self.back()

    def _show(
        self, form: DueForm, waits: SupplementRequest, *, status: int = HTTPStatus.OK
    ) -> HttpResponse:
        context = self.get_context_data(form=form, request_open=waits)
        return self.render_to_response(context, status=status)

    def _too_late(self) -> HttpResponse:
        messages.warning(self.request, gettext("No supplement is waited for any longer."))
        return self.back()
