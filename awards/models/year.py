"""One round of an award: its dates, prize, criteria and limits."""

from __future__ import annotations

import re
from datetime import date, datetime
from typing import Any, ClassVar, Self

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models.functions import Coalesce
from django.utils.text import slugify
from django.utils.translation import gettext, override
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from wagtail.admin.panels import FieldPanel, FieldRowPanel, InlinePanel, MultiFieldPanel
from wagtail.coreutils import find_available_slug
from wagtail.fields import RichTextField
from wagtail.models import PageManager
from wagtail.query import PageQuerySet
from wagtail.search import index

from awards.enums import CriteriaRule
from cms.blocks import OPENING_FEATURES, TEXT_FEATURES
from cms.dates import day_in_stockholm, in_stockholm
from cms.models import BasePage, BasePageForm
from cms.publication import Problems

from .award import AwardPage
from .criterion import Criterion
from .film import MAX_FILM_SECONDS


class YearFacts:
    """What follows from the facts of a year, wherever they are kept."""

    year: int | None
    closes_on: date | None
    extended_to: date | None
    winners_released_at: datetime | None

    #: What is said where the year is not known.
    UNKNOWN = _("Year not known")

    @property
    def display_year(self) -> str:
        """The year, or words that say that it is not known."""
        return str(self.year) if self.year else str(self.UNKNOWN)

    @property
    def last_day(self) -> date | None:
        """The last day that entries are accepted, extension included; ``None`` if not set."""
        return self.extended_to or self.closes_on

    def hides_winners(self, now: datetime) -> bool:
        """Whether the year's winners may not be seen yet at ``now``."""
        return self.winners_released_at is not None and self.winners_released_at > now


class AwardYearQuerySet(PageQuerySet):
    """Years in the words of the domain."""

    def newest_first(self) -> Self:
        """By year, with the unknown last."""
        return self.order_by(models.F("year").desc(nulls_last=True), "path")

    def upcoming(self, now: datetime) -> Self:
        """Years that take entries later than ``now``."""
        return self.filter(opens_on__gt=day_in_stockholm(now))

    def open(self, now: datetime) -> Self:
        """Years that take entries at ``now``: both first and last day are included."""
        today = day_in_stockholm(now)
        return self.alias(last=Coalesce("extended_to", "closes_on")).filter(
            opens_on__lte=today, last__gte=today
        )

    def with_winners_hidden(self, now: datetime) -> Self:
        """Years whose winners may not be seen: not yet, or since the year is not published."""
        return self.filter(models.Q(winners_released_at__gt=now) | models.Q(live=False))


