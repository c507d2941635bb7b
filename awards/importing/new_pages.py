"""Placing many new pages in the tree at once.

Wagtail places, indexes and publishes pages one at a time, some 140 queries each, and each update of
the index looks at all that is in it: hours for a large archive. Here the same rows are written in
batches: page, type, children, revision, log, search and references.
"""

from __future__ import annotations

import uuid
from collections.abc import Iterator, Sequence
from typing import Any, TypeVar

from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.utils import timezone
from django.utils.text import slugify
from modelcluster.models import get_all_child_relations
from wagtail.models import Locale, Page, PageLogEntry, ReferenceIndex, Revision
from wagtail.search.backends import get_search_backends_with_name
from wagtail.signals import page_published

from awards.models import AwardPage, AwardYearPage, Organisation, WinnerPage

from .entries import Entry
from .fields import complete, write
from .keys import Keys

BATCH = 200

#: Wagtail's own columns that an entry may give.
_PAGE_COLUMNS = ("title", "slug", "show_in_menus", "first_published_at", "last_published_at")

#: Those that follow from a revision.
_REVISED = ["latest_revision", "latest_revision_created_at", "live_revision"]

ItemT = TypeVar("ItemT")


def add_pages(
    entries: Sequence[Entry], keys: Keys, root: Page
) -> Iterator[list[tuple[Entry, Page]]]:
    """Create the pages of ``entries``, in which each comes after its parent; yield each batch.

    Adds the new pages to ``keys``. ``root`` is the page above the list of awards.
    """
    rows = _Places(keys, root).fill(entries)
    operation = uuid.uuid4()
    for kind in dict.fromkeys(entry.kind for entry in entries):
        ours = [entry for entry in entries if entry.kind is kind]
        for some in batches(ours):
            pages = [_specific(entry, rows[entry], keys) for entry in some]
            _store(kind.model, pages, operation)
            yield list(zip(some, pages, strict=True))


def batches(items: Sequence[ItemT]) -> Iterator[Sequence[ItemT]]:
    """The items, ``BATCH`` at a time."""
    for start in range(0, len(items), BATCH):
        yield items[start : start + BATCH]


class _Places:
    """Gives each new page its place in the tree: the row that all types of pages share."""

    def __init__(self, keys: Keys, root: Page) -> None:
        self.keys = keys
        self.root = root
        self.locale = Locale.get_default()
        self.now = timezone.now()
        self.rows: dict[Entry, Page] = {}
        #: Pages of before that get new ones below them, by primary key.
        self.old_parents: dict[int, Page] = {}
        #: By the parent's path: the step of its last page, and the addresses that are taken.
        self.last: dict[str, int] = {}
        self.slugs: dict[str, set[str]] = {}

    def fill(self, entries: Sequence[Entry]) -> dict[Entry, Page]:
        """Store the rows of the entries' pages, and return them."""
        for entry in entries:
            self.rows[entry] = self._row(entry)
        for some in batches(list(self.rows.items())):
            Page.objects.bulk_create([row for _entry, row in some])
            self.keys.pks.update({entry.id: row.pk for entry, row in some})
        for parent in self.old_parents.values():
            Page.objects.filter(pk=parent.pk).update(numchild=parent.numchild)
        return self.rows

    def _parent(self, entry: Entry) -> Page:
        if entry.parent in self.rows:
            return self.rows[entry.parent]
        pk = self.keys.pks[entry.parent.id] if entry.parent else self.root.pk
        if pk not in self.old_parents:
            parent = Page.objects.select_for_update().get(pk=pk)
            self.old_parents[pk] = parent
            children = list(parent.get_children().values_list("path", "slug"))
            self.slugs[parent.path] = {slug for _path, slug in children}
            if children:
                last = max(path for path, _slug in children)
                self.last[parent.path] = Page._str2int(last[-Page.steplen :])  # noqa: SLF001
        return self.old_parents[pk]

    def _row(self, entry: Entry) -> Page:
        parent = self._parent(entry)
        parent.numchild += 1
        step = self.last[parent.path] = self.last.get(parent.path, 0) + 1
        depth = parent.depth + 1
        page = _with_values(entry, _PAGE_COLUMNS)
        if isinstance(page, AwardYearPage):
            page.year = entry.values["year"]
            page.intended_parent = AwardPage(title=parent.title)
            page.name_after_award()
        row = Page(
            title=page.title,
            draft_title=page.title,
            slug=self._free_slug(entry, page, parent),
            depth=depth,
            # Treebeard has no public way to give many new pages their paths.
            path=Page._get_path(parent.path, depth, step),  # noqa: SLF001
            content_type=ContentType.objects.get_for_model(entry.kind.model),
            locale=self.locale,
            show_in_menus=page.show_in_menus,
            live=entry.publish,
            has_unpublished_changes=not entry.publish,
        )
        row.set_url_path(parent)
        if entry.publish:
            row.last_published_at = page.last_published_at or page.first_published_at or self.now
            row.first_published_at = page.first_published_at or row.last_published_at
        return row

    def _free_slug(self, entry: Entry, page: Page, parent: Page) -> str:
        """The address that was given, or one made of the title that no other page here has."""
        taken = self.slugs.setdefault(parent.path, set())
        base = slug = page.slug or slugify(page.title)[:200].strip("-") or entry.kind.name
        number = 1
        while slug in taken:
            number += 1
            slug = f"{base}-{number}"
        taken.add(slug)
        return slug


