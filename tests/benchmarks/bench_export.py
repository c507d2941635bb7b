"""What it costs to take 100 000 entries out of the inbox, as CSV and as XLSX.

PostgreSQL, a fresh process for each export, medians of three rounds in turn. CSV is held against
PostgreSQL's own COPY of the same columns, XLSX against the export of the package that the inbox is
registered by. Memory is the highest of the process, beyond that of an export of 100 entries.
"""

from __future__ import annotations

import json
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path
from statistics import median

import psycopg
import pytest

from tests.benchmarks.server import new_database
from tests.cms.settings.production import ROOT
from tests.services.postgres import Postgres

ROUNDS = 3
FEW, ALL = "100", "100000"

_COLUMNS = """
    n.reference, n.registry_number, n.title, n.organisation_name, o.kind, n.unit, award.title,
    year.year, n.status, n.source, u.first_name || u.last_name, n.received_at, n.updated_at,
    concat_ws(', ', n.possible_duplicate, n.file_missing, n.flagged, n.message_waiting)
"""
_ANSWERS = """,
    (SELECT v.answers FROM awards_nominationversion v WHERE v.nomination_id = n.id
     ORDER BY v.number DESC LIMIT 1)
"""
_FROM = """
    FROM awards_nomination n
    JOIN awards_awardyearpage year ON year.page_ptr_id = n.year_id
    JOIN wagtailcore_page page ON page.id = n.year_id
    JOIN wagtailcore_page award ON award.path = left(page.path, -4)
    LEFT JOIN awards_organisation o ON o.id = n.organisation_id
    LEFT JOIN auth_user u ON u.id = n.case_officer_id
    ORDER BY n.received_at, n.id
"""


@dataclass(frozen=True)
class Measured:
    """An export: seconds to its first piece, its last and of the processor; megabytes; bytes."""

    first: float
    seconds: float
    processor: float
    megabytes: float
    size: int


def export(environment: dict[str, str], *arguments: str) -> Measured:
    """Take entries out in a process of its own."""
    command = [sys.executable, "-m", "tests.benchmarks.export_once", *arguments]
    done = subprocess.run(
        command, cwd=ROOT, env=environment, check=True, stdout=subprocess.PIPE, text=True
    )
    return Measured(**json.loads(done.stdout.splitlines()[-1]))


def copy(url: str, more: str = "") -> float:
    """Seconds that PostgreSQL's own COPY takes, until the last byte is here."""
    with psycopg.connect(url) as connection:
        began = time.perf_counter()
        query = f"COPY (SELECT {_COLUMNS}{more}{_FROM}) TO STDOUT (FORMAT csv)"
        with connection.cursor().copy(query.encode()) as content:
            for _piece in content:
                pass
        return time.perf_counter() - began


def middle(measured: list[Measured]) -> Measured:
    """The medians of some exports."""
    return Measured(
        median(each.first for each in measured),
        median(each.seconds for each in measured),
        median(each.processor for each in measured),
        median(each.megabytes for each in measured),
        measured[0].size,
    )


def tell(name: str, many: Measured, few: Measured) -> None:
    print(
        f"{name}: first byte {many.first * 1000:.0f} ms, {many.seconds:.2f} s "
        f"({many.processor:.2f} s of the processor), "
        f"{many.megabytes - few.megabytes:.1f} MB above {few.megabytes:.0f} MB, "
        f"{many.size / 1e6:.1f} MB of file"
    )


@pytest.mark.timeout(1800)
def test_an_export_of_many_entries(postgres: Postgres, tmp_path: Path) -> None:
    environment = new_database(postgres, "export", "tests.benchmarks.export_content", tmp_path)
    url = postgres.url("export")
    cases = {
        "CSV": ("ours", "csv"),
        "CSV with answers": ("ours", "csv", "answers"),
        "XLSX": ("ours", "xlsx"),
        "XLSX with answers": ("ours", "xlsx", "answers"),
        "XLSX of modeladmin": ("modeladmin", "xlsx"),
    }
    found: dict[str, list[Measured]] = {name: [] for name in cases}
    copies: dict[str, list[float]] = {"": [], _ANSWERS: []}
    for _ in range(ROUNDS):
        for more, seconds in copies.items():
            seconds.append(copy(url, more))
        for name, (who, kind, *wanted) in cases.items():
            found[name].append(export(environment, who, kind, ALL, *wanted))
    many = {name: middle(measured) for name, measured in found.items()}
    few = {
        name: export(environment, who, kind, FEW, *wanted)
        for name, (who, kind, *wanted) in cases.items()
    }
    for name in cases:
        tell(name, many[name], few[name])
    plain, with_answers = (median(seconds) for seconds in copies.values())
    print(f"COPY {plain:.2f} s: CSV takes {many['CSV'].seconds / plain:.1f} x that")
    ratio = many["CSV with answers"].seconds / with_answers
    print(f"COPY with answers {with_answers:.2f} s: CSV with answers takes {ratio:.1f} x that")
    share = many["XLSX"].seconds / many["XLSX of modeladmin"].seconds
    print(f"XLSX takes {share:.2f} of modeladmin's time")
    assert many["CSV"].seconds <= 8 * plain
    assert ratio <= 8
    assert share <= 0.5
    assert max(each.first for name, each in many.items() if name.startswith("CSV")) <= 0.1
    above = {name: many[name].megabytes - few[name].megabytes for name in cases}
    assert max(above["CSV"], above["CSV with answers"]) <= 10
    assert max(above["XLSX"], above["XLSX with answers"]) <= 20
