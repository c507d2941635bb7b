"""An awarded entry: who received it, why, and what others can learn."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Any, ClassVar, Self

from django.db import models
from django.db.models import Case, Exists, F, OuterRef, Subquery, When, prefetch_related_objects
from django.db.models.functions import Length, Substr
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from wagtail.admin.panels import (
    FieldPanel,
    FieldRowPanel,
    InlinePanel,
    MultiFieldPanel,
    ObjectList,
    TabbedInterface,
)
from wagtail.fields import RichTextField, StreamField
from wagtail.models import Orderable, PageManager
from wagtail.query import PageQuerySet
from wagtail.search import index

from awards.enums import Distinction
from awards.statuses import DISTINCTIONS, NominationStatus
from cms.blocks import TEXT_FEATURES, BodyBlock
from cms.models import BasePage, BasePageForm, Picture, SiteSettings
from cms.pictures import pictures_in
from cms.publication import Problems
from cms.quotations import without_quotation_marks
from cms.searching import Mention
from cms.visibility import below_unpublished

from .film import Film
from .organisation import Organisation
from .year import AwardYearPage, AwardYearQuerySet

#: Orders winners by the rank of their distinction.
RANK = Case(*(When(distinction=code, then=rank) for rank, code in enumerate(Distinction)))


def _years_of_winners() -> AwardYearQuerySet:
    """The year above the winner of the query around this one."""
    path = Substr(OuterRef("path"), 1, Length(OuterRef("path")) - AwardYearPage.steplen)
    return AwardYearPage.objects.filter(path=path)


class WinnerQuerySet(PageQuerySet):
    """Winners in the words of the domain."""

    def in_order(self) -> Self:
        """Winners before special mentions, each in the order that the editor gave them."""
        return self.order_by(RANK, "order", "path")

    def newest_first(self) -> Self:
        """By year, with the unknown last; within a year in order."""
        number = Subquery(_years_of_winners().values("year")[:1])
        return self.annotate(year_number=number).order_by(
            F("year_number").desc(nulls_last=True), RANK, "order", "path"
        )

    def hidden(self, now: datetime) -> Self:
        """Winners of years whose winners may not be seen yet at ``now``, published or not."""
        return self.filter(Exists(_years_of_winners().with_winners_hidden(now)))

    def released(self, now: datetime) -> Self:
        """Published winners that anybody may see at ``now``."""
        shown = self.live().public().exclude(below_unpublished())
        return shown.exclude(pk__in=WinnerPage.objects.hidden(now).values("pk"))


class WinnerPageForm(BasePageForm):
    """Begins with the row of a recipient where there is none, since one is needed."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        recipients = self.formsets["recipients"]
        if not recipients.is_bound and not recipients.initial_form_count():
            recipients.extra = 1


