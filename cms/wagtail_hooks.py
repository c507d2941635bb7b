"""What every page adds to Wagtail's admin; registration only."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.log_actions import LogActionRegistry

from cms.admin_api import tell_of_known_files
from cms.page_chooser import offer_known_pages
from cms.publication import CALLED_OFF

hooks.register("construct_page_chooser_queryset", offer_known_pages)
# After those of Wagtail, whose place it takes.
hooks.register("construct_admin_api", tell_of_known_files, order=100)


@hooks.register("register_log_actions")
def name_own_actions(actions: LogActionRegistry) -> None:
    """How the project's own entries read in a page's history."""
    actions.register_action(
        CALLED_OFF, _("Planned publication called off"), _("Planned publication called off")
    )
