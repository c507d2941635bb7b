"""Rows as an XLSX file (ISO/IEC 29500), made while it is sent.

A text is always a text here: there is no cell with a formula, whatever the text begins with. Times
and days are real ones.

It is written by hand since it is small: XlsxWriter takes nine times as long for the same rows, and
it and every other writer lays the rows, personal data among them, in a file on disk first.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from contextlib import closing
from datetime import date, datetime
from xml.sax.saxutils import escape, quoteattr
from zipfile import ZIP_DEFLATED, ZipFile

from .export import Batches, Row
from .export_columns import Cell

#: The most rows below the headings of a sheet, by Excel's own limits.
MOST_ROWS = 1_048_575
#: The longest text of a cell, in units of UTF-16. What is longer ends with an ellipsis.
_LONGEST = 32_767
#: Days are counted from here; right for every day since March 1900.
_FIRST_DAY = datetime(1899, 12, 30)  # noqa: DTZ001 - a spreadsheet has no time zones
_SECONDS_OF_A_DAY = 86_400
#: Places in ``cellXfs`` of the styles below.
_MOMENT, _DAY, _HEADING = 1, 2, 3
_COLUMN_WIDTH = 22
_FASTEST = 1

#: What XML can't hold, and what would be read as the code of such a sign (ST_Xstring).
_UNWRITABLE = re.compile("[\x00-\x08\x0b-\x1f\ufffe\uffff]|_(?=x[0-9A-Fa-f]{4}_)")
_MARKUP = re.compile("[&<>\x00-\x08\x0b-\x1f\ufffe\uffff]|_x")

_DECLARATION = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_RELATED = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml"

_AROUND = {
    "[Content_Types].xml": (
        f'<Types xmlns="{_PACKAGE}/content-types">'
        '<Default Extension="rels"'
        ' ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Override PartName="/xl/workbook.xml" ContentType="{_TYPE}.sheet.main+xml"/>'
        f'<Override PartName="/xl/worksheets/sheet1.xml" ContentType="{_TYPE}.worksheet+xml"/>'
        f'<Override PartName="/xl/styles.xml" ContentType="{_TYPE}.styles+xml"/>'
        "</Types>"
    ),
    "_rels/.rels": (
        f'<Relationships xmlns="{_PACKAGE}/relationships">'
        f'<Relationship Id="rId1" Type="{_RELATED}/officeDocument" Target="xl/workbook.xml"/>'
        "</Relationships>"
    ),
    "xl/_rels/workbook.xml.rels": (
        f'<Relationships xmlns="{_PACKAGE}/relationships">'
        f'<Relationship Id="rId1" Type="{_RELATED}/worksheet" Target="worksheets/sheet1.xml"/>'
        f'<Relationship Id="rId2" Type="{_RELATED}/styles" Target="styles.xml"/>'
        "</Relationships>"
    ),
    "xl/styles.xml": (
        f'<styleSheet xmlns="{_MAIN}">'
        '<numFmts count="2"><numFmt numFmtId="164" formatCode="yyyy\\-mm\\-dd\\ hh:mm:ss"/>'
        '<numFmt numFmtId="165" formatCode="yyyy\\-mm\\-dd"/></numFmts>'
        '<fonts count="2"><font><sz val="11"/><name val="Calibri"/></font>'
        '<font><b/><sz val="11"/><name val="Calibri"/></font></fonts>'
        '<fills count="2"><fill><patternFill patternType="none"/></fill>'
        '<fill><patternFill patternType="gray125"/></fill></fills>'
        '<borders count="1"><border><left/><right/><top/><bottom/><diagonal/></border></borders>'
        '<cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/>'
        "</cellStyleXfs>"
        '<cellXfs count="4"><xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/>'
        '<xf numFmtId="164" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1"/>'
        '<xf numFmtId="165" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1"/>'
        '<xf numFmtId="0" fontId="1" fillId="0" borderId="0" xfId="0" applyFont="1"/></cellXfs>'
        '<cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles>'
        "</styleSheet>"
    ),
}


class _Outlet:
    """Takes what is written to it, until somebody fetches it. It has no way back, as a network."""

    def __init__(self) -> None:
        self._pieces: list[bytes] = []

    def write(self, piece: bytes) -> int:
        self._pieces.append(bytes(piece))
        return len(piece)

    def flush(self) -> None:
        """Do nothing: nothing waits elsewhere."""

    def close(self) -> None:
        """Do nothing: what was written can still be fetched."""

    def fetch(self) -> bytes:
        content = b"".join(self._pieces)
        self._pieces.clear()
        return content


def as_xlsx(title: str, headings: Sequence[str], batches: Batches) -> Iterator[bytes]:
    """The file, piece by piece; ``title`` names its one sheet.

    ``title`` has at most 31 characters, none of which Excel forbids in a name; there are at most
    ``MOST_ROWS`` rows. Raises ``RuntimeError`` beyond 2 GB of text.
    """
    outlet = _Outlet()
    with (
        closing(batches),
        ZipFile(outlet, "w", ZIP_DEFLATED, compresslevel=_FASTEST) as archive,
    ):
        for name, content in {**_AROUND, "xl/workbook.xml": _workbook(title)}.items():
            archive.writestr(name, _DECLARATION + content)
        with archive.open("xl/worksheets/sheet1.xml", "w") as sheet:
            for piece in _sheet(headings, batches):
                sheet.write(piece.encode(errors="replace"))
                yield outlet.fetch()
    yield outlet.fetch()


def _workbook(title: str) -> str:
    return (
        f'<workbook xmlns="{_MAIN}" xmlns:r="{_RELATED}">'
        "<bookViews><workbookView/></bookViews>"
        f'<sheets><sheet name={quoteattr(title)} sheetId="1" r:id="rId1"/></sheets></workbook>'
    )


def _sheet(headings: Sequence[str], batches: Batches) -> Iterator[str]:
    """The sheet: the headings stay in sight, and can be sorted and filtered by."""
    letters = [_letters(place) for place in range(len(headings))]
    yield (
        f'{_DECLARATION}<worksheet xmlns="{_MAIN}"><sheetViews><sheetView workbookViewId="0">'
        '<pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/>'
        "</sheetView></sheetViews><cols>"
        f'<col min="1" max="{len(headings)}" width="{_COLUMN_WIDTH}" customWidth="1"/></cols>'
        f"<sheetData>{_row(1, headings, letters, heading=True)}"
    )
    number = 1
    for batch in batches:
        yield "".join(_row(place, row, letters) for place, row in enumerate(batch, number + 1))
        number += len(batch)
    yield f'</sheetData><autoFilter ref="A1:{letters[-1]}{number}"/></worksheet>'


def _row(
    number: int, row: Row | Sequence[str], letters: list[str], *, heading: bool = False
) -> str:
    style = f' s="{_HEADING}"' if heading else ""
    cells = [
        _cell(f"{letter}{number}", cell, style)
        for letter, cell in zip(letters, row, strict=True)
        if cell is not None and cell != ""
    ]
    return f'<row r="{number}">{"".join(cells)}</row>'


def _cell(place: str, cell: Cell, style: str) -> str:
    if isinstance(cell, str):
        text = _text(cell)
        return (
            f'<c r="{place}"{style} t="inlineStr"><is><t xml:space="preserve">{text}</t></is></c>'
        )
    if isinstance(cell, datetime):
        passed = cell - _FIRST_DAY
        days = passed.days + passed.seconds / _SECONDS_OF_A_DAY
        return f'<c r="{place}" s="{_MOMENT}"><v>{days:.10f}</v></c>'
    if isinstance(cell, date):
        return f'<c r="{place}" s="{_DAY}"><v>{(cell - _FIRST_DAY.date()).days}</v></c>'
    return f'<c r="{place}"><v>{cell}</v></c>'


def _text(text: str) -> str:
    if len(text) * 2 > _LONGEST:
        text = _short_enough(text)
    if _MARKUP.search(text):
        text = escape(_UNWRITABLE.sub(lambda sign: f"_x{ord(sign[0]):04X}_", text))
    return text


def _short_enough(text: str) -> str:
    units = text.encode("utf-16-le", errors="replace")
    if len(units) <= _LONGEST * 2:
        return text
    return units[: (_LONGEST - 1) * 2].decode("utf-16-le", errors="ignore") + "…"


def _letters(place: int) -> str:
    """The name of a column, counted from 0: A, B, … Z, AA."""
    rest, letter = divmod(place, 26)
    return (_letters(rest - 1) if rest else "") + chr(ord("A") + letter)