class WinnerPage(Film, BasePage):
    """A winner, or a special mention, of one year of an award."""

    distinction = models.CharField(
        _("distinction"), max_length=20, choices=Distinction, default=Distinction.WINNER
    )
    order = models.PositiveSmallIntegerField(
        _("place in the list"),
        default=1,
        help_text=_("1 comes first. Special mentions always come after the winners."),
    )
    citation = models.TextField(
        _("citation"),
        blank=True,
        help_text=_(
            "The jury's reason, word for word and without quotation marks. May be empty for old "
            "winners."
        ),
    )
    prize_sum = models.PositiveIntegerField(_("prize sum in kronor"), null=True, blank=True)
    prize_object = models.CharField(
        _("prize object"),
        max_length=200,
        blank=True,
        help_text=_("For example a statuette."),
    )
    picture = models.ForeignKey(
        Picture,
        verbose_name=_("picture"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        help_text=_("An emblem is drawn where there is no picture."),
    )
    picture_alt = models.CharField(
        _("alternative text"),
        max_length=300,
        blank=True,
        help_text=_(
            "What the picture shows, for those who can't see it. Empty: the picture's own "
            "description is used."
        ),
    )
    story = StreamField(BodyBlock(), verbose_name=_("story"), blank=True)
    lessons = RichTextField(
        _("what others can learn"),
        features=TEXT_FEATURES,
        blank=True,
        help_text=_("What another operation needs to know to do the same."),
    )
    spread_contact_name = models.CharField(_("whom to ask"), max_length=200, blank=True)
    spread_contact_email = models.EmailField(_("e-mail address"), blank=True)
    spread_contact_phone = models.CharField(_("telephone"), max_length=50, blank=True)

    objects: ClassVar[Any] = PageManager.from_queryset(WinnerQuerySet)()

    base_form_class = WinnerPageForm

    template = "awards/archive/winner_page.html"
    page_description = _("A winner or a special mention: who, why, and what others can learn")
    parent_page_types = ["awards.AwardYearPage"]
    subpage_types: list[str] = []

    content_panels = [
        *BasePage.content_panels,
        FieldRowPanel([FieldPanel("distinction"), FieldPanel("order")]),
        InlinePanel("recipients", heading=_("Recipients"), label=_("Recipient")),
        FieldPanel("citation"),
        MultiFieldPanel(
            [FieldRowPanel([FieldPanel("prize_sum"), FieldPanel("prize_object")])],
            heading=_("Prize"),
        ),
        MultiFieldPanel([FieldPanel("picture"), FieldPanel("picture_alt")], heading=_("Picture")),
    ]
    story_panels = [
        FieldPanel("story"),
        *Film.film_panels,
        FieldPanel("lessons"),
        MultiFieldPanel(
            [
                FieldPanel("spread_contact_name"),
                FieldPanel("spread_contact_email"),
                FieldPanel("spread_contact_phone"),
            ],
            heading=_("Contact for those who want to do the same"),
        ),
    ]
    edit_handler = TabbedInterface(
        [
            ObjectList(content_panels, heading=_("Winner")),
            ObjectList(story_panels, heading=_("Story")),
            ObjectList(BasePage.promote_panels, heading=_("Promote")),
        ]
    )

    search_fields = [
        *BasePage.search_fields,
        index.SearchField("award_and_year"),
        index.SearchField("citation"),
        index.SearchField("story"),
        index.SearchField("lessons"),
        index.RelatedFields(
            "recipients",
            [index.SearchField("unit"), index.SearchField("organisation_name")],
        ),
        index.FilterField("distinction"),
    ]

    class Meta:
        verbose_name = _("winner")
        verbose_name_plural = _("winners")

    @property
    def year(self) -> AwardYearPage:
        """The year that the winner belongs to."""
        parent = self.parent
        if not isinstance(parent, AwardYearPage):
            raise AwardYearPage.DoesNotExist(f"{self!r} has no award year above it")
        return parent

    @property
    def award_and_year(self) -> str:
        """What the winner won and when, which visitors search by: “Framsteget 2021”."""
        return self.year.title

    @classmethod
    def mentions(cls, pages: Sequence[Self]) -> dict[int, Mention]:
        """Likewise, with the award and year of each, and who received it."""
        prefetch_related_objects(pages, "recipients")
        above = {page.pk: page.path[: -page.steplen] for page in pages}
        years = AwardYearPage.objects.filter(path__in=above.values())
        titles = dict(years.values_list("path", "title"))
        return {
            page.pk: Mention(
                f"{page.get_distinction_display()}, {titles[above[page.pk]]}",
                list(filter(None, [*map(str, page.recipients.all()), page.listing_text])),
            )
            for page in pages
        }

    @property
    def alternative_text(self) -> str:
        """What the picture shows: the page's own words, or else the picture's."""
        return self.picture_alt or (self.picture.description if self.picture else "")

    @property
    def picture_for_sharing(self) -> Picture | None:
        """The picture that the editor chose for sharing, or else the winner's own."""
        return self.social_picture or self.picture

    @property
    def says_what_was_decided(self) -> bool:
        """Whether the distinction is that of the entry which the page was made from, if any."""
        nomination = getattr(self, "nomination", None)
        if nomination is None:
            return True
        return DISTINCTIONS.get(NominationStatus(nomination.status)) == self.distinction

    @property
    def shows_sum(self) -> bool:
        """Whether a sum is shown: a special mention never has one."""
        return self.prize_sum is not None and self.distinction == Distinction.WINNER

    def held_back(self, now: datetime) -> str:
        """Likewise until the winners of its year may be seen."""
        return " ".join(self.year.what_hides_winners(now)) or super().held_back(now)

    def full_clean(self, *args: Any, **kwargs: Any) -> None:
        """Also fix each organisation's name as it is today, before a revision is kept.

        And leave out the quotation marks that a citation was pasted with: the page has its own.
        """
        self.citation = without_quotation_marks(self.citation)
        for recipient in self.recipients.all():
            recipient.remember_name()
        super().full_clean(*args, **kwargs)

    def pictures_shown(self) -> Iterator[tuple[Picture, str]]:
        """The winner's picture, large, in lists and when shared; and the story's."""
        yield from super().pictures_shown()
        if self.picture:
            yield from ((self.picture, layout) for layout in ("hero", "card", "social"))
        yield from pictures_in(self.story)

    def publication_problems(self) -> Problems:
        """A picture without words, a sum on a mention, or a film that may not be shown.

        And a distinction that was not decided: the jury's decision may have been reopened.
        """
        problems = super().publication_problems()
        if not self.says_what_was_decided:
            # Nothing more of the entry: whoever edits pages need not know of it.
            told = gettext(
                "The page says “%(distinction)s”, which is not what has been decided of its entry. "
                "Choose the other distinction, or ask those who handle the entries."
            )
            problems["distinction"] = told % {"distinction": self.get_distinction_display()}
        if not self.recipients.all():
            problems["recipients"] = gettext("Add at least one recipient.")
        if self.picture and not self.alternative_text:
            problems["picture_alt"] = gettext("Enter what the picture shows.")
        if self.prize_sum is not None and self.distinction == Distinction.SPECIAL_MENTION:
            problems["prize_sum"] = gettext("Leave the sum empty: a special mention has none.")
        return problems | self.film_problems(self._film_hosts() if self.film_url else None)

    def _film_hosts(self) -> list[str] | None:
        parent = self.parent
        if isinstance(parent, AwardYearPage) and parent.film_any_host:
            return None
        return SiteSettings.for_page(self).allowed_film_hosts()


class Recipient(Orderable):
    """Who received the award: a unit, team, project or person, and its organisation."""

    winner = ParentalKey(WinnerPage, on_delete=models.CASCADE, related_name="recipients")
    unit = models.CharField(
        _("unit, team, project or person"),
        max_length=200,
        blank=True,
        help_text=_("Leave empty when the whole organisation received the award."),
    )
    organisation = models.ForeignKey(
        Organisation,
        verbose_name=_("organisation"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="recipients",
    )
    organisation_name = models.CharField(
        _("the organisation's name at that time"),
        max_length=200,
        blank=True,
        help_text=_("Filled in by itself with today's name. Change it for an older winner."),
    )

    panels = [
        FieldPanel("unit"),
        FieldPanel("organisation"),
        FieldPanel("organisation_name"),
    ]

    class Meta(Orderable.Meta):
        verbose_name = _("recipient")
        verbose_name_plural = _("recipients")

    def __str__(self) -> str:
        return ", ".join(filter(None, (self.unit, self.organisation_name)))

    def clean(self) -> None:
        """Keep the organisation's name before the recipient becomes part of a revision."""
        super().clean()
        self.remember_name()

    def publication_problems(self) -> Problems:
        """A recipient that is nobody."""
        if self.unit or self.organisation_name:
            return {}
        return {"unit": gettext("Enter who received it, or an organisation.")}

    def remember_name(self) -> None:
        """Keep the organisation's name as it is now, unless a name of its own is kept already."""
        if self.organisation and (not self.organisation_name or self._names_another()):
            self.organisation_name = self.organisation.name

    def _names_another(self) -> bool:
        """Whether the kept name was left by another organisation, chosen before this one."""
        if self.organisation is None or self.organisation_name == self.organisation.name:
            return False
        others = Organisation.objects.filter(name=self.organisation_name)
        return others.exclude(pk__in=self.organisation.lineage()).exists()
