"""Fills the site with two real awards to try it on."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from awards.demo.loading import load
from awards.demo.marks import is_loaded
from awards.demo.removal import remove


class Command(BaseCommand):
    help = "Load the demo content: two awards, the pages around them, and an account for each role."

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
                    "This looks like a production site, since DEBUG is off. The demo would show "
                    "its pages to visitors and make accounts, one of them with all rights. "
                    "Nothing was loaded. If that is what you want, add --force."
                )
            self._load()

    def _load(self) -> None:
        accounts = load()
        self.stdout.write("The demo is loaded.")
        for account in accounts:
            self.stdout.write(f"  account {account.name:<14} password {account.password}")

    def _remove(self) -> None:
        for kept in remove():
            self.stdout.write(f"Kept, since something else uses it: {kept}")
        self.stdout.write("The demo is removed.")
