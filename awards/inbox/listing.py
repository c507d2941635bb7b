"""The list of entries: tasks, filters, search and sorting, all of it in the address."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.core.paginator import Paginator
from django.db.models import Count, Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.generic import View
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from awards.models import Nomination

from .filters import TASKS, InboxFilters

PER_PAGE = 50
#: What the list can be sorted by: the name in the address, and the columns.
SORTS = {
    "received": ("received_at", "pk"),
    "reference": ("reference",),
    "title": ("title", "pk"),
    "status": ("status", "-received_at"),
}


class InboxView(WagtailAdminTemplateMixin, View):
    """The list of entries: tasks first, then filters, search and sorting, all in the address."""

    page_title = _("Entries")
    header_icon = "mail"
    template_name = "awards/inbox/nominations.html"

    def get_breadcrumbs_items(self) -> list[dict[str, str]]:
        """The way to the list."""
        return [*self.breadcrumbs_items, {"url": "", "label": str(self.page_title)}]

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Show one page of the entries that were asked for."""
        now = timezone.now()
        filters = InboxFilters(request.GET, officer=request.user, now=now)
        order = _order(request.GET.get("sort", ""))
        found = filters.apply(listed()).order_by(*order)
        page = Paginator(found, PER_PAGE).get_page(request.GET.get("p"))
        return self.render_to_response(
            self.get_context_data(
                filters=filters,
                page_obj=page,
                rows=[_row(nomination, now) for nomination in page.object_list],
                tasks=_tasks(filters, now),
                query=filters.query(without="p"),
                sort=request.GET.get("sort", "-received"),
            )
        )


def listed() -> QuerySet[Nomination]:
    """The entries with what a row of the list shows, in one query."""
    return Nomination.objects.select_related("year", "case_officer").only(
        "reference",
        "title",
        "unit",
        "organisation_name",
        "status",
        "received_at",
        "year__title",
        "case_officer__username",
        "case_officer__first_name",
        "case_officer__last_name",
    )


def _order(asked: str) -> list[str]:
    columns = SORTS.get(asked.removeprefix("-"))
    if columns is None:
        return ["-received_at", "-pk"]
    if not asked.startswith("-"):
        return list(columns)
    return [name.removeprefix("-") if name.startswith("-") else f"-{name}" for name in columns]


def _row(nomination: Nomination, now: datetime) -> dict[str, Any]:
    return {"nomination": nomination, "days": (now - nomination.received_at).days}


def _tasks(filters: InboxFilters, now: datetime) -> list[dict[str, Any]]:
    """Each task with how many entries wait in it, by one query."""
    counts = Nomination.objects.aggregate(
        **{task.key: Count("pk", filter=task.condition(filters.officer, now)) for task in TASKS},
        all=Count("pk", filter=~Q(pk=None)),
    )
    chosen = filters.task.key if filters.task else ""
    return [
        {"key": "", "label": gettext("All"), "count": counts["all"], "is_chosen": not chosen},
        *(
            {
                "key": task.key,
                "label": task.label,
                "count": counts[task.key],
                "is_chosen": task.key == chosen,
            }
            for task in TASKS
        ),
    ]
