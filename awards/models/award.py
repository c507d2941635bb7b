"""An award, and the page that lists all awards."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Self

from django.core.validators import RegexValidator
from django.db import models
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from wagtail import blocks
from wagtail.admin.panels import (
    FieldPanel,
    InlinePanel,
    MultiFieldPanel,
    ObjectList,
    PageChooserPanel,
    TabbedInterface,
)
from wagtail.fields import RichTextField, StreamField
from wagtail.search import index

from awards.enums import Accent, CriteriaRule, PublicNoun
from awards.nouns import NOUNS, Noun
from cms.blocks import INLINE_FEATURES, TEXT_FEATURES
from cms.models import BasePage
from cms.publication import Problems

from .criterion import Criterion

if TYPE_CHECKING:
    from .year import AwardYearPage


class AwardIndexPage(BasePage):
    """Lists the city's awards: first those that are given today, then the discontinued."""

    introduction = RichTextField(_("introduction"), features=INLINE_FEATURES, blank=True)

    template = "awards/archive/award_index_page.html"
    page_description = _("All awards of the city, current and discontinued")
    parent_page_types = ["home.HomePage"]
    subpage_types = ["awards.AwardPage"]

    content_panels = [*BasePage.content_panels, FieldPanel("introduction")]
    search_fields = [*BasePage.search_fields, index.SearchField("introduction")]

    class Meta:
        verbose_name = _("list of awards")
        verbose_name_plural = _("lists of awards")


class InspirationBlock(blocks.StreamBlock):
    """What a reader may be inspired by: earlier winners, with a film where there is one."""

    winner = blocks.StructBlock(
        [
            (
                "page",
                blocks.PageChooserBlock(page_type="awards.WinnerPage", label=_("Winner")),
            ),
            (
                "text",
                blocks.CharBlock(label=_("What there is to learn"), required=False),
            ),
        ],
        icon="success",
        label=_("Earlier winner"),
        description=_("Leads to the winner's page; its film is shown if it may be"),
    )


