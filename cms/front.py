"""What is current on a front page, which knows no page but its own.

Whoever knows registers here: what there is to tell of listed pages just now, and which pages are
the latest news.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from itertools import chain
from typing import TypeVar

from wagtail.models import Page

from cms.models import BasePage

#: Tells of some pages what is current at a time, in a few words, by the pages' ids.
Teller = Callable[[Sequence[Page], datetime], Mapping[int, str]]
#: The latest pages that visitors may meet at a time, newest first and no more than so many.
Finder = Callable[[datetime, int], Sequence[BasePage]]
AnyTeller = TypeVar("AnyTeller", bound=Teller)
AnyFinder = TypeVar("AnyFinder", bound=Finder)

_tellers: list[Teller] = []
_finders: list[Finder] = []


def tells_what_is_current(teller: AnyTeller) -> AnyTeller:
    """Register a teller; to be used as a decorator when the app starts."""
    _tellers.append(teller)
    return teller


def finds_the_latest(finder: AnyFinder) -> AnyFinder:
    """Register a finder; likewise."""
    _finders.append(finder)
    return finder


def current_of(pages: Sequence[Page], now: datetime) -> dict[int, str]:
    """What is current of some pages, by their ids; nothing of most."""
    told: dict[int, str] = {}
    for teller in _tellers:
        told |= teller(pages, now)
    return told


def latest_pages(now: datetime, most: int) -> list[BasePage]:
    """The latest pages of all kinds, each kind newest first and no more than so many."""
    return list(chain.from_iterable(finder(now, most) for finder in _finders))
