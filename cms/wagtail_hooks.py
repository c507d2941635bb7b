"""What every page adds to Wagtail's admin; registration only."""

from __future__ import annotations

from django.db.models import Model
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.log_actions import LogActionRegistry
from wagtail.models import Page

from cms.admin_api import tell_of_known_files
from cms.page_chooser import offer_known_pages
from cms.publication import CALLED_OFF
from cms.refusal import tell_what_holds_back

hooks.register("construct_page_chooser_queryset", offer_known_pages)
# After those of Wagtail, whose place it takes.
hooks.register("construct_admin_api", tell_of_known_files, order=100)


@hooks.register("register_log_actions")
def name_own_actions(actions: LogActionRegistry) -> None:
    """How the project's own entries read in a page's history."""
    actions.register_action(
        CALLED_OFF, _("Planned publication called off"), _("Planned publication called off")
    )


@hooks.register("after_publish_page")
def tell_whether_it_is_seen(request: HttpRequest, page: Page) -> None:
    """Tell what still keeps a page from visitors, beside Wagtail's word that it is published."""
    tell_what_holds_back(request, [page])


@hooks.register("after_bulk_action")
def tell_whether_they_are_seen(
    request: HttpRequest, action_type: str, objects: list[Model], _action: object
) -> None:
    """Likewise where many pages were published at once."""
    if action_type == "publish":
        tell_what_holds_back(request, [page for page in objects if isinstance(page, Page)])
