"""Remembers for a while of which piles of entries there are more than anybody counts.

“1 000+” is as true a while later. So only what may have become another number is counted again.
"""

from __future__ import annotations

import logging
from collections.abc import Collection

from django.core.cache import cache

#: Seconds; so long a pile that has become smaller may be called as large as it was.
REMEMBERED = 300

logger = logging.getLogger(__name__)


def recall(key: str) -> frozenset[str]:
    """The names of the large piles of a year; none where nothing is remembered."""
    try:
        known: frozenset[str] = cache.get(key, frozenset())
    except Exception as error:  # noqa: BLE001 - caches raise errors of their own
        logger.warning("The cache does not answer: %s", type(error).__name__)
        return frozenset()
    return known


def remember(key: str, names: Collection[str]) -> None:
    """Keep the names of the large piles of a year, from the time that they were counted."""
    try:
        cache.set(key, frozenset(names), REMEMBERED)
    except Exception as error:  # noqa: BLE001 - likewise
        logger.warning("The cache does not answer: %s", type(error).__name__)
