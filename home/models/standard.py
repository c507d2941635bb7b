"""A page of running text."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.fields import RichTextField, StreamField
from wagtail.search import index

from cms.blocks import INLINE_FEATURES, BodyBlock
from cms.models import BasePage, Picture
from cms.pictures import pictures_in


class StandardPage(BasePage):
    """A page of running text, for whatever has no page type of its own.

    Template ``home/standard_page.html``: ``page.introduction`` and ``page.body``.
    """

    introduction = RichTextField(
        _("introduction"),
        features=INLINE_FEATURES,
        blank=True,
        help_text=_("A few sentences that tell what the page is about."),
    )
    body = StreamField(BodyBlock(), verbose_name=_("content"), blank=True)

    page_description = _("Running text with headings, quotations and pictures")
    parent_page_types = ["home.HomePage", "home.StandardPage"]
    subpage_types = ["home.StandardPage"]

    content_panels = [
        *BasePage.content_panels,
        FieldPanel("introduction"),
        FieldPanel("body"),
    ]
    search_fields = [
        *BasePage.search_fields,
        index.SearchField("introduction"),
        index.SearchField("body"),
    ]

    class Meta:
        verbose_name = _("text page")
        verbose_name_plural = _("text pages")

    def pictures_shown(self) -> Iterator[tuple[Picture, str]]:
        """The pictures of the running text, besides what every page shows."""
        yield from super().pictures_shown()
        yield from pictures_in(self.body)