class AwardPage(BasePage):
    """A standing award: what it honours, who may take part and what is given."""

    lead = models.CharField(
        _("purpose in one sentence"),
        max_length=300,
        help_text=_("The first thing that a visitor reads, right under the award's name."),
    )
    purpose = RichTextField(_("purpose"), features=TEXT_FEATURES)
    examples = RichTextField(
        _("examples"),
        features=TEXT_FEATURES,
        blank=True,
        help_text=_("What may be awarded: a method, a way of working, a kind of dialogue."),
    )
    eligibility = RichTextField(
        _("who can take part"),
        features=TEXT_FEATURES,
        help_text=_("Which operations may apply."),
    )
    recipients = RichTextField(
        _("who can receive the award"),
        features=TEXT_FEATURES,
        blank=True,
        help_text=_("For example one employee, a manager or a whole unit."),
    )
    criteria_intro = RichTextField(
        _("introduction to the criteria"), features=INLINE_FEATURES, blank=True
    )
    criteria_rule = models.CharField(
        _("how many criteria must be met"),
        max_length=10,
        choices=CriteriaRule,
        default=CriteriaRule.ALL,
    )
    prize = RichTextField(
        _("prize"),
        features=TEXT_FEATURES,
        blank=True,
        help_text=_("What winners get: a sum, a statuette, a diploma, attention."),
    )
    public_noun = models.CharField(
        _("what an entry is called"),
        max_length=20,
        choices=PublicNoun,
        default=PublicNoun.APPLICATION,
        help_text=_("The word that visitors and applicants meet on buttons and in headings."),
    )
    reference_prefix = models.CharField(
        _("letters of reference numbers"),
        max_length=5,
        blank=True,
        default="",
        db_default="",
        validators=[RegexValidator(r"^[A-ZÅÄÖ]*$", _("Use capital letters only."))],
        help_text=_(
            "Two to five capital letters, such as FRA in FRA-2022-0007. Empty: the "
            "first three letters of the award's name."
        ),
    )
    film_instruction = RichTextField(_("instruction for films"), features=TEXT_FEATURES, blank=True)
    contact_name = models.CharField(_("contact"), max_length=200, blank=True)
    contact_email = models.EmailField(_("e-mail address"), blank=True)
    contact_phone = models.CharField(_("telephone"), max_length=50, blank=True)

    inspiration_heading = models.CharField(
        _("heading"),
        max_length=200,
        blank=True,
        help_text=_("Leave empty for no such part."),
    )
    inspiration_intro = RichTextField(
        _("introduction to the inspiration"), features=INLINE_FEATURES, blank=True
    )
    inspiration = StreamField(InspirationBlock(), verbose_name=_("inspiration"), blank=True)

    accent = models.CharField(
        _("colour"),
        max_length=20,
        choices=Accent,
        default=Accent.LAKE,
        help_text=_("The award's own colour. Each of them is readable in light and in dark."),
    )
    history = RichTextField(
        _("history"),
        features=INLINE_FEATURES,
        blank=True,
        help_text=_("Where the award comes from, or what became of it."),
    )
    discontinued = models.BooleanField(
        _("discontinued"),
        default=False,
        help_text=_("The award is no longer given. Its pages and winners stay."),
    )
    successor = models.ForeignKey(
        "self",
        verbose_name=_("replaced by"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="predecessors",
    )

    #: What ``awards.domain.digest`` keeps ready for visitors; no editor's business.
    digest = models.JSONField(default=dict, editable=False)
    exclude_fields_in_copy = ["digest"]

    template = "awards/archive/award_page.html"
    page_description = _("An award: what it honours, who may take part, and its years")
    parent_page_types = ["awards.AwardIndexPage"]
    subpage_types = ["awards.AwardYearPage"]

    content_panels = [
        *BasePage.content_panels,
        FieldPanel("lead"),
        FieldPanel("purpose"),
        FieldPanel("examples"),
        MultiFieldPanel(
            [
                FieldPanel("contact_name"),
                FieldPanel("contact_email"),
                FieldPanel("contact_phone"),
            ],
            heading=_("Contact"),
        ),
        MultiFieldPanel(
            [
                FieldPanel("inspiration_heading"),
                FieldPanel("inspiration_intro"),
                FieldPanel("inspiration"),
            ],
            heading=_("Inspiration"),
        ),
    ]
    rules_panels = [
        FieldPanel("eligibility"),
        FieldPanel("recipients"),
        MultiFieldPanel(
            [
                FieldPanel("criteria_intro"),
                FieldPanel("criteria_rule"),
                InlinePanel("criteria", label=_("Criterion"), heading=_("Criteria")),
            ],
            heading=_("Criteria"),
            help_text=_("New years begin with these. Each year then keeps its own."),
        ),
        FieldPanel("prize"),
        FieldPanel("public_noun"),
        FieldPanel("reference_prefix"),
        FieldPanel("film_instruction"),
    ]
    standing_panels = [
        FieldPanel("accent"),
        FieldPanel("history"),
        FieldPanel("discontinued"),
        PageChooserPanel("successor", "awards.AwardPage"),
    ]
    edit_handler = TabbedInterface(
        [
            ObjectList(content_panels, heading=_("Content")),
            ObjectList(rules_panels, heading=_("Rules")),
            ObjectList(standing_panels, heading=_("The award")),
            ObjectList(BasePage.promote_panels, heading=_("Promote")),
        ]
    )

    search_fields = [
        *BasePage.search_fields,
        index.SearchField("lead"),
        index.SearchField("purpose"),
        index.SearchField("examples"),
        index.SearchField("eligibility"),
        index.SearchField("history"),
        index.FilterField("discontinued"),
    ]

    class Meta:
        verbose_name = _("award")
        verbose_name_plural = _("awards")

    @property
    def noun(self) -> Noun:
        """The sentences that speak of an entry to this award."""
        return NOUNS[self.public_noun]

    def years(self) -> models.QuerySet[AwardYearPage]:
        """The award's years, published or not, newest first and the unknown last."""
        from .year import AwardYearPage  # noqa: PLC0415 - a year's module builds on this one

        return AwardYearPage.objects.child_of(self).newest_first()

    def with_content_json(self, content: dict[str, Any]) -> Self:
        """A revision of the page; the digest is the page's own, not the revision's."""
        page = super().with_content_json(content)
        page.digest = self.digest
        return page

    def publication_problems(self) -> Problems:
        """An award can't succeed itself, at any distance."""
        problems = super().publication_problems()
        seen, successor = {self.pk}, self.successor
        while successor is not None:
            if successor.pk in seen:
                problems["successor"] = gettext(
                    "Choose another award: this one leads back to the award itself."
                )
                break
            seen.add(successor.pk)
            successor = successor.successor
        return problems


class AwardCriterion(Criterion):
    """A criterion of an award, copied to each year that starts."""

    award = ParentalKey(AwardPage, on_delete=models.CASCADE, related_name="criteria")

    class Meta(Criterion.Meta):
        verbose_name = _("criterion")
        verbose_name_plural = _("criteria")
