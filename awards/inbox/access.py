"""The door of the inbox: every address is guarded here, and tells time by the city's clock."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.template.response import SimpleTemplateResponse
from django.utils import timezone

from awards.permissions import can_handle_nominations
from cms.dates import CITY_TIME_ZONE

Handler = Callable[..., HttpResponseBase]


def handlers_only(view: Handler) -> Handler:
    """Let only those who handle entries in; raises ``PermissionDenied`` for other staff.

    What is shown is rendered by the clock that the list is filtered by and deadlines are kept by: a
    colleague's own, as their account has it, may be another.
    """

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not can_handle_nominations(request.user):
            raise PermissionDenied
        with timezone.override(CITY_TIME_ZONE):
            response = view(request, *args, **kwargs)
        if isinstance(response, SimpleTemplateResponse):
            # It is rendered later, where Wagtail has set the clock of the account.
            response.render = _by_the_city(response.render)  # type: ignore[method-assign]
        return response

    return guarded


def _by_the_city(render: Callable[[], SimpleTemplateResponse]) -> Any:
    @wraps(render)
    def rendered() -> SimpleTemplateResponse:
        with timezone.override(CITY_TIME_ZONE):
            return render()

    return rendered
