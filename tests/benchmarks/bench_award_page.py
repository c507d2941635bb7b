"""What a full award page costs beside a bare Wagtail page: CPU time of the server's workers.

Two gunicorn workers and PostgreSQL; no page and no part of one is cached; the two pages are asked
for in turn in one run. The award has 6 years, 20 winners with pictures, 5 jurors and 6 criteria.
The aim is a ratio of at most 2.
"""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
from functools import partial
from http.client import HTTPConnection
from pathlib import Path

import psycopg
import pytest

from tests.cms.settings.production import ROOT
from tests.services.postgres import Postgres
from tests.services.processes import free_port, listens, running

ROUNDS = 9
WARM_UP = 20
REQUESTS = 100
MILLISECONDS = 1000

#: Each page by the host that it is asked for at and its address there.
PAGES = {"bare": ("127.0.0.1", "/page/"), "award": ("localhost", "/priser/full/")}


def cpu_seconds(server: subprocess.Popen[bytes]) -> float:
    """The CPU time that a server's workers have used so far, by Linux's own account."""
    workers = Path(f"/proc/{server.pid}/task/{server.pid}/children").read_text().split()
    ticks = 0
    for worker in workers:
        fields = Path(f"/proc/{worker}/stat").read_text().rpartition(")")[2].split()
        ticks += int(fields[11]) + int(fields[12])
    return ticks / os.sysconf("SC_CLK_TCK")


def visit(port: int, host: str, path: str) -> None:
    """Ask for a page by a connection of its own, so that both workers are asked."""
    connection = HTTPConnection("127.0.0.1", port)
    connection.request("GET", path, headers={"Host": host, "Connection": "close"})
    response = connection.getresponse()
    response.read()
    connection.close()
    assert response.status == 200, path


def cost(server: subprocess.Popen[bytes], port: int, page: str) -> float:
    """The CPU time of one visit in milliseconds."""
    before = cpu_seconds(server)
    for _ in range(REQUESTS):
        visit(port, *PAGES[page])
    return (cpu_seconds(server) - before) / REQUESTS * MILLISECONDS


@pytest.mark.timeout(900)
def test_award_page_beside_a_bare_page(postgres: Postgres, tmp_path: Path) -> None:
    with psycopg.connect(postgres.url(), autocommit=True) as connection:
        connection.execute("CREATE DATABASE benchmark")
    environment = {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "tests.benchmarks.settings",
        "BENCHMARK_DATABASE": postgres.url("benchmark"),
        "BENCHMARK_MEDIA": str(tmp_path),
    }
    for command in (["manage.py", "migrate", "-v0"], ["-m", "tests.benchmarks.content"]):
        subprocess.run([sys.executable, *command], env=environment, cwd=ROOT, check=True)
    port = free_port()
    gunicorn = [
        *(sys.executable, "-m", "gunicorn", "cms.wsgi", "--workers", "2"),
        *("--config", os.devnull, "--bind", f"127.0.0.1:{port}"),
    ]
    costs: dict[str, list[float]] = {page: [] for page in PAGES}
    with running(
        gunicorn, tmp_path / "log", partial(listens, port), environment=environment, directory=ROOT
    ) as server:
        for host, path in PAGES.values():
            for _ in range(WARM_UP):
                visit(port, host, path)
        for _ in range(ROUNDS):
            for page in PAGES:
                costs[page].append(cost(server, port, page))
    ratios = [award / bare for award, bare in zip(costs["award"], costs["bare"], strict=True)]
    for page in PAGES:
        print(f"{page}: {statistics.median(costs[page]):.2f} ms of CPU time a page")
    print(f"award / bare: {statistics.median(ratios):.2f} ({min(ratios):.2f} to {max(ratios):.2f})")
