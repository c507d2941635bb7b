"""How far an applicant has come: of each step, whether it is done, begun or not begun."""

from __future__ import annotations

import pytest
from django.utils import timezone

from awards.apply.flow import Progress
from awards.domain.lifecycle import change_status
from awards.domain.supplements import request_supplement
from awards.models import AwardYearPage, NominationFormPage
from awards.statuses import NominationStatus
from tests.awards.apply.applicant import Applicant, good_answers
from tests.factories import (
    AwardYearFactory,
    NominationFormFactory,
    UserFactory,
    day,
    question,
    step,
)

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]


@pytest.fixture
def year() -> AwardYearPage:
    made: AwardYearPage = AwardYearFactory.create(open=True)
    return made


@pytest.fixture
def form(year: AwardYearPage) -> NominationFormPage:
    steps = [
        step("Bidraget", question("short_text", "Namn"), question("long_text", "Mer om det")),
        step("Bilagor", question("picture", "Bild")),
        step("Kontakt", question("contact", "Kontaktperson")),
    ]
    made: NominationFormPage = NominationFormFactory.create(parent=year, steps=steps)
    return made


def progress(applicant: Applicant) -> list[Progress]:
    return [task["progress"] for task in applicant.get("tasks").context["steps"]]


def test_a_step_is_begun_by_what_is_written_and_done_without_an_error(
    form: NominationFormPage,
) -> None:
    applicant = Applicant(form)
    applicant.begin()
    assert progress(applicant) == [Progress.NOT_BEGUN] * 3

    applicant.post("step", "bidraget", data={"namn": "", "mer-om-det": ""})
    assert progress(applicant) == [Progress.NOT_BEGUN] * 3

    applicant.post("step", "bidraget", data={"namn": "Färre fall", "mer-om-det": ""})
    assert progress(applicant) == [Progress.BEGUN, Progress.NOT_BEGUN, Progress.NOT_BEGUN]

    applicant.post("step", "bidraget", data=good_answers(applicant.steps()[0]))
    page = applicant.get("tasks")
    assert [task["progress"] for task in page.context["steps"]] == [
        Progress.DONE,
        Progress.NOT_BEGUN,
        Progress.NOT_BEGUN,
    ]
    assert "Klar<" in page.content.decode()
    assert page.content.decode().count("Ej påbörjad<") == 2


def test_a_file_begins_its_step(form: NominationFormPage) -> None:
    applicant = Applicant(form)
    applicant.begin()
    picture = good_answers(applicant.steps()[1])["bild"]

    applicant.post("step", "bilagor", data={"bild": picture})

    assert progress(applicant) == [Progress.NOT_BEGUN, Progress.BEGUN, Progress.NOT_BEGUN]


def test_a_supplement_begins_with_a_change(form: NominationFormPage) -> None:
    applicant = Applicant(form)
    nomination = applicant.apply().nomination
    assert nomination is not None
    change_status(nomination, NominationStatus.UNDER_REVIEW, actor=None, now=timezone.now())
    request_supplement(
        nomination,
        text="Skriv mer.",
        due_on=day(7),
        questions=["namn", "mer-om-det"],
        actor=UserFactory.create(),
        now=timezone.now(),
    )
    assert progress(applicant) == [Progress.NOT_BEGUN]

    applicant.post("step", "bidraget", data={"namn": "", "mer-om-det": "Mer."})
    assert progress(applicant) == [Progress.BEGUN]

    applicant.post("step", "bidraget", data={"namn": "Färre fall", "mer-om-det": "Mer."})
    assert progress(applicant) == [Progress.DONE]
