"""The HTML part of a mail: made of its text, so that nothing is written twice."""

from __future__ import annotations

import re
from collections.abc import Iterable

from django.conf import settings
from django.template.loader import render_to_string
from django.utils import translation

#: Of a line: a piece of it, and whether it is an address to follow.
Piece = tuple[str, bool]


def as_html(text: str, *, subject: str, links: Iterable[str] = ()) -> str:
    """The text as a page in the active language: a paragraph for what stands between empty lines.

    Only ``links`` become links, wherever they stand in the text. Everything else is shown as it is
    written, whoever wrote it.
    """
    addresses = [re.escape(link) for link in sorted(links, key=len, reverse=True) if link]
    pattern = re.compile(f"({'|'.join(addresses)})") if addresses else None
    paragraphs = [
        [_pieces(line, pattern) for line in paragraph.splitlines()]
        for paragraph in re.split(r"\n[^\S\n]*\n\s*", text.strip())
    ]
    context = {
        "subject": subject,
        "language": translation.get_language() or settings.LANGUAGE_CODE,
        "paragraphs": paragraphs,
    }
    return render_to_string("emails/layout.html", context).strip() + "\n"


def _pieces(line: str, pattern: re.Pattern[str] | None) -> list[Piece]:
    """A line cut at its links: what is caught by the pattern has an odd place."""
    pieces = pattern.split(line) if pattern else [line]
    return [(piece, place % 2 == 1) for place, piece in enumerate(pieces) if piece]