def _with_values(entry: Entry, names: Sequence[str]) -> Any:
    page = entry.kind.model()
    for name in names:
        if name in entry.values:
            write(page, name, entry.values[name], keys=None)
    return page


def _specific(entry: Entry, row: Page, keys: Keys) -> Page:
    """The page of its own type, with all that the entry says, not yet stored."""
    page: Any = entry.kind.model(page_ptr_id=row.pk)
    for relation in get_all_child_relations(entry.kind.model):
        # Known to be empty, so that nothing asks the database for them.
        setattr(page, relation.get_accessor_name(), [])
    for name, value in entry.values.items():
        if name not in _PAGE_COLUMNS:
            write(page, name, value, keys)
    complete(page, entry)
    for column in Page._meta.concrete_fields:
        setattr(page, column.attname, getattr(row, column.attname))
    return page


def _store(model: type[models.Model], pages: Sequence[Any], operation: uuid.UUID) -> None:
    """Write all but the shared rows of pages of one type."""
    if model is WinnerPage:
        _remember_names(pages)
    for page in pages:
        # Writes the type's own row alone, as loading a fixture does; indexes follow below.
        page.save_base(raw=True, force_insert=True)
    for relation in get_all_child_relations(model):
        children = [child for page in pages for child in _adopt(page, relation)]
        relation.related_model._default_manager.bulk_create(children, batch_size=BATCH)
    revisions = _add_revisions(pages)
    _log(pages, revisions, operation)
    for _name, backend in get_search_backends_with_name(with_auto_update=True):
        backend.add_bulk(model, pages)
    for page, revision in zip(pages, revisions, strict=True):
        ReferenceIndex.create_or_update_for_object(page)
        if page.live:
            page_published.send(sender=model, instance=page, revision=revision)


def _remember_names(winners: Sequence[WinnerPage]) -> None:
    recipients = [recipient for winner in winners for recipient in winner.recipients.all()]
    organisations = Organisation.objects.in_bulk(
        {recipient.organisation_id for recipient in recipients if recipient.organisation_id}
    )
    for recipient in recipients:
        if recipient.organisation_id:
            recipient.organisation = organisations[recipient.organisation_id]
            recipient.remember_name()


def _adopt(page: Page, relation: models.ManyToOneRel) -> Iterator[models.Model]:
    for child in getattr(page, relation.get_accessor_name()).all():
        setattr(child, relation.field.attname, page.pk)
        yield child


def _add_revisions(pages: Sequence[Page]) -> list[Revision]:
    base = ContentType.objects.get_for_model(Page)
    now = timezone.now()
    revisions = Revision.objects.bulk_create(
        [
            Revision(
                content_type_id=page.content_type_id,
                base_content_type=base,
                object_id=str(page.pk),
                object_str=page.title,
                created_at=now,
                content=page.serializable_data(),
            )
            for page in pages
        ]
    )
    for page, revision in zip(pages, revisions, strict=True):
        page.latest_revision = revision
        page.latest_revision_created_at = revision.created_at
        page.live_revision = revision if page.live else None
    Page.objects.bulk_update(
        [Page(pk=page.pk, **{name: getattr(page, name) for name in _REVISED}) for page in pages],
        _REVISED,
    )
    return revisions


def _log(pages: Sequence[Page], revisions: Sequence[Revision], operation: uuid.UUID) -> None:
    now = timezone.now()
    PageLogEntry.objects.bulk_create(
        [
            PageLogEntry(
                page=page,
                content_type_id=page.content_type_id,
                label=page.title,
                action=action,
                timestamp=now,
                uuid=operation,
                revision=revision,
                content_changed=True,
            )
            for page, revision in zip(pages, revisions, strict=True)
            for action in (
                ["wagtail.create", "wagtail.publish"] if page.live else ["wagtail.create"]
            )
        ]
    )
