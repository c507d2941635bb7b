"""The register of organisations in Wagtail's admin."""

from __future__ import annotations

from django.contrib.admin import display
from django.db.models import Count, QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from wagtail_modeladmin.options import ModelAdmin

from awards.models import Organisation

from .registers import GuardedHistoryView, RegisterAddresses, RegisterIndexView


class OrganisationAdmin(ModelAdmin):
    """Lets communicators keep the register: names, kinds, former names and successors."""

    model = Organisation
    menu_label = _("Organisations")
    menu_icon = "group"
    menu_order = 250
    list_display = ("name", "kind_label", "known_as", "successor", "awarded")
    list_filter = ("kind",)
    search_fields = ("name", "former_names__name")
    list_select_related = ("successor",)
    list_per_page = 50
    url_helper_class = RegisterAddresses
    index_view_class = RegisterIndexView
    history_view_class = GuardedHistoryView

    def get_queryset(self, request: HttpRequest) -> QuerySet[Organisation]:
        """The register with what its list shows, in a fixed number of queries."""
        return (
            super()
            .get_queryset(request)
            .prefetch_related("former_names")
            .annotate(times_awarded=Count("recipients", distinct=True))
        )

    @display(description=_("Kind"), ordering="kind")
    def kind_label(self, organisation: Organisation) -> str:
        """The kind in words."""
        return organisation.get_kind_display()

    @display(description=_("Former names"))
    def known_as(self, organisation: Organisation) -> str:
        """Former names, the latest last."""
        return ", ".join(former.name for former in organisation.former_names.all())

    @display(description=_("Awards received"), ordering="times_awarded")
    def awarded(self, organisation: Organisation) -> int:
        """How many times the organisation has received an award."""
        return organisation.times_awarded
