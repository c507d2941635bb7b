"""The whole way of an applicant, from the form's page to a reference number."""

from __future__ import annotations

import pytest

from awards.models import AwardYearPage, NominationVersion
from cms.models import OutgoingMail
from tests.awards.apply.applicant import Applicant
from tests.factories import AwardFactory, AwardYearFactory, NominationFormFactory

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]


@pytest.fixture
def year() -> AwardYearPage:
    award = AwardFactory.create(title="Framsteget")
    made: AwardYearPage = AwardYearFactory.create(
        parent=award, open=True, year=2026, film_any_host=True, film_required=True
    )
    return made


def test_an_applicant_goes_from_the_form_to_a_reference_number(year: AwardYearPage) -> None:
    form = NominationFormFactory.create(parent=year, full=True)
    applicant = Applicant(form)

    draft = applicant.apply(namn="Färre fall")

    version = NominationVersion.objects.get()
    assert version.nomination == draft.nomination
    assert version.nomination.reference == "FRA-2026-0001"
    assert (version.nomination.title, version.nomination.unit) == ("Färre fall", "Svar på Enhet")
    assert version.nomination.organisation_name == "Bolaget AB"
    assert version.nomination.contact_email == "bo@example.se"
    page = applicant.get("sent").content.decode()
    assert "FRA-2026-0001" in page
    assert [mail.key for mail in OutgoingMail.objects.order_by("pk")] == [
        f"draft-started:{draft.pk}",
        f"received:{version.pk}",
    ]
