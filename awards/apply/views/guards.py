"""What every address of a draft asks first: may this browser open it, and did it ask itself."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from http import HTTPStatus
from typing import Any
from uuid import UUID

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt

from awards.apply.access import came_by_link, may_open, renew
from awards.apply.flow import Flow, flow_of
from awards.apply.uploading import cap_uploads, is_too_large
from awards.domain.drafts import TooLongError, find_draft, note_proved
from awards.enums import EntrySource
from awards.models import Draft
from awards.permissions import can_handle_nominations
from cms.anonymous import is_from_elsewhere, is_from_here
from cms.typed import typed_texts

FlowView = Callable[..., HttpResponseBase]

#: What a step's form posts beside what was typed: which of its buttons was pressed.
CONTROLS = frozenset({"tasks", "remove"})


def of_draft(view: FlowView) -> Callable[..., HttpResponseBase]:
    """Hand a view the flow of the draft that an address names, if the browser may open it.

    Otherwise tell how to get a new link, with everything that was typed still on the page.
    """

    @csrf_exempt  # another site can neither send the cookie, nor tell what ``_is_forged`` asks
    @never_cache
    @wraps(view)
    def guarded(request: HttpRequest, public_id: UUID, **kwargs: Any) -> HttpResponseBase:
        if request.method == "POST":
            cap_uploads(request)
            if is_too_large(request):
                return _too_large(request)
        draft = find_draft(public_id)
        if draft is None:
            return _refuse(request, None, HTTPStatus.NOT_FOUND)
        if _is_forged(request, draft) or not may_open(request, draft):
            return _refuse(request, draft, HTTPStatus.FORBIDDEN)
        if request.method == "POST" and came_by_link(request, draft):
            note_proved(draft, now=timezone.now())
        try:
            response = view(request, flow_of(draft, now=timezone.now()), **kwargs)
        except TooLongError:
            return _too_large(request, is_text=True)
        return renew(request, response, draft)

    return guarded


def _too_large(request: HttpRequest, *, is_text: bool = False) -> HttpResponseBase:
    """Tell that what was sent is more than can be saved: the text, or the files with it."""
    status = HTTPStatus.REQUEST_ENTITY_TOO_LARGE
    context = {"is_text": is_text}
    return TemplateResponse(request, "awards/apply/too_large.html", context, status=status)


def _is_forged(request: HttpRequest, draft: Draft) -> bool:
    """Whether another site may have made the browser send this.

    A member of staff comes by having signed in, which a browser may tell other sites of the same
    domain too: there it has to tell that the site's own page sent it.
    """
    if request.method != "POST":
        return False
    return not is_from_here(request) if draft.is_entered_by_staff else is_from_elsewhere(request)


def applicants_own(view: FlowView) -> FlowView:
    """Keep a view for the applicant: staff who enter something are led back to the inbox."""

    @wraps(view)
    def kept(request: HttpRequest, flow: Flow, **kwargs: Any) -> HttpResponseBase:
        if flow.draft.is_entered_by_staff:
            return redirect(in_the_inbox(flow.draft))
        return view(request, flow, **kwargs)

    return kept


def in_the_inbox(draft: Draft) -> str:
    """Where staff find what they enter: its entry, or what they have begun."""
    if draft.nomination_id:
        return reverse("awards_entry", args=[draft.nomination_id])
    return reverse("awards_entry_manual")


def _refuse(request: HttpRequest, draft: Draft | None, status: HTTPStatus) -> HttpResponseBase:
    """Answer with what was typed still on the page, and how to go on.

    Staff who have registered what they entered, and send it once more, find it in the inbox.
    """
    if draft and _is_registered(draft) and can_handle_nominations(request.user):
        return redirect(in_the_inbox(draft))
    context = {
        "form_page": draft.form if draft else None,
        "is_entered_by_staff": draft is not None and draft.is_entered_by_staff,
        "is_entered_by_another": bool(
            draft and draft.is_entered_by_staff and can_handle_nominations(request.user)
        ),
        "goes_on_at": in_the_inbox(draft) if draft else "",
        "typed": typed_texts(request, besides=CONTROLS),
    }
    return TemplateResponse(request, "awards/apply/no_right.html", context, status=status)


def _is_registered(draft: Draft) -> bool:
    is_manual = draft.source != EntrySource.FORM
    return is_manual and bool(draft.nomination_id) and not draft.is_entered_by_staff


def show(
    request: HttpRequest, template: str, flow: Flow, *, status: int = 200, **context: Any
) -> TemplateResponse:
    """Answer with a page of a draft."""
    return TemplateResponse(
        request,
        f"awards/apply/{template}.html",
        {"flow": flow, "draft": flow.draft, "definition": flow.definition} | context,
        status=status,
    )
