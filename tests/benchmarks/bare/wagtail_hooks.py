"""Wagtail's own list of the entries, with nothing of the project's: the measure of the inbox."""

from __future__ import annotations

from django.db.models import QuerySet
from django.http import HttpRequest
from wagtail.snippets.models import register_snippet
from wagtail.snippets.views.snippets import SnippetViewSet

from awards.models import Nomination


class StockEntries(SnippetViewSet):
    """The columns, filters and search of the inbox, by Wagtail's own means alone."""

    model = Nomination
    list_display = (
        "reference",
        "title",
        "organisation_name",
        "unit",
        "year",
        "status",
        "case_officer",
        "received_at",
    )
    list_filter = ("year", "status", "organisation", "case_officer", "received_at")
    search_fields = ("reference", "title", "unit", "organisation_name", "search_text")
    ordering = ("-updated_at",)
    list_per_page = 50

    def get_queryset(self, request: HttpRequest) -> QuerySet[Nomination]:
        """Without a query for each row, which would be no fair measure."""
        return Nomination.objects.select_related("year", "case_officer")


register_snippet(StockEntries)
