"""Who may open a draft: whoever began it in this browser, or came by a link that was mailed.

The right is a signed cookie that is sent to the draft's own addresses alone. It is set when
somebody begins a form or opens a link, never by reading a page, and it is gone when the browser is
closed. A browser does not send it along with what another site makes it send (SameSite).

Whoever begins has not shown that the address is theirs. So their right ends as soon as somebody
writes who came by a link: nobody reads what another person writes in a draft that was begun with
that person's address. A link that is only opened ends nothing: machines that look for harm in mail
open every link.

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
#: How a right begins that was given without a link.
_BEGUN = "begun:"


def grant(response: Response, public_id: UUID, *, by_link: bool = True) -> Response:
    """Give the browser the right to open a draft, that of a mailed link or of who began it."""
    named = f"{public_id}" if by_link else f"{_BEGUN}{public_id}"
    response.set_cookie(
        _COOKIE,
        signing.dumps(named, salt=_SALT),
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
    is_old = _is_by_link(request, public_id, RENEWED_AFTER) is None
    if is_old and _COOKIE not in response.cookies:
        grant(response, public_id, by_link=came_by_link(request, draft))
    return response


def may_open(request: HttpRequest, draft: Draft) -> bool:
    """Whether the browser has the right to open a draft."""
    if draft.is_entered_by_staff:
        is_theirs = draft.entered_by_id is not None and draft.entered_by_id == request.user.pk
        return is_theirs and can_handle_nominations(request.user)
    by_link = _is_by_link(request, draft.public_id, RIGHT_LIFETIME)
    return by_link is not None and (by_link or draft.proved_at is None)


def came_by_link(request: HttpRequest, draft: Draft) -> bool:
    """Whether the browser has the right of a mailed link: whoever uses it has the address."""
    return _is_by_link(request, draft.public_id, RIGHT_LIFETIME) is True


def _is_by_link(request: HttpRequest, public_id: UUID, max_age: timedelta) -> bool | None:
    """Whether a link gave the browser its right; ``None`` for no right given so lately."""
    try:
        named = signing.loads(request.COOKIES.get(_COOKIE, ""), salt=_SALT, max_age=max_age)
    except signing.BadSignature:
        return None
    return {f"{public_id}": True, f"{_BEGUN}{public_id}": False}.get(named)


def _path(public_id: UUID) -> str:
    return reverse("apply:tasks", args=[public_id])
