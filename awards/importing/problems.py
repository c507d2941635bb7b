"""What is wrong with an import file, and where."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import gettext


@dataclass(frozen=True, order=True)
class Problem:
    """One thing to put right: the line (from 1), the field by its path, and what to do."""

    line: int
    field: str
    message: str

    def __str__(self) -> str:
        where = gettext("Line %(line)d") % {"line": self.line}
        return (
            f"{where}, {self.field}: {self.message}" if self.field else f"{where}: {self.message}"
        )


class ImportRefusedError(Exception):
    """The file has problems, so nothing was changed; ``problems`` holds all, in file order."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = sorted(set(problems))
        super().__init__("\n".join(map(str, self.problems)))
