"""A form that is edited while somebody fills it in: nothing that was typed is lost."""

from __future__ import annotations

from typing import Any

import pytest

from awards.models import Draft, NominationFormPage, NominationVersion
from tests.awards.apply.applicant import Applicant
from tests.factories import AwardYearFactory, NominationFormFactory, question, step

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]

KEPT = "Det här skrev jag"
NAME = question("short_text", "Namn")
GONE = question("long_text", "Borttagen fråga")
OTHER_STEP = step("Mer", question("long_text", "Annat"))


@pytest.fixture
def applicant() -> Applicant:
    form = NominationFormFactory.create(
        parent=AwardYearFactory.create(open=True), steps=[step("Ett", NAME, GONE), OTHER_STEP]
    )
    made = Applicant(form)
    made.begin()
    return made


def edit(applicant: Applicant, *steps: dict[str, Any]) -> None:
    """Publish the form with other steps."""
    form = NominationFormPage.objects.get(pk=applicant.form.pk)
    form.steps = form.steps.stream_block.to_python(list(steps))
    form.definition = {}
    form.save()


def test_an_answer_to_a_removed_question_can_be_read_and_is_not_sent(applicant: Applicant) -> None:
    data = {"namn": "Färre fall", "borttagen-fraga": KEPT}
    applicant.post("step", "ett", data=data)
    edit(applicant, step("Ett", NAME))

    pages = [applicant.get(name).content.decode() for name in ("tasks", "check")]
    applicant.send()

    assert [page.count(KEPT) for page in pages] == [1, 1]
    assert [page.count("Borttagen fråga") for page in pages] == [1, 1]
    assert NominationVersion.objects.get().answers == {"namn": "Färre fall"}


@pytest.mark.parametrize("name", ["step", "autosave"])
@pytest.mark.parametrize("is_step_gone", [False, True])
def test_what_was_typed_while_a_question_was_removed_is_kept(
    is_step_gone: bool, name: str, applicant: Applicant
) -> None:
    edit(applicant, *([] if is_step_gone else [step("Ett", NAME)]), OTHER_STEP)

    response = applicant.post(name, "ett", data={"namn": "Namnet", "borttagen-fraga": KEPT})

    assert response.status_code in {200, 302}
    assert Draft.objects.get().data == {"namn": "Namnet", "borttagen-fraga": KEPT}
    page = applicant.get("tasks").content.decode()
    assert page.count(KEPT) == 1
    assert page.count("Namnet") == is_step_gone


@pytest.mark.parametrize("name", ["step", "autosave"])
def test_a_name_that_can_not_be_stored_is_left_out(name: str, applicant: Applicant) -> None:
    response = applicant.client.post(
        applicant.url(name, "ett"),
        "namn=Namnet&borta=kvar&a%00b=hej",
        content_type="application/x-www-form-urlencoded",
    )

    assert response.status_code < 500
    kept = Draft.objects.get()
    assert kept.data == {"namn": "Namnet", "borta": "kvar"}
    assert set(kept.asked) == {"namn", "borttagen-fraga", "borta"}


def test_a_question_that_changed_has_to_be_looked_at_again(applicant: Applicant) -> None:
    applicant.post("step", "ett", data={"namn": "Färre fall", "borttagen-fraga": KEPT})
    before = applicant.get("tasks").context["done"]
    edit(applicant, step("Ett", NAME, question("long_text", "Borttagen fråga", hint="Ny hjälp")))

    assert (before, applicant.get("tasks").context["done"]) == (1, 0)


def test_a_choice_that_is_gone_is_told_and_shown(applicant: Applicant) -> None:
    edit(applicant, step("Ett", question("one_of", "Hur", options=["Alfa", "Beta"])))
    applicant.post("step", "ett", data={"hur": "Alfa"})
    edit(applicant, step("Ett", question("one_of", "Hur", options=["Beta", "Gamma"])))

    page = applicant.send()

    assert page.status_code == 422
    assert "Alfa" in page.content.decode()
