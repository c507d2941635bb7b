"""PDFs that everybody can read (PDF/UA-1, ISO 14289-1), set by typst from data and a template."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any

import typst

_HERE = Path(__file__).parent
#: Control signs but line break and tab, surrogates, the byte order mark, and what Unicode says is
#: no character.
_UNPRINTABLE = re.compile(
    r"[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\ufdd0-\ufdef\ufeff\ufffe\uffff]"
)


def typeset(template: Path, data: Mapping[str, Any], *, folder: Path, now: datetime) -> bytes:
    """Set data by a template of typst, as a tagged PDF that says that it was made at ``now``.

    The template finds the data in ``data``. Texts of it are data, never code. The only files that a
    template can read are those in ``folder``. Raises ``typst.TypstError`` for what PDF/UA-1 does
    not allow, such as a picture without a text in its place.
    """
    compiler = typst.Compiler(
        (_HERE / "base.typ").read_bytes() + template.read_bytes(),
        root=folder,
        font_paths=_fonts(),
        sys_inputs={"data": json.dumps(_printable(data))},
    )
    pdf = compiler.compile(format="pdf", pdf_standards="ua-1", timestamp=int(now.timestamp()))
    if not isinstance(pdf, bytes):
        raise TypeError("typst has made something else than one PDF")
    return pdf


def shows_every_sign(pdf: bytes) -> bool:
    """Whether a PDF that was set here has no box in the place of a sign that no font has."""
    return b"+Unshown" not in pdf


@cache
def _fonts() -> typst.Fonts:
    """The fonts that come with typst, and the one of last resort: the same on every machine."""
    return typst.Fonts(include_system_fonts=False, font_paths=[_HERE / "fonts"])


def _printable(value: Any) -> Any:
    """Data whose texts hold nothing that a PDF can't."""
    if isinstance(value, str):
        return _UNPRINTABLE.sub("", value.replace("\r\n", "\n").replace("\r", "\n"))
    if isinstance(value, Mapping):
        return {name: _printable(held) for name, held in value.items()}
    if isinstance(value, list | tuple):
        return [_printable(held) for held in value]
    return value
