"""Reference numbers: in order, none twice, no gap."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import transaction
from django.utils import timezone

from awards.domain.references import next_reference
from awards.models import AwardYearPage, Nomination
from tests.factories import AwardFactory, AwardYearFactory

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]


def a_year(year: int | None = 2026, **award: Any) -> AwardYearPage:
    made: AwardYearPage = AwardYearFactory.create(parent=AwardFactory.create(**award), year=year)
    return made


def give(year: AwardYearPage) -> str:
    """Receive an entry with the next number."""
    with transaction.atomic():
        given = next_reference(year)
        Nomination.objects.create(
            reference=given.text,
            number=given.number,
            year=year,
            received_at=timezone.now(),
            updated_at=timezone.now(),
            email="ann@example.se",
        )
    return given.text


@pytest.mark.parametrize(
    ("award", "year", "expected"),
    [
        ({"title": "Framsteget"}, 2022, "FRA-2022-0001"),
        ({"title": "Årets pris"}, 2026, "ÅRE-2026-0001"),
        ({"title": "Å – 1"}, 2026, "Å-2026-0001"),
        ({"title": "100"}, 2026, "PRIS-2026-0001"),
        ({"title": "Framsteget", "reference_prefix": "FS"}, 2026, "FS-2026-0001"),
        ({"title": "Framsteget"}, None, "FRA-0-0001"),
    ],
)
def test_letters_are_those_of_the_award(
    award: dict[str, str], year: int | None, expected: str
) -> None:
    assert give(a_year(year, **award)) == expected


def test_numbers_follow_one_another_in_each_year() -> None:
    award = AwardFactory.create(title="Framsteget")
    one, other = (AwardYearFactory.create(parent=award, year=year) for year in (2026, 2027))

    given = [give(year) for year in (one, one, other, one)]

    assert given == ["FRA-2026-0001", "FRA-2026-0002", "FRA-2027-0001", "FRA-2026-0003"]


def test_a_number_that_was_rolled_back_is_given_again() -> None:
    year = a_year(title="Framsteget")
    with transaction.atomic():
        next_reference(year)
        transaction.set_rollback(True)

    assert give(year) == "FRA-2026-0001"


@pytest.mark.parametrize("year", [2026, None])
def test_two_awards_with_the_same_letters_never_write_the_same_number(year: int | None) -> None:
    one, other = a_year(year, title="Framsteget"), a_year(year, title="Framtiden")

    given = [give(each) for each in (one, other, other, one)]

    assert given == [f"FRA-{year or 0}-000{number}" for number in (1, 2, 3, 4)]


def test_a_year_that_becomes_known_goes_on() -> None:
    year = a_year(None, title="Framsteget")
    first = give(year)
    year.year = 2026
    year.save()

    assert [first, give(year)] == ["FRA-0-0001", "FRA-2026-0002"]
