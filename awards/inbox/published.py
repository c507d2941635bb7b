"""What is told right after pages were published: what they lack, and what beside them waits."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext
from wagtail.admin import messages
from wagtail.models import Page

from awards.domain.deadlines import application_state
from awards.domain.promotion import is_new, missing
from awards.enums import ApplicationState
from awards.models import AwardYearPage, JuryPage, NominationFormPage, WinnerPage
from awards.permissions import can_handle_nominations

from .winner_editor import warn


def tell_what_is_left(request: HttpRequest, pages: Iterable[Page]) -> None:
    """Of the pages that are published now, tell those who did it what is left to do."""
    now = timezone.now()
    for page in Page.objects.live().filter(pk__in=[page.pk for page in pages]).specific():
        if isinstance(page, WinnerPage):
            _tell_of_winner(request, page, now)
        elif isinstance(page, AwardYearPage):
            _tell_of_year(request, page, now)


def _tell_of_winner(request: HttpRequest, winner: WinnerPage, now: datetime) -> None:
    """What a new winner's page lacks; of an old one nobody may know more."""
    if not is_new(winner, now=now):
        return
    heading = gettext("“%(title)s” is published. Look at this:") % {"title": winner.title}
    told = missing(winner, now=now, of_entry=can_handle_nominations(request.user))
    # What keeps visitors from a page is told of every page.
    hidden = winner.year.what_hides_winners(now)
    warn(request, heading, [line for line in told if line not in hidden])


def _tell_of_year(request: HttpRequest, year: AwardYearPage, now: datetime) -> None:
    """Its form and its jury, where they are drafts though entries are to come."""
    state = application_state(year, now=now)
    if not state.accepts_entries and state != ApplicationState.UPCOMING:
        return
    for draft in Page.objects.child_of(year).type(NominationFormPage, JuryPage).not_live():
        if draft.permissions_for_user(request.user).can_edit():
            told = gettext("“%(title)s” is a draft yet. Publish it too when it is ready.")
            editor = reverse("wagtailadmin_pages:edit", args=[draft.pk])
            messages.warning(
                request,
                told % {"title": draft.get_admin_display_title()},
                buttons=[messages.button(editor, gettext("Edit"))],
            )