class AwardYearPageForm(BasePageForm):
    """Leaves the address to the page, which is named after its award and year."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "slug" in self.fields:
            self.fields["slug"].required = False


class AwardYearPage(YearFacts, BasePage):
    """A round of an award. Its rules are its own: they differ from year to year.

    The title follows from the award and the year, so that a year that becomes known renames its
    page; the address stays as it was.
    """

    year = models.PositiveSmallIntegerField(
        _("year"),
        null=True,
        blank=True,
        validators=[MinValueValidator(1900), MaxValueValidator(2200)],
        help_text=_(
            "Leave empty when the year is not known: visitors are then told so. Never guess."
        ),
    )
    introduction = RichTextField(_("introduction"), features=OPENING_FEATURES, blank=True)
    opens_on = models.DateField(_("opens on"), null=True, blank=True)
    closes_on = models.DateField(
        _("last day"),
        null=True,
        blank=True,
        help_text=_("Included: entries are accepted until 23:59:59 on this day."),
    )
    extended_to = models.DateField(
        _("extended to"),
        null=True,
        blank=True,
        help_text=_("A new last day, included. Visitors are told that the time was extended."),
    )
    ceremony_on = models.DateField(_("date of the ceremony"), null=True, blank=True)
    ceremony_place = models.CharField(_("place of the ceremony"), max_length=200, blank=True)
    ceremony_event = models.CharField(
        _("part of"),
        max_length=200,
        blank=True,
        help_text=_("The larger event that the ceremony belongs to, if any."),
    )
    winners_released_at = models.DateTimeField(
        _("winners are shown from"),
        null=True,
        blank=True,
        help_text=_(
            "Until then nobody sees this year's winners, not even the published ones. Empty: "
            "each is shown as soon as it is published."
        ),
    )
    prize = RichTextField(_("prize"), features=TEXT_FEATURES, blank=True)
    criteria_rule = models.CharField(
        _("how many criteria must be met"),
        max_length=10,
        choices=CriteriaRule,
        default=CriteriaRule.ALL,
    )
    film_required = models.BooleanField(_("a film is required"), default=False)
    film_max_seconds = models.PositiveSmallIntegerField(
        _("longest film, in seconds"),
        default=180,
        validators=[MinValueValidator(1), MaxValueValidator(MAX_FILM_SECONDS)],
    )
    film_any_host = models.BooleanField(
        _("films may be hosted anywhere"),
        default=False,
        help_text=_("Otherwise only on the hosts in the site's settings."),
    )
    pitch_max_characters = models.PositiveSmallIntegerField(
        _("longest pitch, in characters"),
        default=1000,
        validators=[MinValueValidator(1)],
    )

    objects: ClassVar[Any] = PageManager.from_queryset(AwardYearQuerySet)()

    base_form_class = AwardYearPageForm

    template = "awards/archive/award_year_page.html"
    page_description = _("One year of an award: dates, rules, jury and winners")
    parent_page_types = ["awards.AwardPage"]
    subpage_types = [
        "awards.WinnerPage",
        "awards.JuryPage",
        "awards.NominationFormPage",
    ]

    content_panels = [
        FieldPanel("year"),
        FieldPanel("introduction"),
        MultiFieldPanel(
            [
                FieldRowPanel([FieldPanel("opens_on"), FieldPanel("closes_on")]),
                FieldPanel("extended_to"),
            ],
            heading=_("When entries are accepted"),
        ),
        MultiFieldPanel(
            [
                FieldRowPanel([FieldPanel("ceremony_on"), FieldPanel("ceremony_place")]),
                FieldPanel("ceremony_event"),
                FieldPanel("winners_released_at"),
            ],
            heading=_("Ceremony"),
        ),
        FieldPanel("prize"),
        MultiFieldPanel(
            [
                FieldPanel("criteria_rule"),
                InlinePanel("criteria", label=_("Criterion"), heading=_("Criteria")),
            ],
            heading=_("Criteria"),
        ),
        MultiFieldPanel(
            [
                FieldPanel("film_required"),
                FieldPanel("film_max_seconds"),
                FieldPanel("film_any_host"),
                FieldPanel("pitch_max_characters"),
            ],
            heading=_("Limits"),
        ),
    ]

    search_fields = [
        *BasePage.search_fields,
        index.SearchField("introduction"),
        index.FilterField("year"),
    ]

    class Meta:
        verbose_name = _("award year")
        verbose_name_plural = _("award years")

    @property
    def award(self) -> AwardPage:
        """The award that this is a year of."""
        parent = self.parent
        if not isinstance(parent, AwardPage):
            raise AwardPage.DoesNotExist(f"{self!r} has no award above it")
        return parent

    def hides_winners(self, now: datetime) -> bool:
        """As told above; a year that is not published hides its winners too."""
        return not self.live or super().hides_winners(now)

    def what_hides_winners(self, now: datetime) -> list[str]:
        """The same in words for those who publish a winner's page; nothing if nothing does."""
        told = []
        if not self.live:
            told.append(gettext("Nobody sees the page until the page of the year is published."))
        if self.winners_released_at and super().hides_winners(now):
            before = gettext(
                "Nobody sees the page before the winners of the year are shown: %(moment)s."
            )
            told.append(before % {"moment": in_stockholm(self.winners_released_at)})
        return told

    def has_announced(self, now: datetime) -> bool:
        """Whether the moment to show the winners was set and has come: outcomes may be told."""
        return self.winners_released_at is not None and not self.hides_winners(now)

    def full_clean(self, *args: Any, **kwargs: Any) -> None:
        """Give the page its title and address before it is checked."""
        self.name_after_award()
        super().full_clean(*args, **kwargs)

    def minimal_clean(self) -> None:
        """As ``full_clean``, for drafts."""
        self.name_after_award()
        super().minimal_clean()

    def name_after_award(self) -> None:
        """Set the title by the award and the year, and the address by the year.

        An address that somebody has chosen, or that visitors may know, is kept.
        """
        # In the site's language, whatever the editor's own is.
        with override(settings.LANGUAGE_CODE):
            if isinstance(self.parent, AwardPage):
                space = " " if self.year else ", "
                self.title = f"{self.parent.title}{space}{self.display_year.lower()}"
            is_known = self.live or self.first_published_at
            if not self.slug or (not is_known and self._is_named_after_a_year(self.slug)):
                self.slug = self._free_slug()

    def _free_slug(self) -> str:
        """The year as an address. A draft of a year that is there already gets another one."""
        slug = slugify(self.display_year)
        if self.parent is None or not self.parent.pk:
            return slug
        return find_available_slug(self.parent, slug, ignore_page_id=self.pk)

    @staticmethod
    def _is_named_after_a_year(slug: str) -> bool:
        unknown = slugify(YearFacts.UNKNOWN)
        return re.fullmatch(rf"(\d{{4}}|{unknown})(-\d+)?", slug) is not None

    def publication_problems(self) -> Problems:
        """Dates that contradict each other, and a year that the award already has."""
        return super().publication_problems() | self._date_problems() | self._year_problems()

    def _date_problems(self) -> Problems:
        problems: Problems = {}
        if self.opens_on and not self.closes_on:
            problems["closes_on"] = gettext("Enter the last day, since there is a first.")
        if self.closes_on and not self.opens_on:
            problems["opens_on"] = gettext("Enter the day when entries are first accepted.")
        if self.opens_on and self.closes_on and self.closes_on < self.opens_on:
            problems["closes_on"] = gettext("Enter a last day that is not before the first.")
        if self.extended_to and (not self.closes_on or self.extended_to <= self.closes_on):
            problems["extended_to"] = gettext("Enter a day after the last day, or nothing.")
        if self.ceremony_on and self.last_day and self.ceremony_on < self.last_day:
            problems["ceremony_on"] = gettext(
                "Enter a day that is not before the last day for entries."
            )
        released = self.winners_released_at
        if released and self.last_day and day_in_stockholm(released) < self.last_day:
            problems["winners_released_at"] = gettext(
                "Enter a day that is not before the last day for entries."
            )
        return problems

    def _year_problems(self) -> Problems:
        if self.parent is None:
            return {}
        others = AwardYearPage.objects.child_of(self.parent).exclude(pk=self.pk)
        if not others.filter(year=self.year).exists():
            return {}
        if self.year is None:
            message = gettext("The award already has a page for winners whose year is not known.")
        else:
            message = gettext("The award already has a page for this year. Enter another year.")
        return {"year": message}


class YearCriterion(Criterion):
    """A criterion of one year."""

    year = ParentalKey(AwardYearPage, on_delete=models.CASCADE, related_name="criteria")

    class Meta(Criterion.Meta):
        verbose_name = _("criterion")
        verbose_name_plural = _("criteria")
