"""The structure of a PNG: chunks, each with a checksum (W3C PNG, section 5)."""

from __future__ import annotations

from struct import unpack_from
from zlib import crc32

from .refusals import RefusedFileError
from .structure import MOST_PARTS, Structure

_PIXELS = {b"IDAT", b"fdAT"}
_FRAME = 12  # length, kind and checksum


def walk(content: bytes) -> Structure:
    """Follow the chunks to the last one; what stands behind it is the tail.

    Raises ``RefusedFileError``, or ``struct.error`` if the file ends in a header.
    """
    length, kind, width, height = unpack_from(">I4sII", content, 8)
    if (length, kind) != (13, b"IHDR"):
        raise RefusedFileError("picture_damaged")
    view = memoryview(content)
    at = 8
    has_pixels = False
    beside: list[bytes] = []
    for _ in range(MOST_PARTS):
        length, kind = unpack_from(">I4s", content, at)
        end = at + _FRAME + length
        if end > len(content):
            raise RefusedFileError("picture_cut_off")
        if crc32(view[at + 4 : end - 4]) != unpack_from(">I", content, end - 4)[0]:
            raise RefusedFileError("picture_damaged")
        if kind == b"IDAT":
            has_pixels = True
        if kind not in _PIXELS:
            beside.append(content[at:end])
        at = end
        if kind == b"IEND":
            break
    if kind != b"IEND" or not has_pixels:
        raise RefusedFileError("picture_damaged")
    return Structure(width, height, beside=b"".join(beside), tail=content[at:])
