"""What every register in the inbox needs beside the package's own views, which ask too little."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, QueryDict
from django.http.response import HttpResponseBase
from wagtail_modeladmin.helpers import AdminURLHelper
from wagtail_modeladmin.views import HistoryView, IndexView

from .addresses import words_in


class RegisterAddresses(AdminURLHelper):
    """The addresses of a register, whose rows are known by a number.

    The package's own takes words too, and fails on them.
    """

    def get_action_url_pattern(self, action: str) -> str:
        """The address as a regular expression."""
        pattern: str = super().get_action_url_pattern(action)
        return pattern.replace(r"[-\w]+", "[0-9]{1,18}")


class RegisterIndexView(IndexView):
    """The list of a register, narrowed by its own filters alone.

    The package's own takes whatever an address names for a look-up: across relations that would
    tell of entries, applicants and passwords, a letter at a time.
    """

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Leave out of the address what the list does not offer."""
        asked = QueryDict(mutable=True)
        for name in request.GET.keys() & self._known():
            asked[name] = words_in(request.GET[name])
        # Django's types tell of no setter, though what is read from a request may be replaced.
        request.GET = asked  # type: ignore[assignment]
        response: HttpResponseBase = super().dispatch(request, *args, **kwargs)
        return response

    def _known(self) -> set[str]:
        filters = {f"{field}__exact" for field in self.model_admin.list_filter}
        return {self.PAGE_VAR, self.ORDER_VAR, self.SEARCH_VAR, *filters}


class GuardedHistoryView(HistoryView):
    """The package's own asks nobody: it shows the history to whoever may enter the admin."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Raise ``PermissionDenied`` for those who may not edit what the history is of."""
        if not self.permission_helper.user_can_edit_obj(request.user, self.instance):
            raise PermissionDenied
        response: HttpResponseBase = super().dispatch(request, *args, **kwargs)
        return response
