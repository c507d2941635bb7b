"""Pages of the visitor's room that no editor makes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_safe
from wagtail.models import Site

from awards.domain.listing import (
    ListedWinner,
    listed_winner,
    parent_path,
    with_recipients,
)
from awards.models import AwardYearPage, Organisation, WinnerPage
from cms.addresses import Addresses

from .organisations import awarded_organisations

PER_PAGE = 25


@dataclass(frozen=True)
class AwardedTime:
    """One time that an organisation was awarded, and the award and year it was."""

    winner: ListedWinner
    occasion: str


@require_safe
def organisations(request: HttpRequest) -> HttpResponse:
    """Every organisation that has received something, with how many."""
    awarded = awarded_organisations(timezone.now())
    return render(request, "awards/archive/organisations.html", {"awarded": awarded})


@require_safe
def organisation(request: HttpRequest, slug: str) -> HttpResponse:
    """All that an organisation has received, under its own name and those it has succeeded."""
    found = get_object_or_404(
        Organisation.objects.select_related("successor").prefetch_related(
            "former_names", "predecessors"
        ),
        slug=slug,
    )
    winners = with_recipients(
        WinnerPage.objects.released(timezone.now())
        .filter(recipients__organisation__in=found.lineage())
        .distinct()
        .newest_first()
    )
    page = Paginator(winners, PER_PAGE).get_page(request.GET.get("sida"))
    return render(
        request,
        "awards/archive/organisation.html",
        {
            "organisation": found,
            "page_obj": page,
            "times": _times(list(page.object_list), request),
        },
    )


def _times(winners: Sequence[WinnerPage], request: HttpRequest) -> list[AwardedTime]:
    addresses = Addresses(Site.find_for_request(request).root_page)
    years = AwardYearPage.objects.filter(path__in={parent_path(winner) for winner in winners})
    occasions = dict(years.values_list("path", "title"))
    return [
        AwardedTime(listed_winner(winner, addresses), occasions[parent_path(winner)])
        for winner in winners
    ]
