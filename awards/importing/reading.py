"""Reading YAML into plain data that remembers its lines.

Only what a person would write by hand is taken: mappings, lists, text, whole numbers, true, false
and null, as in YAML 1.2's core schema. "no" and "2022-09-20" are text. Anchors, aliases and tags
are refused: they can make a small file enormous, or make objects.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import yaml
from django.utils.translation import gettext

from .problems import ImportRefusedError, Problem

#: Larger than any city's archive; a file beyond it is a mistake.
MAX_BYTES = 50 * 1024 * 1024
MAX_DEPTH = 20

_NULLS = {"", "~", "null", "Null", "NULL"}
_BOOLEANS = {"true": True, "True": True, "TRUE": True, "false": False, "False": False}
_INTEGER = re.compile(r"[-+]?[0-9]{1,18}", re.ASCII)
_SPACES = re.compile(r"[^\S\n]+")
_BLANK_LINES = re.compile(r"\n{3,}")

#: The place of a value: keys and positions from the top of the file.
Path_ = tuple[str | int, ...]


class Record(dict[str, Any]):
    """A mapping of the file, with the line of itself and of each of its keys."""

    def __init__(self, line: int) -> None:
        super().__init__()
        self.line = line
        self.lines: dict[str, int] = {}


class Items(list[Any]):
    """A list of the file, with the line of itself and of each of its items."""

    def __init__(self, line: int) -> None:
        super().__init__()
        self.line = line
        self.lines: list[int] = []


def read_file(path: Path) -> tuple[Any, list[Problem]]:
    """The content of a file, and what is wrong with how it is written.

    Raises ``ImportRefusedError`` when the file can't be read as YAML at all, ``OSError`` when it
    can't be read.
    """
    if path.stat().st_size > MAX_BYTES:
        _refuse(1, gettext("The file is larger than 50 MB. Divide it."))
    content = path.read_bytes()
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        _refuse(line, gettext("Save the file as UTF-8: this line holds something else."))
    return read_text(text)


def read_text(text: str) -> tuple[Any, list[Problem]]:
    """As ``read_file``, for text that is read already."""
    reader = _Reader()
    try:
        document = reader.read(yaml.parse(text, yaml.CSafeLoader))
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        _refuse(mark.line + 1 if mark else 1, gettext("This is not YAML: %s.") % error.problem)
    except yaml.reader.ReaderError as error:
        _refuse(1, gettext("This is not YAML: %s.") % error.reason)
    return document, reader.problems


def line_of(document: Any, path: Path_) -> int:
    """The line of the value at ``path``; that of the nearest thing around it if it is absent."""
    line = getattr(document, "line", 1)
    for step in path:
        try:
            line = document.lines[step]
            document = document[step]
        except (AttributeError, IndexError, KeyError, TypeError):
            break
    return line


def tidy(text: str) -> str:
    """Text with its white space in order, and otherwise as it was written.

    Line ends become line feeds; every run of spaces, tabs and no-break spaces one space, and none
    at the ends of lines; more than one blank line becomes one.
    """
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    lines = (_SPACES.sub(" ", line).strip() for line in text.split("\n"))
    return _BLANK_LINES.sub("\n\n", "\n".join(lines)).strip()


def _refuse(line: int, message: str) -> Any:
    raise ImportRefusedError([Problem(line, "", message)])


class _Reader:
    """Builds the data from the parser's events, so that no node of the file is kept twice."""

    def __init__(self) -> None:
        self.problems: list[Problem] = []

    def read(self, events: Iterator[yaml.Event]) -> Any:
        next(events)  # the stream's start
        if isinstance(next(events), yaml.StreamEndEvent):
            return None
        document = self._value(events, next(events), ())
        next(events)  # the document's end
        extra = next(events)
        if not isinstance(extra, yaml.StreamEndEvent):
            self._report(extra, (), gettext("Keep one document in a file: remove this one."))
        return document

    def _value(self, events: Iterator[yaml.Event], event: yaml.Event, path: Path_) -> Any:
        if len(path) > MAX_DEPTH:
            _refuse(_line(event), gettext("This is nested deeper than anything in the format."))
        if isinstance(event, yaml.AliasEvent):
            self._report(event, path, gettext("Write the text out: references are not taken."))
            return None
        assert isinstance(event, yaml.NodeEvent)  # noqa: S101 - tells the type checker
        if event.anchor is not None:
            self._report(event, path, gettext("Remove the name after &: references are not taken."))
        if event.tag is not None:  # type: ignore[attr-defined]
            self._report(
                event, path, gettext("Remove the tag that begins with an exclamation mark.")
            )
        if isinstance(event, yaml.MappingStartEvent):
            return self._record(events, event, path)
        if isinstance(event, yaml.SequenceStartEvent):
            return self._items(events, event, path)
        assert isinstance(event, yaml.ScalarEvent)  # noqa: S101 - likewise
        return _scalar(event)

    def _record(self, events: Iterator[yaml.Event], start: yaml.Event, path: Path_) -> Record:
        record = Record(_line(start))
        while not isinstance(event := next(events), yaml.MappingEndEvent):
            if isinstance(event, yaml.ScalarEvent):
                name = tidy(event.value)
                if name in record:
                    message = gettext("This is given twice: first on line %(line)d.")
                    self._report(event, (*path, name), message % {"line": record.lines[name]})
            else:
                self._report(event, path, gettext("Write a name before the colon."))
                self._value(events, event, (*path, "?"))
                name = "?"
            line = _line(event)
            value = self._value(events, next(events), (*path, name))
            record.setdefault(name, value)
            record.lines.setdefault(name, line)
        return record

    def _items(self, events: Iterator[yaml.Event], start: yaml.Event, path: Path_) -> Items:
        items = Items(_line(start))
        while not isinstance(event := next(events), yaml.SequenceEndEvent):
            items.lines.append(_line(event))
            items.append(self._value(events, event, (*path, len(items))))
        return items

    def _report(self, event: yaml.Event, path: Path_, message: str) -> None:
        self.problems.append(Problem(_line(event), dotted(path), message))


def dotted(path: Path_) -> str:
    """A path as people read it, counted from 1: ``awards[1].years[2].prize``."""
    text = ""
    for step in path:
        text += f"[{step + 1}]" if isinstance(step, int) else f".{step}" if text else step
    return text


def _line(event: yaml.Event) -> int:
    return event.start_mark.line + 1 if event.start_mark else 1


def _scalar(event: yaml.ScalarEvent) -> str | int | bool | None:
    value = event.value
    if event.implicit[0]:  # plain: neither quoted nor a block
        if value in _NULLS:
            return None
        if value in _BOOLEANS:
            return _BOOLEANS[value]
        if _INTEGER.fullmatch(value):
            return int(value)
    return tidy(value)
