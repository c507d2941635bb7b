"""The jury of one year."""

from __future__ import annotations

from collections.abc import Iterator

from django.db import models
from django.db.models import QuerySet
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from wagtail.admin.panels import FieldPanel, InlinePanel
from wagtail.fields import RichTextField
from wagtail.models import Orderable
from wagtail.search import index

from cms.blocks import INLINE_FEATURES
from cms.models import BasePage, Picture
from cms.publication import Problems


class JuryPage(BasePage):
    """The people who choose the winners of a year, in the order they are named."""

    introduction = RichTextField(_("introduction"), features=INLINE_FEATURES, blank=True)

    template = "awards/archive/jury_page.html"
    page_description = _("The jury of a year: its members, in order")
    parent_page_types = ["awards.AwardYearPage"]
    subpage_types: list[str] = []
    max_count_per_parent = 1

    content_panels = [
        *BasePage.content_panels,
        FieldPanel("introduction"),
        InlinePanel("members", heading=_("Members"), label=_("Member")),
    ]
    search_fields = [
        *BasePage.search_fields,
        index.SearchField("introduction"),
        index.RelatedFields("members", [index.SearchField("name"), index.SearchField("title")]),
    ]

    class Meta:
        verbose_name = _("jury")
        verbose_name_plural = _("juries")

    def members_with_portraits(self) -> QuerySet[JuryMember]:
        """The members in order, each with the portrait at hand."""
        return self.members.select_related("portrait")

    def publication_problems(self) -> Problems:
        """A jury of nobody."""
        problems = super().publication_problems()
        if not self.members.all():
            problems["members"] = gettext("Add at least one member.")
        return problems

    def pictures_shown(self) -> Iterator[tuple[Picture, str]]:
        """The members' portraits, besides what every page shows."""
        yield from super().pictures_shown()
        for member in self.members_with_portraits():
            if member.portrait:
                yield member.portrait, "portrait"


class JuryMember(Orderable):
    """A member of a jury, with the title held in that year."""

    jury = ParentalKey(JuryPage, on_delete=models.CASCADE, related_name="members")
    name = models.CharField(_("name"), max_length=200)
    title = models.CharField(
        _("title"),
        max_length=200,
        blank=True,
        help_text=_("As it was that year, for example acting head of IT."),
    )
    presentation = RichTextField(_("presentation"), features=INLINE_FEATURES, blank=True)
    portrait = models.ForeignKey(
        Picture,
        verbose_name=_("portrait"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )

    panels = [
        FieldPanel("name"),
        FieldPanel("title"),
        FieldPanel("presentation"),
        FieldPanel("portrait"),
    ]

    class Meta(Orderable.Meta):
        verbose_name = _("jury member")
        verbose_name_plural = _("jury members")

    def __str__(self) -> str:
        return self.name
