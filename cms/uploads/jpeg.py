"""The structure of a JPEG: segments, each after a marker, and scans of pixels (ITU-T T.81, B)."""

from __future__ import annotations

import re
from struct import unpack_from

from .refusals import RefusedFileError
from .structure import MOST_PARTS, Structure

_FILLED = re.compile(rb"\xff+")
#: Among the pixels 0xFF is followed by 0 or by a restart marker: anything else ends the scan.
_END_OF_SCAN = re.compile(rb"\xff[^\x00\xd0-\xd7]")

_START_OF_FRAME = {*range(0xC0, 0xD0)} - {0xC4, 0xC8, 0xCC}
_ALONE = {0x01, *range(0xD0, 0xD8)}
_END = 0xD9
_START_OF_SCAN = 0xDA

#: Each costs a pass over the whole picture when it is decoded; encoders write about ten.
_MOST_SCANS = 64


def walk(content: bytes) -> Structure:
    """Follow the segments to the end of the picture; what stands behind it is the tail.

    Raises ``RefusedFileError``, or ``struct.error`` if the file ends in a header.
    """
    at = 2
    size: tuple[int, int] | None = None
    beside: list[bytes] = []
    scans = 0
    for _ in range(MOST_PARTS):
        marker, at = _marker(content, at)
        if marker in _ALONE:
            continue
        if marker == _END:
            break
        end = at + unpack_from(">H", content, at)[0]
        if end > len(content):
            raise RefusedFileError("picture_cut_off")
        if marker in _START_OF_FRAME and size is None:
            height, width = unpack_from(">HH", content, at + 3)
            size = (width, height)
        beside.append(content[at:end])
        at = end
        if marker == _START_OF_SCAN:
            scans += 1
            at = _end_of_scan(content, at)
    if size is None or marker != _END or not 0 < scans <= _MOST_SCANS:
        raise RefusedFileError("picture_damaged")
    return Structure(*size, beside=b"".join(beside), tail=content[at:])


def _marker(content: bytes, at: int) -> tuple[int, int]:
    """The marker that stands here, and where its segment begins."""
    filled = _FILLED.match(content, at)
    end = filled.end() if filled else at
    if end >= len(content):
        raise RefusedFileError("picture_cut_off")
    if not filled:
        raise RefusedFileError("picture_damaged")
    return content[end], end + 1


def _end_of_scan(content: bytes, at: int) -> int:
    found = _END_OF_SCAN.search(content, at)
    if not found:
        raise RefusedFileError("picture_cut_off")
    return found.start()
