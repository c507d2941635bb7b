"""Files to import, and the words that problems are told in."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from textwrap import dedent

import pytest

from awards.importing.planning import Change
from awards.importing.run import import_file

#: Writes a file of this text and imports it.
Import = Callable[..., list[Change]]


@pytest.fixture(autouse=True)
def _in_english(in_english: None) -> None:
    """All that these tests compare is said in English."""


@pytest.fixture
def bring_in(tmp_path: Path) -> Import:
    """A function that imports a text, with pictures looked for in ``tmp_path``."""

    def bring_in(text: str, *, dry_run: bool = False) -> list[Change]:
        file = tmp_path / "awards.yaml"
        file.write_text(dedent(text), encoding="utf-8")
        return import_file(file, dry_run=dry_run)

    return bring_in
