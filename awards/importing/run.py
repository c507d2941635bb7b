"""An import from beginning to end."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.db import transaction
from django.utils.translation import gettext

from awards.domain.upkeep import paused

from .applying import Progress, apply
from .checking import check
from .entries import Entry, entries_of
from .keys import Keys
from .planning import Change, plan
from .problems import ImportRefusedError, Problem
from .reading import dotted, line_of, read_file
from .shape import check_shape


def import_file(
    path: Path, *, dry_run: bool = False, progress: Progress = lambda _count: None
) -> list[Change]:
    """Bring in what a file describes, and return what changed; in a dry run, what would.

    ``progress`` is told how many objects more are ready. Raises ``ImportRefusedError`` with every
    problem of the file, and then nothing is changed; ``OSError`` if the file can't be read.
    """
    with transaction.atomic():
        entries, keys = _read(path)
        changes = plan(entries, keys)
        if not dry_run:
            with paused():
                apply(changes, keys, path.parent, progress)
        return changes


def _read(path: Path) -> tuple[list[Entry], Keys]:
    """The file's entries, which have no problem, and the objects that its keys stand for."""
    document, problems = read_file(path)
    if document is None:
        raise ImportRefusedError([Problem(1, "", gettext("The file is empty."))])
    misshapen = list(check_shape(document))
    problems += [problem for _place, problem in misshapen]
    if not isinstance(document, dict):
        raise ImportRefusedError(problems)
    bad = [place for place, _problem in misshapen]
    entries = list(entries_of(document, bad))
    keys = Keys(str(document.get("source", "")))
    problems += _findings(document, entries, keys, path.parent)
    if problems:
        raise ImportRefusedError(problems)
    return entries, keys


def _findings(document: Any, entries: list[Entry], keys: Keys, folder: Path) -> Iterator[Problem]:
    for place, message in check(entries, keys, folder):
        yield Problem(line_of(document, place), dotted(place), message)
