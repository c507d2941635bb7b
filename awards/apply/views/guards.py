"""What every address of a draft asks first: may this browser open it, and did it ask itself."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from http import HTTPStatus
from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.template.response import TemplateResponse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt

from awards.apply.access import may_open
from awards.apply.flow import Flow, flow_of
from awards.apply.uploading import cap_uploads, is_too_large
from awards.domain.drafts import find_draft
from cms.anonymous import is_from_elsewhere

FlowView = Callable[..., HttpResponseBase]

#: A text that was typed is given back in full; what a machine adds to it is not.
_MOST_GIVEN_BACK = 500


def of_draft(view: FlowView) -> Callable[..., HttpResponseBase]:
    """Hand a view the flow of the draft that an address names, if the browser may open it.

    Otherwise tell how to get a new link, with everything that was typed still on the page.
    """

    @csrf_exempt  # the right to the draft is a cookie that no other site can send: docs/adr/
    @never_cache
    @wraps(view)
    def guarded(request: HttpRequest, public_id: UUID, **kwargs: Any) -> HttpResponseBase:
        if request.method == "POST":
            if is_too_large(request):
                return TemplateResponse(
                    request,
                    "awards/apply/too_large.html",
                    status=HTTPStatus.REQUEST_ENTITY_TOO_LARGE,
                )
            cap_uploads(request)
        draft = find_draft(public_id)
        if draft is None:
            raise Http404
        is_forged = request.method == "POST" and is_from_elsewhere(request)
        if is_forged or not may_open(request, public_id):
            context = {"form_page": draft.form, "typed": typed_texts(request)}
            return TemplateResponse(
                request, "awards/apply/no_right.html", context, status=HTTPStatus.FORBIDDEN
            )
        return view(request, flow_of(draft, now=timezone.now()), **kwargs)

    return guarded


def typed_texts(request: HttpRequest) -> list[str]:
    """The texts of a form that could not be taken, to be shown so that they can be copied."""
    texts = [text for name in request.POST for text in request.POST.getlist(name)]
    return [text for text in texts if len(text) > 1 and text != "on"][:_MOST_GIVEN_BACK]


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
