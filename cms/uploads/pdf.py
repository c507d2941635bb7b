"""The structure of a PDF (ISO 32000-1, 7.5): its head, and its trailer at the end."""

from __future__ import annotations

import re

from . import signs
from .refusals import RefusedFileError

_PADDING = b"\0\r\n\t\f \x1a"
_HEAD = 1024
_START = re.compile(rb"startxref\s+(\d{1,10})\s")
#: An entry of the trailer, never the word in a text.
_ENCRYPTED = re.compile(rb"/Encrypt\s*(?:\d+\s+\d+\s+R|<<)")
_END = b"%%EOF"


def check(content: bytes) -> None:
    """Raise ``RefusedFileError`` unless the file is a whole PDF that anybody may read."""
    if not content.startswith(b"%PDF-"):
        raise RefusedFileError("document_format")
    body, end, tail = content.rpartition(_END)
    if signs.is_zip(content) or signs.has_markup(content[:_HEAD]):
        raise RefusedFileError("document_mixed")
    if end and signs.is_foreign(tail):
        raise RefusedFileError("document_mixed")
    # A PDF that was made for the web, or saved more than once, has ends before its last one.
    if not end or tail.strip(_PADDING) or not _has_table(body):
        raise RefusedFileError("document_cut_off")
    if _ENCRYPTED.search(content):
        raise RefusedFileError("document_locked")


def _has_table(body: bytes) -> bool:
    """Whether the end tells where the table of contents is, and that is inside the file."""
    starts = _START.findall(body, max(0, len(body) - _HEAD))
    return bool(starts) and int(starts[-1]) < len(body)
