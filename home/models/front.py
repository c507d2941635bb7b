"""The front page, and the pages it leads to."""

from __future__ import annotations

from collections.abc import Iterator

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from wagtail.admin.panels import FieldPanel, InlinePanel, MultiFieldPanel, PageChooserPanel
from wagtail.fields import RichTextField, StreamField
from wagtail.models import Orderable, Page
from wagtail.search import index

from cms.blocks import INLINE_FEATURES, BodyBlock
from cms.front import current_of, latest_pages
from cms.models import BasePage, Picture
from cms.models.page import mentions_of
from cms.pictures import pictures_in
from cms.publication import Problems
from cms.searching import Mention
from cms.visibility import visible_pages
from home.enums import ListedPages

#: How many of the latest pages a front page has room for.
LATEST = 3


class HomePage(BasePage):
    """The front page: what the site is, and where to go from here.

    Template ``home/home_page.html``: ``page.headline`` (the h1), ``page.introduction``,
    ``page.listing_heading`` with ``page.listed_with_news`` (pages as their own types, in order,
    each with what is current of it), ``page.latest_heading`` with ``page.latest`` (pages with what
    is told of them), and ``page.body``. Ask for each list once.
    """

    heading = models.CharField(
        _("heading"),
        max_length=150,
        blank=True,
        help_text=_("The largest words of the page. Empty: the page's title."),
    )
    introduction = RichTextField(
        _("introduction"),
        features=INLINE_FEATURES,
        blank=True,
        help_text=_("Two or three sentences that tell a newcomer what the site is for."),
    )
    listing = models.CharField(
        _("which pages are listed"),
        max_length=10,
        choices=ListedPages,
        default=ListedPages.NONE,
        help_text=_("Choose the pages below a page to have new ones listed by themselves."),
    )
    listing_heading = models.CharField(_("heading of the list"), max_length=150, blank=True)
    listing_parent = models.ForeignKey(
        Page,
        verbose_name=_("list the pages below"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        help_text=_("For example the list of awards: each award is then listed here."),
    )
    latest_heading = models.CharField(
        _("heading of the latest winners"),
        max_length=150,
        blank=True,
        default="",
        db_default="",
        help_text=_("For example Latest winners. Empty: they are not listed on the front page."),
    )
    body = StreamField(BodyBlock(), verbose_name=_("content"), blank=True)

    max_count = 1
    page_description = _("The first page of the site")
    parent_page_types = ["wagtailcore.Page"]

    content_panels = [
        *BasePage.content_panels,
        FieldPanel("heading"),
        FieldPanel("introduction"),
        MultiFieldPanel(
            [
                FieldPanel("listing"),
                FieldPanel("listing_heading"),
                PageChooserPanel("listing_parent"),
                InlinePanel("featured", heading=_("Chosen pages"), label=_("Page"), max_num=12),
            ],
            heading=_("Listed pages"),
        ),
        FieldPanel("latest_heading"),
        FieldPanel("body"),
    ]
    search_fields = [
        *BasePage.search_fields,
        index.SearchField("heading"),
        index.SearchField("introduction"),
        index.SearchField("body"),
    ]

    class Meta:
        verbose_name = _("front page")
        verbose_name_plural = _("front pages")

    @property
    def headline(self) -> str:
        """The words of the h1."""
        return self.heading or self.title

    def listed_pages(self) -> list[Page]:
        """The pages that visitors may see among those the editor asked for, in order."""
        if self.listing == ListedPages.CHILDREN and self.listing_parent:
            children = visible_pages().child_of(self.listing_parent).order_by("path")
            return list(children.specific())
        if self.listing == ListedPages.CHOSEN:
            chosen = [featured.page_id for featured in self.featured.all()]
            pages = visible_pages().filter(pk__in=chosen).specific().in_bulk()
            return [pages[pk] for pk in chosen if pk in pages]
        return []

    def listed_with_news(self) -> list[tuple[Page, str]]:
        """The same, each with what is current of it; empty where nothing is."""
        pages = self.listed_pages()
        current = current_of(pages, timezone.now())
        return [(page, current.get(page.pk, "")) for page in pages]

    def latest(self) -> list[tuple[BasePage, Mention]]:
        """The latest pages, if the editor asked for them, each with what is told of it."""
        pages = latest_pages(timezone.now(), LATEST) if self.latest_heading else []
        mentions = mentions_of(pages)
        return [(page, mentions[page.pk]) for page in pages]

    def publication_problems(self) -> Problems:
        """A list that is asked for, but not what it lists or what it is called."""
        problems = super().publication_problems()
        if self.listing == ListedPages.CHILDREN and not self.listing_parent:
            problems["listing_parent"] = gettext("Choose the page whose pages are listed.")
        if self.listing == ListedPages.CHOSEN and not self.featured.all():
            problems["featured"] = gettext("Choose at least one page, or list no pages.")
        if self.listing != ListedPages.NONE and not self.listing_heading:
            problems["listing_heading"] = gettext("Enter what the list is called.")
        return problems

    def pictures_shown(self) -> Iterator[tuple[Picture, str]]:
        """The pictures of the running text, besides what every page shows."""
        yield from super().pictures_shown()
        yield from pictures_in(self.body)


class FeaturedPage(Orderable):
    """A page that the front page leads to, in its place in the order."""

    home = ParentalKey(HomePage, on_delete=models.CASCADE, related_name="featured")
    page = models.ForeignKey(
        Page, verbose_name=_("page"), on_delete=models.CASCADE, related_name="+"
    )

    panels = [PageChooserPanel("page")]

    class Meta(Orderable.Meta):
        verbose_name = _("chosen page")
        verbose_name_plural = _("chosen pages")

    def __str__(self) -> str:
        return str(self.page)
