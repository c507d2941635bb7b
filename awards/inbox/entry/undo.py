"""Taking back the latest change of an entry's status."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext
from wagtail.admin import messages

from awards.domain.lifecycle import NotUndoableError, can_undo, undo
from awards.statuses import NominationStatus

from .base import NominationView


class UndoView(NominationView):
    """Asks whether the change is meant to be taken back, and takes it back."""

    template_name = "awards/inbox/entry/undo.html"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Ask; where nothing can be undone, tell so."""
        if not can_undo(self.nomination, actor=self.actor, now=timezone.now()):
            return self._refuse()
        return self.render_to_response(self.get_context_data(nomination=self.nomination))

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Take it back."""
        try:
            undone = undo(self.nomination, actor=self.actor, now=timezone.now())
        except NotUndoableError:
            return self._refuse()
        messages.success(
            request,
            gettext("Undone. %(reference)s is again: %(status)s")
            % {"reference": undone.reference, "status": NominationStatus(undone.status).label},
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
