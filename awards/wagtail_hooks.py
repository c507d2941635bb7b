"""What the awards register with Wagtail's admin; what it does is told in ``inbox``."""

from __future__ import annotations

from collections.abc import Iterator

from django.contrib.auth.models import User
from django.db.models import Model
from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.admin.ui.components import Component
from wagtail.admin.widgets import Button
from wagtail.models import Page
from wagtail.permissions import policy_registry
from wagtail_modeladmin.options import modeladmin_register

from awards.inbox import history, message_history
from awards.inbox.account import InboxPreferencesPanel
from awards.inbox.dashboard import AwardsPanel
from awards.inbox.deletion import refuse_deletion
from awards.inbox.extend_draft import ExtendDraftMenuItem, ExtendDraftView
from awards.inbox.message_templates import MessageTemplateAdmin
from awards.inbox.new_year import StartYearView
from awards.inbox.nominations import NominationAdmin
from awards.inbox.organisations import OrganisationAdmin
from awards.inbox.outbox import OutboxMenuItem
from awards.inbox.published import tell_what_is_left
from awards.inbox.statistics import StatisticsMenuItem
from awards.inbox.tasks_panel import TasksPanel
from awards.inbox.winner_editor import (
    tell_what_is_missing,
    tell_what_of_the_year,
    way_to_the_entry,
)
from awards.models import AwardPage, WinnerPage
from awards.permissions import can_start_year

modeladmin_register(OrganisationAdmin)
modeladmin_register(NominationAdmin)
modeladmin_register(MessageTemplateAdmin)
hooks.register("register_account_settings_panel", InboxPreferencesPanel)
hooks.register("register_log_actions", history.register_log_actions)
hooks.register("register_log_actions", message_history.register_log_actions)


@hooks.register("construct_homepage_panels")
def add_awards_panel(request: HttpRequest, panels: list[Component]) -> None:
    """Begin the admin's front page with tasks, and the awards for those who may edit pages."""
    tasks = TasksPanel(request.user)
    if tasks.has_something_to_tell:
        panels.append(tasks)
    if policy_registry.get_by_type(Page).user_has_permission(request.user, "change"):
        panels.append(AwardsPanel())


@hooks.register("register_admin_urls")
def add_extend_draft_url() -> list[URLPattern]:
    """The address where one draft is given more time."""
    return [path("awards/extend-draft/", ExtendDraftView.as_view(), name="awards_extend_draft")]


@hooks.register("register_admin_menu_item")
def add_extend_draft_item() -> MenuItem:
    """The way there."""
    return ExtendDraftMenuItem()


@hooks.register("register_admin_menu_item")
def add_outbox_item() -> MenuItem:
    """The way to the mail about entries."""
    return OutboxMenuItem()


@hooks.register("register_reports_menu_item")
def add_statistics_item() -> MenuItem:
    """The way to the statistics of a year."""
    return StatisticsMenuItem()


@hooks.register("register_admin_urls")
def add_start_year_url() -> list[URLPattern]:
    """The address where a new year is started."""
    return [
        path(
            "awards/<int:award_id>/start-year/",
            StartYearView.as_view(),
            name="awards_start_year",
        )
    ]


@hooks.register("register_page_header_buttons")
@hooks.register("register_page_listing_more_buttons")
def add_start_year_button(
    page: Page, user: User, next_url: str | None = None, view_name: str | None = None
) -> Iterator[Button]:
    """The button that starts a new year, on an award and in lists of awards."""
    award = page.specific_deferred
    if isinstance(award, AwardPage) and can_start_year(user, award):
        yield Button(
            _("Start a new year"),
            reverse("awards_start_year", args=[award.pk]),
            icon_name="date",
            priority=5,
        )


@hooks.register("before_edit_page")
def tell_what_a_winner_lacks(request: HttpRequest, page: Page) -> None:
    """Tell what a winner's page lacks, at the top of its editor."""
    tell_what_is_missing(request, page)


@hooks.register("after_publish_page")
def tell_what_is_left_of_a_page(request: HttpRequest, page: Page) -> None:
    """Tell it once more when a page has been published, and of what belongs to it."""
    tell_what_is_left(request, [page])


@hooks.register("after_bulk_action")
def tell_what_is_left_of_pages(
    request: HttpRequest, action_type: str, objects: list[Model], _action: object
) -> None:
    """Likewise where many pages were published at once."""
    if action_type == "publish":
        tell_what_is_left(request, [page for page in objects if isinstance(page, Page)])


@hooks.register("before_create_page")
def tell_whether_a_winner_is_early(
    request: HttpRequest, parent: Page, page_class: type[Page]
) -> None:
    """Likewise where one is made by hand."""
    if page_class is WinnerPage:
        tell_what_of_the_year(request, parent)


@hooks.register("register_page_header_buttons")
def add_entry_button(
    page: Page, user: User, next_url: str | None = None, view_name: str | None = None
) -> Iterator[Button]:
    """The way from a winner's page to the entry that it was made from."""
    yield from way_to_the_entry(page, user)


@hooks.register("before_delete_page")
def keep_what_entries_belong_to(request: HttpRequest, page: Page) -> HttpResponse | None:
    """Tell why a page can't be deleted, where its form has been used."""
    return refuse_deletion(request, [page])


@hooks.register("before_bulk_action")
def keep_what_entries_belong_to_in_bulk(
    request: HttpRequest, action_type: str, objects: list[Model], _action: object
) -> HttpResponse | None:
    """Likewise where many pages are deleted at once: then none of them is."""
    if action_type != "delete":
        return None
    return refuse_deletion(request, [page for page in objects if isinstance(page, Page)])
