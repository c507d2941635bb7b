"""What an applicant is told who has been given more time than others."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from awards.models import Draft
from tests.awards.apply.applicant import Applicant
from tests.factories import AwardYearFactory, NominationFormFactory

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(("days", "is_told"), [(1, False), (30, True)])
def test_the_draft_tells_its_own_time_where_that_is_later(days: int, is_told: bool) -> None:
    year = AwardYearFactory.create(open=True)
    applicant = Applicant(NominationFormFactory.create(parent=year))
    applicant.apply()
    Draft.objects.update(extended_until=timezone.now() + timedelta(days=days))

    told = [
        applicant.get(name).context["flow"].own_deadline is not None for name in ("tasks", "sent")
    ]

    assert told == [is_told, is_told]
    assert ("Ditt kan skickas in till" in applicant.get("tasks").content.decode()) is is_told
