"""What a walk through a file's parts tells about it."""

from __future__ import annotations

from dataclasses import dataclass

#: No ordinary file has more parts (segments, chunks, boxes); a walk of millions takes seconds.
MOST_PARTS = 20_000


@dataclass(frozen=True)
class Structure:
    """A picture as its headers describe it.

    ``width`` and ``height`` are in pixels as stored, before the picture is turned upright.
    ``beside`` is what the file holds beside its pixels, and ``tail`` what stands behind its end.
    """

    width: int
    height: int
    beside: bytes = b""
    tail: bytes = b""
