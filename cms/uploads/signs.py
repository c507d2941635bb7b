"""Signs that a file is also a file of another kind, which some program would open it as.

Nobody else sees the file as it was sent, so this protects the one who chose the wrong file as
much as the site. It must not refuse what telephones append: a film, more pictures, and a maker's
own notes stand behind the end of many ordinary JPEGs.
"""

from __future__ import annotations

import re
from struct import unpack_from

_MARKUP = re.compile(rb"(?i)<(?:!doctype\s|(?:html|script|iframe)[\s/>]|\?php)")

#: A reader of PDF looks for the head in this many bytes.
_HEAD = 1024

#: The last record of a ZIP is 22 bytes and a comment of at most 65535.
_ZIP_END = re.compile(rb"PK\x05\x06")
_ZIP_END_BYTES = 22
_ZIP_COMMENT_BYTES = 65_535

_PADDING = b"\0\r\n\t "

#: ZIP, PDF, programs of Windows, Linux and Unix, gzip, GIF.
_BEGINNINGS = (b"PK\x03\x04", b"%PDF-", b"MZ", b"\x7fELF", b"#!", b"\x1f\x8b", b"GIF8")
#: RAR and 7-Zip, whose programs find an archive behind anything.
_ARCHIVES = (b"Rar!\x1a\x07", b"7z\xbc\xaf\x27\x1c")
#: The one maker that appends plain text.
_NOTES = b"vivo{"


def has_pdf_head(content: bytes) -> bool:
    """Whether a reader of PDF would open the file."""
    return b"%PDF-" in content[:_HEAD]


def has_markup(part: bytes) -> bool:
    """Whether there is HTML or PHP in a part of a file that isn't pixels."""
    return _MARKUP.search(part) is not None


def is_zip(content: bytes) -> bool:
    """Whether the file ends as a ZIP archive, be it in the comment of its last record."""
    first = max(0, len(content) - _ZIP_END_BYTES - _ZIP_COMMENT_BYTES)
    return any(
        found.start() + _ZIP_END_BYTES + unpack_from("<H", content, found.start() + 20)[0]
        >= len(content)
        for found in _ZIP_END.finditer(content, first, max(0, len(content) - 18))
    )


def is_foreign(tail: bytes) -> bool:
    """Whether what stands behind a JPEG's end is another file or text, and not a camera's."""
    held = tail.strip(_PADDING)
    return (
        held.startswith(_BEGINNINGS)
        or any(sign in held for sign in _ARCHIVES)
        or has_markup(held)
        or _is_text(held)
    )


def _is_text(held: bytes) -> bool:
    if not held or b"\0" in held or held.startswith(_NOTES):
        return False
    try:
        held.decode()
    except UnicodeDecodeError:
        return False
    return True
