"""Doing what was planned: all of it, or nothing."""

from __future__ import annotations

from collections.abc import Callable, Collection
from pathlib import Path
from typing import Any

from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.db import models
from django.utils.dateparse import parse_datetime
from wagtail.models import Page, Site

from cms.models import Picture
from cms.storage import stored_files_removed_on_error

from .entries import Entry, blank
from .fields import write
from .keys import Keys, remember
from .new_pages import add_pages
from .planning import NOT_FIELDS, PARENT, PUBLISH, Action, Change, current
from .problems import ImportRefusedError, Problem
from .reading import dotted

#: Told how many objects more are ready.
Progress = Callable[[int], None]

#: Publishing sets these; what the file says of them is set afterwards.
_PUBLISHED_AT = ("first_published_at", "last_published_at")


def apply(changes: list[Change], keys: Keys, folder: Path, progress: Progress) -> None:
    """Make every change. To be called inside a transaction, to be rolled back on any error.

    ``folder`` is where the file is. Raises ``ImportRefusedError`` when a page can't be published
    with what editors have made of it since.
    """
    new = [change.entry for change in changes if change.action is Action.CREATE]
    pages = [entry for entry in new if issubclass(entry.kind.model, Page)]
    others = [entry for entry in new if not issubclass(entry.kind.model, Page)]
    with stored_files_removed_on_error() as files:
        _make_others(others, keys, folder, files)
        progress(len(others))
        for batch in add_pages(pages, keys, _root()):
            remember(keys.source, batch)
            progress(len(batch))
        for change in changes:
            if change.action is Action.UPDATE:
                instance = _update(change, keys, folder, files)
                remember(keys.source, [(change.entry, instance)])
                progress(1)


def _root() -> Page:
    return Site.objects.get(is_default_site=True).root_page


def _make_others(entries: list[Entry], keys: Keys, folder: Path, files: list[Any]) -> None:
    """Create organisations and pictures. Successors come last: they may be new themselves."""
    made: list[tuple[Entry, Any]] = []
    for entry in entries:
        instance = entry.kind.model()
        _fill(instance, entry, entry.values.keys() - {"successor"}, keys, folder)
        _save(instance, files)
        keys.pks[entry.id] = instance.pk
        made.append((entry, instance))
    for entry, instance in made:
        if entry.values.get("successor"):
            write(instance, "successor", entry.values["successor"], keys)
            instance.save()
    remember(keys.source, made)


def _update(change: Change, keys: Keys, folder: Path, files: list[Any]) -> models.Model:
    entry = change.entry
    instance = current(entry, keys)
    _fill(instance, entry, change.fields.keys(), keys, folder)
    if "digest" in change.fields:
        _fill(instance, entry, {"file"}, keys, folder)
    if isinstance(instance, Page):
        if change.fields:
            _revise(instance, change, keys)
    else:
        _save(instance, files)
    return instance


def _revise(page: Page, change: Change, keys: Keys) -> None:
    """Keep a revision, and publish it unless an editor has begun something that is not public."""
    entry = change.entry
    publish = entry.publish and not (page.live and page.has_unpublished_changes)
    try:
        revision = page.save_revision(log_action=True)
        if publish:
            revision.publish()
    except ValidationError as error:
        raise ImportRefusedError(
            Problem(entry.line, dotted(entry.path), message) for message in error.messages
        ) from error
    if publish:
        moments = {
            name: parse_datetime(entry.values[name])
            for name in _PUBLISHED_AT
            if name in change.fields and name in entry.values
        }
        if moments:
            Page.objects.filter(pk=page.pk).update(**moments)
    elif PUBLISH in change.fields and not entry.publish:
        page.unpublish()
    if PARENT in change.fields and entry.parent:
        page.move(Page.objects.get(pk=keys.pks[entry.parent.id]), pos="last-child")


def _fill(instance: Any, entry: Entry, names: Collection[str], keys: Keys, folder: Path) -> None:
    for name in names:
        if name == "file":
            path = folder / entry.values["file"]
            instance.file = ContentFile(path.read_bytes(), name=path.name)
        elif name not in NOT_FIELDS:
            write(instance, name, entry.values.get(name, blank(entry.kind.model, name)), keys)


def _save(instance: Any, files: list[Any]) -> None:
    is_new_file = isinstance(instance, Picture) and not instance.file._committed  # noqa: SLF001
    instance.save()
    if is_new_file:
        files.append(instance.file)
