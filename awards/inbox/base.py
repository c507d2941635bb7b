"""What every page of the inbox has: the way to it, and what has to be put right in its forms."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.forms import BaseForm
from django.urls import reverse
from django.utils.translation import gettext
from django.views.generic import View
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from cms.forms import error_summary


class InboxPage(WagtailAdminTemplateMixin, View):
    """A page below the list of entries; its template extends ``awards/inbox/base.html``."""

    header_icon = "clipboard-list"

    @property
    def list_query(self) -> str:
        """The filters of the list that led here, as an address tells them."""
        return ""

    def above(self) -> list[dict[str, str]]:
        """The pages that lead here from the admin's front page: the list, as it was filtered."""
        return [{"url": list_url(self.list_query), "label": gettext("Entries")}]

    def here(self) -> dict[str, str]:
        """The page itself, at the end of the way to it."""
        return {"url": "", "label": str(self.get_page_title())}

    def get_breadcrumbs_items(self) -> list[dict[str, str]]:
        """The way to the page."""
        return [*self.breadcrumbs_items, *self.above(), self.here()]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add what has to be put right in the forms among what is shown."""
        return super().get_context_data(**{"problems": _problems_in(kwargs.values()), **kwargs})


def list_url(query: str = "") -> str:
    """The address of the list, as it was filtered by a query."""
    return with_query(reverse("entries_modeladmin_index"), query)


def with_query(address: str, query: str) -> str:
    """The address with a query, if there is any."""
    return f"{address}?{query}" if query else address


def _problems_in(shown: Iterable[Any]) -> list[tuple[str, str]]:
    """Each error of the forms among these as the id of its input and its message."""
    forms = [each for each in shown if isinstance(each, BaseForm)]
    return [problem for form in forms for problem in error_summary(form)]
