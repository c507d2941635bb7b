"""The editor of a winner's page: the way to the entry that it was made from, and what it lacks."""

from __future__ import annotations

from collections.abc import Iterator

from django.contrib.auth.models import User
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail.admin import messages
from wagtail.admin.widgets import Button
from wagtail.models import Page

from awards.domain.promotion import missing, told_of_year
from awards.models import AwardYearPage, Nomination, WinnerPage
from awards.permissions import can_handle_nominations


def tell_what_is_missing(request: HttpRequest, page: Page) -> None:
    """Each time a winner's page is opened, tell what its newest draft lacks by then.

    Of a page that was made from no entry, only what its year should make one think of.
    """
    if request.method != "GET" or page.specific_class is not WinnerPage:
        return
    winner, now = page.specific, timezone.now()
    if _entry_of(page, request.user):
        told = missing(winner, now=now)
    else:
        told = told_of_year(winner.year, now=now)
    heading = (
        gettext("Look at this. So it was when you opened the page:")
        if page.live
        else gettext("Before the page is published. So it was when you opened the page:")
    )
    warn(request, heading, told)


def tell_what_of_the_year(request: HttpRequest, parent: Page) -> None:
    """When a winner's page is begun, tell what its year should make one think of."""
    if request.method == "GET" and parent.specific_class is AwardYearPage:
        told = told_of_year(parent.specific, now=timezone.now())
        warn(request, gettext("Before the page is published:"), told)


def warn(request: HttpRequest, heading: str, told: list[str]) -> None:
    """Tell some things below a heading; nothing if there is nothing to tell."""
    if told:
        lines = format_html_join("", "<li>{}</li>", ((line,) for line in told))
        messages.warning(request, format_html("{}<ul>{}</ul>", heading, lines))


def way_to_the_entry(page: Page, user: User) -> Iterator[Button]:
    """The button that leads to the entry, for those who may read it."""
    nomination = _entry_of(page, user)
    if nomination:
        yield Button(
            _("The entry"),
            reverse("awards_entry", args=[nomination.pk]),
            icon_name="clipboard-list",
            priority=5,
        )


def _entry_of(page: Page, user: object) -> Nomination | None:
    """The entry that a page was made from; ``None`` for another page, and for other people."""
    is_winner = page.specific_class is WinnerPage
    if not is_winner or not isinstance(user, User) or not can_handle_nominations(user):
        return None
    return Nomination.objects.filter(winner_page=page.pk).first()
