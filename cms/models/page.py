"""The abstract page that every page type of the site builds on."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from typing import Any, Self

from django.db import models, transaction
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms import WagtailAdminPageForm
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.models import COMMENTS_RELATION_NAME, Page, PageViewRestriction, Revision
from wagtail.search import index
from wagtail.url_routing import RouteResult

from cms.publication import NotReadyError, Problems, call_off, child_problems, problems_of
from cms.searching import Mention

from .picture import Picture


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
            self._tell_children_problems()
            for name, message in self.instance.publication_problems().items():
                # A field with an error of its own still holds what it did before.
                if name not in self.errors:
                    self._tell(name, message)

    def _tell_children_problems(self) -> None:
        """Move the children that were typed to the page, and tell what each of them lacks."""
        for name, formset in self.formsets.items():
            if name == COMMENTS_RELATION_NAME or not formset.is_valid():
                continue
            formset.save(commit=False)
            for form in formset.forms:
                is_used = form.has_changed() or form.instance.pk
                if is_used and form not in formset.deleted_forms:
                    for field, message in child_problems(form.instance).items():
                        form.add_error(field if field in form.fields else None, message)

    def _tell(self, name: str, message: str) -> None:
        if name in self.formsets:
            self.formsets[name].non_form_errors().append(message)
        else:
            self.add_error(name if name in self.fields else None, message)


#: A front page stands right below the root of the page tree.
FRONT_PAGE_DEPTH = 2


#: What is read of a page on the way to another one: its type, its place and its name.
_ON_THE_WAY = ("content_type", "path", "depth", "slug", "url_path", "title", "live", "alias_of")


def _child_at(page: Page, slug: str) -> Page | None:
    """The page right below another; as its own type at once where only one type may stand."""
    types = page.specific_class.allowed_subpage_models()
    model: Any = types[0] if len(types) == 1 else Page
    children = model._default_manager.order_by().filter(
        depth=page.depth + 1, path__startswith=page.path, slug=slug
    )
    return next(iter(children.only(*_ON_THE_WAY) if model is Page else children), None)


def mentions_of(pages: Iterable[Page]) -> dict[int, Mention]:
    """What a list tells of pages of all types, by their ids; of each type, facts are asked once."""
    by_type = defaultdict(list)
    for page in pages:
        by_type[type(page)].append(page)
    told: dict[int, Mention] = {}
    for model, same in by_type.items():
        told |= model.mentions(same)
    return told


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
    def picture_for_sharing(self) -> Picture | None:
        """The picture that other sites show when the page is shared."""
        return self.social_picture

    @classmethod
    def mentions(cls, pages: Sequence[Self]) -> dict[int, Mention]:
        """What lists of pages of all types tell of some of this one, by their ids.

        In the same queries however many they are.
        """
        kind = str(cls.get_verbose_name())
        return {page.pk: Mention(kind, list(filter(None, [page.listing_text]))) for page in pages}

    @property
    def parent(self) -> Page | None:
        """The page above this one as its own type, for pages not yet in the tree too."""
        parent = self.get_parent() if self.path else self.intended_parent
        return parent.specific if parent else None

    @classmethod
    def clean_subpage_models(cls) -> list[type[Page]]:
        """The types that may stand below this one: the site's own, never Wagtail's bare page."""
        return [model for model in super().clean_subpage_models() if issubclass(model, BasePage)]

    def route(self, request: HttpRequest, path_components: list[str]) -> RouteResult:
        """Find the page at an address below this one.

        As Wagtail's own, but of all pages on the way only the last is loaded as its own type,
        unless a type on the way has a routing of its own. Each page remembers the one above it.
        """
        page: Page = self
        for place, slug in enumerate(path_components, start=1):
            child = _child_at(page, slug)
            if child is None:
                raise Http404
            child._cached_parent_obj = page  # noqa: SLF001 - where treebeard looks first
            if place == len(path_components) or child.specific_class.route is not BasePage.route:
                specific = child.specific
                specific._cached_parent_obj = page  # noqa: SLF001 - likewise
                return specific.route(request, path_components[place:])
            page = child
        return super().route(request, [])

    def way(self) -> list[Page]:
        """The pages from the front page to this one, both included.

        Costs no query for a page that was found by its address.
        """
        way: list[Page] = [self]
        while way[0].depth > FRONT_PAGE_DEPTH:
            way.insert(0, way[0].get_parent())
        return way

    def held_back(self, now: datetime) -> str:
        """What keeps visitors from meeting the published page at ``now``; empty if nothing does.

        What stands below a page that is not published is not there. ``cms.visibility`` says the
        same for lists.
        """
        above = next((page for page in self.way()[:-1] if not page.live), None)
        if above is None:
            return ""
        told = gettext("Nobody sees the page until “%(above)s” is published.")
        return told % {"above": above.title}

    def serve(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """The page, or "not found" while it is held back; a preview shows it anyway."""
        if not getattr(request, "is_preview", False) and self.held_back(timezone.now()):
            raise Http404
        response: HttpResponse = super().serve(request, *args, **kwargs)
        return response

    def get_view_restrictions(self) -> QuerySet[PageViewRestriction]:
        """The restrictions of this page and of all above it.

        As Wagtail's own, but by one query, unless the page is an alias or stands below one.
        """
        if any(page.alias_of_id for page in self.way()):
            return super().get_view_restrictions()
        paths = [self.path[:end] for end in range(self.steplen, len(self.path) + 1, self.steplen)]
        return PageViewRestriction.objects.filter(page__path__in=paths)

    def publication_problems(self) -> Problems:
        """What stops this page from being published, in words that say what to do."""
        return {}

    def pictures_shown(self) -> Iterator[tuple[Picture, str]]:
        """Each picture that the page shows, with the name of the layout it is shown in."""
        if self.social_picture:
            yield self.social_picture, "social"

    def publish(self, revision: Revision, *args: Any, **kwargs: Any) -> None:
        """Publish a revision, or plan it, by whatever way it was asked for.

        Raises ``NotReadyError`` with every problem of the page, so that no way round the
        editor's form publishes an unfinished page. A plan that can't be kept is called off. What
        follows from a publication in the same transaction is stored with it, or neither is.
        """
        page = revision.as_object()
        problems = problems_of(page)
        if not problems:
            with transaction.atomic():
                super().publish(revision, *args, **kwargs)
        elif kwargs.get("log_action") == "wagtail.publish.scheduled":
            call_off(page, revision, problems)
        else:
            raise NotReadyError(page, problems)
