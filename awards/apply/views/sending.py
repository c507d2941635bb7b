"""Checking, sending in, and what follows: the receipt, the status, taking back, deleting, files."""

from __future__ import annotations

from http import HTTPStatus
from pathlib import PurePosixPath
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core import signing
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods, require_safe

from awards.apply.access import revoke
from awards.apply.files import read_file_token
from awards.apply.flow import AnsweredQuestion, CheckedStep, Flow
from awards.apply.forms import WriteForm
from awards.apply.standing import standing_of
from awards.domain.answers import Answers
from awards.domain.conversation import told_to_applicant
from awards.domain.deletion import AlreadySentError, delete_draft
from awards.domain.fetching import FileMissingError, NotFetchedError, opened
from awards.domain.lifecycle import TransitionError
from awards.domain.mailing import is_receipt_due, was_mailed
from awards.domain.receipt import as_text, receipt_of
from awards.domain.submission import (
    AskedAnewError,
    ClosedError,
    TooOftenError,
    answer_supplement,
    send,
    withdraw,
)
from awards.domain.uploads import FileGoneError
from awards.enums import SendingState
from awards.models import Nomination, NominationVersion
from awards.statuses import NominationStatus

from .guards import applicants_own, in_the_inbox, of_draft, show

Problem = tuple[CheckedStep, AnsweredQuestion]


@of_draft
@require_http_methods(["GET", "HEAD", "POST"])
def check(request: HttpRequest, flow: Flow) -> HttpResponse:
    """Everything on one page before it is sent in; a POST sends it in."""
    steps, answers = flow.checked()
    problems = [
        (step, answered) for step in steps for answered in step.questions if answered.problems
    ]
    if request.method != "POST":
        return _show_check(request, flow, steps)
    if problems or flow.says_nothing_new(answers):
        return _refuse_problems(request, flow, steps, problems)
    try:
        version = _receive(request, flow, answers)
    except (ClosedError, TooOftenError) as error:
        return _show_check(request, flow, steps, **_told_of(error))
    except (AskedAnewError, FileGoneError):
        # Looked at anew, the page shows what is asked for, and what is missing.
        return redirect("apply:check", public_id=flow.draft.public_id)
    if flow.draft.is_entered_by_staff:
        return _registered(request, version)
    return redirect("apply:sent", public_id=flow.draft.public_id)


def _told_of(error: ClosedError | TooOftenError) -> dict[str, Any]:
    """What the page tells when nothing is received."""
    if isinstance(error, TooOftenError):
        return {"status": HTTPStatus.TOO_MANY_REQUESTS, "is_too_often": True}
    return {"status": HTTPStatus.FORBIDDEN, "is_late": error.state == SendingState.CLOSED}


def _receive(request: HttpRequest, flow: Flow, answers: Answers) -> NominationVersion:
    """Send in the answers; to a request for a supplement only where the page showed that one."""
    now = timezone.now()
    if flow.request is None:
        return send(flow.draft, flow.definition, answers, now=now)
    waits = str(flow.request.pk)
    if request.POST.get("asked", waits) != waits:
        raise AskedAnewError
    return answer_supplement(flow.draft, flow.request, answers, now=now)


def _registered(request: HttpRequest, version: NominationVersion) -> HttpResponse:
    """Lead staff to the entry that they have entered."""
    entry = version.nomination
    words = {"reference": entry.reference, "email": entry.email}
    if entry.email:
        told = gettext("Registered as %(reference)s. A receipt is mailed to %(email)s.")
    else:
        told = gettext("Registered as %(reference)s. Nobody is mailed: there is no address.")
    messages.success(request, told % words)
    return redirect("awards_entry", pk=entry.pk)


@of_draft
@applicants_own
@require_safe
def sent(request: HttpRequest, flow: Flow) -> HttpResponse:
    """The confirmation, and later where the entry stands."""
    if flow.draft.nomination is None:
        return redirect("apply:tasks", public_id=flow.draft.public_id)
    return show_sent(request, flow, flow.draft.nomination, WriteForm())


def show_sent(
    request: HttpRequest,
    flow: Flow,
    nomination: Nomination,
    form: WriteForm,
    *,
    status: int = HTTPStatus.OK,
) -> HttpResponse:
    """Where an entry stands, what has been written about it, and a form to write more."""
    now = timezone.now()
    versions = list(nomination.versions.order_by("-number").defer("asked", "answers"))
    told = NominationStatus(nomination.status).as_told_to_applicant(
        announced=flow.draft.year.has_announced(now)
    )
    return show(
        request,
        "sent",
        flow,
        status=status,
        form=form,
        conversation=told_to_applicant(nomination, now=now),
        nomination=nomination,
        versions=versions,
        is_mailed=was_mailed(versions[0]),
        told=told,
        standing=standing_of(nomination, told, now=now),
        has_changes=flow.is_open and flow.draft.has_unsent_changes,
    )


