"""The site behind gunicorn and PostgreSQL, as the benchmarks and the tests of faults ask it."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from http.client import HTTPConnection, HTTPResponse
from pathlib import Path

import psycopg

from tests.cms.settings.production import ROOT
from tests.services.postgres import Postgres
from tests.services.processes import free_port, listens, running

MILLISECONDS = 1000


@dataclass(frozen=True)
class Server:
    """A running server: its port, and the process that watches over its workers."""

    port: int
    process: subprocess.Popen[bytes]

    def workers(self) -> list[int]:
        """The ids of the worker processes, by Linux's own account."""
        pid = self.process.pid
        children = Path(f"/proc/{pid}/task/{pid}/children").read_text()
        return [int(worker) for worker in children.split()]

    def cpu_milliseconds(self) -> float:
        """The CPU time that the workers have used so far."""
        ticks = 0
        for worker in self.workers():
            fields = Path(f"/proc/{worker}/stat").read_text().rpartition(")")[2].split()
            ticks += int(fields[11]) + int(fields[12])
        return ticks * MILLISECONDS / os.sysconf("SC_CLK_TCK")

    def ask(
        self,
        path: str,
        body: bytes | None = None,
        *,
        host: str = "localhost",
        headers: dict[str, str] | None = None,
        sender: str = "127.0.0.1",
    ) -> tuple[HTTPResponse, bytes]:
        """Get a page or, with a body, post to it, by a connection of its own.

        So every worker is asked. ``sender`` is the visitor's own address. Raises ``OSError`` or
        ``HTTPException`` without an answer.
        """
        connection = HTTPConnection("127.0.0.1", self.port, timeout=60, source_address=(sender, 0))
        try:
            connection.request(
                "GET" if body is None else "POST",
                path,
                body,
                {"Host": host, "Connection": "close"} | (headers or {}),
            )
            response = connection.getresponse()
            return response, response.read()
        finally:
            connection.close()


def environment_of(database: str, media: Path, **more: str) -> dict[str, str]:
    """The environment of ``tests.benchmarks.settings``; ``database`` is an address."""
    return {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "tests.benchmarks.settings",
        "BENCHMARK_DATABASE": database,
        "BENCHMARK_MEDIA": str(media),
    } | more


def new_database(
    postgres: Postgres, name: str, content: str, media: Path, *options: str
) -> dict[str, str]:
    """Make a database, filled by the program ``content``; the environment to run the site in."""
    with psycopg.connect(postgres.url(), autocommit=True) as connection:
        connection.execute(f'CREATE DATABASE "{name}"'.encode())
    environment = environment_of(postgres.url(name), media)
    for command in (["manage.py", "migrate", "-v0"], ["-m", content, *options]):
        subprocess.run([sys.executable, *command], env=environment, cwd=ROOT, check=True)
    return environment


@contextmanager
def run_site(environment: dict[str, str], log: Path, *options: str) -> Iterator[Server]:
    """Run gunicorn with two workers, and with more options of its own."""
    port = free_port()
    gunicorn = [
        *(sys.executable, "-m", "gunicorn", "cms.wsgi", "--workers", "2"),
        *("--config", os.devnull, "--bind", f"127.0.0.1:{port}", *options),
    ]
    is_ready = partial(listens, port)
    with running(gunicorn, log, is_ready, environment=environment, directory=ROOT) as process:
        yield Server(port, process)
