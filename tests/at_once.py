"""Things that happen at the same moment, on a database with real locks."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any

from django.db import connection


def at_once(*acts: Callable[[], object], refused_by: tuple[type[Exception], ...] = ()) -> list[Any]:
    """Do everything at the same time, each act by a connection of its own; what each gave.

    An act that is refused by one of the given errors gives that error. Any other is raised here,
    when all acts have ended.
    """
    start = Barrier(len(acts))

    def do(act: Callable[[], object]) -> object:
        try:
            connection.ensure_connection()
            start.wait(30)
            return act()
        except refused_by as error:
            return error
        finally:
            connection.close()

    with ThreadPoolExecutor(len(acts)) as threads:
        return list(threads.map(do, acts))
