"""The structure of a WebP: chunks in one RIFF container (RFC 9649, section 2)."""

from __future__ import annotations

from struct import unpack_from

from .refusals import RefusedFileError
from .structure import MOST_PARTS, Structure

_PIXELS = {b"VP8 ", b"VP8L", b"ALPH", b"ANMF"}
_PICTURES = {b"VP8 ", b"VP8L", b"ANMF"}
_FIRST = 12
_14_BITS = 0x3FFF


def walk(content: bytes) -> Structure:
    """Follow the chunks to the end that the container states; what stands behind is the tail.

    Raises ``RefusedFileError``, or ``struct.error`` if the file ends in a header.
    """
    stated = 8 + unpack_from("<I", content, 4)[0]
    if stated > len(content):
        raise RefusedFileError("picture_cut_off")
    at = _FIRST
    has_picture = False
    beside: list[bytes] = []
    for _ in range(MOST_PARTS):
        if at >= stated:
            break
        kind, length = unpack_from("<4sI", content, at)
        end = at + 8 + length + length % 2
        if end > stated:
            raise RefusedFileError("picture_damaged")
        has_picture |= kind in _PICTURES
        if kind not in _PIXELS:
            beside.append(content[at:end])
        at = end
    if at < stated or not has_picture:
        raise RefusedFileError("picture_damaged")
    return Structure(*_size(content), beside=b"".join(beside), tail=content[stated:])


def _size(content: bytes) -> tuple[int, int]:
    """Width and height, from the first chunk."""
    kind = content[_FIRST : _FIRST + 4]
    at = _FIRST + 8
    if kind == b"VP8X":
        low_width, high_width, low_height, high_height = unpack_from("<HBHB", content, at + 4)
        return 1 + low_width + (high_width << 16), 1 + low_height + (high_height << 16)
    if kind == b"VP8L":
        (bits,) = unpack_from("<I", content, at + 1)
        return 1 + (bits & _14_BITS), 1 + (bits >> 14 & _14_BITS)
    if kind == b"VP8 ":
        width, height = unpack_from("<HH", content, at + 6)
        return width & _14_BITS, height & _14_BITS
    raise RefusedFileError("picture_damaged")
