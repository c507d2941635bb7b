"""An account for each role, to try the site with."""

from __future__ import annotations

import secrets
from dataclasses import dataclass

from django.conf import settings
from django.contrib.auth import get_user_model
from django.contrib.auth.models import User

from awards.enums import Role
from awards.models import StaffGroup

from .marks import found_or_made

#: On a developer's machine only; elsewhere each account gets a secret of its own.
DEVELOPMENT_PASSWORD = "prova-priserna"  # noqa: S105 - known to all, and useless elsewhere

#: The role of each account, and what its user is called: mails end with a name.
_ACCOUNTS: dict[str, tuple[Role | None, str, str]] = {
    "admin": (None, "Ada", "Administratör"),
    "kommunikator": (Role.COMMUNICATOR, "Kim", "Kommunikatör"),
    "moderator": (Role.MODERATOR, "Mika", "Moderator"),
    "jurymedlem": (Role.JUROR, "Jo", "Jurymedlem"),
    "registrator": (Role.REGISTRAR, "Robin", "Registrator"),
}


@dataclass(frozen=True)
class Account:
    """An account that was made now, with the password that nobody can read later."""

    name: str
    password: str


def make_accounts() -> list[Account]:
    """Make the accounts that are missing, and return them.

    A name that somebody else's account has is left alone.
    """
    made: list[Account] = []
    for name in _ACCOUNTS:

        def make(name: str = name) -> User:
            password = DEVELOPMENT_PASSWORD if settings.DEBUG else secrets.token_urlsafe(12)
            made.append(Account(name, password))
            return _make(name, password)

        if not get_user_model().objects.filter(username=name).exists():
            found_or_made("account", name, make)
    return made


def _make(name: str, password: str) -> User:
    role, first_name, last_name = _ACCOUNTS[name]
    user = User.objects.create_user(
        name,
        f"{name}@example.org",
        password,
        first_name=first_name,
        last_name=last_name,
        is_staff=role is None,
        is_superuser=role is None,
    )
    if role:
        user.groups.add(StaffGroup.objects.get(role=role).group)
    return user
