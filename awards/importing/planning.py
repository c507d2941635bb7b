"""What an import would change: worked out before anything is, field by field."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import Enum
from typing import Any

from django.db.models import Q
from django.utils.text import Truncator
from django.utils.translation import gettext
from wagtail.models import Page

from awards.models import AwardIndexPage, Organisation

from .entries import Entry, blank
from .fields import read
from .keys import Keys

#: What is compared besides the fields.
PUBLISH = "publish"
PARENT = "parent"
#: Compared as they are: no field of a model holds them.
NOT_FIELDS = {PUBLISH, PARENT, "digest"}


class Action(Enum):
    """What an import does with an object."""

    CREATE = "create"
    UPDATE = "update"
    #: The file says the same as last time; what editors changed since is left alone.
    KEEP = "keep"
    #: Somebody else's object, such as an organisation of the register: used as it is.
    USE = "use"


@dataclass
class Change:
    """What becomes of one entry; ``fields`` holds the old and new value of what is updated."""

    entry: Entry
    action: Action
    fields: dict[str, tuple[Any, Any]] = field(default_factory=dict)


def plan(entries: list[Entry], keys: Keys) -> list[Change]:
    """A change for each entry, in order. Adds the objects that are found here to ``keys``."""
    _find(entries, keys)
    return [_change(entry, keys) for entry in entries]


def _find(entries: list[Entry], keys: Keys) -> None:
    """Tie entries to objects that did not come from this source but are the same."""
    for entry in entries:
        if entry.id in keys.pks:
            continue
        found: Organisation | AwardIndexPage | None = None
        if entry.kind.name == "organisation":
            name = entry.values["name"]
            named = Organisation.objects.filter(Q(name=name) | Q(former_names__name=name))
            found = named.order_by("pk").first()
        elif entry.kind.name == "list":
            found = AwardIndexPage.objects.order_by("path").first()
        if found:
            keys.pks[entry.id] = found.pk


def _change(entry: Entry, keys: Keys) -> Change:
    stored = keys.stored.get(entry.id)
    is_silent = entry.kind.name == "list" and not entry.values
    if stored is None or is_silent:
        return Change(entry, Action.USE if entry.id in keys.pks else Action.CREATE)
    said = entry.stored()
    if said == stored:
        return Change(entry, Action.KEEP)
    fields = dict(_differences(entry, stored, said, keys))
    return Change(entry, Action.UPDATE, fields)


def _differences(
    entry: Entry, stored: dict[str, Any], said: dict[str, Any], keys: Keys
) -> Iterator[tuple[str, tuple[Any, Any]]]:
    """The fields that the file now says something else of, and that are not so already."""
    instance = current(entry, keys)
    model = entry.kind.model
    for name in dict.fromkeys([*said, *stored]):
        if name in NOT_FIELDS:
            if said.get(name) != stored.get(name):
                yield name, (stored.get(name), said.get(name))
            continue
        before = stored.get(name, blank(model, name))
        now = said.get(name, blank(model, name))
        if before != now and (old := read(instance, name, keys)) != now:
            yield name, (old, now)


def current(entry: Entry, keys: Keys) -> Any:
    """The object that an entry became, as editors last left it, drafts included."""
    instance = entry.kind.model._default_manager.get(pk=keys.pks[entry.id])
    return instance.get_latest_revision_as_object() if isinstance(instance, Page) else instance


def describe(change: Change) -> list[str]:
    """The change in words: one line, and one more for each field of an update."""
    words = {
        Action.CREATE: gettext("create"),
        Action.UPDATE: gettext("update"),
        Action.KEEP: gettext("unchanged"),
        Action.USE: gettext("use as it is"),
    }
    entry = change.entry
    title = entry.values.get("title") or entry.values.get("name") or entry.values.get("year")
    lines = [f"{words[change.action]}: {entry.kind.name} {entry.key} ({title or '–'})"]
    lines += [
        f"    {name}: {_short(old)} → {_short(new)}" for name, (old, new) in change.fields.items()
    ]
    return lines


def _short(value: Any) -> str:
    text = str(value) if value not in (None, "", []) else "–"
    return Truncator(text).chars(60)
