"""What a full award page costs beside a bare Wagtail page: CPU time of the server's workers.

Two gunicorn workers and PostgreSQL; no page and no part of one is cached; the two pages are asked
for in turn in one run. The award has 6 years, 20 winners with pictures, 5 jurors and 6 criteria.
The aim is a ratio of at most 2.
"""

from __future__ import annotations

import statistics
from pathlib import Path

import pytest

from tests.benchmarks.server import Server, new_database, run_site
from tests.services.postgres import Postgres

ROUNDS = 9
WARM_UP = 20
REQUESTS = 100

#: Each page by the host that it is asked for at and its address there.
PAGES = {"bare": ("127.0.0.1", "/page/"), "award": ("localhost", "/priser/full/")}


def visit(server: Server, page: str) -> None:
    """Ask for a page."""
    host, path = PAGES[page]
    response, _content = server.ask(path, host=host)
    assert response.status == 200, path


def cost(server: Server, page: str) -> float:
    """The CPU time of one visit in milliseconds."""
    before = server.cpu_milliseconds()
    for _ in range(REQUESTS):
        visit(server, page)
    return (server.cpu_milliseconds() - before) / REQUESTS


@pytest.mark.timeout(900)
def test_award_page_beside_a_bare_page(postgres: Postgres, tmp_path: Path) -> None:
    environment = new_database(postgres, "benchmark", "tests.benchmarks.content", tmp_path)
    costs: dict[str, list[float]] = {page: [] for page in PAGES}
    with run_site(environment, tmp_path / "log") as server:
        for page in PAGES:
            for _ in range(WARM_UP):
                visit(server, page)
        for _ in range(ROUNDS):
            for page in PAGES:
                costs[page].append(cost(server, page))
    ratios = [award / bare for award, bare in zip(costs["award"], costs["bare"], strict=True)]
    for page in PAGES:
        print(f"{page}: {statistics.median(costs[page]):.2f} ms of CPU time a page")
    print(f"award / bare: {statistics.median(ratios):.2f} ({min(ratios):.2f} to {max(ratios):.2f})")
