"""A form that could not be used can't be published, and the editor is told why."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from awards.enums import Audience, Meaning, Role
from awards.models import Nomination, NominationFormPage, YearCriterion
from awards.models.question_blocks import MOST_CHARACTERS_OF_A_NAME
from cms.publication import NotReadyError
from tests.editor import add_address, edit_address, fill_in, form_at, send_edit
from tests.factories import (
    AwardYearFactory,
    NominationFormFactory,
    UserFactory,
    question,
    step,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_english")]

NAME = question("short_text", "Namn", meaning=Meaning.TITLE)
CRITERIA = {"type": "criteria", "id": "kriterier", "value": {"hint": ""}}


def with_questions(*questions: dict[str, Any]) -> list[dict[str, Any]]:
    return [step("Ett", NAME, *questions)]


STEPS: dict[str, tuple[list[dict[str, Any]], str]] = {
    "nothing is wrong": ([step("Ett", NAME), step("Två", CRITERIA)], ""),
    "there is no step": ([], "Add a step with at least one question."),
    "there is no question": ([step("Ett")], "Add a step with at least one question."),
    "a step is empty": (
        [step("Ett", NAME), step("Två")],
        "Add a question to each step, or remove the empty step.",
    ),
    "two steps have one heading": (
        [step("Ett", NAME), step("ett ", question("link", "Sida"))],
        "Two steps are called “Ett”. Give them different headings.",
    ),
    "a question is there twice": (
        with_questions(question("link", "Sida"), question("link", "Sida")),
        "“Sida” is asked twice in the step “Ett”. Change or remove one of them.",
    ),
    "nothing names the entry": (
        [step("Ett", question("link", "Sida"))],
        (
            "Let one short text be the name of the entry: choose that at “The answer is” in the "
            "question."
        ),
    ),
    "two questions name it": (
        with_questions(question("short_text", "Titel", meaning=Meaning.TITLE)),
        "More than one question is “The name of the entry”. Let only one of them be.",
    ),
    "two questions name the unit": (
        with_questions(
            question("short_text", "Enhet", meaning=Meaning.UNIT),
            question("short_text", "Avdelning", meaning=Meaning.UNIT),
        ),
        "More than one question is “The unit that applies”. Let only one of them be.",
    ),
    "two questions are the pitch": (
        with_questions(
            question("long_text", "Pitch", meaning=Meaning.PITCH),
            question("long_text", "Kort", meaning=Meaning.PITCH),
        ),
        (
            "More than one question is “The summary, kept to the year's longest pitch”. Let only "
            "one of them be."
        ),
    ),
    "two questions ask for a contact": (
        with_questions(question("contact", "Kontakt"), question("contact", "En till")),
        "More than one question is “Contact person”. Let only one of them be.",
    ),
    "two questions ask for a nominated person": (
        with_questions(question("nominee", "Vem?"), question("nominee", "Och vem?")),
        "More than one question is “Nominated person”. Let only one of them be.",
    ),
    "two questions ask for an organisation": (
        with_questions(question("organisation", "Förvaltning"), question("organisation", "Bolag")),
        "More than one question is “Organisation”. Let only one of them be.",
    ),
    "two questions ask for an earlier entry": (
        with_questions(question("earlier_entry", "Förr"), question("earlier_entry", "Förra")),
        "More than one question is “Earlier entry”. Let only one of them be.",
    ),
    "several pictures may be asked for": (
        with_questions(question("picture", "Bild"), question("picture", "En till")),
        "",
    ),
    "the criteria are there twice": (
        with_questions(CRITERIA, CRITERIA),
        "The year's criteria are asked for twice. Remove one of them.",
    ),
    "a choice has two equal options": (
        with_questions(question("one_of", "Val", options=["Ja", "Nej", "ja"])),
        "“Val” has the choice “Ja” twice. Remove one of them.",
    ),
    "no number is between the limits": (
        with_questions(question("number", "Antal", minimum=2, maximum=1)),
        "Let the highest number of “Antal” be above the lowest.",
    ),
    "one number is between the limits": (
        with_questions(question("number", "Antal", minimum=0, maximum=0)),
        "",
    ),
    "the name may be left out": (
        [step("Ett", question("short_text", "Namn", meaning=Meaning.TITLE, required=False))],
        "Let “Namn” require an answer: it is the name of the entry.",
    ),
    "the name may be longer than is kept": (
        [step("Ett", question("short_text", "Namn", meaning=Meaning.TITLE, max_characters=301))],
        "Let “Namn” have at most 300 characters.",
    ),
    "the name is for those who handle entries": (
        [step("Ett", NAME | {"value": NAME["value"] | {"audience": Audience.MODERATORS}})],
        "Let the jury see the answer to “Namn” too: lists show it with the entry.",
    ),
    "the unit is for those who handle entries": (
        with_questions(
            question("short_text", "Enhet", meaning=Meaning.UNIT, audience=Audience.MODERATORS),
        ),
        "Let the jury see the answer to “Enhet” too: lists show it with the entry.",
    ),
    "the organisation is for those who handle entries": (
        with_questions(question("organisation", "Bolag", audience=Audience.MODERATORS)),
        "Let the jury see the answer to “Bolag” too: lists show it with the entry.",
    ),
    "another text is for those who handle entries": (
        with_questions(question("short_text", "Övrigt", audience=Audience.MODERATORS)),
        "",
    ),
    "two things are wrong": (
        [step("Ett", NAME, CRITERIA, CRITERIA), step("Två")],
        (
            "Add a question to each step, or remove the empty step. The year's criteria are asked "
            "for twice. Remove one of them."
        ),
    ),
}


@pytest.mark.parametrize("case", STEPS)
def test_what_is_wrong_with_the_steps_is_told(case: str) -> None:
    steps, told = STEPS[case]
    form = NominationFormFactory.create(parent=AwardYearFactory.create(open=True), steps=steps)

    assert form.publication_problems() == ({"steps": told} if told else {})


YEARS: dict[str, tuple[dict[str, Any], dict[str, str]]] = {
    "all is in order": ({"film_any_host": True, "film_required": True}, {}),
    "it has no dates": (
        {"film_any_host": True, "open": False},
        {
            "title": "Enter the year's first and last day on the page of the year, and publish "
            "that page first."
        },
    ),
    "it has no criteria": (
        {"film_any_host": True, "criteria": []},
        {
            "steps": "The year has no criteria to ask for. Add them on the page of the year and "
            "publish it, or remove “The year's criteria” here."
        },
    ),
    "it needs no film": ({}, {}),
    "no film would be accepted": (
        {"film_required": True},
        {
            "steps": "No link to a film would be accepted: enter in the site's settings where "
            "films may be hosted, or allow any host on the page of the year."
        },
    ),
}


@pytest.mark.parametrize("case", YEARS)
def test_what_does_not_fit_the_year_is_told(case: str) -> None:
    facts, told = YEARS[case]
    year = AwardYearFactory.create(**{"open": True, **facts})
    form = NominationFormFactory.create(parent=year, full=True)

    assert form.publication_problems() == told


def test_a_film_that_the_year_requires_is_asked_for() -> None:
    year = AwardYearFactory.create(open=True, film_required=True)

    assert NominationFormFactory.create(parent=year).publication_problems() == {
        "steps": "The year requires a film. Add a question for it, or change that on the page of "
        "the year."
    }


def test_a_question_before_the_form_is_asked_once() -> None:
    asked = {"question": "Är ni med?", "answer": "yes", "explanation": "Ni är inte med."}
    form = NominationFormFactory.create(
        parent=AwardYearFactory.create(open=True),
        eligibility=[{"type": "question", "value": asked} for _ in range(2)],
    )

    assert form.publication_problems() == {
        "eligibility": "“Är ni med?” is asked twice. Remove one of them."
    }


def test_no_way_of_publishing_goes_past_the_problems() -> None:
    form = NominationFormFactory.create(
        parent=AwardYearFactory.create(open=True), steps=[], privacy_text="", draft=True
    )

    with pytest.raises(NotReadyError) as refused:
        form.save_revision().publish()

    assert refused.value.messages == [
        "Steps: Add a step with at least one question.",
        (
            "Personal data and public records: Tell who is responsible for the personal data, and "
            "that what is sent in becomes a public record."
        ),
    ]


def test_a_name_is_as_long_as_an_entry_keeps_it() -> None:
    columns: list[Any] = [Nomination._meta.get_field(name) for name in ("title", "unit")]

    assert {column.max_length for column in columns} == {MOST_CHARACTERS_OF_A_NAME}


@pytest.fixture
def communicator(client: Client) -> Client:
    client.force_login(UserFactory.create(role=Role.COMMUNICATOR))
    return client


def test_the_editor_shows_the_problem_at_the_steps(communicator: Client) -> None:
    form = NominationFormFactory.create(parent=AwardYearFactory.create(open=True), steps=[])

    response = send_edit(communicator, form, {}, "publish")

    message = "Add a step with at least one question."
    assert response.context["form"].errors == {"steps": [message]}
    assert message in response.content.decode()


def test_a_part_that_is_not_complete_is_told_at_that_part_alone(communicator: Client) -> None:
    form = NominationFormFactory.create(parent=AwardYearFactory.create(open=True))
    NominationFormPage.objects.update(steps="[]")
    form.refresh_from_db()
    typed = form_at(communicator, edit_address(form), NominationFormPage)
    fill_in(
        typed,
        {
            "steps-count": 1,
            "steps-0-type": "step",
            "steps-0-order": 0,
            "steps-0-deleted": "",
            "steps-0-value-title": "",
            "steps-0-value-introduction": "",
            "steps-0-value-questions-count": 0,
            "action-publish": 1,
        },
    )

    response = communicator.post(edit_address(form), typed)

    assert list(response.context["form"].errors) == ["steps"]
    assert len(response.context["form"].errors["steps"]) == 1
    assert "Add a step with at least one question." not in response.content.decode()


@pytest.mark.parametrize("kind", ["one_of", "several_of"])
def test_a_question_of_one_choice_is_told_in_words_at_its_choices(
    kind: str, communicator: Client
) -> None:
    steps = with_questions(question(kind, "Område", options=["Skola", "Vård"]))
    form = NominationFormFactory.create(parent=AwardYearFactory.create(open=True), steps=steps)

    response = send_edit(
        communicator, form, {"steps-0-value-questions-1-value-options-1-deleted": "1"}, "publish"
    )

    [error] = response.context["form"].errors["steps"].as_data()
    of_question = error.as_json_data()["blockErrors"][0]["blockErrors"]["questions"]["blockErrors"]
    assert of_question == {
        1: {
            "blockErrors": {"options": {"messages": ["Enter at least two answers to choose from."]}}
        }
    }


def test_a_form_is_edited_while_it_is_open(communicator: Client) -> None:
    year = AwardYearFactory.create(open=True, film_any_host=True)
    form = NominationFormFactory.create(parent=year, full=True)
    keys = [block.id for part in form.steps for block in part.value["questions"]]

    response = send_edit(
        communicator, form, {"steps-0-value-questions-0-value-label": "Vad heter det?"}, "publish"
    )

    assert response.status_code == 302
    form.refresh_from_db()
    assert form.live is True
    assert form.steps[0].value["questions"][0].value["label"] == "Vad heter det?"
    assert [block.id for part in form.steps for block in part.value["questions"]] == keys


def test_a_form_belongs_to_one_year(communicator: Client) -> None:
    form = NominationFormFactory.create()

    response = communicator.get(add_address(NominationFormPage, form.year))

    assert response.status_code == 302


def test_criteria_that_wait_to_be_published_are_not_asked_for() -> None:
    year = AwardYearFactory.create(open=True, criteria=[])
    year.criteria.set([YearCriterion(text="Nytt")])
    year.save_revision()
    NominationFormFactory.create(parent=year, steps=with_questions(CRITERIA))

    assert list(NominationFormPage.objects.get().publication_problems()) == ["steps"]
