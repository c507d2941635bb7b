"""Reading settings from the environment: typed, and telling everything that is wrong at once.

An ``Environment`` is asked for each value in turn. It notes each that is missing or unsafe and
goes on with a stand-in; ``finish`` then stops the start with the whole list. A message names the
variable and what to do, never the value: it may be a secret, and messages end up in logs.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from ipaddress import IPv4Network, IPv6Network, ip_network
from pathlib import Path
from typing import Any
from urllib.parse import SplitResult, urlsplit

from django.core.exceptions import ImproperlyConfigured
from psycopg import ProgrammingError
from psycopg.conninfo import conninfo_to_dict

#: A secret shorter than this can be guessed.
SECRET_LENGTH = 50

#: Hosts that are this very machine, where nothing needs to be encrypted.
LOOPBACK = {"localhost", "127.0.0.1", "::1"}


class Environment:
    """The variables that the site is configured by.

    Each method takes the name of a variable and returns its value; one without a ``default``
    must be set. An empty value counts as not set.
    """

    def __init__(self, variables: Mapping[str, str]) -> None:
        self._variables = variables
        self.problems: list[str] = []
        self.names: list[str] = []

    def complain(self, name: str, problem: str) -> None:
        """Note that the variable ``name`` cannot be used, in words that say what to do."""
        self.problems.append(f"{name}: {problem}")

    def finish(self) -> None:
        """Raise ``ImproperlyConfigured`` with every problem, if there is one."""
        if self.problems:
            raise ImproperlyConfigured(
                "The site cannot start with these environment variables "
                "(.env.example describes each):\n"
                + "\n".join(f"  - {problem}" for problem in self.problems)
            )

    def text(self, name: str, default: str | None = None) -> str:
        """A text as it stands."""
        self.names.append(name)
        value = self._variables.get(name, "").strip()
        if value:
            return value
        if default is None:
            self.complain(name, "is missing.")
        return default or ""

    def secret(self, name: str) -> str:
        """A long random text that nobody can guess."""
        value = self.text(name)
        if value and (
            len(value) < SECRET_LENGTH
            or len(set(value)) < SECRET_LENGTH // 5
            or value.startswith(("django-insecure", "development"))
        ):
            self.complain(name, f"must be a random text of {SECRET_LENGTH} characters or more.")
        return value

    def number(self, name: str, default: int, *, minimum: int, maximum: int) -> int:
        """A whole number from ``minimum`` to ``maximum``."""
        value = self.text(name, str(default))
        if value.isdecimal() and minimum <= int(value) <= maximum:
            return int(value)
        self.complain(name, f"must be a whole number from {minimum} to {maximum}.")
        return default

    def choice(self, name: str, choices: Sequence[str], default: str | None = None) -> str:
        """One of a few words; the first of them where it is another, or missing."""
        value = self.text(name, default)
        if value and value not in choices:
            self.complain(name, f"must be one of {', '.join(choices)}.")
        return value if value in choices else choices[0]

    def texts(self, name: str, default: Sequence[str] | None = None) -> list[str]:
        """Texts separated by commas."""
        value = self.text(name, None if default is None else ",".join(default))
        return [part.strip() for part in value.split(",") if part.strip()]

    def hosts(self, name: str, default: Sequence[str] | None = None) -> list[str]:
        """Names of hosts; a wildcard would let anybody choose the host of the site's links."""
        hosts = self.texts(name, default)
        if any("*" in host or "/" in host for host in hosts):
            self.complain(name, "must name each host, without https:// and without *.")
        return hosts

    def origin(self, name: str) -> SplitResult:
        """The address of a site, without a path: https, or http on this very machine."""
        return self._origin(name, self.text(name))

    def origins(self, name: str, default: Sequence[str]) -> list[str]:
        """Addresses of sites, separated by commas."""
        return [self._origin(name, part).geturl() for part in self.texts(name, default)]

    def service(self, name: str) -> str:
        """The address of a service, perhaps with a path: https, or http on this very machine."""
        value = self.text(name)
        if value and not _is_safe(urlsplit(value)):
            self.complain(name, "must begin with https:// and name a host.")
        return value

    def _origin(self, name: str, value: str) -> SplitResult:
        address = urlsplit(value.rstrip("/"))
        if value and not _is_safe(address):
            self.complain(name, "must begin with https:// and name a host.")
        elif address.path or address.query or address.fragment:
            self.complain(name, "must end after the host, without a path.")
        return address

    def networks(self, name: str) -> list[IPv4Network | IPv6Network]:
        """IP addresses and networks, such as 10.0.0.7 or 10.0.0.0/24."""
        networks = []
        for part in self.texts(name):
            try:
                network = ip_network(part)
            except ValueError:
                self.complain(name, "must list IP addresses or networks such as 10.0.0.0/24.")
                break
            if network.prefixlen == 0:
                self.complain(name, "must not trust every address in the world.")
                break
            networks.append(network)
        return networks

    def folder(self, name: str, default: Path | None = None) -> Path:
        """A folder, by its full path."""
        value = self.text(name, None if default is None else str(default))
        if value and not Path(value).is_absolute():
            self.complain(name, "must be a full path that begins with /.")
        return Path(value)

    def redis(self, name: str) -> str:
        """The address of a server that speaks Redis' protocol."""
        value = self.text(name)
        address = urlsplit(value)
        if value and not (address.scheme in {"redis", "rediss"} and address.hostname):
            self.complain(name, "must look like redis://:password@host:6379/0.")
        return value

    def database(self, name: str) -> dict[str, Any]:
        """A PostgreSQL database as an entry of Django's ``DATABASES``.

        What libpq takes after the question mark, such as ``sslmode``, is passed on to it.
        """
        value = self.text(name)
        parts: dict[str, Any] = {}
        try:
            if value.startswith(("postgres://", "postgresql://")):
                parts = {
                    key: part for key, part in conninfo_to_dict(value).items() if part is not None
                }
        except ProgrammingError:
            pass
        if value and not parts.get("dbname"):
            self.complain(name, "must look like postgres://user:password@host:5432/database.")
        return {
            "ENGINE": "django.db.backends.postgresql",
            "NAME": parts.pop("dbname", ""),
            "USER": parts.pop("user", ""),
            "PASSWORD": parts.pop("password", ""),
            "HOST": parts.pop("host", ""),
            "PORT": parts.pop("port", ""),
            "OPTIONS": parts,
        }


def _is_safe(address: SplitResult) -> bool:
    """Whether what is sent to the address cannot be read on its way."""
    return bool(address.hostname) and (
        address.scheme == "https" or (address.scheme == "http" and address.hostname in LOOPBACK)
    )
