"""The door of the inbox: every address is guarded here."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest
from django.http.response import HttpResponseBase

from awards.permissions import can_handle_nominations

Handler = Callable[..., HttpResponseBase]


def handlers_only(view: Handler) -> Handler:
    """Let only those who handle entries in; raises ``PermissionDenied`` for other staff."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not can_handle_nominations(request.user):
            raise PermissionDenied
        return view(request, *args, **kwargs)

    return guarded
