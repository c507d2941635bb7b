"""A criterion that entries are judged by: one model for awards, one for their years."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.models import Orderable


class Criterion(Orderable):
    """One criterion, in its place in the order.

    An award's criteria are copied to each new year, so that a later change of the award never
    rewrites what an earlier year was judged by.
    """

    text = models.CharField(
        _("criterion"),
        max_length=500,
        help_text=_("One whole sentence, as the public reads it."),
    )
    any_of = models.TextField(
        _("kinds to choose among"),
        blank=True,
        help_text=_(
            "Only if the criterion is met in one of several ways: one way on each line, for "
            "example environmentally, socially."
        ),
    )

    panels = [FieldPanel("text"), FieldPanel("any_of")]

    class Meta(Orderable.Meta):
        abstract = True

    def __str__(self) -> str:
        return self.text

    @property
    def kinds(self) -> list[str]:
        """The ways of meeting the criterion, or an empty list when there is just one."""
        return [line.strip() for line in self.any_of.splitlines() if line.strip()]
