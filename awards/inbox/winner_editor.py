"""The editor of a winner's page that was made from an entry: the way there, and what it lacks."""

from __future__ import annotations

from collections.abc import Iterator

from django.contrib.auth.models import User
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail.admin import messages
from wagtail.admin.widgets import Button
from wagtail.models import Page

from awards.domain.promotion import missing
from awards.models import Nomination, WinnerPage
from awards.permissions import can_handle_nominations


def tell_what_is_missing(request: HttpRequest, page: Page) -> None:
    """Each time the draft is opened, tell what it lacks before it can be published."""
    if request.method != "GET" or page.live or _entry_of(page, request.user) is None:
        return
    winner = page.specific
    if lacks := missing(winner):
        messages.warning(
            request,
            format_html(
                "{}<ul>{}</ul>",
                gettext("Before the page is published:"),
                format_html_join("", "<li>{}</li>", ((lack,) for lack in lacks)),
            ),
        )


def way_to_the_entry(page: Page, user: User) -> Iterator[Button]:
    """The button that leads to the entry, for those who may read it."""
    nomination = _entry_of(page, user)
    if nomination:
        yield Button(
            _("The entry"),
            reverse("awards_entry", args=[nomination.pk]),
            icon_name="mail",
            priority=5,
        )


def _entry_of(page: Page, user: object) -> Nomination | None:
    """The entry that a page was made from; ``None`` for another page, and for other people."""
    is_winner = page.specific_class is WinnerPage
    if not is_winner or not isinstance(user, User) or not can_handle_nominations(user):
        return None
    return Nomination.objects.filter(winner_page=page.pk).first()
