"""The inbox in Wagtail's admin: its registration and its addresses.

Only the registration builds on the package that ModelAdmin comes from (docs/adr/0003): the list
and the entry are plain views in the admin's own look, around ``awards.domain``.
"""

from __future__ import annotations

from typing import Any

from django.contrib.auth.models import Permission
from django.db.models import QuerySet
from django.urls import URLPattern, path
from django.utils.translation import gettext_lazy as _
from wagtail.admin.auth import user_passes_test
from wagtail_modeladmin.helpers import PermissionHelper
from wagtail_modeladmin.options import ModelAdmin

from awards.inbox.bulk import BulkDoneView, BulkView
from awards.inbox.documents import download_pdf, download_zip
from awards.inbox.entry.acting import ActView, PromoteView, SupplementView
from awards.inbox.entry.due import DueView
from awards.inbox.entry.keeping import (
    ApartView,
    AssignView,
    FlagView,
    NomineeToldView,
    NoteView,
    RegistryNumberView,
)
from awards.inbox.entry.page import EntryView, FileView
from awards.inbox.entry.undo import UndoView
from awards.inbox.export import ExportView
from awards.inbox.listing import InboxView
from awards.inbox.manual import ManualEntryView, ManualSupplementView
from awards.inbox.message_templates import PreviewView
from awards.inbox.messages import MessageView, ReadView
from awards.inbox.outbox import OutboxView
from awards.inbox.outbox_actions import OutboxActionView
from awards.inbox.outbox_all import OutboxAllView
from awards.inbox.statistics import StatisticsView
from awards.models import Nomination
from awards.permissions import can_handle_nominations


class InboxPermissions(PermissionHelper):
    """Who has the inbox in the menu, as ``awards.permissions`` tells; its pages ask themselves."""

    def user_can_list(self, user: Any) -> bool:
        """Whether the user may open the inbox."""
        return can_handle_nominations(user)

    def user_can_edit_obj(self, user: Any, obj: Any) -> bool:
        """Nobody: else Wagtail's reports would lead to a form that is not there."""
        return False


#: Below the inbox's own address: the name and the view of each page.
ADDRESSES: dict[str, tuple[str, Any]] = {
    "": ("entries_modeladmin_index", InboxView.as_view()),
    "results/": ("awards_entries_results", InboxView.as_view(results_only=True)),
    "manual/": ("awards_entry_manual", ManualEntryView.as_view()),
    "<int:pk>/manual-supplement/": (
        "awards_entry_manual_supplement",
        ManualSupplementView.as_view(),
    ),
    "export/": ("awards_entries_export", ExportView.as_view()),
    "bulk/": ("awards_entries_bulk", BulkView.as_view()),
    "bulk/<uuid:token>/": ("awards_entries_bulk_done", BulkDoneView.as_view()),
    "<int:pk>/": ("awards_entry", EntryView.as_view()),
    "<int:pk>/act/<str:action>/": ("awards_entry_act", ActView.as_view()),
    "<int:pk>/undo/": ("awards_entry_undo", UndoView.as_view()),
    "<int:pk>/supplement/": ("awards_entry_supplement", SupplementView.as_view()),
    "<int:pk>/supplement/due/": ("awards_entry_due", DueView.as_view()),
    "<int:pk>/promote/": ("awards_entry_promote", PromoteView.as_view()),
    "<int:pk>/assign/": ("awards_entry_assign", AssignView.as_view()),
    "<int:pk>/nominee/": ("awards_entry_nominee", NomineeToldView.as_view()),
    "<int:pk>/registry-number/": ("awards_entry_register", RegistryNumberView.as_view()),
    "<int:pk>/flag/": ("awards_entry_flag", FlagView.as_view()),
    "<int:pk>/apart/": ("awards_entry_apart", ApartView.as_view()),
    "<int:pk>/note/": ("awards_entry_note", NoteView.as_view()),
    "<int:pk>/file/<uuid:public_id>/": ("awards_entry_file", FileView.as_view()),
    "<int:pk>/message/": ("awards_entry_message", MessageView.as_view()),
    "<int:pk>/message/read/": ("awards_entry_message_read", ReadView.as_view()),
    "message-template/preview/": ("awards_message_template_preview", PreviewView.as_view()),
    "outbox/": ("awards_outbox", OutboxView.as_view()),
    "outbox/all/<str:action>/": ("awards_outbox_all", OutboxAllView.as_view()),
    "outbox/<int:pk>/<str:action>/": ("awards_outbox_action", OutboxActionView.as_view()),
    "statistics/": ("awards_statistics", StatisticsView.as_view()),
    "<int:pk>/pdf/": ("awards_entry_pdf", download_pdf),
    "<int:pk>/zip/": ("awards_entry_zip", download_zip),
}


#: The door of the inbox: every address is guarded here.
handlers_only = user_passes_test(can_handle_nominations)


class NominationAdmin(ModelAdmin):
    """The inbox in the admin's menu, for those who handle entries."""

    model = Nomination
    base_url_path = "entries"
    menu_label = _("Entries")
    menu_icon = "clipboard-list"
    menu_order = 150
    permission_helper_class = InboxPermissions

    def get_permissions_for_registration(self) -> QuerySet[Permission]:
        """What can be given to a group beside its role."""
        return Permission.objects.filter(
            content_type__app_label="awards", codename="export_personal_data"
        )

    def get_admin_urls_for_registration(self) -> list[URLPattern]:
        """The addresses of the inbox; none of them adds, edits or deletes a row."""
        return [
            path(f"entries/{route}", handlers_only(view), name=name)
            for route, (name, view) in ADDRESSES.items()
        ]
