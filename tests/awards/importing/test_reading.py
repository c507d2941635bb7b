"""Reading YAML: what is taken, what is refused, and where."""

from __future__ import annotations

from pathlib import Path

import pytest

from awards.importing.problems import ImportRefusedError, Problem
from awards.importing.reading import MAX_BYTES, dotted, line_of, read_file, read_text, tidy


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("no", "no"),
        ("yes", "yes"),
        ("2022-09-20", "2022-09-20"),
        ("1_000", "1_000"),
        ("0x10", "0x10"),
        ("1.5", "1.5"),
        ("12:30", "12:30"),
        ("true", True),
        ("false", False),
        ("null", None),
        ("~", None),
        ("", None),
        ("-7", -7),
        ("90000", 90000),
        ("'90000'", "90000"),
        ('"null"', "null"),
        ("9" * 30, "9" * 30),
    ],
)
def test_values_are_what_they_look_like(written: str, read: object) -> None:
    assert read_text(f"a: {written}") == ({"a": read}, [])


@pytest.mark.parametrize(
    ("written", "tidied"),
    [
        ("Samtidigt har  handläggningen", "Samtidigt har handläggningen"),
        ("75\u00a0000\u00a0kr", "75 000 kr"),
        ("a\t b\u2003c", "a b c"),
        ("  a  \r\n  b\r\r\n", "a\nb"),
        ("a\n\n\n\n\nb", "a\n\nb"),
        ("a\n \t \nb", "a\n\nb"),
        ("”skala upp”, *3 %* <b>", "”skala upp”, *3 %* <b>"),
        ("stadsdels\u00adförvaltning", "stadsdels\u00adförvaltning"),
    ],
)
def test_white_space_is_put_in_order_and_nothing_else(written: str, tidied: str) -> None:
    assert tidy(written) == tidied


def test_lines_are_known() -> None:
    document, _problems = read_text("a: 1\nb:\n  - c: x\n    d: [y,\n      z]\n")
    places = [("a",), ("b",), ("b", 0), ("b", 0, "d"), ("b", 0, "d", 1), ("b", 0, "missing")]
    assert [line_of(document, place) for place in places] == [1, 2, 3, 4, 5, 3]


@pytest.mark.parametrize(
    ("text", "problems"),
    [
        ("a: 1\nb: 2\na: 3", [Problem(3, "a", "This is given twice: first on line 1.")]),
        (
            "a: &x [1]\nb: *x",
            [
                Problem(1, "a", "Remove the name after &: references are not taken."),
                Problem(2, "b", "Write the text out: references are not taken."),
            ],
        ),
        (
            "a:\n  - !!python/object/apply:os.system [ls]",
            [Problem(2, "a[1]", "Remove the tag that begins with an exclamation mark.")],
        ),
        ("a: !!str 1", [Problem(1, "a", "Remove the tag that begins with an exclamation mark.")]),
        ("? [1, 2]\n: b", [Problem(1, "", "Write a name before the colon.")]),
        ("a: 1\n---\nb: 2", [Problem(2, "", "Keep one document in a file: remove this one.")]),
        (
            "<<: *base",
            [Problem(1, "<<", "Write the text out: references are not taken.")],
        ),
    ],
)
def test_what_may_harm_or_mislead_is_refused(text: str, problems: list[Problem]) -> None:
    assert read_text(text)[1] == problems


@pytest.mark.parametrize(
    ("text", "line", "message"),
    [
        ("a: [1", 2, "This is not YAML: did not find expected ',' or ']'."),
        ("a: 1\n b: 2", 2, "This is not YAML: mapping values are not allowed in this context."),
        ("a: 1\n\tb: 2", 2, "This is not YAML: found a tab character that violates indentation."),
        ("a: \x00", 1, "This is not YAML: control characters are not allowed."),
        ("[" * 5000, 1, "This is nested deeper than anything in the format."),
    ],
)
def test_what_is_not_yaml_is_refused(text: str, line: int, message: str) -> None:
    with pytest.raises(ImportRefusedError) as refused:
        read_text(text)
    assert refused.value.problems == [Problem(line, "", message)]


def test_a_file_in_another_encoding_is_refused_at_its_line(tmp_path: Path) -> None:
    file = tmp_path / "old.yaml"
    file.write_bytes("a: 1\nb: 2\nc: Förnyelse".encode("latin-1"))
    with pytest.raises(ImportRefusedError) as refused:
        read_file(file)
    message = "Save the file as UTF-8: this line holds something else."
    assert refused.value.problems == [Problem(3, "", message)]


def test_a_byte_order_mark_is_no_part_of_the_text(tmp_path: Path) -> None:
    file = tmp_path / "marked.yaml"
    file.write_bytes("\ufeffa: å".encode())
    assert read_file(file) == ({"a": "å"}, [])


def test_a_file_that_is_too_large_is_not_read(tmp_path: Path) -> None:
    file = tmp_path / "large.yaml"
    with file.open("wb") as large:
        large.truncate(MAX_BYTES + 1)
    with pytest.raises(ImportRefusedError) as refused:
        read_file(file)
    assert refused.value.problems == [Problem(1, "", "The file is larger than 50 MB. Divide it.")]


def test_places_are_counted_from_one() -> None:
    assert dotted(("awards", 0, "years", 2, "prize")) == "awards[1].years[3].prize"
