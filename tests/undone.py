"""What is done to the database for a while: for a block, or for several tests."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import transaction
from pytest_django.plugin import DjangoDbBlocker


@contextmanager
def undone() -> Iterator[None]:
    """A block of which nothing stays in the database."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


@contextmanager
def undone_at_the_end(blocker: DjangoDbBlocker) -> Iterator[None]:
    """A transaction around the tests of a module or a package, for fixtures of that scope to fill.

    Each test meets what they made, since what it does itself is undone as ever. It must load the
    objects anew: a fixture's own are the same for all. Ask for ``django_db_setup`` first.
    """
    with blocker.unblock(), undone():
        yield
