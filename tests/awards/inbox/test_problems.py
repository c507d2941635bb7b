"""What is wrong in a form of staff: told in the title, and summed up on top with links to it."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from awards.enums import Role
from awards.models import Nomination
from tests.awards.entries import make_nomination
from tests.awards.inbox.test_account import account
from tests.awards.inbox.test_bulk import ask
from tests.awards.inbox.test_organisations import NO_FORMER_NAMES
from tests.factories import AwardYearFactory, NominationFormFactory, UserFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_english")]

#: The forms of an entry: its address, what is posted, and which inputs the summary leads to.
ENTRY_FORMS: list[tuple[str, str, dict[str, Any], list[str]]] = [
    ("awards_entry_note", "", {"text": " "}, ["id_text"]),
    ("awards_entry_register", "", {"number": "1" * 99, "seen": ""}, ["id_number"]),
    ("awards_entry_assign", "", {"officer": "0"}, ["id_officer"]),
    ("awards_entry_nominee", "", {"day": "3 december"}, ["id_day"]),
    ("awards_entry_message", "", {}, ["id_subject", "id_text", "id_leaves_0"]),
    ("awards_entry_message", "", {"fill": "1"}, ["choose_template", "choose_template_language"]),
    ("awards_entry_supplement", "", {}, ["id_text", "id_due_on", "id_questions_0_0"]),
    ("awards_entry_act", "ineligible", {}, ["id_conditions_0", "id_reason"]),
    ("awards_entry_act", "spam", {"reason": "x" * 9999}, ["id_reason"]),
]
#: Other forms of the inbox, likewise.
FORMS: list[tuple[str, dict[str, Any], list[str]]] = [
    ("awards_entry_manual", {}, ["id_form", "id_source_0", "id_came_in_at"]),
    ("awards_entries_export", {"format": "xlsx"}, ["id_columns_0"]),
    ("awards_extend_draft", {}, ["id_code", "id_until", "id_reason"]),
    ("awards_messagetemplate_modeladmin_create", {}, ["id_name", "id_subject_sv", "id_text_sv"]),
    ("awards_organisation_modeladmin_create", NO_FORMER_NAMES, ["id_name", "id_kind"]),
    ("wagtailadmin_account", account() | {"name_email-email": "x"}, ["id_name_email-email"]),
]


#: Texts with a limit: where they are written, and the limit.
LIMITED: list[tuple[str, list[str], str, int]] = [
    ("awards_entry_note", [], "text", 10_000),
    ("awards_entry_act", ["spam"], "reason", 5000),
    ("awards_entry_act", ["ineligible"], "other", 500),
    ("awards_entry_supplement", [], "text", 5000),
]


@pytest.fixture
def nomination() -> Nomination:
    year = AwardYearFactory.create(open=True, year=2026)
    made = make_nomination(NominationFormFactory.create(parent=year))
    made.nominee_name = "Eva Ek"
    made.save()
    return made


@pytest.fixture
def communicator(client: Client) -> Client:
    client.force_login(UserFactory.create(role=Role.COMMUNICATOR))
    return client


def summed_up(response: Any) -> list[str]:
    """The inputs that the summary leads to; each is there, and the title tells of an error."""
    html = response.content.decode()
    [title] = re.findall(r"<title>\s*(.*?)\s*</title>", html, re.DOTALL)
    [summary] = re.findall(r"<div [^>]*inbox-problems[^>]* autofocus>.*?</div>", html, re.DOTALL)
    leads_to = re.findall(r'<a href="#([^"]+)"', summary)
    assert title.startswith("Error: ")
    assert [each for each in leads_to if f'id="{each}"' not in html] == []
    return leads_to


def test_every_form_of_an_entry_tells_what_to_put_right(
    nomination: Nomination, communicator: Client
) -> None:
    asked = {
        (name, action, number): communicator.post(
            reverse(name, args=[nomination.pk, *filter(None, [action])]), data
        )
        for number, (name, action, data, _inputs) in enumerate(ENTRY_FORMS)
    }

    assert {key: summed_up(response) for key, response in asked.items()} == {
        (name, action, number): inputs
        for number, (name, action, _data, inputs) in enumerate(ENTRY_FORMS)
    }


def test_every_other_form_does_so_too(nomination: Nomination, communicator: Client) -> None:
    asked = {name: communicator.post(reverse(name), data) for name, data, _inputs in FORMS}

    assert {name: summed_up(response) for name, response in asked.items()} == {
        name: inputs for name, _data, inputs in FORMS
    }


def test_a_template_tells_what_to_enter_like_the_other_forms(communicator: Client) -> None:
    page = communicator.post(reverse("awards_messagetemplate_modeladmin_create"), {})

    html = page.content.decode()
    assert "This field is required." not in html
    for told in ("Name: Enter a name.", "Enter a subject.", "Enter a text."):
        assert told in html


def test_so_does_what_is_done_with_many(nomination: Nomination, communicator: Client) -> None:
    asked = ask(communicator, "mail", nomination)
    context = asked.context
    response = communicator.post(
        reverse("awards_entries_bulk"),
        {"action": "mail", "chosen": context["chosen"], "token": context["form"]["token"].value()},
    )

    assert summed_up(response) == ["id_template", "id_language", "id_hold_0"]


def test_each_message_of_a_register_has_the_label_of_its_field_once(communicator: Client) -> None:
    """Also the messages that get it wherever they are told."""
    values = NO_FORMER_NAMES | {"name": "x" * 201, "kind": "ett"}
    page = communicator.post(reverse("awards_organisation_modeladmin_create"), values)

    [summary] = re.findall(r"<div [^>]*inbox-problems.*?</div>", page.content.decode(), re.DOTALL)
    assert re.findall(r"<a [^>]*>(.*?)</a>", summary) == [
        "Name: Ensure this value has at most 200 characters (it has 201).",
        "Kind: Select a valid choice. ett is not one of the available choices.",
    ]


def test_a_form_without_errors_has_no_summary(nomination: Nomination, communicator: Client) -> None:
    pages: list[Any] = [
        communicator.get(reverse("awards_entry", args=[nomination.pk])),
        *(communicator.get(reverse(name)) for name, _data, _inputs in FORMS),
    ]

    found = ["inbox-problems" in page.content.decode() for page in pages]
    titles = ["<title>Error" in page.content.decode() for page in pages]
    assert (found, titles) == ([False] * len(pages), [False] * len(pages))


@pytest.mark.parametrize(("name", "arguments", "field", "limit"), LIMITED)
def test_how_much_too_long_a_text_is_is_told_and_nothing_of_it_is_cut_off(
    name: str,
    arguments: list[str],
    field: str,
    limit: int,
    nomination: Nomination,
    communicator: Client,
) -> None:
    # A line break is one character, whatever the browser sends.
    text = "å\r\n" * (limit // 2) + "b" * 1200

    address = reverse(name, args=[nomination.pk, *arguments])
    response: Any = communicator.post(address, {field: text})

    html = response.content.decode()
    over = f"Shorten the text by 1,200 characters. It may have at most {limit:,}."
    [bound] = [each for each in response.context["problems"] if over in each[1]]
    assert (response.status_code, bound[0]) == (422, f"id_{field}")
    assert ("b" * 1200 in html, f'maxlength="{limit}"' in html) == (True, False)
