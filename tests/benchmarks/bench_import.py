"""What bringing an archive of 5 000 winners in costs: time, and memory at its highest.

PostgreSQL, a fresh process as an operator starts it. At most 2 minutes and 300 MB is the aim; a
second import of the same file, which changes nothing, is measured too.
"""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import psycopg

from tests.services.postgres import Postgres

ROOT = Path(__file__).parents[2]
AWARDS, YEARS, WINNERS = 10, 10, 50
KILOBYTES = 1024

SENTENCE = "Verksamheten har vågat pröva något nytt, och andra kan ha nytta av resultatet. "


def archive() -> Iterator[str]:
    """The lines of a file with 10 awards of 10 years of 50 winners, of 40 organisations."""
    yield from ("format: 1", "source: archive", "list: {title: Priser}", "organisations:")
    for number in range(40):
        yield f"  - {{key: o-{number}, name: Förvaltning {number}, kind: administration}}"
    yield "awards:"
    for award in range(AWARDS):
        yield f"  - {{key: a-{award}, title: Pris {award}, lead: Nytt arbete, purpose: Att lära,"
        yield "     eligibility: Alla, years: ["
        for year in range(2000, 2000 + YEARS):
            yield f"     {{key: a-{award}-{year}, year: {year}, criteria: [Nytt], winners: ["
            for winner in range(WINNERS):
                key = f"a-{award}-{year}-{winner}"
                yield f"      {{key: {key}, title: Vinnaren {key}, prize_sum: 30000,"
                yield f"       recipients: [{{unit: Enhet {key}, organisation: o-{winner % 40}}}],"
                yield f"       citation: '{SENTENCE * 5}', story: [text: '{SENTENCE * 4}']}},"
            yield "     ]},"
        yield "  ]}"


def measure(file: Path, environment: dict[str, str]) -> tuple[float, float, str]:
    """Import a file in a process of its own: seconds, megabytes at most, and its last words."""
    before = time.perf_counter()
    command = [sys.executable, "manage.py", "import_awards", str(file)]
    with subprocess.Popen(
        command, cwd=ROOT, env=environment, stdout=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout
        last = process.stdout.read().splitlines()[-1]
        _pid, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
    assert process.returncode == 0
    return time.perf_counter() - before, usage.ru_maxrss / KILOBYTES, last


def test_import_of_a_large_archive(postgres: Postgres, tmp_path: Path) -> None:
    with psycopg.connect(postgres.url(), autocommit=True) as connection:
        connection.execute("CREATE DATABASE import_benchmark")
    environment = {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "tests.benchmarks.settings",
        "BENCHMARK_DATABASE": postgres.url("import_benchmark"),
        "BENCHMARK_MEDIA": str(tmp_path),
    }
    migrate = [sys.executable, "manage.py", "migrate", "--verbosity", "0"]
    subprocess.run(migrate, cwd=ROOT, env=environment, check=True)
    file = tmp_path / "archive.yaml"
    file.write_text("\n".join(archive()), encoding="utf-8")
    for run in ("first", "second"):
        seconds, megabytes, last = measure(file, environment)
        told = f"{run} import: {seconds:.0f} s, {megabytes:.0f} MB. {last}"
        print(told)
        assert seconds < 120
        assert megabytes < 300
