"""The panel of the admin's front page: what is open, what closes next, drafts that wait."""

from __future__ import annotations

from typing import Any

from django.db.models import F, Q
from django.forms import Media
from django.utils import timezone
from wagtail.admin.ui.components import Component
from wagtail.models import Page
from wagtail.permissions import policy_registry
from wagtail.query import PageQuerySet

from awards.domain.deadlines import application_state, closes_at
from awards.models import (
    AwardIndexPage,
    AwardPage,
    AwardYearPage,
    JuryPage,
    NominationFormPage,
    WinnerPage,
)

#: Rows in each part of the panel; the page tree has them all.
SHOWN = 5

AWARD_PAGES = (
    AwardIndexPage,
    AwardPage,
    AwardYearPage,
    JuryPage,
    NominationFormPage,
    WinnerPage,
)


class AwardsPanel(Component):
    """What a communicator has to know when signing in, for the pages that they may edit."""

    name = "awards"
    template_name = "awards/inbox/dashboard.html"
    order = 50

    @property
    def media(self) -> Media:
        """Long titles are broken at the edge."""
        return Media(css={"all": ["css/admin/dashboard.css"]})

    def get_context_data(self, parent_context: dict[str, Any]) -> dict[str, Any]:
        """The open and coming years, by what happens first, and the latest drafts."""
        now = timezone.now()
        editable = policy_registry.get_by_type(Page).instances_user_has_permission_for(
            parent_context["request"].user, "change"
        )
        years = AwardYearPage.objects.live().filter(pk__in=editable.values("pk"))
        open_years = sorted(years.open(now), key=lambda year: closes_at(year) or now)
        upcoming = years.upcoming(now).order_by("opens_on")
        return {
            "open": [
                {"year": year, "state": application_state(year, now=now)} for year in open_years
            ][:SHOWN],
            "upcoming": upcoming[:SHOWN],
            "drafts": self._drafts(editable)[:SHOWN],
        }

    @staticmethod
    def _drafts(editable: PageQuerySet) -> PageQuerySet:
        return (
            editable.filter(Q(live=False) | Q(has_unpublished_changes=True))
            .type(*AWARD_PAGES)
            .order_by(F("latest_revision_created_at").desc(nulls_last=True))
            .specific(defer=True)
        )
