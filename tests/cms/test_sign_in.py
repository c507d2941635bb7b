"""Where staff sign in: in plain Swedish, without the name of the software."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.core import mail
from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from awards.enums import Role
from cms.sign_in import MOST_RESETS, MOST_RESETS_IN_ALL, MOST_WRONG, MOST_WRONG_IN_ALL
from tests.factories import UserFactory

SIGN_IN, FORGOTTEN = reverse("wagtailadmin_login"), reverse("wagtailadmin_password_reset")
WAIT = (
    "A wrong password has been given many times in a short while. "
    "Wait a quarter of an hour and try again."
)
PASSWORD = "Ett-langt-losenord-9"


@pytest.fixture(autouse=True)
def _nothing_tried_yet() -> None:
    cache.clear()


@pytest.fixture
def account() -> User:
    user: User = UserFactory.create(
        role=Role.MODERATOR, username="moderatorn", email="moderatorn@example.se"
    )
    user.set_password(PASSWORD)
    user.save()
    return user


CAME_IN: list[str] = []


def tried(client: Client, username: str, password: str, **headers: Any) -> list[str]:
    """What somebody was told who did not come in."""
    response = client.post(SIGN_IN, {"username": username, "password": password}, **headers)
    return [] if response.status_code == 302 else response.context["form"].non_field_errors()


@pytest.mark.django_db
def test_the_page_is_in_swedish(client: Client) -> None:
    html = client.get(reverse("wagtailadmin_login")).content.decode()

    assert re.findall(r"<h1>\s*(.*?)\s*</h1>", html) == ["Logga in"]
    assert re.findall(r'<label[^>]*id="id_(\w+)-label"[^>]*>\s*(\w+)', html) == [
        ("username", "Användarnamn"),
        ("password", "Lösenord"),
    ]


@pytest.mark.parametrize("username", ["moderatorn", "ingen"])
@pytest.mark.django_db
def test_no_client_tries_passwords_without_end(
    username: str, account: User, client: Client, in_english: None
) -> None:
    told = [tried(client, username, f"fel {number}") for number in range(MOST_WRONG)]

    assert [len(errors) for errors in told] == [1] * MOST_WRONG
    assert [errors == [WAIT] for errors in told] == [False] * (MOST_WRONG - 1) + [True]
    assert tried(client, username, PASSWORD) == [WAIT]
    assert not client.session.get("_auth_user_id")
    elsewhere = client.post(
        reverse("wagtailcore_login"), {"username": username, "password": PASSWORD}
    )
    assert elsewhere.status_code == 200


@pytest.mark.django_db
def test_nobody_locks_another_client_or_account_out(account: User, client: Client) -> None:
    for number in range(MOST_WRONG):
        tried(client, "moderatorn", f"fel {number}")

    assert tried(client, "moderatorn", PASSWORD, REMOTE_ADDR="192.0.2.7") == CAME_IN
    UserFactory.create(username="annan", admin=True, password=account.password)
    assert tried(client, "annan", PASSWORD) == CAME_IN


@pytest.mark.django_db
def test_those_who_sign_in_are_not_counted(account: User) -> None:
    for _ in range(MOST_WRONG + 1):
        assert tried(Client(), "moderatorn", PASSWORD) == CAME_IN


@pytest.mark.django_db
def test_a_client_that_tries_many_accounts_has_to_wait_too(
    account: User, client: Client, in_english: None
) -> None:
    for number in range(MOST_WRONG_IN_ALL):
        tried(client, f"konto {number}", "fel")

    assert tried(client, "moderatorn", PASSWORD) == [WAIT]


@pytest.mark.django_db
def test_an_account_is_mailed_the_way_to_a_new_password_a_few_times(
    account: User, client: Client, in_english: None
) -> None:
    asked = [client.post(FORGOTTEN, {"email": email}) for email in _spelled(account.email)]

    assert [answer.status_code for answer in asked] == [302] * MOST_RESETS + [200]
    assert asked[-1].context["form"].non_field_errors() == [
        "This has been done many times in a short while. Wait an hour and try again."
    ]
    assert len(mail.outbox) == MOST_RESETS


def _spelled(email: str) -> list[str]:
    return [email] * (MOST_RESETS - 1) + [email.upper(), email.title()]


@pytest.mark.django_db
def test_a_client_asks_for_a_few_new_passwords(client: Client) -> None:
    asked = [
        client.post(FORGOTTEN, {"email": f"{number}@example.se"}).status_code
        for number in range(MOST_RESETS_IN_ALL + 1)
    ]

    assert asked == [302] * MOST_RESETS_IN_ALL + [200]
