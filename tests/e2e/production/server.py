"""Running the demo under gunicorn, with compressed static files and a database of its own."""

from __future__ import annotations

import signal
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path

from tests.cms.settings.production import ON_DISK, ROOT, process_environment, run
from tests.services.migrated import create_migrated
from tests.services.postgres import Postgres
from tests.services.processes import free_port, listens, running
from tests.services.valkey import run_valkey

#: The award of the demo that has the most to show.
AWARD = "/priser/framsteget/"


@contextmanager
def run_demo(postgres: Postgres, directory: Path) -> Iterator[str]:
    """Serve the demo to visitors until the block ends; gives its address, without a final slash.

    Its files and log are kept in ``directory``. The files of Wagtail's admin are left out:
    compressing them takes most of a minute.
    """
    port = free_port()
    address = f"http://localhost:{port}"
    with run_valkey() as cache_url:
        environment = ON_DISK | {
            "DJANGO_SETTINGS_MODULE": "tests.e2e.production.settings",
            "SITE_URL": address,
            "DATABASE_URL": create_migrated(postgres, f"demo_{port}"),
            "CACHE_URL": cache_url,
            "STATIC_ROOT": str(directory / "static"),
            "MEDIA_ROOT": str(directory / "media"),
            "PRIVATE_MEDIA_ROOT": str(directory / "private"),
        }
        run(environment, "manage.py", "load_demo", "--force")
        run(environment, "manage.py", "collectstatic", "--no-input", "--ignore=wagtail*")
        with running(
            [sys.executable, "-m", "gunicorn", "cms.wsgi", "--bind", f"127.0.0.1:{port}"],
            directory / "log",
            partial(listens, port),
            environment=process_environment(environment),
            directory=ROOT,
            stop_signal=signal.SIGTERM,
        ):
            yield address
