"""The abstract page that every page type of the site builds on."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms import WagtailAdminPageForm
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.models import Page
from wagtail.search import index

from .picture import Picture

#: Messages by field name, as ``ValidationError`` takes them; "" is the page as a whole.
Problems = dict[str, str]


class BasePageForm(WagtailAdminPageForm):
    """Lets a draft be saved half done, and tells everything that is missing on publication."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.instance.intended_parent = self.parent_page

    def _post_clean(self) -> None:
        """Add the page's publication problems, each at its field, unless a draft is saved.

        Only here does the page hold what was typed: ``clean`` runs before the values are moved
        to it.
        """
        super()._post_clean()
        if not self.is_deferred_validation:
            for field, message in self.instance.publication_problems().items():
                self.add_error(field if field in self.fields else None, message)


class BasePage(Page):
    """What all pages share: a text for lists, a picture for sharing, and when it was updated."""

    listing_text = models.CharField(
        _("text in lists"),
        max_length=250,
        blank=True,
        help_text=_(
            "One or two sentences. Shown where the page is listed, in search engines and when "
            "the page is shared."
        ),
    )
    social_picture = models.ForeignKey(
        Picture,
        verbose_name=_("picture for sharing"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        help_text=_("Shown when the page is shared in social media. 1200 × 630 pixels or more."),
    )

    #: The page that an unsaved page is about to be placed under; set by the editor's form.
    intended_parent: Page | None = None

    # Wagtail declares these as None alone, which no type checker lets a page type change.
    max_count: int | None = None  # type: ignore[assignment]
    max_count_per_parent: int | None = None  # type: ignore[assignment]

    base_form_class = BasePageForm

    search_fields = [*Page.search_fields, index.SearchField("listing_text")]

    promote_panels = [
        MultiFieldPanel(
            [
                FieldPanel("slug"),
                FieldPanel("listing_text"),
                FieldPanel("social_picture"),
                FieldPanel("seo_title"),
                FieldPanel("show_in_menus"),
            ],
            heading=_("Lists, search and sharing"),
        )
    ]

    class Meta:
        abstract = True

    @property
    def last_updated(self) -> datetime | None:
        """When the page was last published, or ``None`` for one that never was."""
        return self.last_published_at

    @property
    def parent(self) -> Page | None:
        """The page above this one as its own type, for pages not yet in the tree too."""
        parent = self.get_parent() if self.path else self.intended_parent
        return parent.specific if parent else None

    def publication_problems(self) -> Problems:
        """What stops this page from being published, in words that say what to do."""
        return {}

    def pictures_shown(self) -> Iterator[tuple[Picture, str]]:
        """Each picture that the page shows, with the name of the layout it is shown in."""
        if self.social_picture:
            yield self.social_picture, "social"

    def publish(self, *args: Any, **kwargs: Any) -> None:
        """Publish a revision, by whatever way it was asked for.

        Raises ``ValidationError`` with every publication problem, so that no way round the
        editor's form (bulk actions, scheduling, commands) publishes an unfinished page.
        """
        revision = args[0] if args else kwargs["revision"]
        problems = revision.as_object().publication_problems()
        if problems:
            raise ValidationError([str(message) for message in problems.values()])
        super().publish(*args, **kwargs)
