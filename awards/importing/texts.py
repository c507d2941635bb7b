"""From the plain text of a file to the rich text of a page."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import escape
from itertools import groupby

#: What begins the lines of each kind. Any line is at least a paragraph.
_MARKERS = {
    "ul": re.compile(r"[-•] +"),
    "ol": re.compile(r"\d{1,2}[.)] +"),
    "h3": re.compile(r"### +"),
    "p": re.compile(r""),
}
_LINK = re.compile(r"\[([^\]\n]+)\]\(((?:https?://|mailto:|tel:|/)[^\s()\"<>]+)\)")


def rich_text(text: str) -> str:
    """HTML of a text whose white space is in order.

    A blank line parts paragraphs; a line that begins with a hyphen or a bullet is an item of a
    list, one that begins with a number and a point of a numbered list, one with ``###`` a
    heading; ``[words](https://…)`` is a link. Any other line goes on with the one above it.
    Everything else is kept as it is written.
    """
    return "".join(_parts(text))


def _parts(text: str) -> Iterator[str]:
    for paragraph in text.split("\n\n"):
        for kind, lines in groupby(_whole_lines(paragraph), key=_kind):
            texts = [_inline(_MARKERS[kind].sub("", line, count=1)) for line in lines]
            if kind in {"ul", "ol"}:
                yield f"<{kind}>{''.join(f'<li>{text}</li>' for text in texts)}</{kind}>"
            else:
                yield from (f"<{kind}>{text}</{kind}>" for text in texts)


def _whole_lines(paragraph: str) -> list[str]:
    lines: list[str] = []
    for line in paragraph.split("\n"):
        if lines and _kind(line) == "p":
            lines[-1] += f" {line}"
        else:
            lines.append(line)
    return lines


def _kind(line: str) -> str:
    return next(kind for kind, marker in _MARKERS.items() if marker.match(line))


def _inline(text: str) -> str:
    return _LINK.sub(r'<a href="\2">\1</a>', escape(text, quote=False))
