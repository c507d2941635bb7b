"""The register of visitors' messages in the admin."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from wagtail.test.utils.form_data import querydict_from_html

from awards.enums import Role
from home.models import FeedbackMessage
from tests.factories import UserFactory
from tests.home.factories import MessageFactory

pytestmark = pytest.mark.django_db

INDEX = "/admin/feedback_messages/"


def signed_in(client: Client, role: Role | None = None, **traits: bool) -> Client:
    client.force_login(UserFactory.create(role=role, **traits))
    return client


@pytest.fixture
def communicator(client: Client) -> Client:
    return signed_in(client, Role.COMMUNICATOR)


def edit(client: Client, stored: FeedbackMessage, **changes: str) -> Any:
    address = reverse("feedback_messages:edit", args=[stored.pk])
    html = client.get(address).content.decode()
    form = querydict_from_html(html, form_id="w-editor-form" if "w-editor-form" in html else None)
    form.pop("handled", None)
    for name, value in changes.items():
        form[name] = value
    return client.post(address, form)


def listed(client: Client, query: str = "") -> list[str]:
    response = client.get(INDEX + query)
    assert response.status_code == 200
    return [message.message for message in response.context["object_list"]]


@pytest.mark.parametrize(
    ("role", "admin", "expected"),
    [
        (Role.COMMUNICATOR, False, 200),
        (Role.MODERATOR, False, 302),
        (Role.JUROR, False, 302),
        (Role.REGISTRAR, False, 302),
        (None, True, 200),
        (None, False, 302),
    ],
)
def test_who_may_read(client: Client, role: Role | None, *, admin: bool, expected: int) -> None:
    message = MessageFactory.create()
    signed_in(client, role, admin=admin)

    assert client.get(INDEX).status_code == expected
    address = reverse("feedback_messages:edit", args=[message.pk])
    assert client.get(address).status_code == expected


@pytest.mark.parametrize("admin", [True, False])
def test_nobody_adds_copies_or_deletes(client: Client, *, admin: bool) -> None:
    message = MessageFactory.create()
    signed_in(client, None if admin else Role.COMMUNICATOR, admin=admin)

    for address in (f"{INDEX}new/", f"{INDEX}delete/{message.pk}/", f"{INDEX}copy/{message.pk}/"):
        assert client.post(address).status_code in {302, 404}
        assert client.get(address).status_code in {302, 404}
    assert FeedbackMessage.objects.count() == 1
    html = client.get(INDEX).content.decode()
    assert f"{INDEX}new/" not in html
    assert "/delete/" not in html


def test_the_newest_comes_first_with_its_state(communicator: Client) -> None:
    page = MessageFactory.create(message="Först", unmailed=True).page
    MessageFactory.create(message="Sist", page=page, spam=True)

    assert listed(communicator) == ["Sist", "Först"]


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("?unhandled=true", ["Annat", "Omailat"]),
        ("?unhandled=false", ["Hanterat"]),
        ("?not_mailed=true", ["Omailat"]),
        ("?kind=other", ["Annat"]),
        ("?q=omail", ["Omailat"]),
        ("?q=finns+inte", []),
    ],
)
def test_the_register_is_filtered_and_searched(
    communicator: Client, query: str, expected: list[str]
) -> None:
    handled = MessageFactory.create(message="Hanterat")
    handled.set_handled(UserFactory.create(), handled.received_at)
    handled.save()
    MessageFactory.create(message="Omailat", page=handled.page, unmailed=True)
    MessageFactory.create(message="Annat", page=handled.page, kind="other")

    assert listed(communicator, query) == expected


def test_a_message_is_read_and_handled(communicator: Client) -> None:
    message = MessageFactory.create(message="<script>alert(1)</script>")
    html = communicator.get(reverse("feedback_messages:edit", args=[message.pk])).content.decode()
    assert "&lt;script&gt;alert(1)" in html

    response = edit(communicator, message, handled="on", note="Filmen är textad nu.")

    message.refresh_from_db()
    assert response.status_code == 302
    assert message.note == "Filmen är textad nu."
    assert message.handled_at is not None
    assert message.handled_by is not None


def test_facts_are_told_in_words(communicator: Client) -> None:
    received = datetime(2026, 11, 22, 23, 30, tzinfo=UTC)
    message = MessageFactory.create(received_at=received, unaddressed=True)

    html = communicator.get(reverse("feedback_messages:edit", args=[message.pk])).content.decode()

    shown = re.findall(r'class="w-field__textoutput"[^>]*>\s*([^<]*?)\s*<', html)
    assert (len(shown), {"None", "False", "True", ""} & set(shown)) == (10, set())
    assert "23 november 2026 00:30" in html


@pytest.mark.parametrize(
    ("become", "mailing", "problem"),
    [
        ({}, "Mailed", ""),
        ({"spam": True}, "Not to be mailed", ""),
        ({"unaddressed": True}, "Not mailed", "No e-mail address is given in the site's settings."),
        ({"unmailed": True, "mail__error": "", "mail__attempts": 0}, "Not mailed", ""),
        (
            {"unmailed": True},
            "Not mailed",
            "Mailing failed (ConnectionRefusedError) and is tried again by itself.",
        ),
        (
            {"unmailed": True, "mail__failed": True},
            "Not mailed",
            "Mailing failed (ConnectionRefusedError) and is not tried any more.",
        ),
    ],
)
def test_what_became_of_the_mail_is_told_in_words(
    become: dict[str, Any], mailing: str, problem: str, in_english: None
) -> None:
    message = MessageFactory.create(**become)

    assert (message.mailing, message.mail_problem) == (mailing, problem)


def test_a_handled_message_keeps_who_and_when_until_it_is_opened_again(
    communicator: Client,
) -> None:
    message = MessageFactory.create()
    edit(communicator, message, handled="on")
    message.refresh_from_db()
    first = (message.handled_at, message.handled_by)

    edit(communicator, message, handled="on", note="Mer")
    message.refresh_from_db()
    assert (message.handled_at, message.handled_by) == first

    edit(communicator, message)
    message.refresh_from_db()
    assert (message.handled_at, message.handled_by) == (None, None)


def test_what_a_visitor_wrote_can_not_be_changed(communicator: Client) -> None:
    message = MessageFactory.create(message="Visitorns ord")

    edit(communicator, message, message="Andra ord", reply_email="x@example.se", kind="other")

    message.refresh_from_db()
    assert (message.message, message.reply_email, message.kind) == ("Visitorns ord", "", "problem")


def queries(client: Client, django_assert_max_num_queries: Any) -> int:
    with django_assert_max_num_queries(60) as captured:
        client.get(INDEX)
    return len(captured)


def test_the_list_costs_the_same_for_one_and_three(
    communicator: Client, django_assert_max_num_queries: Any
) -> None:
    page = MessageFactory.create().page
    queries(communicator, django_assert_max_num_queries)
    one = queries(communicator, django_assert_max_num_queries)
    MessageFactory.create_batch(2, page=page)

    assert queries(communicator, django_assert_max_num_queries) == one
