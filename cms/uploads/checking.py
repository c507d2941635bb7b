"""Whether a file that the public sends in is taken: quick enough for the request it comes in."""

from __future__ import annotations

import math
import struct
from collections.abc import Callable
from dataclasses import dataclass

from django.core.files.base import File

from . import heif, jpeg, pdf, png, signs, webp
from .names import safe_name
from .refusals import RefusedFileError
from .structure import Structure

_MB = 1024 * 1024
MAX_PICTURE_BYTES = 20 * _MB
MAX_DOCUMENT_BYTES = 10 * _MB
MAX_PIXELS = 60_000_000

_WALKS: dict[str, Callable[[bytes], Structure]] = {
    "jpeg": jpeg.walk,
    "png": png.walk,
    "webp": webp.walk,
    "avif": heif.walk,
    "heic": heif.walk,
}


@dataclass(frozen=True)
class CheckedFile:
    """A file that is taken.

    ``kind`` is "jpeg", "png", "webp", "avif", "heic" or "pdf", by the content. ``width`` and
    ``height`` are in pixels as stored, before the picture is turned upright; a document has none.
    ``size`` is in bytes, and ``name`` is safe to keep and to show.
    """

    kind: str
    width: int | None
    height: int | None
    size: int
    name: str


def check_picture(file: File[bytes]) -> CheckedFile:
    """What a picture is, by its headers and structure. No pixel is decoded.

    Raises ``RefusedFileError``, with words for the one who sent it.
    """
    content = read(file, MAX_PICTURE_BYTES, "picture_too_large")
    kind, structure = examine(content)
    return CheckedFile(
        kind=kind,
        width=structure.width,
        height=structure.height,
        size=len(content),
        name=safe_name(file.name or "", "jpg" if kind == "jpeg" else kind),
    )


def check_document(file: File[bytes]) -> CheckedFile:
    """What a document is: a whole PDF that isn't encrypted.

    Raises ``RefusedFileError``, with words for the one who sent it.
    """
    content = read(file, MAX_DOCUMENT_BYTES, "document_too_large")
    pdf.check(content)
    return CheckedFile(
        kind="pdf",
        width=None,
        height=None,
        size=len(content),
        name=safe_name(file.name or "", "pdf"),
    )


def read(file: File[bytes], limit: int, too_large: str) -> bytes:
    """The whole content. Raises ``RefusedFileError`` if it is empty or over ``limit`` bytes."""
    if file.size > limit:
        # Its size is not told: whoever receives a file may have stopped reading it by then.
        raise RefusedFileError(too_large, limit=limit // _MB)
    file.seek(0)
    content = file.read()
    if not content:
        raise RefusedFileError("empty")
    return content


def examine(content: bytes) -> tuple[str, Structure]:
    """The kind and the structure of a picture. Raises ``RefusedFileError``."""
    kind = _kind(content)
    if kind is None:
        raise RefusedFileError("picture_format")
    if signs.has_pdf_head(content) or signs.is_zip(content):
        raise RefusedFileError("picture_mixed")
    try:
        structure = _WALKS[kind](content)
    except struct.error as error:
        raise RefusedFileError("picture_cut_off") from error
    if not structure.width * structure.height:
        raise RefusedFileError("picture_damaged")
    if structure.width * structure.height > MAX_PIXELS:
        raise too_many_pixels(structure.width * structure.height)
    # Cameras append to JPEGs only.
    has_foreign_tail = signs.is_foreign(structure.tail) if kind == "jpeg" else structure.tail
    if has_foreign_tail or signs.has_markup(structure.beside):
        raise RefusedFileError("picture_mixed")
    return kind, structure


def too_many_pixels(pixels: int) -> RefusedFileError:
    """What to tell somebody whose picture is larger than the site takes."""
    million = 1_000_000
    return RefusedFileError(
        "too_many_pixels", pixels=math.ceil(pixels / million), limit=MAX_PIXELS // million
    )


def _kind(content: bytes) -> str | None:
    """The kind of a picture by its first bytes."""
    if content.startswith(b"\xff\xd8\xff"):
        return "jpeg"
    if content.startswith(b"\x89PNG\r\n\x1a\n"):
        return "png"
    if content.startswith(b"RIFF") and content[8:12] == b"WEBP":
        return "webp"
    return heif.kind_of(content)
