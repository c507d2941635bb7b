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

_NAMES = {
    "admin": None,
    "kommunikator": Role.COMMUNICATOR,
    "moderator": Role.MODERATOR,
    "jurymedlem": Role.JUROR,
    "registrator": Role.REGISTRAR,
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
    for name, role in _NAMES.items():

        def make(name: str = name, role: Role | None = role) -> User:
            password = DEVELOPMENT_PASSWORD if settings.DEBUG else secrets.token_urlsafe(12)
            made.append(Account(name, password))
            return _make(name, role, password)

        if not get_user_model().objects.filter(username=name).exists():
            found_or_made("account", name, make)
    return made


def _make(name: str, role: Role | None, password: str) -> User:
    user = User.objects.create_user(
        name,
        f"{name}@example.org",
        password,
        is_staff=role is None,
        is_superuser=role is None,
    )
    if role:
        user.groups.add(StaffGroup.objects.get(role=role).group)
    return user
