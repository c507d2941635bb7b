"""What most tests of the inbox have: a year of an award that takes entries."""

from __future__ import annotations

import pytest

from awards.models import AwardYearPage
from tests.factories import AwardFactory, AwardYearFactory


@pytest.fixture(scope="module")
def framsteget_2026(module_db: None) -> int:
    """The key of a year that is open, made once for a module; ``year`` loads it for each test.

    A module that has it names it in its ``pytestmark``, so that it is there from the first test on.
    """
    year = AwardYearFactory.create(
        parent=AwardFactory.create(
            title="Framsteget", contact_name="Eva Ek", contact_email="framsteget@example.se"
        ),
        open=True,
        year=2026,
        film_any_host=True,
    )
    return int(year.pk)


@pytest.fixture
def year(framsteget_2026: int) -> AwardYearPage:
    """Framsteget 2026, which is open."""
    return AwardYearPage.objects.get(pk=framsteget_2026)
