"""What every test has: a database on a real server, and storages of its own.

The suite runs on PostgreSQL, which the test run starts itself. ``TEST_DATABASE=sqlite`` runs it
on SQLite instead; ``make test`` does that for the tests marked ``both_databases``.
"""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import ExitStack, suppress
from dataclasses import asdict
from threading import Thread
from typing import Any

import pytest
from django.apps import apps
from django.conf import settings
from django.db.models import FileField
from django.test import override_settings
from django.utils import translation
from hypothesis import settings as hypothesis_settings
from pytest_django.plugin import DjangoDbBlocker
from xdist.scheduler import LoadScopeScheduling

from tests.services.migrated import migrated
from tests.services.postgres import Postgres, run_postgres
from tests.undone import undone_at_the_end

_SERVER = pytest.StashKey[Postgres]()

# The same cases at every run, and no clock: a slow machine is no error.
hypothesis_settings.register_profile(
    "fast", max_examples=50, deadline=None, derandomize=True, database=None
)
hypothesis_settings.load_profile("fast")

#: Tests that share what takes long to make, by where they are.
_SHARING = (
    "tests/awards/demo/loaded/",
    "tests/cms/settings/test_production.py",
    "tests/e2e/production/",
    "tests/e2e/whole_site/",
)


def pytest_configure(config: pytest.Config) -> None:
    """Start PostgreSQL once for the whole run; pytest-xdist's workers are told where it is."""
    if hasattr(config, "workerinput"):
        if "postgres" in config.workerinput:
            config.stash[_SERVER] = Postgres(**config.workerinput["postgres"])
    elif settings.DATABASES["default"]["ENGINE"].endswith("postgresql") and not (
        config.option.collectonly or config.option.help or config.option.version
    ):
        stack = ExitStack()
        config.add_cleanup(stack.close)
        config.stash[_SERVER] = stack.enter_context(run_postgres())
        if config.getoption("numprocesses", default=None):
            # What every worker copies is made while they start.
            Thread(target=_migrate, args=[config.stash[_SERVER]], daemon=True).start()


def _migrate(server: Postgres) -> None:
    # If it fails, or the run is over before, a worker that needs it tries again and tells why.
    with suppress(Exception):
        migrated(server)


def pytest_collection_finish(session: pytest.Session) -> None:
    """Let Python look for garbage seldom, and not among what was imported: it stays to the end."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(20_000, 10, 10)


@pytest.hookimpl(optionalhook=True)
def pytest_configure_node(node: Any) -> None:
    """Hand the server's address to a worker of pytest-xdist."""
    if _SERVER in node.config.stash:
        node.workerinput["postgres"] = asdict(node.config.stash[_SERVER])


class _Scheduling(LoadScopeScheduling):
    """Gives each worker test by test, but all that share a server or a site to one of them.

    What is shared comes first. All else keeps its order: the tests that empty the database are
    the last ones.
    """

    def _split_scope(self, nodeid: str) -> str:
        return next((place for place in _SHARING if nodeid.startswith(place)), nodeid)


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> _Scheduling:
    """Share the tests out among the workers of pytest-xdist."""
    return _Scheduling(config, log)


@pytest.fixture(scope="session")
def postgres(request: pytest.FixtureRequest) -> Postgres:
    """The run's PostgreSQL server, for tests that make databases of their own on it."""
    if _SERVER not in request.config.stash:
        pytest.skip("this run is on SQLite")
    return request.config.stash[_SERVER]


@pytest.fixture(scope="session")
def django_db_modify_db_settings(
    request: pytest.FixtureRequest, django_db_modify_db_settings_parallel_suffix: None
) -> None:
    """Point Django at the run's server, with a database for each worker."""
    if _SERVER in request.config.stash:
        server = request.config.stash[_SERVER]
        settings.DATABASES["default"].update(server.settings())
        if hasattr(request.config, "workerinput"):
            settings.DATABASES["default"]["TEST"]["TEMPLATE"] = migrated(server)


@pytest.fixture(scope="session", autouse=True)
def _own_files(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Keep what the tests upload out of the developer's own media."""
    media = tmp_path_factory.mktemp("media")
    private = tmp_path_factory.mktemp("private")
    storages: dict[str, Any] = dict(settings.STORAGES)
    storages["private"] = storages["private"] | {"OPTIONS": {"location": private}}
    with override_settings(MEDIA_ROOT=media, PRIVATE_MEDIA_ROOT=private, STORAGES=storages):
        # The models found their storage before the settings were changed.
        for model in apps.get_models():
            for field in model._meta.fields:
                if isinstance(field, FileField) and hasattr(field, "_storage_callable"):
                    field.storage = field._storage_callable()  # noqa: SLF001
        yield


@pytest.fixture(scope="module")
def module_db(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """A transaction around a module's tests, for its own fixtures of that scope to fill.

    No test of the module may empty the database (``transaction=True``), or close its connection.
    """
    with undone_at_the_end(django_db_blocker):
        yield


@pytest.fixture
def in_english() -> Iterator[None]:
    """Speak English, so that a test may compare messages with the ids that the code holds."""
    with translation.override("en"):
        yield
