"""The structure of AVIF and HEIC: boxes within boxes (ISO/IEC 14496-12 and 23008-12)."""

from __future__ import annotations

from collections.abc import Iterator
from struct import unpack_from

from . import signs
from .refusals import RefusedFileError
from .structure import MOST_PARTS, Structure

_AVIF = {b"avif", b"avis"}
_HEIC = {b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"hevm", b"hevs", b"mif1", b"msf1"}

#: The kind of a box, and where its content begins and ends.
_Box = tuple[bytes, int, int]

_PIXELS = b"mdat"


def kind_of(content: bytes) -> str | None:
    """Either "avif" or "heic", by the brands in the first box; ``None`` for a film and all else."""
    if content[4:8] != b"ftyp":
        return None
    named = content[16 : min(int.from_bytes(content[:4], "big"), 256)]
    brands = {content[8:12], *(named[at : at + 4] for at in range(0, len(named), 4))}
    if brands & _AVIF:
        return "avif"
    return "heic" if brands & _HEIC else None


def walk(content: bytes) -> Structure:
    """Follow the boxes, which must fill the file: what stands behind them is read as a box.

    Raises ``RefusedFileError``, or ``struct.error`` if the file ends in a header.
    """
    tops = list(_boxes(content, 0, len(content)))
    beside = b"".join(content[start:end] for kind, start, end in tops if kind != _PIXELS)
    width, height = _size(content, tops)
    if all(kind != _PIXELS for kind, _start, _end in tops):
        raise RefusedFileError("picture_cut_off")
    return Structure(width, height, beside=beside)


def _boxes(content: bytes, at: int, end: int) -> Iterator[_Box]:
    for _ in range(MOST_PARTS):
        if at == end:
            return
        size, kind = unpack_from(">I4s", content, at)
        start = at + 8
        if size == 1:
            (size,) = unpack_from(">Q", content, start)
            start += 8
        elif size == 0:  # up to the end
            size = end - at
        if at + size > end:
            is_foreign = signs.is_foreign(content[at:end])
            raise RefusedFileError("picture_mixed" if is_foreign else "picture_cut_off")
        at += size
        if at < start:
            break
        yield kind, start, at
    raise RefusedFileError("picture_damaged")


def _size(content: bytes, tops: list[_Box]) -> tuple[int, int]:
    """Width and height of the largest picture: the others are its tiles, masks and thumbnails."""
    boxes, skipped = tops, 4  # "meta" begins with its version
    for wanted in (b"meta", b"iprp", b"ipco"):
        box = next((box for box in boxes if box[0] == wanted), None)
        if box is None:
            raise RefusedFileError("picture_damaged")
        boxes, skipped = list(_boxes(content, box[1] + skipped, box[2])), 0
    sizes: list[tuple[int, int]] = [
        unpack_from(">II", content, start + 4) for kind, start, _end in boxes if kind == b"ispe"
    ]
    if not sizes:
        raise RefusedFileError("picture_damaged")
    return max(sizes, key=lambda size: size[0] * size[1])
