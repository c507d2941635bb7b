"""The editor's "Start a new year": a page that says what will be copied, and one button."""

from __future__ import annotations

from typing import Any, cast

from django.contrib import messages
from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.generic import View
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from awards.domain.years import YearAlreadyStartedError, newest_year, start_new_year
from awards.models import AwardPage
from awards.permissions import can_start_year
from cms.numbers import number_in


class StartYearView(WagtailAdminTemplateMixin, View):
    """Asks before starting a new year of an award, starts it, and opens it in the editor."""

    page_title = _("Start a new year")
    header_icon = "date"
    template_name = "awards/inbox/start_year.html"
    award: AwardPage

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Find the award; raises ``PermissionDenied`` for those who can't add a year to it."""
        self.award = get_object_or_404(AwardPage, pk=kwargs["award_id"])
        if not can_start_year(request.user, self.award):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def get_page_subtitle(self) -> str:
        """The award's name."""
        return self.award.get_admin_display_title()

    def get_breadcrumbs_items(self) -> list[dict[str, str]]:
        """The way back to the award in the page tree."""
        explore = reverse("wagtailadmin_explore", args=[self.award.pk])
        return [
            *self.breadcrumbs_items,
            {"url": explore, "label": self.get_page_subtitle()},
            {"url": "", "label": str(self.page_title)},
        ]

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Say what will be copied, and from where."""
        context = self.get_context_data(award=self.award, newest=newest_year(self.award))
        return self.render_to_response(context)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Start the year; a second click leads to the year that the first one started."""
        try:
            year = start_new_year(
                self.award,
                after=number_in(request.POST.get("after", "")),
                actor=cast("User", request.user),
                now=timezone.now(),
            )
        except YearAlreadyStartedError as already:
            year = already.year
            messages.info(request, gettext("The new year has already been started. Here it is."))
        else:
            messages.success(
                request,
                gettext("%(year)s is started as a draft. Set its dates, then publish it.")
                % {"year": year.title},
            )
        return HttpResponseRedirect(reverse("wagtailadmin_pages:edit", args=[year.pk]))
