"""The list of the inbox: what it shows, and what it is narrowed to."""

from __future__ import annotations

import pytest
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from wagtail.admin.admin_url_finder import AdminURLFinder

from awards.domain.handling import hand_over
from awards.enums import Role
from awards.models import AwardYearPage, Nomination
from tests.awards.apply.applicant import Applicant
from tests.awards.entries import make_nomination
from tests.factories import (
    NominationFormFactory,
    UserFactory,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("framsteget_2026")]

INBOX = "entries_modeladmin_index"


@pytest.fixture(autouse=True)
def _nothing_sent_yet() -> None:
    cache.clear()


@pytest.fixture
def simple(year: AwardYearPage) -> Nomination:
    return make_nomination(NominationFormFactory.create(parent=year))


@pytest.fixture
def moderator(client: Client) -> Client:
    client.force_login(UserFactory.create(username="moderatorn", role=Role.MODERATOR))
    return client


def test_what_is_not_sent_in_is_nowhere_in_the_inbox(
    year: AwardYearPage, moderator: Client
) -> None:
    applicant = Applicant(NominationFormFactory.create(parent=year), "hemlig@example.se")
    applicant.begin()
    applicant.fill_in(namn="Hemligt utkast")

    html = moderator.get(reverse(INBOX)).content.decode()

    assert "Hemligt utkast" not in html
    assert "hemlig@example.se" not in html
    assert moderator.get(reverse(INBOX), {"q": "Hemligt"}).context["rows"] == []


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ({}, 1),
        ({"task": "new"}, 1),
        ({"task": "mine"}, 0),
        ({"task": "supplement"}, 0),
        ({"task": "late"}, 0),
        ({"task": "unassigned"}, 1),
        ({"task": "nonsense"}, 1),
        ({"status": "submitted"}, 1),
        ({"status": "winner"}, 0),
        ({"status": "nonsense"}, 1),
        ({"year": "99999"}, 0),
        ({"year": "nonsense"}, 1),
        ({"q": "färre FRA-2026-0001"}, 1),
        ({"q": "bo al"}, 1),
        ({"q": "ann@example.se"}, 1),
        ({"q": "okänt"}, 0),
        ({"q": "\x00"}, 1),
        ({"sort": "-title"}, 1),
        ({"sort": "nonsense"}, 1),
        ({"p": "9"}, 1),
    ],
)
def test_the_list_is_narrowed_by_its_address(
    asked: dict[str, str], found: int, moderator: Client, simple: Nomination
) -> None:
    response = moderator.get(reverse(INBOX), asked)

    assert response.status_code == 200
    assert len(response.context["rows"]) == found


def test_the_list_costs_the_same_for_one_and_for_three(
    year: AwardYearPage, moderator: Client
) -> None:
    form = NominationFormFactory.create(parent=year)
    officer = UserFactory.create(role=Role.MODERATOR)
    counts = []
    for number in range(3):
        sent = Applicant(form, f"s{number}@example.se").apply(namn=f"Nummer {number}").nomination
        assert sent is not None
        hand_over(sent, officer, seen=None, actor=officer, now=sent.received_at)
        moderator.get(reverse(INBOX))
        with CaptureQueriesContext(connection) as queries:
            moderator.get(reverse(INBOX))
        counts.append(len(queries))

    assert counts[0] == counts[2]
    assert counts[0] <= 15


@pytest.mark.parametrize(
    "address",
    ["create/", "edit/{pk}/", "delete/{pk}/", "inspect/{pk}/", "history/{pk}/", "choose_parent/"],
)
def test_nobody_adds_changes_or_deletes_an_entry_by_a_form(
    address: str, client: Client, simple: Nomination
) -> None:
    admin = UserFactory.create(admin=True)
    client.force_login(admin)
    asked = reverse(INBOX) + address.format(pk=simple.pk)

    assert [client.get(asked).status_code, client.post(asked).status_code] == [404, 404]
    assert AdminURLFinder(admin).get_edit_url(simple) is None
