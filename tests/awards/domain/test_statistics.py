"""What came in to a year, counted."""

from __future__ import annotations

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from awards.domain.statistics import OfDay, OfOrganisation, YearStatistics, statistics_of
from awards.enums import OrganisationKind
from awards.models import AwardYearPage
from awards.statuses import NominationStatus
from tests.awards.apply.applicant import Applicant
from tests.awards.entries import receive
from tests.factories import AwardYearFactory, NominationFormFactory, OrganisationFactory

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]


@pytest.fixture
def year() -> AwardYearPage:
    made: AwardYearPage = AwardYearFactory.create(open=True)
    return made


def test_a_year_without_entries_has_nothing_to_count(year: AwardYearPage) -> None:
    assert statistics_of(year) == YearStatistics(
        total=0, spam=0, statuses=[], organisations=[], kinds=[], nameless=0, days=[]
    )


def test_statuses_are_in_the_order_of_the_way_and_spam_is_told_apart(
    year: AwardYearPage,
) -> None:
    for status in ("winner", "spam", "submitted", "withdrawn", "submitted", "spam", "disposed"):
        receive(year, status=NominationStatus(status))

    counted = statistics_of(year)

    assert (counted.total, counted.spam) == (5, 2)
    assert counted.statuses == [
        (NominationStatus.SUBMITTED, 2),
        (NominationStatus.WINNER, 1),
        (NominationStatus.WITHDRAWN, 1),
        (NominationStatus.DISPOSED, 1),
    ]


def test_organisations_are_by_the_register_or_else_as_they_were_written(
    year: AwardYearPage,
) -> None:
    care = OrganisationFactory.create(
        name="Äldreförvaltningen", kind=OrganisationKind.ADMINISTRATION
    )
    company = OrganisationFactory.create(name="Bolaget", kind=OrganisationKind.COMPANY)
    for organisation, written in (
        (care, "Äldreförvaltningen"),
        (care, "Förvaltningen för äldre"),
        (company, "Bolaget"),
        (None, "Skolan  i backen "),
        (None, "skolan i backen"),
        (None, "Skolan i backen"),
        (None, ""),
    ):
        receive(year, organisation=organisation, organisation_name=written)
    receive(year, organisation=care, organisation_name="Skräp", status=NominationStatus.SPAM)

    counted = statistics_of(year)

    assert counted.organisations == [
        OfOrganisation("Skolan i backen", None, 3),
        OfOrganisation("Äldreförvaltningen", OrganisationKind.ADMINISTRATION, 2),
        OfOrganisation("", None, 1),
        OfOrganisation("Bolaget", OrganisationKind.COMPANY, 1),
    ]
    assert counted.kinds == [
        (OrganisationKind.ADMINISTRATION, 2),
        (OrganisationKind.COMPANY, 1),
        (None, 3),
    ]
    assert counted.nameless == 1


def test_days_are_days_in_stockholm_and_add_up(
    year: AwardYearPage,
) -> None:
    # Summer time: the day begins at 22 hours the day before, by UTC.
    for moment in ("2026-09-01T21:59Z", "2026-09-01T22:00Z", "2026-09-02T21:59Z", "2026-12-01T23Z"):
        receive(year, moment)
    receive(year, "2026-09-03T12:00Z", status=NominationStatus.SPAM)

    assert statistics_of(year).days == [
        OfDay(date(2026, 9, 1), 1, 1),
        OfDay(date(2026, 9, 2), 2, 3),
        OfDay(date(2026, 12, 2), 1, 4),
    ]


def test_neither_drafts_nor_other_years_are_counted(
    year: AwardYearPage,
) -> None:
    applicant = Applicant(NominationFormFactory.create(parent=year))
    applicant.begin()
    applicant.fill_in()
    receive(AwardYearFactory.create())

    assert statistics_of(year).total == 0


def test_counting_costs_the_same_for_one_and_for_three(
    year: AwardYearPage,
) -> None:
    counts = []
    for number in range(3):
        organisation = OrganisationFactory.create()
        receive(year, f"2026-09-0{number + 1}T12:00Z", organisation=organisation)
        with CaptureQueriesContext(connection) as queries:
            statistics_of(year)
        counts.append(len(queries))

    assert counts == [3, 3, 3]
