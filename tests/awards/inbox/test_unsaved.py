"""What was typed and is not kept yet: whoever leaves the page is asked first, and nobody else."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from awards.enums import Role
from awards.models import AwardYearPage, Nomination
from awards.statuses import InboxAction, NominationStatus
from tests.awards.entries import make_nomination
from tests.factories import NominationFormFactory, UserFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("framsteget_2026")]


@pytest.fixture
def nomination(year: AwardYearPage) -> Nomination:
    return make_nomination(
        NominationFormFactory.create(parent=year), status=NominationStatus.UNDER_REVIEW
    )


@pytest.fixture
def moderator(client: Client) -> Client:
    client.force_login(UserFactory.create(role=Role.MODERATOR))
    return client


def address(name: str, nomination: Nomination) -> str:
    arguments = [] if name in {"_manual", "draft"} else [nomination.pk]
    act = [InboxAction.INELIGIBLE] if name == "_act" else []
    return reverse(
        "awards_extend_draft" if name == "draft" else f"awards_entry{name}", args=arguments + act
    )


def asks(page: Any, action: str = "") -> list[str]:
    """Of each form with a text of its own, whether its page is left with a question at once."""
    texts = re.findall(r"<form [^>]*>.*?</form>", page.content.decode(), re.DOTALL)
    return [
        found[1] if (found := re.search(r'w-unsaved-force-value="(\w+)"', form)) else "never"
        for form in texts
        if action in form and re.search(r"<textarea|type=\"(text|email)\"", form)
    ]


PAGES = ["_message", "_supplement", "_act", "_manual", "draft"]


@pytest.mark.parametrize("name", PAGES)
def test_every_page_with_something_to_write_asks_before_it_is_left(
    name: str, moderator: Client, nomination: Nomination
) -> None:
    assert asks(moderator.get(address(name, nomination))) == ["false"]


@pytest.mark.parametrize(
    ("name", "field"),
    [
        ("_message", "subject"),
        ("_supplement", "text"),
        ("_act", "reason"),
        ("draft", "reason"),
        ("_note", "text"),
    ],
)
@pytest.mark.parametrize(("typed", "asked"), [("", "false"), ("  ", "false"), ("Hej", "true")])
def test_what_was_refused_is_asked_about_if_something_is_written(
    name: str, field: str, typed: str, asked: str, moderator: Client, nomination: Nomination
) -> None:
    # A note is refused for its length.
    typed = typed * 5000 if name == "_note" else typed
    page = moderator.post(address(name, nomination), {field: typed})

    assert page.status_code == 422
    assert asks(page, "/note/" if name == "_note" else "") == [asked]


@pytest.mark.parametrize(("typed", "asked"), [({}, "false"), ({"text": "Hej"}, "true")])
def test_so_is_what_a_template_did_not_take_the_place_of(
    typed: dict[str, str], asked: str, moderator: Client, nomination: Nomination
) -> None:
    page = moderator.post(address("_message", nomination), {"fill": "", "template": ""} | typed)

    assert asks(page) == [asked]
