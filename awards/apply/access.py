"""Who may open a draft: whoever began it in this browser, or came by a link that was mailed.

The right is a signed cookie that is sent to the draft's own addresses alone. It is set when
somebody begins a form or opens a link, never by reading a page, and it is gone when the browser is
closed. A browser does not send it along with what another site makes it send (SameSite).

What staff enter in an applicant's stead belongs to the one of them who began it, as long as it
does: they come by having signed in, and no cookie is given.
"""

from __future__ import annotations

from datetime import timedelta
from typing import TypeVar
from uuid import UUID

from django.conf import settings
from django.core import signing
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.urls import reverse

from awards.models import Draft
from awards.permissions import can_handle_nominations

#: Longest time between two visits of one browser; then a new link is needed.
RIGHT_LIFETIME = timedelta(days=7)
RENEWED_AFTER = timedelta(days=1)
Response = TypeVar("Response", bound=HttpResponseBase)
_COOKIE = "draft"
_SALT = "awards.apply.access"


def grant(response: Response, public_id: UUID) -> Response:
    """Give the browser the right to open a draft."""
    response.set_cookie(
        _COOKIE,
        signing.dumps(str(public_id), salt=_SALT),
        path=_path(public_id),
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )
    return response


def revoke(response: HttpResponse, public_id: UUID) -> HttpResponse:
    """Take the right from the browser."""
    response.delete_cookie(_COOKIE, path=_path(public_id), samesite="Lax")
    return response


def renew(request: HttpRequest, response: HttpResponseBase, draft: Draft) -> HttpResponseBase:
    """Let a right that was used last for another ``RIGHT_LIFETIME``, once a day."""
    public_id = draft.public_id
    if draft.is_entered_by_staff:
        return response
    if _COOKIE not in response.cookies and not _is_named(request, public_id, RENEWED_AFTER):
        grant(response, public_id)
    return response


def may_open(request: HttpRequest, draft: Draft) -> bool:
    """Whether the browser has the right to open a draft."""
    if draft.is_entered_by_staff:
        is_theirs = draft.entered_by_id is not None and draft.entered_by_id == request.user.pk
        return is_theirs and can_handle_nominations(request.user)
    return _is_named(request, draft.public_id, RIGHT_LIFETIME)


def _is_named(request: HttpRequest, public_id: UUID, max_age: timedelta) -> bool:
    """Whether the browser was given the right to a draft, at most so long ago."""
    try:
        named = signing.loads(request.COOKIES.get(_COOKIE, ""), salt=_SALT, max_age=max_age)
    except signing.BadSignature:
        return False
    return bool(named == str(public_id))


def _path(public_id: UUID) -> str:
    return reverse("apply:tasks", args=[public_id])
