"""What every page about one entry has."""

from __future__ import annotations

from typing import Any, cast

from django.contrib.auth.models import User
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext
from django.views.generic import View
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from awards.enums import NominationStatus
from awards.models import Nomination


class NominationView(WagtailAdminTemplateMixin, View):
    """A page about one entry."""

    header_icon = "mail"
    nomination: Nomination

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Find the entry."""
        self.nomination = get_object_or_404(
            Nomination.objects.select_related("year", "case_officer", "winner_page"),
            pk=kwargs["pk"],
        )
        return super().dispatch(request, *args, **kwargs)

    @property
    def page_title(self) -> str:
        """The entry's name, or its number while it has none."""
        return self.nomination.title or self.nomination.reference

    def get_page_subtitle(self) -> str:
        """The reference number."""
        return self.nomination.reference

    def get_breadcrumbs_items(self) -> list[dict[str, str]]:
        """The way back to the list."""
        inbox = reverse("entries_modeladmin_index")
        return [
            *self.breadcrumbs_items,
            {"url": inbox, "label": gettext("Entries")},
            {"url": "", "label": self.nomination.reference},
        ]

    @property
    def actor(self) -> User:
        """Whoever is signed in."""
        return cast("User", self.request.user)

    def back(self) -> HttpResponse:
        """Lead back to the entry."""
        return HttpResponseRedirect(reverse("awards_entry", args=[self.nomination.pk]))


def changed_meanwhile(status: NominationStatus) -> str:
    """What to tell somebody whose action came after somebody else's."""
    return gettext(
        "Somebody changed the entry meanwhile: it is now “%(status)s”. What you wrote is still "
        "here. Look at the entry and decide anew."
    ) % {"status": status.label}
