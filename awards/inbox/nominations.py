"""The inbox: the list of entries, and its registration with Wagtail's admin.

Only the registration builds on the package that ModelAdmin comes from (docs/adr/0003): the list
and the entry are plain views in the admin's own look, around ``awards.domain``.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.core.paginator import Paginator
from django.db.models import Count, Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, path
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.generic import View
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail_modeladmin.helpers import PermissionHelper
from wagtail_modeladmin.options import ModelAdmin

from awards.inbox.access import handlers_only
from awards.inbox.entry.acting import ActView, AssignView, NoteView, PromoteView, SupplementView
from awards.inbox.entry.page import EntryView, staff_file
from awards.inbox.filters import TASKS, InboxFilters
from awards.models import Nomination
from awards.permissions import can_handle_nominations

PER_PAGE = 50
#: What the list can be sorted by: the name in the address, and the columns.
SORTS = {
    "received": ("received_at", "pk"),
    "reference": ("reference",),
    "title": ("title", "pk"),
    "status": ("status", "-received_at"),
}


class InboxPermissions(PermissionHelper):
    """Asks ``awards.permissions``; nobody adds, edits or deletes an entry by a form."""

    def user_can_list(self, user: Any) -> bool:
        """Whether the user may open the inbox."""
        return can_handle_nominations(user)

    def user_can_inspect_obj(self, user: Any, obj: Any) -> bool:
        """Whether the user may open an entry."""
        return can_handle_nominations(user)

    def user_can_create(self, user: Any) -> bool:
        """Entries come from the form."""
        return False

    def user_can_edit_obj(self, user: Any, obj: Any) -> bool:
        """What was received is never changed."""
        return False

    def user_can_delete_obj(self, user: Any, obj: Any) -> bool:
        """Only disposal removes a record."""
        return False


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


#: Below the inbox's own address: the name and the view of each page.
ADDRESSES: dict[str, tuple[str, Any]] = {
    "": ("entries_modeladmin_index", InboxView.as_view()),
    "<int:pk>/": ("awards_entry", EntryView.as_view()),
    "<int:pk>/act/<str:action>/": ("awards_entry_act", ActView.as_view()),
    "<int:pk>/supplement/": ("awards_entry_supplement", SupplementView.as_view()),
    "<int:pk>/promote/": ("awards_entry_promote", PromoteView.as_view()),
    "<int:pk>/assign/": ("awards_entry_assign", AssignView.as_view()),
    "<int:pk>/note/": ("awards_entry_note", NoteView.as_view()),
    "<int:pk>/file/<uuid:public_id>/": ("awards_entry_file", staff_file),
}


class NominationAdmin(ModelAdmin):
    """The inbox in the admin's menu, for those who handle entries."""

    model = Nomination
    base_url_path = "entries"
    menu_label = _("Entries")
    menu_icon = "mail"
    menu_order = 150
    permission_helper_class = InboxPermissions
    add_to_reference_index = False

    def get_admin_urls_for_registration(self) -> list[URLPattern]:
        """The addresses of the inbox; none of them adds, edits or deletes a row."""
        return [
            path(f"entries/{route}", handlers_only(view), name=name)
            for route, (name, view) in ADDRESSES.items()
        ]
