"""The demo in production, started once."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.e2e.production.server import run_demo
from tests.services.postgres import Postgres


@pytest.fixture(scope="package")
def demo(postgres: Postgres, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of the demo."""
    with run_demo(postgres, tmp_path_factory.mktemp("demo")) as address:
        yield address
