"""The panel of the admin's front page that tells each of the staff what they have to do here."""

from __future__ import annotations

from typing import Any

from django.forms import Media
from django.http import QueryDict
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.admin.auth import user_has_any_page_permission
from wagtail.admin.ui.components import Component

from awards.enums import Role
from awards.permissions import Right, has_role, may

from .counting import count
from .filters import InboxFilters, Officer
from .listing import piles

#: The rooms that a right opens: what they are called, and the names of their addresses.
_ROOMS = {
    Right.HANDLE_ENTRIES: [
        (_("Register an entry"), "awards_entry_manual"),
        (_("Outbox"), "awards_outbox"),
        (_("Statistics of entries"), "awards_statistics"),
        (_("Export"), "awards_entries_export"),
    ],
    Right.EXTEND_DRAFTS: [(_("More time for a draft"), "awards_extend_draft")],
}
#: What is told to those who have a role, and no room yet.
_NOTHING_YET = {
    Role.JUROR: _(
        "You are signed in as a juror. There is nothing for jurors to do here yet. The awards and "
        "their winners are on the website."
    ),
    Role.REGISTRAR: _(
        "You are signed in as a registrar. There is nothing for registrars to do here yet. The "
        "awards and their winners are on the website."
    ),
}


class TasksPanel(Component):
    """The piles of entries for those who handle them, and the rooms that somebody may enter."""

    name = "tasks"
    template_name = "awards/inbox/tasks_panel.html"
    order = 40

    def __init__(self, user: Officer) -> None:
        self.user = user

    @property
    def has_something_to_tell(self) -> bool:
        """Whether the user has a right, or a role, that there are words for."""
        return any(may(self.user, right) for right in _ROOMS) or bool(self._nothing_yet())

    @property
    def media(self) -> Media:
        """Takes Wagtail's search of pages off the front page for those who may see no page."""
        hidden = [] if user_has_any_page_permission(self.user) else ["css/admin/no-pages.css"]
        return Media(css={"all": hidden})

    def get_context_data(self, parent_context: dict[str, Any]) -> dict[str, Any]:
        """The piles with their counts by one query, for nobody but those who handle entries."""
        rooms = [room for right, rooms in _ROOMS.items() if may(self.user, right) for room in rooms]
        return {
            "piles": self._piles() if may(self.user, Right.HANDLE_ENTRIES) else [],
            "list_url": reverse("entries_modeladmin_index"),
            "rooms": [(label, reverse(name)) for label, name in rooms],
            "nothing_yet": [] if rooms else self._nothing_yet(),
        }

    def _piles(self) -> list[dict[str, Any]]:
        filters = InboxFilters(QueryDict(), officer=self.user, now=timezone.now())
        return [pile for pile in piles(filters, count(filters)) if pile["query"]]

    def _nothing_yet(self) -> list[Any]:
        return [words for role, words in _NOTHING_YET.items() if has_role(self.user, role)]
