"""What visitors find beside pages, and what a list of all kinds of things tells of each.

Whoever has something that is no page registers a source with ``is_searched``; nothing else needs
to know of it.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import TypeVar

from django.http import HttpRequest


@dataclass(frozen=True)
class Mention:
    """What a list of things of all kinds tells of one, beside its name: what it is, and more."""

    kind: str
    lines: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class Hit:
    """Something that was found, as the list shows it."""

    title: str
    url: str
    mention: Mention


#: Finds what has some words, the best first. The words are letters and digits in lower case.
Source = Callable[[HttpRequest, str], Sequence[Hit]]
AnySource = TypeVar("AnySource", bound=Source)

_sources: list[Source] = []


def is_searched(source: AnySource) -> AnySource:
    """Register a source; to be used as a decorator when the app starts."""
    _sources.append(source)
    return source


def found_beside_pages(request: HttpRequest, words: str) -> list[Hit]:
    """What every source finds."""
    return [hit for source in _sources for hit in source(request, words)]
