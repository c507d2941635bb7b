"""Fills the site with two real awards, and one to try it on."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.translation import gettext

from awards.demo.loading import load
from awards.demo.marks import is_loaded
from awards.demo.removal import remove


class Command(BaseCommand):
    help = (
        "Load the demo content: two awards, a third one to try, the pages around them, and an "
        "account for each role."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--once", action="store_true", help="do nothing if the demo has been loaded before"
        )
        parser.add_argument(
            "--remove",
            action="store_true",
            dest="removal",
            help="remove all that the demo made, and nothing else",
        )
        parser.add_argument("--force", action="store_true", help="load it even where DEBUG is off")

    def handle(self, *, once: bool, removal: bool, force: bool, **_options: Any) -> None:
        if removal:
            self._remove()
        elif not (once and is_loaded()):
            if not (settings.DEBUG or force):
                raise CommandError(
                    gettext(
                        "Nothing was loaded. This looks like a production site, since DEBUG is "
                        "off, and the demo would show its pages to visitors and make accounts, "
                        "one of them with all rights. Add --force if that is what you want."
                    )
                )
            self._load()

    def _load(self) -> None:
        accounts = load()
        self.stdout.write(gettext("The demo is loaded."))
        if accounts:
            self.stdout.write(gettext("Accounts, each with its password:"))
        for account in accounts:
            self.stdout.write(f"  {account.name:<14} {account.password}")

    def _remove(self) -> None:
        for kept in remove():
            message = gettext("Kept, since something else uses it: %(title)s")
            self.stdout.write(message % {"title": kept})
        self.stdout.write(gettext("The demo is removed."))
