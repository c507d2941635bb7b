"""What is wrong with the objects of a file: with each, between them, and with what is here."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from django.core.exceptions import ValidationError
from django.core.files.base import File
from django.db import models
from django.utils.translation import gettext
from wagtail.models import Page

from awards.models import AwardIndexPage, AwardYearPage, Organisation
from cms.models import BasePage
from cms.pictures import without_metadata

from .entries import CHILD_FIELDS, Entry
from .fields import complete, write
from .keys import Keys
from .reading import Path_

#: Where something is wrong, and what to do.
Finding = tuple[Path_, str]


def check(entries: list[Entry], keys: Keys, folder: Path) -> Iterator[Finding]:
    """Everything that stops the entries from being imported.

    ``folder`` is where the file is: pictures are looked for inside it. A picture that can be
    read has its fingerprint added to its entry's values.
    """
    yield from _check_keys(entries)
    yield from _check_references(entries, keys)
    yield from _check_circles(entries)
    yield from _check_years(entries, keys)
    yield from _check_organisations(entries, keys)
    yield from _check_addresses(entries, keys)
    for entry in entries:
        if entry.kind.name == "picture":
            yield from _check_picture(entry, folder)
        elif entry.kind.name == "list" and not entry.values and entry.id not in keys.pks:
            if not AwardIndexPage.objects.exists():
                yield ("list",), gettext("There is no page that lists awards yet: describe it.")
        else:
            yield from _check_fields(entry)


def _check_keys(entries: Iterable[Entry]) -> Iterator[Finding]:
    seen: set[tuple[str, str]] = set()
    for entry in entries:
        if entry.id in seen:
            message = gettext("Another %(kind)s has this key already.") % {"kind": entry.kind.name}
            yield (*entry.path, "key"), message
        seen.add(entry.id)


def _check_references(entries: Iterable[Entry], keys: Keys) -> Iterator[Finding]:
    known = {entry.id for entry in entries} | keys.pks.keys()
    for entry in entries:
        for path, kind, key in entry.references():
            if (kind, key) not in known:
                message = gettext("There is no %(kind)s with the key %(key)s.")
                yield path, message % {"kind": kind, "key": key}


def _check_circles(entries: Iterable[Entry]) -> Iterator[Finding]:
    for kind in ("organisation", "award"):
        ours = {entry.key: entry for entry in entries if entry.kind.name == kind}
        for entry in ours.values():
            seen, step = {entry.key}, entry.values.get("successor")
            while step in ours and step not in seen:
                seen.add(step)
                step = ours[step].values.get("successor")
            if step == entry.key:
                message = gettext("This successor leads back to the object itself.")
                yield (*entry.path, "successor"), message


def _check_years(entries: Iterable[Entry], keys: Keys) -> Iterator[Finding]:
    seen: set[tuple[str, Any]] = set()
    for entry in entries:
        if entry.parent is None or "year" not in entry.values:
            continue
        year = entry.values["year"]
        taken = (entry.parent.key, year) in seen
        if not taken and entry.parent.id in keys.pks:
            award = Page.objects.get(pk=keys.pks[entry.parent.id])
            others = AwardYearPage.objects.child_of(award).exclude(pk=keys.pks.get(entry.id))
            taken = others.filter(year=year).exists()
        if taken:
            yield (*entry.path, "year"), gettext("The award already has a page for this year.")
        seen.add((entry.parent.key, year))


def _check_organisations(entries: Iterable[Entry], keys: Keys) -> Iterator[Finding]:
    names: set[str] = set()
    for entry in entries:
        if entry.kind.name != "organisation" or "name" not in entry.values:
            continue
        name = entry.values["name"]
        if name in names:
            yield (*entry.path, "name"), gettext("Another organisation has this name already.")
        elif entry.id in keys.pks:
            others = Organisation.objects.filter(name=name).exclude(pk=keys.pks[entry.id])
            if others.exists():
                yield (*entry.path, "name"), gettext("Another organisation has this name already.")
        names.add(name)


def _check_addresses(entries: Iterable[Entry], keys: Keys) -> Iterator[Finding]:
    """Addresses that another page has: only the given ones, since others are made to differ."""
    seen: set[tuple[tuple[str, str], str]] = set()
    for entry in entries:
        slug = entry.values.get("slug")
        if slug is None or entry.parent is None:
            continue
        taken = (entry.parent.id, slug) in seen
        if not taken and entry.parent.id in keys.pks:
            parent = Page.objects.get(pk=keys.pks[entry.parent.id])
            siblings = parent.get_children().exclude(pk=keys.pks.get(entry.id))
            taken = siblings.filter(slug=slug).exists()
        if taken:
            yield (*entry.path, "slug"), gettext("Another page has this address already.")
        seen.add((entry.parent.id, slug))


def _check_picture(entry: Entry, folder: Path) -> Iterator[Finding]:
    path = (*entry.path, "file")
    if "file" not in entry.values:
        return
    file = (folder / entry.values["file"]).resolve()
    if not file.is_relative_to(folder.resolve()):
        yield path, gettext("Keep pictures in the folder of this file, or in one inside it.")
    elif not file.is_file():
        yield path, gettext("There is no such file.")
    else:
        content = file.read_bytes()
        try:
            with file.open("rb") as opened:
                without_metadata(File(opened, name=file.name))
        except ValidationError as error:
            yield path, " ".join(error.messages)
        entry.values["digest"] = hashlib.sha256(content).hexdigest()


def _check_fields(entry: Entry) -> Iterator[Finding]:
    """What the model's own rules say of each field, and of them together."""
    instance: Any = _as_described(entry)
    yield from _invalid(instance, entry.values, entry.path)
    for name, values in entry.values.items():
        if name in CHILD_FIELDS and isinstance(values, list):
            for place, child in enumerate(getattr(instance, name).all()):
                yield from _invalid(child, values[place], (*entry.path, name, place))
    if isinstance(instance, BasePage) and entry.publish:
        complete(instance, entry)
        if entry.parent and entry.parent.kind.name == "year":
            instance.intended_parent = _as_described(entry.parent)
        for name, message in instance.publication_problems().items():
            # How long a list must be is told by the schema.
            if name not in CHILD_FIELDS:
                yield (*entry.path, name), message


def _as_described(entry: Entry) -> Any:
    """The object that an entry describes, but for its references to others."""
    instance: Any = entry.kind.model()
    for name, value in entry.values.items():
        write(instance, name, value, keys=None)
    return instance


def _invalid(instance: models.Model, values: Iterable[str], path: Path_) -> Iterator[Finding]:
    """What the fields' own rules say of the values that were given."""
    others = {column.name for column in instance._meta.fields} - set(values)
    try:
        instance.clean_fields(exclude=others | _references_of(type(instance)))
    except ValidationError as error:
        for name, messages in error.message_dict.items():
            yield (*path, name), " ".join(messages)


def _references_of(model: type[models.Model]) -> set[str]:
    return {column.name for column in model._meta.fields if column.is_relation}
