"""What migrations must keep to, on the real database."""

from __future__ import annotations

import pytest
from django.core.management import call_command
from django_migration_linter import MigrationLinter

from tests.cms.settings.production import ROOT

#: Our apps, each with its last migration before the site is first taken into use: so far tables are
#: empty, and what locks them locks nobody out.
LAST_ON_EMPTY_TABLES = {
    "awards": "0012_nominee_template",
    "cms": "0003_inbox",
    "home": "0004_latest_winners",
}
#: What the linter only warns of, although everybody waits meanwhile.
LOCKS = ["CREATE_INDEX", "CREATE_INDEX_EXCLUSIVE", "DROP_INDEX", "REINDEX"]


@pytest.mark.both_databases
@pytest.mark.django_db
def test_the_migrations_describe_the_models() -> None:
    call_command("makemigrations", "--check", "--dry-run", verbosity=0)


@pytest.mark.django_db
def test_no_migration_breaks_the_version_that_is_still_running(postgres: object) -> None:
    """A site is updated while its old version serves visitors.

    A migration may neither take away what the old code reads nor ask for what it does not write;
    nor lock a table that may be large.
    """
    linter = MigrationLinter(str(ROOT), no_cache=True, quiet=["ok", "ignore", "warning"])
    for (app, name), migration in linter.migration_loader.disk_migrations.items():
        if app in LAST_ON_EMPTY_TABLES:
            is_later = name > LAST_ON_EMPTY_TABLES[app]
            linter.warnings_as_errors_tests = LOCKS if is_later else []
            linter.lint_migration(migration)
    assert not linter.has_errors
    assert linter.nb_total >= len(LAST_ON_EMPTY_TABLES)
