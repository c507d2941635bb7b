"""PDFs that are set by typst: whatever the text, they are accessible, and the text is only text."""

from __future__ import annotations

from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
import typst
from hypothesis import given
from hypothesis import strategies as st
from pypdf import PdfReader

from cms.typesetting import shows_every_sign, typeset

NOW = datetime(2026, 5, 4, 10, 0, tzinfo=UTC)

TEMPLATE = """
#title()
#heading(level: 1, data.heading)
#written(data.text)
#list(..data.items)
"""


@pytest.fixture(scope="module")
def template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("template") / "a.typ"
    path.write_text(TEMPLATE)
    return path


def text_of(pdf: bytes) -> str:
    return "\n".join(page.extract_text() for page in PdfReader(BytesIO(pdf)).pages)


def made(template: Path, text: str) -> bytes:
    """A document that has the text everywhere; a heading has to have some letter of its own."""
    headed = f"Om: {text}"
    data = {"title": headed, "language": "sv", "heading": headed, "text": text, "items": [text]}
    return typeset(template, data, folder=template.parent, now=NOW)


def test_a_document_has_what_an_accessible_one_has(template: Path) -> None:
    reader = PdfReader(BytesIO(made(template, "Färre fall")))

    root: Any = reader.root_object
    assert root["/Lang"] == "sv"
    assert root["/MarkInfo"]["/Marked"]
    assert root["/ViewerPreferences"]["/DisplayDocTitle"]
    assert "/StructTreeRoot" in root
    assert b"<pdfuaid:part>1</pdfuaid:part>" in root["/Metadata"].get_data()
    assert reader.metadata is not None
    assert (reader.metadata.title, reader.metadata.creation_date) == ("Om: Färre fall", NOW)


@pytest.mark.parametrize(
    "text",
    [
        '#read("/etc/passwd")',
        '#image("/etc/passwd") #include "/etc/hosts"',
        "$x$ \\ *a* _b_ @c <d> = e // f `g` 'h' \"i\" -- ~ [j] {k}",
        "${HOME} %s {{ settings.SECRET_KEY }}",
        "Данило Ž. Đ Ελλάδα",
    ],
)
def test_a_text_is_never_code(text: str, template: Path) -> None:
    shown = "".join(text_of(made(template, text)).split())

    assert shown.count("".join(text.split())) == 4


@pytest.mark.parametrize(
    "text",
    [
        "🎉 👨‍👩‍👧 🏳️‍🌈",
        "שלום עולם",
        "مرحبا",
        "漢字かな",
        "\x00\x07\x1b\x7f\x85",
        "\ufeff\ufffe\uffff\U0010ffff\ue000",
        "\ud800 ensam halva",
        "\u202eomvänt\u2028 \u200b\u00ad",
        "e" + "\u0301" * 200,
        "W" * 10_000,
        "ord " * 2_500,
        "\r\n\r\n \t\n",
        "",
    ],
)
def test_no_sign_stands_in_the_way(text: str, template: Path) -> None:
    assert made(template, text).startswith(b"%PDF-")


@pytest.mark.parametrize("text", ["文" * 20_000, "ord" * 20_000, f"{'W' * 30}\n" * 650])
def test_long_words_are_broken_however_many_they_are(text: str, tmp_path: Path) -> None:
    template = tmp_path / "a.typ"
    template.write_text("#title()\n#written(data.text)")
    data = {"title": "Om", "language": "sv", "text": text}

    pdf = typeset(template, data, folder=tmp_path, now=NOW)

    shown = "".join(text_of(pdf).split())
    assert len(shown) == len("Om") + len("".join(text.split()))


def test_what_no_font_has_is_copied_as_it_was_written(template: Path) -> None:
    pages = PdfReader(BytesIO(made(template, "a🎉b🎈"))).pages

    drawn = b"".join(page.get_contents().get_data() for page in pages)  # type: ignore[union-attr]
    assert "🎈".encode("utf-16-be").hex().upper().encode() in drawn


@pytest.mark.parametrize(
    ("text", "is_shown"),
    [("Färre fall: Ελλάδα, Данило, שלום", True), ("a🎉b", False), ("漢字", False)],
)
def test_it_is_known_whether_every_sign_is_shown(text: str, is_shown: bool, template: Path) -> None:
    assert shows_every_sign(made(template, text)) is is_shown


def test_no_word_leaves_the_paper(template: Path) -> None:
    places: list[tuple[float, str]] = []
    reader = PdfReader(BytesIO(made(template, "x" * 1000)))
    for page in reader.pages:
        page.extract_text(
            visitor_text=lambda text, matrix, *_: places.append((matrix[4], text.strip()))
        )

    assert max(len(line) for _, text in places for line in text.split()) <= 100


def test_paragraphs_and_lines_are_kept(template: Path) -> None:
    pdf = made(template, "Ett.\nTvå.\n\nTre.")

    assert "\nEtt.\nTvå.\nTre.\n" in text_of(pdf)


@given(st.text())
def test_any_text_becomes_a_document(template: Path, text: str) -> None:
    assert made(template, text).startswith(b"%PDF-")


def test_a_template_reads_nothing_outside_its_folder(tmp_path: Path) -> None:
    folder = tmp_path / "folder"
    folder.mkdir()
    (tmp_path / "hemligt.txt").write_text("hemligt")
    template = tmp_path / "a.typ"
    template.write_text('#read("../hemligt.txt")')

    with pytest.raises(typst.TypstError):
        typeset(template, {"title": "a", "language": "sv"}, folder=folder, now=NOW)


def test_a_picture_has_to_have_a_text_in_its_place(tmp_path: Path) -> None:
    (tmp_path / "a.svg").write_text(
        '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><path d="M0 0h9v9"/></svg>'
    )
    template = tmp_path / "a.typ"
    template.write_text('#image("a.svg")')

    with pytest.raises(typst.TypstError):
        typeset(template, {"title": "a", "language": "sv"}, folder=tmp_path, now=NOW)