@of_draft
@applicants_own
@require_safe
def receipt(request: HttpRequest, flow: Flow) -> HttpResponse:
    """What was received last, to be read, printed, or saved as a file of plain text."""
    if flow.draft.nomination is None:
        raise Http404
    content = receipt_of(flow.draft.nomination)
    if "file" not in request.GET:
        return show(request, "receipt", flow, receipt=content)
    text = HttpResponse(as_text(content), content_type="text/plain; charset=utf-8")
    disposition = content_disposition_header(
        as_attachment=True, filename=f"{flow.draft.nomination.reference}.txt"
    )
    text.headers["Content-Disposition"] = disposition or "attachment"
    return text


@of_draft
@applicants_own
@require_http_methods(["GET", "HEAD", "POST"])
def take_back(request: HttpRequest, flow: Flow) -> HttpResponse:
    """Ask whether an entry is to be taken back, and do it."""
    nomination = flow.draft.nomination
    if nomination is None:
        return redirect("apply:tasks", public_id=flow.draft.public_id)
    if flow.is_withdrawn:
        return redirect("apply:sent", public_id=flow.draft.public_id)
    if request.method != "POST":
        return show(request, "take_back", flow)
    try:
        withdraw(flow.draft, now=timezone.now())
    except (ClosedError, TransitionError):
        message = gettext("What you have sent in can no longer be taken back here. Contact us.")
        return show(request, "take_back", flow, status=HTTPStatus.FORBIDDEN, message=message)
    return redirect("apply:sent", public_id=flow.draft.public_id)


@of_draft
@require_http_methods(["GET", "HEAD", "POST"])
def delete(request: HttpRequest, flow: Flow) -> HttpResponse:
    """Ask whether a draft is to be deleted, and do it."""
    if request.method != "POST":
        if flow.draft.nomination_id:
            return redirect("apply:sent", public_id=flow.draft.public_id)
        return show(request, "delete", flow)
    public_id, form_page = flow.draft.public_id, flow.draft.form
    try:
        delete_draft(flow.draft)
    except AlreadySentError:
        return redirect("apply:sent", public_id=public_id)
    if flow.draft.is_entered_by_staff:
        messages.success(request, gettext("What you had begun to enter is deleted."))
        return redirect(in_the_inbox(flow.draft))
    gone = TemplateResponse(request, "awards/apply/deleted.html", {"form_page": form_page})
    return revoke(gone, public_id)


@of_draft
@applicants_own
@require_http_methods(["POST"])
def leave(request: HttpRequest, flow: Flow) -> HttpResponse:
    """Take the right to the draft from this browser, as on a computer that others use."""
    context = {"form_page": flow.draft.form, "email": flow.draft.email}
    left = TemplateResponse(request, "awards/apply/left.html", context)
    return revoke(left, flow.draft.public_id)


@of_draft
@require_safe
def file(request: HttpRequest, flow: Flow, token: str) -> HttpResponseBase:
    """A file of the draft, by an address that expires; none before it has been prepared."""
    try:
        wanted = read_file_token(token)
    except signing.BadSignature:
        raise Http404 from None
    upload = flow.draft.uploads.filter(public_id=UUID(wanted.public_id)).first()
    if upload is None:
        raise Http404
    try:
        content = opened(upload, thumbnail=wanted.thumbnail)
    except FileMissingError:
        raise Http404 from None
    except NotFetchedError:
        return render(request, "500.html", status=HTTPStatus.SERVICE_UNAVAILABLE)
    is_document = upload.format == "pdf"
    # A picture has been made anew as a JPEG, whatever it was.
    name = upload.name if is_document else f"{PurePosixPath(upload.name).stem}.jpg"
    response = FileResponse(content, as_attachment=not wanted.thumbnail, filename=name)
    response.headers["Content-Type"] = "application/pdf" if is_document else "image/jpeg"
    return response


def _refuse_problems(
    request: HttpRequest, flow: Flow, steps: list[CheckedStep], problems: list[Problem]
) -> HttpResponse:
    """Tell what has to be put right, or that it is too late for that.

    With no problem at all, a supplement says nothing that was not said before.
    """
    if flow.is_open:
        return _show_check(
            request,
            flow,
            steps,
            problems=problems,
            says_nothing_new=not problems,
            status=HTTPStatus.UNPROCESSABLE_ENTITY,
        )
    is_late = flow.state == SendingState.CLOSED
    return _show_check(request, flow, steps, is_late=is_late, status=HTTPStatus.FORBIDDEN)


def _show_check(
    request: HttpRequest,
    flow: Flow,
    steps: list[CheckedStep],
    *,
    status: int = 200,
    **context: object,
) -> HttpResponse:
    entry = flow.draft.nomination
    return show(
        request,
        "check",
        flow,
        status=status,
        steps=steps,
        is_mailed=entry is None or is_receipt_due(entry, now=timezone.now()),
        taken_away=flow.taken_away(),
        **context,
    )
