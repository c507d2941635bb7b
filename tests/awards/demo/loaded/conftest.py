"""The demo, loaded once for all tests that only look at it or load it again."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.test import TestCase
from django.utils import translation
from pytest_django.plugin import DjangoDbBlocker

from tests.awards.demo.command import load
from tests.undone import undone_at_the_end


@pytest.fixture(scope="package", autouse=True)
def told(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[str]:
    """What the command printed; each test meets what it has loaded."""
    with undone_at_the_end(django_db_blocker):
        with TestCase.captureOnCommitCallbacks(execute=True), translation.override("en"):
            printed = load()
        yield printed
