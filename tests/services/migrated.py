"""A database with all tables, made once for a run: others are copied from it in no time."""

from __future__ import annotations

import psycopg

from tests.cms.settings.production import ON_DISK, run

from .postgres import Postgres

#: Any number that nobody else locks.
_LOCK = 1


def migrated(server: Postgres) -> str:
    """The name of a database that production's own command has migrated; nobody may connect to it.

    The first who asks makes it, and whoever else asks meanwhile waits.
    """
    with psycopg.connect(server.url(), autocommit=True) as connection:
        connection.execute("SELECT pg_advisory_lock(%s)", [_LOCK])
        if connection.execute("SELECT FROM pg_database WHERE datname = 'migrated'").rowcount == 0:
            connection.execute("DROP DATABASE IF EXISTS unfinished")
            connection.execute("CREATE DATABASE unfinished")
            environment = ON_DISK | {"DATABASE_URL": server.url("unfinished")}
            run(environment, "manage.py", "migrate", "--verbosity", "0")
            connection.execute("ALTER DATABASE unfinished RENAME TO migrated")
    return "migrated"


def create_migrated(server: Postgres, name: str) -> str:
    """Make a database with all tables; gives its address, as ``DATABASE_URL`` takes it."""
    template = migrated(server)
    with psycopg.connect(server.url(), autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name} TEMPLATE {template}".encode())
    return server.url(name)
