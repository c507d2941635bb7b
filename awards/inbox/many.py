"""Remembers for a while of which piles of entries there are more than anybody counts.

“1 000+” is as true a while later. So only what may have become another number is counted again.
"""

from __future__ import annotations

import logging
from collections.abc import Mapping
from datetime import datetime, timedelta

from django.core.cache import cache

#: So long a pile that has become smaller may be called as large as it was.
REMEMBERED = timedelta(minutes=5)

logger = logging.getLogger(__name__)


def large_piles(key: str, *, now: datetime) -> dict[str, datetime]:
    """The large piles of a year, each with when it was counted; none that was so long ago."""
    try:
        known: Mapping[str, datetime] = cache.get(key, {})
    except Exception as error:  # noqa: BLE001 - caches raise errors of their own
        logger.warning("The cache does not answer: %s", type(error).__name__)
        return {}
    return {name: moment for name, moment in known.items() if now - moment < REMEMBERED}


def keep_large_piles(key: str, piles: Mapping[str, datetime]) -> None:
    """Keep the large piles of a year, each with when it was counted."""
    try:
        cache.set(key, dict(piles), REMEMBERED.total_seconds())
    except Exception as error:  # noqa: BLE001 - likewise
        logger.warning("The cache does not answer: %s", type(error).__name__)
