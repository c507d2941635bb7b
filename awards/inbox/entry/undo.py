"""Taking back the latest change of an entry's status."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext
from wagtail.admin import messages

from awards.domain.lifecycle import NotUndoableError, status_before, undo, was_undone
from awards.statuses import NominationStatus

from .base import NominationView


class UndoView(NominationView):
    """Asks whether the change is meant to be taken back, and takes it back."""

    template_name = "awards/inbox/entry/undo.html"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Ask; where nothing can be undone, tell so."""
        before = status_before(self.nomination, actor=self.actor, now=timezone.now())
        if before is None:
            return self._refuse()
        return self.render_to_response(self.get_context_data(before=before))

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Take it back; a second click is told the same as the first."""
        nomination = self.nomination
        try:
            undo(nomination, actor=self.actor, now=timezone.now())
        except NotUndoableError:
            if not was_undone(nomination, actor=self.actor):
                return self._refuse()
            nomination.refresh_from_db(fields=["status"])
        messages.success(
            request,
            gettext("Undone. %(reference)s is again: %(status)s")
            % {
                "reference": nomination.reference,
                "status": NominationStatus(nomination.status).label,
            },
        )
        return self.back()

    def _refuse(self) -> HttpResponse:
        messages.warning(
            self.request,
            gettext(
                "There is nothing that you can undo. A change of status can be undone by whoever "
                "made it, for half an hour, as long as the applicant does not know of it and "
                "nothing else has happened to the entry."
            ),
        )
        return self.back()
