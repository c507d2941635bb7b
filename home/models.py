"""Pages that any site has."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from cms.models import BasePage


class HomePage(BasePage):
    """The front page."""

    max_count = 1

    class Meta:
        verbose_name = _("front page")
