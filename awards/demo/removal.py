"""Taking the demo away."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from django.db import transaction
from django.db.models import Model, ProtectedError
from wagtail.models import ModelLogEntry, Page, PageLogEntry, ReferenceIndex

from awards.domain.upkeep import paused
from awards.models import Organisation, SourceKey

from .marks import FILLED, SOURCE
from .site import empty


@transaction.atomic
def remove() -> list[str]:
    """Remove what the demo made, and put back what it filled in; return the titles of what stays.

    A page stays while somebody else's page is below it, and whatever else stays while it is used.
    """
    marks = SourceKey.objects.filter(source=SOURCE)
    for mark in marks.filter(kind=FILLED):
        empty(mark)
    made = [mark.imported for mark in marks.exclude(kind=FILLED)]
    pages = [thing for thing in made if isinstance(thing, Page)]
    others = [thing for thing in made if thing and not isinstance(thing, Page)]
    with paused():
        kept = [*_remove_pages(pages), *_remove_others(others)]
    # What stays is still the demo's, so that loading it again finds it.
    for mark in marks:
        if mark.imported is None or mark.kind == FILLED:
            mark.delete()
    return [str(thing) for thing in kept]


def _remove_pages(pages: Iterable[Page]) -> Iterator[Page]:
    """Remove pages, the deepest first; yield those that others' pages or entries belong to."""
    for page in sorted(pages, key=lambda page: page.path, reverse=True):
        current = Page.objects.get(pk=page.pk)
        if current.get_children().exists():
            yield page
            continue
        try:
            with transaction.atomic():
                current.delete()
        except ProtectedError:
            yield page
        else:
            PageLogEntry.objects.filter(page=page.pk).delete()


def _remove_others(things: Iterable[Model]) -> Iterator[Model]:
    """Remove organisations, pictures and accounts; yield those that are in use."""
    # An organisation that has a successor refers to it, so it goes first.
    for thing in sorted(things, key=lambda thing: not getattr(thing, "successor_id", None)):
        pk = thing.pk
        if not isinstance(thing, Organisation) and ReferenceIndex.get_references_to(thing).exists():
            yield thing
            continue
        try:
            with transaction.atomic():
                thing.delete()
        except ProtectedError:
            yield thing
        else:
            ModelLogEntry.objects.for_instance(type(thing)(pk=pk)).delete()
