"""The page where the public applies to a year of an award."""

from __future__ import annotations

from typing import Any, Self

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, MultiFieldPanel, ObjectList, TabbedInterface
from wagtail.fields import RichTextField, StreamField

from cms.blocks import INLINE_FEATURES, OPENING_FEATURES, TEXT_FEATURES
from cms.models import BasePage, SiteSettings
from cms.publication import Problems

from .form_problems import problems_of_eligibility, problems_of_steps
from .question_blocks import EligibilityBlock, StepsBlock
from .year import AwardYearPage

#: Public bodies keep what nobody sent in as short a time as they can; a year is plenty.
MOST_DAYS_KEPT = 365

# The database fills in these defaults too, for the version of the site that is still running
# while this one is being installed.
_NO_BLOCKS = models.Value([], models.JSONField())


class NominationFormPage(BasePage):
    """The form of a year: what is asked for, and what the applicant has to know first."""

    introduction = RichTextField(
        _("introduction"),
        features=OPENING_FEATURES,
        blank=True,
        help_text=_("What the applicant needs to have at hand, and how long it takes."),
    )
    eligibility = StreamField(
        EligibilityBlock(),
        verbose_name=_("questions before the form"),
        blank=True,
        default=list,
        db_default=_NO_BLOCKS,
        help_text=_(
            "Who answers otherwise than needed gets a page that explains why they can't take part."
        ),
    )
    steps = StreamField(
        StepsBlock(),
        verbose_name=_("steps"),
        blank=True,
        default=list,
        db_default=_NO_BLOCKS,
        help_text=_("One topic in each step. The answers are checked once more before sending."),
    )
    after_sending = RichTextField(
        _("what happens next"),
        features=INLINE_FEATURES,
        blank=True,
        default="",
        db_default="",
        help_text=_("Shown when an entry has been sent in: who reads it, and when one is told."),
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
    grace_minutes = models.PositiveSmallIntegerField(
        _("extra minutes"),
        default=30,
        db_default=30,
        validators=[MaxValueValidator(24 * 60)],
        help_text=_(
            "How long after the last day a draft that was begun in time can still be sent in. "
            "Nobody is told before that."
        ),
    )
    keep_draft_days = models.PositiveSmallIntegerField(
        _("days that drafts are kept"),
        default=30,
        db_default=30,
        validators=[MinValueValidator(1), MaxValueValidator(MOST_DAYS_KEPT)],
        help_text=_("Drafts that were never sent in are deleted so many days after the last day."),
    )

    #: What ``awards.domain.questions`` keeps ready for applicants; no editor's business.
    definition = models.JSONField(
        default=dict, db_default=models.Value({}, models.JSONField()), editable=False
    )
    exclude_fields_in_copy = ["definition"]

    template = "awards/apply/nomination_form_page.html"
    page_description = _("The form where the public applies to a year of an award")
    parent_page_types = ["awards.AwardYearPage"]
    subpage_types: list[str] = []
    max_count_per_parent = 1

    content_panels = [
        *BasePage.content_panels,
        FieldPanel("introduction"),
        FieldPanel("eligibility"),
        FieldPanel("steps"),
        FieldPanel("after_sending"),
    ]
    terms_panels = [
        FieldPanel("privacy_text"),
        MultiFieldPanel(
            [FieldPanel("grace_minutes"), FieldPanel("keep_draft_days")], heading=_("Drafts")
        ),
    ]
    edit_handler = TabbedInterface(
        [
            ObjectList(content_panels, heading=_("Content")),
            ObjectList(terms_panels, heading=_("Terms")),
            ObjectList(BasePage.promote_panels, heading=_("Promote")),
        ]
    )

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

    def with_content_json(self, content: dict[str, Any]) -> Self:
        """A revision of the page; the definition is the page's own, not the revision's."""
        page = super().with_content_json(content)
        page.definition = self.definition
        return page

    def publication_problems(self) -> Problems:
        """What would make the form useless: what it asks, no last day, no privacy text."""
        problems = super().publication_problems()
        parent = self.parent
        year = parent if isinstance(parent, AwardYearPage) else None
        film_hosts = SiteSettings.for_page(self).allowed_film_hosts()
        for name, found in (
            ("eligibility", problems_of_eligibility(self.eligibility)),
            ("steps", problems_of_steps(self.steps, year, film_hosts)),
        ):
            if messages := " ".join(found):
                problems[name] = messages
        if not self.privacy_text:
            problems["privacy_text"] = gettext(
                "Tell who is responsible for the personal data, and that what is sent in becomes "
                "a public record."
            )
        if year and not year.closes_on:
            problems["title"] = gettext(
                "Enter the year's first and last day on the page of the year, and publish that "
                "page first."
            )
        return problems
