"""Pages that can't be deleted, since somebody has begun to fill in a form or has sent it in."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext
from wagtail.admin import messages
from wagtail.admin.utils import get_valid_next_url_from_request
from wagtail.models import Page

from awards.models import Draft, Nomination


def refuse_deletion(request: HttpRequest, pages: Iterable[Page]) -> HttpResponse | None:
    """Lead back with the reason if one of the pages can't be deleted; else nothing to do.

    Of drafts it is told that there is one, and nothing more: they are the applicants' own.
    """
    for page in pages:
        if reason := _why_kept(page):
            messages.error(request, reason % {"title": page.get_admin_display_title()})
            back = get_valid_next_url_from_request(request)
            return redirect(back) if back else redirect("wagtailadmin_explore", page.pk)
    return None


def _why_kept(page: Page) -> str:
    """Why a page has to stay, for what belongs to it or to a page below it."""
    below = Q(year__path__startswith=page.path) | Q(form__path__startswith=page.path)
    if Nomination.objects.filter(below).exists():
        return gettext(
            "“%(title)s” can't be deleted: entries that have been sent in belong to it, and they "
            "are public records. Unpublish it instead."
        )
    if Draft.objects.filter(below).exists():
        return gettext(
            "“%(title)s” can't be deleted: somebody has begun to fill in the form. Unpublish it "
            "instead. What is never sent in is deleted some time after the last day."
        )
    return ""
