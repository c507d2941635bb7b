"""What migrations must keep to, on the real database."""

from __future__ import annotations

import pytest
from django.core.management import call_command
from django_migration_linter import MigrationLinter

from tests.cms.settings.production import ROOT

OURS = ["awards", "cms", "home"]


@pytest.mark.both_databases
@pytest.mark.django_db
def test_the_migrations_describe_the_models() -> None:
    call_command("makemigrations", "--check", "--dry-run", verbosity=0)


@pytest.mark.django_db
def test_no_migration_breaks_the_version_that_is_still_running(postgres: object) -> None:
    """A site is updated while its old version serves visitors.

    A migration may neither take away what the old code reads nor ask for what it does not write.
    """
    linter = MigrationLinter(
        str(ROOT),
        include_apps=OURS,
        no_cache=True,
        quiet=["ok", "ignore", "warning"],
    )
    linter.lint_all_migrations()
    assert not linter.has_errors
    assert linter.nb_total > 0
