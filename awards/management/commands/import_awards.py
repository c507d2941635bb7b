"""Brings a city's awards in from a file; ``docs/import.md`` describes the format."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.translation import gettext, ngettext

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
            message = gettext("%(file)s can't be read: %(reason)s.")
            raise CommandError(message % {"file": file, "reason": error.strerror}) from error
        except ImportRefusedError as error:
            for problem in error.problems:
                self.stderr.write(str(problem))
            count = len(error.problems)
            message = ngettext(
                "Nothing was imported: %(file)s has %(count)d problem.",
                "Nothing was imported: %(file)s has %(count)d problems.",
                count,
            )
            raise CommandError(message % {"file": file, "count": count}) from error
        self._tell(changes, dry_run=dry_run)

    def _tell_progress(self, count: int) -> None:
        before, self.ready = self.ready, self.ready + count
        if self.verbosity and self.ready // _STEP > before // _STEP:
            self.stdout.write(gettext("%(count)d objects are ready …") % {"count": self.ready})
            self.stdout.flush()

    def _tell(self, changes: list[Change], *, dry_run: bool) -> None:
        for change in changes:
            if self.verbosity > 1 or (dry_run and change.action in {Action.CREATE, Action.UPDATE}):
                self.stdout.write("\n".join(describe(change)))
        if self.verbosity:
            counts = Counter(change.action for change in changes)
            message = (
                gettext("To be created: %(new)d. To be updated: %(changed)d. Unchanged: %(same)d.")
                if dry_run
                else gettext("Created: %(new)d. Updated: %(changed)d. Unchanged: %(same)d.")
            )
            self.stdout.write(
                message
                % {
                    "new": counts[Action.CREATE],
                    "changed": counts[Action.UPDATE],
                    "same": counts[Action.KEEP] + counts[Action.USE],
                }
            )
