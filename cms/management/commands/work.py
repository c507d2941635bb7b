"""The worker: sends mail and does what else has to be done now and then."""

from __future__ import annotations

import os
import signal
import time
from argparse import ArgumentParser
from collections.abc import Callable
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import close_old_connections
from django.utils import timezone

from cms.chores import Chore, all_chores

#: Seconds between two looks at what is to be done.
PAUSE = 1.0


class Command(BaseCommand):
    help = "Send mail and do the other chores, until SIGTERM or SIGINT ends it."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--once", action="store_true", help="Do everything once and end; fail if any of it did."
        )
        parser.add_argument(
            "--beside", type=int, metavar="PID", help="End when this parent process has ended."
        )

    def handle(self, *, once: bool, beside: int | None, **_options: Any) -> None:
        chores = all_chores()
        if once:
            failed = [chore.name for chore in chores if not chore.run(timezone.now())]
            if failed:
                raise CommandError(f"Failed: {', '.join(failed)}. The log tells more.")
            return
        is_over = _asked_to_end()
        while not is_over() and beside in {None, os.getppid()}:
            _work(chores, is_over)
            time.sleep(PAUSE)


def _asked_to_end() -> Callable[[], bool]:
    """Have SIGTERM and SIGINT noted, so that what is being done is finished first."""
    received: list[int] = []
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda given, _frame: received.append(given))
    return lambda: bool(received)


def _work(chores: list[Chore], is_over: Callable[[], bool]) -> None:
    """Do each chore whose time has come."""
    close_old_connections()
    for chore in chores:
        if not is_over() and chore.is_due(timezone.now()):
            chore.run(timezone.now())
    close_old_connections()
