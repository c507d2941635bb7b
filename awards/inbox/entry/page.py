"""One entry: everything that was received, and what can be done with it."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404
from wagtail.log_actions import registry

from awards.domain.answers import readable
from awards.domain.questions import from_json
from awards.domain.submission import open_request
from awards.domain.uploads import content_of
from awards.enums import NominationStatus, UploadState
from awards.inbox.forms import NoteForm
from awards.models import Nomination, NominationVersion
from awards.permissions import allowed_actions, can_promote

from .base import NominationView


class EntryView(NominationView):
    """Everything about an entry on one page."""

    template_name = "awards/inbox/entry.html"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Show the version that is asked for, or the newest."""
        versions = list(self.nomination.versions.order_by("-number"))
        version = _chosen(versions, request.GET.get("version", ""))
        status = NominationStatus(self.nomination.status)
        return self.render_to_response(
            self.get_context_data(
                nomination=self.nomination,
                status=status,
                versions=versions,
                version=version,
                steps=_steps(version, self.nomination),
                request_open=open_request(self.nomination),
                can_promote=can_promote(request.user, self.nomination),
                actions=list(allowed_actions(request.user, status)),
                history=registry.get_logs_for_instance(self.nomination).select_related("user"),
                notes=self.nomination.notes.select_related("author"),
                note_form=NoteForm(),
            )
        )


def staff_file(request: HttpRequest, pk: int, public_id: UUID) -> HttpResponseBase:
    """A file of an entry, for those who handle entries; none that has not been prepared."""
    nomination = get_object_or_404(Nomination, pk=pk)
    upload = nomination.uploads.filter(public_id=public_id, state=UploadState.READY).first()
    if upload is None:
        raise Http404
    is_thumbnail = "thumbnail" in request.GET
    content = content_of(upload, thumbnail=is_thumbnail)
    response = FileResponse(
        content.open("rb"), as_attachment=not is_thumbnail, filename=upload.name
    )
    response.headers["Content-Type"] = "application/pdf" if upload.format == "pdf" else "image/jpeg"
    response.headers["Cache-Control"] = "private, no-store"
    return response


def _chosen(versions: list[NominationVersion], number: str) -> NominationVersion:
    wanted = int(number) if number.isdecimal() else versions[0].number
    return next((version for version in versions if version.number == wanted), versions[0])


def _steps(version: NominationVersion, nomination: Nomination) -> list[dict[str, Any]]:
    """The questions of a version with their answers and files, step by step."""
    uploads = {str(upload.public_id): upload for upload in nomination.uploads.all()}
    names = {key: upload.name for key, upload in uploads.items()}
    steps = []
    for step in from_json(version.asked).steps:
        questions = []
        for question in step.questions:
            answer = version.answers.get(question.key)
            held = answer.get("upload") if isinstance(answer, dict) else None
            questions.append(
                {
                    "question": question,
                    "lines": readable(question, answer, names),
                    "upload": uploads.get(str(held)),
                    "is_link": question.kind in {"film", "link"},
                }
            )
        steps.append({"title": step.title, "questions": questions})
    return steps
