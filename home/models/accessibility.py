"""The accessibility statement that a public authority must publish.

Its parts are those of the model statement in Implementing Decision (EU) 2018/1523, which lagen
(2018:1937) om tillgänglighet till digital offentlig service points to.
"""

from __future__ import annotations

from datetime import date

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from wagtail.admin.panels import FieldPanel, InlinePanel, MultiFieldPanel, PageChooserPanel
from wagtail.fields import RichTextField
from wagtail.models import Orderable
from wagtail.search import index

from cms.blocks import INLINE_FEATURES, TEXT_FEATURES
from cms.models import BasePage
from cms.publication import Problems
from home.enums import AssessmentMethod, BarrierReason, Conformance

from .feedback import FeedbackPage


class AccessibilityStatementPage(BasePage):
    """How accessible the site is, what is not, and what a visitor can do about it.

    A draft may be half done; publishing tells every part that is missing. Template
    ``home/accessibility_statement_page.html``: the fields, ``page.barriers_by_reason`` (pairs of
    a ``BarrierReason`` and its barriers, empty groups left out) and
    ``settings.cms.SiteSettings.accessibility_complaint_url``.
    """

    organisation = models.CharField(
        _("who is responsible"),
        max_length=200,
        blank=True,
        help_text=_("The authority that answers for the site, for example Stockholms stad."),
    )
    service = models.CharField(
        _("what the statement is about"),
        max_length=300,
        blank=True,
        help_text=_("The name of the site and its address."),
    )
    introduction = RichTextField(
        _("introduction"),
        features=INLINE_FEATURES,
        blank=True,
        help_text=_("How you work with accessibility. May be left empty."),
    )

    conformance = models.CharField(
        _("how well the site meets the law"),
        max_length=10,
        choices=Conformance,
        blank=True,
    )

    assessed_on = models.DateField(
        _("assessed on"),
        null=True,
        blank=True,
        help_text=_("The day of the latest assessment."),
    )
    assessment_method = models.CharField(
        _("who assessed it"), max_length=20, choices=AssessmentMethod, blank=True
    )
    assessor = models.CharField(
        _("the assessor's name"),
        max_length=200,
        blank=True,
        help_text=_("Needed when somebody else did the assessment."),
    )
    assessment_text = RichTextField(
        _("how it was assessed"),
        features=INLINE_FEATURES,
        blank=True,
        help_text=_("For example which pages were tested, and with which aids."),
    )
    reviewed_on = models.DateField(
        _("statement last reviewed on"),
        null=True,
        blank=True,
        help_text=_("The law asks for a review each year."),
    )

    feedback_page = models.ForeignKey(
        FeedbackPage,
        verbose_name=_("feedback page"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        help_text=_("Where visitors report problems and ask for accessible versions."),
    )
    contact_email = models.EmailField(_("e-mail address"), blank=True)
    contact_phone = models.CharField(_("telephone"), max_length=50, blank=True)

    page_description = _("What the law asks a public authority to tell about accessibility")
    parent_page_types = ["home.HomePage"]
    subpage_types: list[str] = []
    max_count_per_parent = 1

    content_panels = [
        *BasePage.content_panels,
        MultiFieldPanel(
            [FieldPanel("organisation"), FieldPanel("service"), FieldPanel("introduction")],
            heading=_("Who and what"),
        ),
        FieldPanel("conformance"),
        InlinePanel(
            "barriers",
            heading=_("Content that is not accessible"),
            label=_("Shortcoming"),
            help_text=_("One at a time: what it is, why, and when it will be put right."),
        ),
        MultiFieldPanel(
            [
                FieldPanel("assessed_on"),
                FieldPanel("assessment_method"),
                FieldPanel("assessor"),
                FieldPanel("assessment_text"),
                FieldPanel("reviewed_on"),
            ],
            heading=_("Assessment and review"),
        ),
        MultiFieldPanel(
            [
                PageChooserPanel("feedback_page"),
                FieldPanel("contact_email"),
                FieldPanel("contact_phone"),
            ],
            heading=_("Feedback and contact"),
            help_text=_("The supervisor's address for complaints is in the site's settings."),
        ),
    ]
    search_fields = [
        *BasePage.search_fields,
        index.SearchField("introduction"),
        index.RelatedFields(
            "barriers", [index.SearchField("description"), index.SearchField("explanation")]
        ),
    ]

    class Meta:
        verbose_name = _("accessibility statement")
        verbose_name_plural = _("accessibility statements")

    @property
    def barriers_by_reason(self) -> list[tuple[BarrierReason, list[Barrier]]]:
        """The shortcomings grouped by reason, in the order of the model statement."""
        barriers = list(self.barriers.all())
        groups = (
            (reason, [barrier for barrier in barriers if barrier.reason == reason])
            for reason in BarrierReason
        )
        return [(reason, group) for reason, group in groups if group]

    def publication_problems(self) -> Problems:
        """Each part of the model statement that applies and is missing."""
        return (
            super().publication_problems()
            | self._conformance_problems()
            | self._assessment_problems()
            | self._contact_problems()
        )

    def _conformance_problems(self) -> Problems:
        problems: Problems = {}
        if not self.organisation:
            problems["organisation"] = gettext("Enter who is responsible for the site.")
        if not self.service:
            problems["service"] = gettext("Enter which site the statement is about.")
        reasons = {barrier.reason for barrier in self.barriers.all()}
        if not self.conformance:
            problems["conformance"] = gettext("Choose how well the site meets the law.")
        elif self.conformance == Conformance.FULL:
            if reasons - {BarrierReason.OUTSIDE}:
                problems["conformance"] = gettext(
                    "Choose partly or not, or remove the shortcomings: a site with shortcomings "
                    "that the law covers does not conform fully."
                )
        elif not reasons:
            problems["barriers"] = gettext(
                "Add at least one shortcoming, since the site does not conform fully."
            )
        return problems

    def _assessment_problems(self) -> Problems:
        today = timezone.localdate()
        problems: Problems = {}
        if not self.assessed_on:
            problems["assessed_on"] = gettext("Enter when the site was assessed.")
        elif self.assessed_on > today:
            problems["assessed_on"] = gettext("Enter a day that is not in the future.")
        if not self.assessment_method:
            problems["assessment_method"] = gettext("Choose who assessed the site.")
        elif self.assessment_method == AssessmentMethod.THIRD_PARTY and not self.assessor:
            problems["assessor"] = gettext("Enter who assessed the site for you.")
        if not self.reviewed_on:
            problems["reviewed_on"] = gettext("Enter when the statement was last reviewed.")
        elif self.reviewed_on > today:
            problems["reviewed_on"] = gettext("Enter a day that is not in the future.")
        elif self.assessed_on and self.reviewed_on < self.assessed_on:
            problems["reviewed_on"] = gettext("Enter a day that is not before the assessment.")
        return problems

    def _contact_problems(self) -> Problems:
        problems: Problems = {}
        if not self.feedback_page:
            problems["feedback_page"] = gettext("Choose the page where visitors give feedback.")
        elif not self.feedback_page.live:
            problems["feedback_page"] = gettext("Publish the feedback page first.")
        if not (self.contact_email or self.contact_phone):
            problems["contact_email"] = gettext(
                "Enter an e-mail address or a telephone number, for those who can't use the form."
            )
        return problems


class Barrier(Orderable):
    """One thing that is not accessible, and why.

    The reasons and what each of them must tell follow section "Non-accessible content" of the
    model statement.
    """

    statement = ParentalKey(
        AccessibilityStatementPage, on_delete=models.CASCADE, related_name="barriers"
    )
    reason = models.CharField(
        _("why it is not accessible"),
        max_length=20,
        choices=BarrierReason,
        default=BarrierReason.NONCOMPLIANCE,
    )
    description = models.TextField(
        _("what is not accessible"),
        blank=True,
        help_text=_("Tell what it is, where it is, and whom it hinders."),
    )
    explanation = RichTextField(
        _("explanation"),
        features=TEXT_FEATURES,
        blank=True,
        help_text=_(
            "Which requirement is not met. For a disproportionate burden: why it would be one. "
            "For what the law does not cover: which exception applies."
        ),
    )
    fixed_by = models.DateField(
        _("will be put right by"),
        null=True,
        blank=True,
        help_text=_("Needed for what does not meet the requirements yet."),
    )

    panels = [
        FieldPanel("reason"),
        FieldPanel("description"),
        FieldPanel("explanation"),
        FieldPanel("fixed_by"),
    ]

    class Meta(Orderable.Meta):
        verbose_name = _("shortcoming")
        verbose_name_plural = _("shortcomings")

    def __str__(self) -> str:
        return self.description

    def publication_problems(self, today: date | None = None) -> Problems:
        """What this shortcoming must still tell before the statement can be published."""
        today = today or timezone.localdate()
        problems: Problems = {}
        if not self.description.strip():
            problems["description"] = gettext("Enter what is not accessible.")
        if not self.explanation.strip():
            problems["explanation"] = {
                BarrierReason.NONCOMPLIANCE: gettext("Enter which requirement is not met."),
                BarrierReason.BURDEN: gettext(
                    "Enter why it would be a disproportionate burden to put this right."
                ),
                BarrierReason.OUTSIDE: gettext("Enter which exception of the law applies."),
            }[BarrierReason(self.reason)]
        if self.reason == BarrierReason.NONCOMPLIANCE and not self.fixed_by:
            problems["fixed_by"] = gettext("Enter when it will be put right.")
        elif self.fixed_by and self.fixed_by < today:
            problems["fixed_by"] = gettext(
                "Enter a day that has not passed, or remove the shortcoming if it is put right."
            )
        return problems
