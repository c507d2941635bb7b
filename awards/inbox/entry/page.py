"""One entry: everything that was received, and what can be done with it."""

from __future__ import annotations

from datetime import datetime
from functools import cached_property
from http import HTTPStatus
from typing import Any
from urllib.parse import parse_qsl

from django.forms import Form
from django.http import FileResponse, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404
from django.utils import timezone
from wagtail.log_actions import registry

from awards.domain.conversation import conversation, newest_message
from awards.domain.fetching import FileMissingError, NotFetchedError, opened
from awards.domain.handling import Seen
from awards.domain.lifecycle import can_undo, newest_change_to
from awards.domain.nominees import named_since
from awards.domain.promotion import missing
from awards.domain.questions import from_json
from awards.domain.related import earlier, same_name
from awards.domain.supplement_requests import open_request
from awards.inbox.forms import NomineeToldForm, NoteForm, OfficerForm, RegistryNumberForm
from awards.inbox.history import unmet_in_words
from awards.inbox.listing import marks_of, neighbours
from awards.models import NominationVersion, Upload, WinnerPage
from awards.permissions import allowed_actions, can_edit_winner, can_promote
from awards.statuses import NominationStatus
from cms.dates import day_in_stockholm

from .answers import Comparison, comparison, steps_of
from .base import NominationView
from .sight import Sight, who


class EntryPage(NominationView):
    """Shows everything about an entry on one page, with the forms that stand on it."""

    template_name = "awards/inbox/entry.html"

    def show(self, *, status: int = 200, changes: list[str] | None = None, **forms: Form) -> Any:
        """The page; of its forms, ``forms`` take the place of those that are empty.

        ``changes`` tell what has happened while a form was being filled in.
        """
        nomination, version = self.nomination, self.version
        now = timezone.now()
        before, after = neighbours(self.request.GET, self.actor, nomination, now)
        definition = from_json(version.asked)
        return self.render_to_response(
            self.get_context_data(
                changes=changes or [],
                previous=before,
                next=after,
                version=version,
                versions=self.versions,
                steps=steps_of(version, definition, self.uploads),
                comparison=self._comparison(),
                against=self._against(),
                list_parameters=parse_qsl(self.list_query),
                same_name=same_name(nomination),
                earlier=earlier(nomination, definition, version.answers),
                **self._handling(),
                **self._told(now),
                **(self._forms() | forms),
            ),
            status=status,
        )

    @cached_property
    def versions(self) -> list[NominationVersion]:
        """The versions, the newest first, each with the request that it answers.

        There may be many: what they say is read only of the newest and of those asked for.
        """
        found = self.nomination.versions.select_related("answers_request").order_by("-number")
        versions = list(found.defer("asked", "answers"))
        asked_for = {self.request.GET.get(parameter) for parameter in ("version", "against")}
        shown = [each.pk for each in versions if str(each.number) in asked_for]
        whole = found.in_bulk([*shown, *(newest.pk for newest in versions[:1])])
        return [whole.get(each.pk, each) for each in versions]

    @cached_property
    def version(self) -> NominationVersion:
        """The version that is asked for, or the newest."""
        return self._numbered("version") or self.versions[0]

    @cached_property
    def uploads(self) -> dict[str, Any]:
        """The entry's files by their public ids."""
        return {str(upload.public_id): upload for upload in self.nomination.uploads.all()}

    def _against(self) -> int:
        """The number of the version to compare with: as asked for, or the one before."""
        asked = self._numbered("against")
        return asked.number if asked else max(1, self.version.number - 1)

    def _numbered(self, parameter: str) -> NominationVersion | None:
        asked = self.request.GET.get(parameter, "")
        return next((each for each in self.versions if str(each.number) == asked), None)

    def _comparison(self) -> Comparison | None:
        other = self._numbered("against")
        if other is None or other == self.version:
            return None
        return comparison(self.version, other, self.uploads)

    def _handling(self) -> dict[str, Any]:
        """What can be done with the entry, and what its winner's page lacks."""
        nomination, user = self.nomination, self.actor
        status = NominationStatus(nomination.status)
        page = nomination.winner_page
        return {
            "status": status,
            **self._why(status),
            "marks": marks_of(nomination),
            "actions": [
                (each, each.words(status), each.is_asked_about(status))
                for each in allowed_actions(user, status)
            ],
            "can_undo": can_undo(nomination, actor=user, now=timezone.now()),
            "can_promote": can_promote(user, nomination),
            "can_edit_winner": bool(page and can_edit_winner(user, page)),
            **self._asked_for(),
            "supplement": self._supplement() if status == NominationStatus.SUPPLEMENTED else None,
            "winner_lacks": _lacks(page) if page else [],
            "winner_url": _public_url(page) if page else "",
        }

    def _why(self, status: NominationStatus) -> dict[str, Any]:
        """Why the entry is ineligible, and which conditions it does not meet."""
        is_told = status == NominationStatus.INELIGIBLE
        change = newest_change_to(self.nomination, status) if is_told else None
        if change is None:
            return {}
        conditions = change.data.get("conditions")
        unmet = unmet_in_words(conditions) if conditions else ""
        return {"unmet": unmet, "why_ineligible": change.data["reason"]}

    def _asked_for(self) -> dict[str, Any]:
        """The request that waits for the applicant, and which questions it opens."""
        request = open_request(self.nomination)
        asked = from_json(self.versions[0].asked).questions() if request else []
        return {
            "request_open": request,
            "opened": [each.label for each in asked if request and each.key in request.questions],
        }

    def _supplement(self) -> NominationVersion | None:
        """The newest version, if it is what the applicant was asked for."""
        newest = self.versions[0]
        return newest if hasattr(newest, "answers_request") else None

    def _told(self, now: datetime) -> dict[str, Any]:
        """What has been done, and what staff and the applicant have written."""
        nomination = self.nomination
        newest = self.versions[0]
        asked = from_json(newest.asked) if nomination.nominee_name else None
        since = named_since(nomination, asked) if asked else None
        logged = list(registry.get_logs_for_instance(nomination).select_related("user"))
        seen = Seen.of(nomination, version=newest.number)
        last = max((entry.pk for entry in logged), default=0)
        return {
            "sight": Sight(seen, last, newest_message(nomination)),
            "history": [(entry, who(entry)) for entry in logged],
            "notes": nomination.notes.select_related("author"),
            "messages_about": conversation(nomination, now=now),
            "nominee_days": (now - since).days if since else 0,
        }

    def _forms(self) -> dict[str, Form]:
        nomination = self.nomination
        number = nomination.registry_number
        today = day_in_stockholm(timezone.now())
        return {
            "note_form": NoteForm(),
            "registry_form": RegistryNumberForm(initial={"number": number, "seen": number}),
            "officer_form": OfficerForm(
                initial={"officer": nomination.case_officer_id, "seen": nomination.case_officer_id},
                present=nomination.case_officer_id,
            ),
            "nominee_form": NomineeToldForm(
                initial={"day": today, "name": nomination.nominee_name}
            ),
        }


