"""The worker: it does the chores until it is asked to end, and loses nothing when it is killed."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from django.core import mail
from django.core.management import CommandError, call_command
from django.db import connection, transaction
from django.utils import timezone

from cms.chores import REGISTERED, Chore, Job
from cms.models import OutgoingMail
from tests.cms.settings.production import ON_DISK, ROOT, process_environment
from tests.factories import MailFactory
from tests.services.mail import run_mail_server
from tests.services.postgres import Postgres
from tests.services.processes import free_port, running, wait_until

HOUR = timedelta(hours=1)


@pytest.fixture
def only(monkeypatch: pytest.MonkeyPatch) -> Iterator[dict[Job, timedelta]]:
    """The chores of a test alone."""
    registered = dict(REGISTERED)
    REGISTERED.clear()
    yield REGISTERED
    REGISTERED.clear()
    REGISTERED.update(registered)


def fail(_now: datetime) -> None:
    raise ConnectionError("password=hemlig")


# --- Chores ---


def test_a_chore_is_due_at_once_and_then_as_often_as_it_says() -> None:
    now = timezone.now()
    done: list[datetime] = []
    chore = Chore(done.append, HOUR)

    for moment in (now, now + HOUR - timedelta(seconds=1), now + HOUR, now + HOUR):
        if chore.is_due(moment):
            assert chore.run(moment) is True

    assert done == [now, now + HOUR]


@pytest.mark.parametrize(
    ("every", "rest"), [(timedelta(seconds=1), timedelta(seconds=10)), (HOUR, HOUR)]
)
def test_a_chore_that_failed_rests(
    every: timedelta, rest: timedelta, caplog: pytest.LogCaptureFixture
) -> None:
    now, chore = timezone.now(), Chore(fail, every)

    assert chore.run(now) is False

    assert [chore.is_due(now + rest - timedelta(seconds=1)), chore.is_due(now + rest)] == [
        False,
        True,
    ]
    assert [record.getMessage() for record in caplog.records] == [
        f"The chore {__name__}.fail failed."
    ]


# --- Once ---


@pytest.mark.both_databases
@pytest.mark.django_db
def test_everything_is_done_once() -> None:
    MailFactory.create()

    call_command("work", "--once")

    assert len(mail.outbox) == 1
    assert OutgoingMail.objects.waiting().count() == 0


def test_a_chore_that_fails_stops_nobody_and_is_told(only: dict[Job, timedelta]) -> None:
    done: list[datetime] = []
    only |= {fail: HOUR, done.append: HOUR}

    with pytest.raises(CommandError) as told:
        call_command("work", "--once")

    assert str(told.value) == f"Failed: {__name__}.fail. The log tells more."
    assert len(done) == 1


# --- As a process of its own ---


@pytest.fixture
def environment(postgres: Postgres, tmp_path: Path) -> dict[str, str]:
    """Production's variables, on the test's own database; nobody is there to take mail."""
    return ON_DISK | {
        "DATABASE_URL": postgres.url(connection.settings_dict["NAME"]),
        "MEDIA_ROOT": str(tmp_path / "media"),
        "PRIVATE_MEDIA_ROOT": str(tmp_path / "private"),
        "EMAIL_HOST": "localhost",
        "EMAIL_PORT": str(free_port()),
    }


@contextmanager
def worker(
    environment: dict[str, str], log: Path, *options: str
) -> Iterator[subprocess.Popen[bytes]]:
    """A worker that has done its first round."""
    probe = MailFactory.create(recipient="")
    with running(
        [sys.executable, "manage.py", "work", *options],
        log,
        lambda: not OutgoingMail.objects.filter(pk=probe.pk, error="").exists(),
        environment=process_environment(environment),
        directory=ROOT,
        stop_signal=signal.SIGTERM,
    ) as process:
        yield process


own_process = pytest.mark.django_db(transaction=True, serialized_rollback=True)


@own_process
@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_a_signal_ends_the_worker_well(
    environment: dict[str, str], tmp_path: Path, number: signal.Signals
) -> None:
    with worker(environment, tmp_path / "log") as process:
        process.send_signal(number)
        assert process.wait(10) == 0
    assert "Traceback" not in (tmp_path / "log").read_text()


@own_process
def test_the_worker_ends_with_the_process_that_it_was_started_beside(
    environment: dict[str, str], tmp_path: Path
) -> None:
    """As in ``make run``: the shell becomes the server, whose end the worker notices."""
    server, number = tmp_path / "server", tmp_path / "worker"
    script = (
        f"'{sys.executable}' manage.py work --beside $$ & echo $! > '{number}'; "
        f"exec '{sys.executable}' -c 'import time; time.sleep(600)'"
    )
    probe = MailFactory.create(recipient="")
    with running(
        ["sh", "-c", script],
        server,
        lambda: not OutgoingMail.objects.filter(pk=probe.pk, error="").exists(),
        environment=process_environment(environment),
        directory=ROOT,
    ) as shell:
        shell.kill()
        pid = int(number.read_text())
        wait_until(lambda: not is_running(pid), "the end of the worker", seconds=10)


def is_running(pid: int) -> bool:
    """Whether a process has not ended; one that nobody has waited for yet is still listed."""
    try:
        os.kill(pid, 0)
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except (ProcessLookupError, FileNotFoundError):
        return False


@own_process
def test_the_log_of_the_worker_is_without_personal_data(
    environment: dict[str, str], tmp_path: Path
) -> None:
    waiting = MailFactory.create()
    with worker(environment, tmp_path / "log"):
        pass
    waiting.refresh_from_db()
    log = (tmp_path / "log").read_text()
    assert waiting.error == "ConnectionRefusedError"
    assert f"Mail {waiting.pk} was not sent (attempt 1): ConnectionRefusedError" in log
    assert [word for word in ("anna", "example.org", waiting.text) if word in log] == []


@own_process
def test_a_worker_that_is_killed_while_it_sends_loses_nothing(
    environment: dict[str, str], tmp_path: Path
) -> None:
    port = int(environment["EMAIL_PORT"])
    with ExitStack() as silent:
        server = silent.enter_context(socket.create_server(("localhost", port)))
        server.settimeout(30)
        waiting = MailFactory.create()
        talks: list[socket.socket] = []

        def is_sending() -> bool:
            """The server has greeted, and then says nothing: until then no mail is locked."""
            if not talks:
                talks.append(silent.enter_context(server.accept()[0]))
                talks[0].sendall(b"220 localhost\r\n")
            return is_locked(waiting)

        with running(
            [sys.executable, "manage.py", "work"],
            tmp_path / "log",
            is_sending,
            environment=process_environment(environment | {"EMAIL_ENCRYPTION": "none"}),
            directory=ROOT,
        ) as process:
            process.kill()
            process.wait()
    wait_until(lambda: not is_locked(waiting), "the end of the lock")
    waiting.refresh_from_db()
    assert (waiting.sent_at, waiting.attempts, waiting.error) == (None, 0, "")

    with run_mail_server(port) as back:
        signed_in = environment | {
            "EMAIL_HOST_USER": back.user,
            "EMAIL_HOST_PASSWORD": back.password,
            "SSL_CERT_FILE": str(back.certificate),
        }
        with worker(signed_in, tmp_path / "log"):
            wait_until(lambda: back.messages() != [], "the mail")
        assert [letter["To"] for letter in back.messages()] == [waiting.recipient]


def is_locked(waiting: OutgoingMail) -> bool:
    """Whether somebody is sending a mail just now."""
    with transaction.atomic():
        rows = OutgoingMail.objects.filter(pk=waiting.pk).select_for_update(skip_locked=True)
        return rows.first() is None
