"""The page where the public applies to a year of an award."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.fields import RichTextField

from cms.blocks import OPENING_FEATURES, TEXT_FEATURES
from cms.models import BasePage

from .year import AwardYearPage


class NominationFormPage(BasePage):
    """The form of a year: what is asked for, and what the applicant has to know first."""

    introduction = RichTextField(
        _("introduction"),
        features=OPENING_FEATURES,
        blank=True,
        help_text=_("What the applicant needs to have at hand, and how long it takes."),
    )
    privacy_text = RichTextField(
        _("personal data and public records"),
        features=TEXT_FEATURES,
        blank=True,
        help_text=_(
            "Who is responsible for the personal data, why it is handled, how long it is kept, "
            "and that what is sent in becomes a public record."
        ),
    )

    template = "awards/archive/nomination_form_page.html"
    page_description = _("The form where the public applies to a year of an award")
    parent_page_types = ["awards.AwardYearPage"]
    subpage_types: list[str] = []
    max_count_per_parent = 1

    content_panels = [
        *BasePage.content_panels,
        FieldPanel("introduction"),
        FieldPanel("privacy_text"),
    ]

    class Meta:
        verbose_name = _("nomination form")
        verbose_name_plural = _("nomination forms")

    @property
    def year(self) -> AwardYearPage:
        """The year that entries are sent to."""
        parent = self.parent
        if not isinstance(parent, AwardYearPage):
            raise AwardYearPage.DoesNotExist(f"{self!r} has no award year above it")
        return parent