class EntryView(EntryPage):
    """An entry, or one of its versions, or what differs between two."""

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Show it."""
        response: HttpResponse = self.show()
        return response


class FileView(NominationView):
    """A file of an entry, or a page that tells why it can't be shown.

    A picture is shown in the browser, since it has been drawn anew, and a document is kept.
    """

    template_name = "awards/inbox/entry/file.html"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """The file, or its thumbnail."""
        upload = get_object_or_404(self.nomination.uploads, public_id=kwargs["public_id"])
        try:
            content = opened(upload, thumbnail="thumbnail" in request.GET)
        except FileMissingError as missing:
            return self._refuse(upload, HTTPStatus.NOT_FOUND, why=str(missing))
        except NotFetchedError:
            return self._refuse(upload, HTTPStatus.SERVICE_UNAVAILABLE)
        is_document = upload.format == "pdf"
        response = FileResponse(content, as_attachment=is_document, filename=upload.name)
        response.headers["Content-Type"] = "application/pdf" if is_document else "image/jpeg"
        response.headers["Cache-Control"] = "private, no-store"
        return response

    def _refuse(self, upload: Upload, status: HTTPStatus, *, why: str = "") -> HttpResponse:
        return self.render_to_response(self.get_context_data(upload=upload, why=why), status=status)


def _public_url(page: WinnerPage) -> str:
    """Where visitors find the page; empty while they don't."""
    is_met = page.live and not page.held_back(timezone.now())
    return (page.full_url or "") if is_met else ""


def _lacks(page: WinnerPage) -> list[str]:
    """What the page lacks: as visitors see it, or as it was edited last while they don't."""
    shown = page if page.live else page.get_latest_revision_as_object()
    return missing(shown, now=timezone.now())
