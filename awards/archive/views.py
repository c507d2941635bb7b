"""Pages of the visitor's room that no editor makes."""

from __future__ import annotations

from dataclasses import dataclass

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_safe
from wagtail.models import Site

from awards.models import AwardYearPage, Organisation, WinnerPage
from awards.models.winner import WinnerQuerySet

from .listing import Addresses, ListedWinner, list_winners, parent_path

PER_PAGE = 25


@dataclass(frozen=True)
class AwardedTime:
    """One time that an organisation was awarded."""

    winner: ListedWinner
    year: AwardYearPage


@require_safe
def organisation(request: HttpRequest, slug: str) -> HttpResponse:
    """All that an organisation has received, under its own name and those it has succeeded."""
    found = get_object_or_404(
        Organisation.objects.select_related("successor").prefetch_related(
            "former_names", "predecessors"
        ),
        slug=slug,
    )
    winners = (
        WinnerPage.objects.released(timezone.now())
        .filter(recipients__organisation__in=found.lineage())
        .distinct()
        .newest_first()
    )
    page = Paginator(winners, PER_PAGE).get_page(request.GET.get("sida"))
    return render(
        request,
        "awards/archive/organisation.html",
        {"organisation": found, "page_obj": page, "times": _times(page.object_list, request)},
    )


def _times(winners: WinnerQuerySet, request: HttpRequest) -> list[AwardedTime]:
    site = Site.find_for_request(request)
    listed = list_winners(winners, Addresses(site.root_page, request))
    paths = {parent_path(winner.page) for winner in listed}
    years = {year.path: year for year in AwardYearPage.objects.filter(path__in=paths)}
    return [AwardedTime(winner, years[parent_path(winner.page)]) for winner in listed]
