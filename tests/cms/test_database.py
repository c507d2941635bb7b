"""The database that the suite runs on, and what processes that share one need."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path
from threading import Barrier, Thread

import psycopg
import pytest
from django.conf import settings
from django.core.checks import Tags, run_checks
from django.db import connection
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.utils import ConnectionHandler
from wagtail.models import Page

from cms.checks import problems_of_order
from tests.services.postgres import Postgres


@pytest.mark.both_databases
@pytest.mark.django_db
def test_wagtails_first_pages_are_there() -> None:
    assert Page.objects.filter(depth=1).count() == 1


@pytest.mark.django_db
def test_postgresql_sorts_as_swedes_do(postgres: object) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT datcollate FROM pg_database WHERE datname = current_database()")
        [collation] = cursor.fetchone()
        cursor.execute("SELECT string_agg(w, '' ORDER BY w) FROM unnest(ARRAY['ö','ä','z','å']) w")
        [order] = cursor.fetchone()
    assert order == ("zåäö" if collation == "sv_SE.UTF-8" else "zäåö")


@pytest.mark.django_db
def test_the_database_is_checked_for_that(postgres: object) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT datcollate FROM pg_database WHERE datname = current_database()")
        [collation] = cursor.fetchone()

    found = run_checks(tags=[Tags.database], databases=["default"])

    assert [each.id for each in found] == ([] if collation == "sv_SE.UTF-8" else ["cms.W001"])


@pytest.mark.django_db
def test_a_database_that_does_not_sort_as_swedes_do_is_told(postgres: Postgres) -> None:
    with psycopg.connect(postgres.url(), autocommit=True) as server:
        server.execute("DROP DATABASE IF EXISTS by_code")
        server.execute("CREATE DATABASE by_code TEMPLATE template0 LOCALE 'C'")
    database = {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": "by_code",
        **postgres.settings(),
    }
    with closing(ConnectionHandler({"default": database})["default"]) as own:
        problems = list(problems_of_order(own))

    assert [problem.msg for problem in problems] == [
        "The database sorts z, ä, å, ö: not as Swedes do."
    ]


def test_sqlite_is_not_told(tmp_path: Path) -> None:
    database = {"ENGINE": "django.db.backends.sqlite3", "NAME": tmp_path / "db.sqlite3"}
    with closing(ConnectionHandler({"default": database})["default"]) as own:
        assert list(problems_of_order(own)) == []


@pytest.mark.django_db
def test_a_server_and_a_worker_write_to_sqlite_at_once(tmp_path: Path) -> None:
    """Each reads and then writes; without a lock from the beginning one would be turned away."""
    start, numbers = Barrier(2), []

    def connect() -> BaseDatabaseWrapper:
        database = {
            "ENGINE": "django.db.backends.sqlite3",
            "NAME": tmp_path / "db.sqlite3",
            "OPTIONS": settings.SQLITE_OPTIONS,
        }
        return ConnectionHandler({"default": database})["default"]

    def count() -> None:
        """Add fifty numbers, each as high as the rows that were there."""
        with closing(connect()) as own:
            start.wait()
            for _ in range(50):
                own.set_autocommit(False, force_begin_transaction_with_broken_autocommit=True)
                [number] = own.cursor().execute("SELECT count(*) FROM counter").fetchone()
                own.cursor().execute("INSERT INTO counter VALUES (%s)", [number])
                own.commit()
                own.set_autocommit(True)
                numbers.append(number)

    with closing(connect()) as first:
        first.cursor().execute("CREATE TABLE counter (number integer)")
    writers = [Thread(target=count) for _ in range(2)]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join()

    assert sorted(numbers) == list(range(100))
