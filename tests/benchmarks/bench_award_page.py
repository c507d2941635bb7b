"""What a full award page costs beside a bare Wagtail page: CPU time of the server's workers.

Two gunicorn workers, PostgreSQL, nothing cached, the two pages in turn in one run. The award has
6 years, 20 winners with pictures, 5 jurors and 6 criteria. At most 2 is the aim.
"""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
from functools import partial
from http.client import HTTPConnection
from pathlib import Path

import pytest

from tests.services.postgres import Postgres
from tests.services.processes import free_port, listens, running

ROOT = Path(__file__).parents[2]
ROUNDS = 9
REQUESTS = 100
MILLISECONDS = 1000


def cpu_seconds(process: subprocess.Popen[bytes]) -> float:
    """The CPU time that a server's workers have used so far, by Linux's own account."""
    task = Path(f"/proc/{process.pid}/task/{process.pid}/children")
    ticks = 0
    for worker in task.read_text().split():
        fields = Path(f"/proc/{worker}/stat").read_text().rpartition(")")[2].split()
        ticks += int(fields[11]) + int(fields[12])
    return ticks / os.sysconf("SC_CLK_TCK")


def visit(port: int, host: str, path: str) -> bytes:
    connection = HTTPConnection("127.0.0.1", port)
    connection.request("GET", path, headers={"Host": host, "Connection": "close"})
    response = connection.getresponse()
    body = response.read()
    assert response.status == 200, (path, response.status, body[:500])
    connection.close()
    return body


def test_award_page_beside_a_bare_page(postgres: Postgres, tmp_path: Path) -> None:
    psql = dict(check=True, cwd=ROOT)  # x
    environment = {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "tests.benchmarks.settings",
        "BENCHMARK_DATABASE": postgres.url("benchmark"),
        "BENCHMARK_MEDIA": str(tmp_path),
        "PYTHONPATH": str(ROOT),
    }
    import psycopg

    with psycopg.connect(postgres.url(), autocommit=True) as connection:
        connection.execute("CREATE DATABASE benchmark")
    manage = [sys.executable, "manage.py"]
    subprocess.run([*manage, "migrate", "-v0"], env=environment, **psql)
    filled = subprocess.run(
        [sys.executable, "-m", "tests.benchmarks.content"],
        env=environment,
        capture_output=True,
        text=True,
        **psql,
    )
    pages = {"bare": ("127.0.0.1", "/page/"), "award": ("localhost", "/priser/full/")}
    port = free_port()
    command = [
        *(sys.executable, "-m", "gunicorn", "cms.wsgi", "--workers", "2"),
        *("--config", "/dev/null", "--bind", f"127.0.0.1:{port}"),
    ]
    with running(
        command, tmp_path / "log", partial(listens, port), environment=environment, directory=ROOT
    ) as server:
        costs: dict[str, list[float]] = {name: [] for name in pages}
        for name, (host, path) in pages.items():
            for _ in range(20):
                visit(port, host, path)
        for _ in range(ROUNDS):
            for name, (host, path) in pages.items():
                before = cpu_seconds(server)
                for _ in range(REQUESTS):
                    visit(port, host, path)
                costs[name].append((cpu_seconds(server) - before) / REQUESTS * MILLISECONDS)
    ratios = [award / bare for award, bare in zip(costs["award"], costs["bare"], strict=True)]
    for name in pages:
        print(f"{name}: {statistics.median(costs[name]):.2f} ms of CPU time a page")
    print(
        f"award / bare: {statistics.median(ratios):.2f} "
        f"({min(ratios):.2f} to {max(ratios):.2f})"
    )
