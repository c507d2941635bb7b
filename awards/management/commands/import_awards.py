"""Brings a city's awards in from a file; ``docs/import.md`` describes the format."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from awards.importing.planning import Action, Change, describe
from awards.importing.problems import ImportRefusedError
from awards.importing.run import import_file

#: Progress is told each time that so many objects more are ready.
_STEP = 500


class Command(BaseCommand):
    help = "Import awards, years, juries, winners, organisations and pictures from a YAML file."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path, help="the file to import; see docs/import.md")
        parser.add_argument(
            "--dry-run", action="store_true", help="tell what would change, and change nothing"
        )

    def handle(self, *, file: Path, dry_run: bool, verbosity: int, **_options: Any) -> None:
        self.ready = 0
        self.verbosity = verbosity
        try:
            changes = import_file(file, dry_run=dry_run, progress=self._tell_progress)
        except OSError as error:
            raise CommandError(f"{file} can't be read: {error.strerror}.") from error
        except ImportRefusedError as error:
            for problem in error.problems:
                self.stderr.write(str(problem))
            count = len(error.problems)
            raise CommandError(
                f"{file} was not imported: {count} {'problem' if count == 1 else 'problems'}."
            ) from error
        self._tell(changes, dry_run=dry_run)

    def _tell_progress(self, count: int) -> None:
        before, self.ready = self.ready, self.ready + count
        if self.verbosity and self.ready // _STEP > before // _STEP:
            self.stdout.write(f"{self.ready} objects are ready …")
            self.stdout.flush()

    def _tell(self, changes: list[Change], *, dry_run: bool) -> None:
        for change in changes:
            if self.verbosity > 1 or (dry_run and change.action in {Action.CREATE, Action.UPDATE}):
                self.stdout.write("\n".join(describe(change)))
        if self.verbosity:
            counts = Counter(change.action for change in changes)
            would = "would be " if dry_run else ""
            self.stdout.write(
                f"{counts[Action.CREATE]} {would}created, {counts[Action.UPDATE]} {would}updated, "
                f"{counts[Action.KEEP] + counts[Action.USE]} unchanged."
            )
