"""How Wagtail's admin tells that a publication was refused, or is not seen by visitors yet."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext
from wagtail.admin import messages
from wagtail.admin.utils import get_valid_next_url_from_request
from wagtail.models import Page

from cms.models import BasePage
from cms.publication import NotReadyError


class TellWhyNotPublished:
    """Turns a refused publication in Wagtail's admin into a message that says what is missing.

    The editor's form tells it at each field. The other ways, such as bulk actions and the
    approval of a workflow, have no such place and would otherwise end in an error page.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Nothing to do unless a view fails."""
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        """Lead back with the reasons, if a page was not ready; else leave the error alone."""
        if not isinstance(error, NotReadyError):
            return None
        editor = reverse("wagtailadmin_pages:edit", args=[error.page.pk])
        text = gettext("“%(title)s” can't be published yet.") % {"title": error.page.title}
        messages.error(
            request,
            " ".join([text, *error.messages]),
            buttons=[messages.button(editor, gettext("Edit"))],
        )
        url = get_valid_next_url_from_request(request) or editor
        if request.headers.get("X-Requested-With") == "XMLHttpRequest":
            # What Wagtail's own workflow dialogue waits for before it leaves.
            return JsonResponse({"step": "success", "redirect": url})
        return redirect(url)


def tell_what_holds_back(request: HttpRequest, pages: Iterable[Page]) -> None:
    """Tell what keeps visitors from pages that have just been published, each reason once."""
    now = timezone.now()
    published = Page.objects.live().filter(pk__in=[page.pk for page in pages]).specific()
    told = (page.held_back(now) for page in published if isinstance(page, BasePage))
    for reason in dict.fromkeys(filter(None, told)):
        messages.warning(request, reason)
