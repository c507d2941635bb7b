"""500 applicants send in during the last minute, and 50 after it: who is in time is received.

Two gunicorn workers as production has them, and PostgreSQL. Each applicant has filled in the form,
looks at all answers once more, and sends. There are no extra minutes; the server's clock is set so
that the deadline falls in the run (``BENCHMARK_CLOCK``, in the benchmarks' settings alone). None
may be refused who had an answer before the deadline, none received who asked after it, and the p99
of all answers is to be under one second.
"""

from __future__ import annotations

import statistics
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from datetime import time as clock_time
from pathlib import Path

import psycopg
import pytest

from cms.dates import CITY_TIME_ZONE
from tests.benchmarks.server import Server, new_database, run_site
from tests.cms.settings.production import ROOT
from tests.services.postgres import Postgres

IN_TIME, LATE = 500, 50
#: Seconds until the deadline, and after it.
BEFORE, AFTER = 60.0, 6.0
AT_ONCE = 64


@dataclass(frozen=True)
class Sending:
    """How an applicant was answered: when it began and ended, by the server's clock."""

    began: float
    ended: float
    status: int
    #: Seconds that each answer took.
    took: tuple[float, float]


def send(server: Server, draft: str, cookie: str, start: float) -> Sending:
    """Look at the answers at a moment, and send them in."""
    time.sleep(max(0, start - time.time()))
    path, headers = f"/ansok/{draft}/kontrollera/", {"Cookie": cookie}
    opened = time.time()
    response, _content = server.ask(path, headers=headers)
    began = time.time()
    assert response.status in {200, 302}
    response, _content = server.ask(path, b"", headers=headers)
    ended = time.time()
    return Sending(began, ended, response.status, (began - opened, ended - began))


@pytest.mark.timeout(600)
def test_the_rush_before_the_deadline(postgres: Postgres, tmp_path: Path) -> None:
    environment = new_database(postgres, "rush", "tests.benchmarks.form_content", tmp_path)
    lines = (tmp_path / "drafts").read_text().splitlines()
    drafts = [line.split() for line in lines]
    today = datetime.now(CITY_TIME_ZONE).date()
    closing = datetime.combine(today + timedelta(days=1), clock_time.min, CITY_TIME_ZONE)
    starting = 15
    deadline = time.time() + starting + BEFORE
    environment["BENCHMARK_CLOCK"] = str(closing.timestamp() - deadline)
    with run_site(
        environment, tmp_path / "log", "--config", str(ROOT / "gunicorn.conf.py")
    ) as server:
        first = deadline - BEFORE
        moments = [first + BEFORE * n / IN_TIME for n in range(IN_TIME)]
        moments += [deadline + AFTER * n / LATE for n in range(LATE)]
        with ThreadPoolExecutor(AT_ONCE) as applicants:
            futures = [
                applicants.submit(send, server, draft, cookie, moment)
                for (draft, cookie), moment in zip(drafts, moments, strict=True)
            ]
            sendings = [future.result() for future in futures]
    early = [sending for sending in sendings if sending.ended < deadline]
    late = [sending for sending in sendings if sending.began >= deadline]
    received = [sending for sending in sendings if sending.status == 302]
    with psycopg.connect(postgres.url("rush")) as connection:
        [(count, last)] = connection.execute(
            "SELECT count(*), max(received_at) FROM awards_nomination"
        )
    took = sorted(seconds for sending in sendings for seconds in sending.took)
    print(
        f"{len(early)} before the deadline, {len(late)} after it, "
        f"{len(sendings) - len(early) - len(late)} across it; {len(received)} received"
    )
    print(
        f"p50 {statistics.median(took) * 1000:.0f} ms, p99 {took[len(took) * 99 // 100] * 1000:.0f}"
        f" ms, the slowest {took[-1] * 1000:.0f} ms"
    )
    assert {sending.status for sending in early} == {302}
    assert {sending.status for sending in late} == {403}
    assert (count, last < closing.astimezone(UTC)) == (len(received), True)
