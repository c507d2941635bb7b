"""What every page about one entry has."""

from __future__ import annotations

from typing import Any, cast

from django.contrib.auth.models import User
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404
from django.urls import reverse

from awards.inbox.base import InboxPage, with_query
from awards.models import Nomination

from .sight import Sight

#: What the addresses of an entry's own pages tell; the rest is the list's, and stays.
_OWN_PARAMETERS = ("version", "against", "thumbnail")


class NominationView(InboxPage):
    """A page about one entry. The filters of the list that led to it stay in the address."""

    nomination: Nomination

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Find the entry."""
        self.nomination = get_object_or_404(
            Nomination.objects.select_related("year", "case_officer", "winner_page"),
            pk=kwargs["pk"],
        )
        return super().dispatch(request, *args, **kwargs)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the entry, and the question mark with the list's filters, if there are any."""
        query = self.list_query
        return super().get_context_data(
            **{"nomination": self.nomination, "query": f"?{query}" if query else "", **kwargs}
        )

    @property
    def doing(self) -> str:
        """What the page does with the entry, in words; empty for the page of the entry itself."""
        return ""

    @property
    def page_title(self) -> str:
        """What is done with the entry; else its name, or its number while it has none."""
        return self.doing or self.nomination.title or self.nomination.reference

    def get_page_subtitle(self) -> str:
        """The reference number."""
        return self.nomination.reference

    def above(self) -> list[dict[str, str]]:
        """The list, and the entry that something is done with."""
        return [*super().above(), *([self._entry(self.address)] if self.doing else [])]

    def here(self) -> dict[str, str]:
        """What is done, or the entry."""
        return super().here() if self.doing else self._entry("")

    def _entry(self, url: str) -> dict[str, str]:
        # The number first, which is short: a small window leaves out the end.
        nomination = self.nomination
        return {"url": url, "label": nomination.reference, "sublabel": nomination.title}

    @property
    def address(self) -> str:
        """The address of the entry's own page, which leads back to the list as it was filtered."""
        return with_query(reverse("awards_entry", args=[self.nomination.pk]), self.list_query)

    @property
    def actor(self) -> User:
        """Whoever is signed in."""
        return cast("User", self.request.user)

    @property
    def list_query(self) -> str:
        """The filters of the list that led here, as an address tells them."""
        query = self.request.GET.copy()
        for name in _OWN_PARAMETERS:
            query.pop(name, None)
        return query.urlencode()

    @property
    def sight(self) -> Sight | None:
        """What whoever posted a form had before them."""
        return Sight.read(self.request.POST.get("sight", ""))

    def back(self, section: str = "") -> HttpResponse:
        """Lead back to the entry, or to a section of its page."""
        return HttpResponseRedirect(f"{self.address}#{section}" if section else self.address)
