"""Rows as a CSV file that a Swedish Excel opens by a double click, made while it is sent.

UTF-8 with a byte order mark, semicolons, every cell in quotation marks, lines that end as RFC 4180
says. No line tells the separator (``sep=;``): Excel would then leave the byte order mark out of
account and read å, ä and ö wrongly.

A program that opens such a file runs what looks like a formula. So a text that begins with ``=``,
``+``, ``-`` or ``@``, in full width too and after any spaces, or with a tab or a line break, gets
an apostrophe before it, as OWASP advises ("CSV Injection"). Nothing else of a text is changed.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable, Iterator
from contextlib import closing
from datetime import date, datetime
from io import StringIO

from .export import Batches
from .export_columns import Cell

#: What a spreadsheet may take for the beginning of a formula, or leaves out before one.
_RISKY = re.compile("[\t\r\n]|[\\s\\x00-\\x1f\u200b-\u200f\u2060\ufeff]*[=+\\-@＝＋－＠﹢﹣﹦﹫]")


def as_csv(headings: Iterable[str], batches: Batches) -> Iterator[bytes]:
    """The file, piece by piece: the headings at once, then each batch of rows."""
    buffer = StringIO(newline="")
    writer = csv.writer(buffer, delimiter=";", quoting=csv.QUOTE_ALL, lineterminator="\r\n")
    writer.writerow([harmless(heading) for heading in headings])
    with closing(batches):
        yield b"\xef\xbb\xbf" + _taken(buffer)
        for batch in batches:
            writer.writerows([[_text(cell) for cell in row] for row in batch])
            yield _taken(buffer)


def harmless(text: str) -> str:
    """The text with an apostrophe before it if a spreadsheet might take it for a formula."""
    return f"'{text}" if _RISKY.match(text) else text


def _text(cell: Cell) -> str | int | None:
    if isinstance(cell, str):
        return harmless(cell)
    if isinstance(cell, datetime):
        return cell.isoformat(" ", "seconds")
    if isinstance(cell, date):
        return cell.isoformat()
    return cell


def _taken(buffer: StringIO) -> bytes:
    content = buffer.getvalue().encode(errors="replace")
    buffer.seek(0)
    buffer.truncate()
    return content
