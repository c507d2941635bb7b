"""What every test of the applicant's room has: nobody has sent anything yet."""

from __future__ import annotations

import pytest
from django.core.cache import cache


@pytest.fixture(autouse=True)
def _nothing_counted() -> None:
    """Forget how often this machine has sent something."""
    cache.clear()
