"""The history of what is kept in a register, for those who may edit it."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from wagtail_modeladmin.views import HistoryView


class GuardedHistoryView(HistoryView):
    """The package's own asks nobody: it shows the history to whoever may enter the admin."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Raise ``PermissionDenied`` for those who may not edit what the history is of."""
        if not self.permission_helper.user_can_edit_obj(request.user, self.instance):
            raise PermissionDenied
        response: HttpResponseBase = super().dispatch(request, *args, **kwargs)
        return response
