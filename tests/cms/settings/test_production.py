"""The site in production: gunicorn, PostgreSQL, S3, a cache and a mail server, all of them real."""

from __future__ import annotations

import json
import secrets
import signal
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, closing, contextmanager
from dataclasses import dataclass
from functools import partial
from http.client import HTTPConnection, HTTPMessage
from pathlib import Path
from urllib.error import HTTPError
from urllib.request import urlopen

import pytest

from tests.services.mail import MailServer, run_mail_server
from tests.services.migrated import create_migrated
from tests.services.postgres import Postgres, run_postgres
from tests.services.processes import free_port, listens, running, wait_until
from tests.services.s3 import S3, run_s3
from tests.services.valkey import run_valkey

from .production import ON_S3, ROOT, process_environment, run

pytestmark = pytest.mark.timeout(300)

FROM_PROXY = {"Host": "awards.example.org", "X-Forwarded-Proto": "https"}


@pytest.fixture(scope="session")
def s3() -> Iterator[S3]:
    with run_s3() as server:
        yield server


@pytest.fixture(scope="session")
def mail_server() -> Iterator[MailServer]:
    with run_mail_server() as server:
        yield server


@pytest.fixture(scope="session")
def cache_url() -> Iterator[str]:
    with run_valkey() as url:
        yield url


@pytest.fixture(scope="session")
def environment(
    postgres: Postgres,
    s3: S3,
    mail_server: MailServer,
    cache_url: str,
    tmp_path_factory: pytest.TempPathFactory,
) -> dict[str, str]:
    """Production's variables, with a migrated database and collected static files."""
    environment = ON_S3 | {
        "DATABASE_URL": create_migrated(postgres, f"production_{secrets.token_hex(4)}"),
        "CACHE_URL": cache_url,
        "S3_ENDPOINT_URL": s3.endpoint,
        "S3_ACCESS_KEY_ID": s3.access_key,
        "S3_SECRET_ACCESS_KEY": s3.secret_key,
        "S3_PUBLIC_BUCKET": s3.public_bucket,
        "S3_PRIVATE_BUCKET": s3.private_bucket,
        "S3_PUBLIC_URL": f"{s3.endpoint}/{s3.public_bucket}",
        "S3_PRIVATE_URL_SECONDS": "300",
        "EMAIL_HOST": "localhost",
        "EMAIL_PORT": str(mail_server.port),
        "EMAIL_HOST_USER": mail_server.user,
        "EMAIL_HOST_PASSWORD": mail_server.password,
        "SSL_CERT_FILE": str(mail_server.certificate),
        "STATIC_ROOT": str(tmp_path_factory.mktemp("static")),
    }
    run(environment, "manage.py", "collectstatic", "--no-input", "--verbosity", "0")
    return environment


def in_django(environment: Mapping[str, str], code: str) -> str:
    """What some code prints when it runs in the site."""
    return run(environment, "-c", f"import django; django.setup()\n{code}").stdout.strip()


@dataclass(frozen=True)
class Answer:
    """What the site answered."""

    status: int
    headers: HTTPMessage
    body: bytes


@dataclass(frozen=True)
class Site:
    """A site that gunicorn serves, and its log."""

    port: int
    log: Path

    def get(self, path: str, headers: Mapping[str, str] = FROM_PROXY) -> Answer:
        """The answer to a request, by default one that a trusted proxy passes on."""
        with closing(HTTPConnection("127.0.0.1", self.port, timeout=30)) as connection:
            connection.request("GET", path, headers=dict(headers))
            response = connection.getresponse()
            return Answer(response.status, response.headers, response.read())

    def events(self) -> list[dict[str, object]]:
        """The lines of JSON in the log."""
        lines = self.log.read_text().splitlines()
        return [json.loads(line) for line in lines if line.startswith("{")]


@pytest.fixture(scope="session")
def site(environment: dict[str, str], tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    with serve(environment, tmp_path_factory.mktemp("gunicorn")) as site:
        yield site


@contextmanager
def serve(environment: Mapping[str, str], directory: Path) -> Iterator[Site]:
    """Run gunicorn as in production, on a port of its own."""
    port, log = free_port(), directory / "log"
    with running(
        [sys.executable, "-m", "gunicorn", "cms.wsgi", "--bind", f"127.0.0.1:{port}"],
        log,
        partial(listens, port),
        environment=process_environment(environment),
        directory=ROOT,
        stop_signal=signal.SIGTERM,
    ):
        yield Site(port, log)


def test_the_site_starts_and_is_ready(site: Site) -> None:
    answer = site.get("/health/ready")
    assert (answer.status, json.loads(answer.body)) == (200, {"database": "ok", "cache": "ok"})


def test_health_is_asked_without_encryption(site: Site) -> None:
    answer = site.get("/health/live", {"Host": "awards.example.org"})
    assert (answer.status, answer.body) == (200, b"ok")


def test_what_is_not_encrypted_is_redirected(site: Site) -> None:
    answer = site.get("/robots.txt", {"Host": "awards.example.org"})
    assert answer.status == 301
    assert answer.headers["Location"] == "https://awards.example.org/robots.txt"


def test_an_unknown_host_is_refused(site: Site) -> None:
    answer = site.get("/robots.txt", {**FROM_PROXY, "Host": "evil.example.com"})
    assert answer.status == 400


def test_browsers_are_told_to_use_encryption_only(site: Site) -> None:
    header = site.get("/robots.txt").headers["Strict-Transport-Security"]
    assert header == "max-age=31536000; includeSubDomains"


def test_staff_get_cookies_that_stay_on_the_site(site: Site) -> None:
    cookie = site.get("/admin/login/").headers["Set-Cookie"]
    assert cookie.startswith("__Host-csrf=")
    assert "; Path=/; SameSite=Lax; Secure" in cookie


def test_static_files_are_hashed_compressed_and_kept_for_ever(
    site: Site, environment: dict[str, str]
) -> None:
    address = in_django(
        environment,
        "from django.templatetags.static import static\nprint(static('wagtailadmin/css/core.css'))",
    )
    answer = site.get(address, {**FROM_PROXY, "Accept-Encoding": "br"})
    assert answer.status == 200
    assert answer.headers["Content-Encoding"] == "br"
    assert answer.headers["Cache-Control"] == "max-age=315360000, public, immutable"
    assert Path(address).name != "core.css"


def test_public_files_are_read_by_everybody(environment: dict[str, str], s3: S3) -> None:
    address = in_django(
        environment,
        "from django.core.files.base import ContentFile\n"
        "from django.core.files.storage import default_storage as storage\n"
        "print(storage.url(storage.save('pictures/Å.txt', ContentFile(b'offentlig'))))",
    )
    assert address == f"{s3.endpoint}/{s3.public_bucket}/pictures/%C3%85.txt"
    with urlopen(address) as answer:
        assert answer.read() == b"offentlig"
        assert answer.headers["Cache-Control"] == "public, max-age=86400"


def test_a_file_of_the_same_name_gets_another_one(environment: dict[str, str]) -> None:
    names = in_django(
        environment,
        "from django.core.files.base import ContentFile\n"
        "from django.core.files.storage import default_storage as storage\n"
        "print(*(storage.save('same.txt', ContentFile(text)) for text in (b'1', b'2')))",
    ).split()
    assert len(set(names)) == 2


def test_private_files_are_read_by_a_signed_address_for_a_while(
    environment: dict[str, str],
) -> None:
    address, short_lived = in_django(
        environment,
        "from django.core.files.base import ContentFile\n"
        "from django.core.files.storage import storages\n"
        "storage = storages['private']\n"
        "name = storage.save('entry.txt', ContentFile(b'hemlig'))\n"
        "print(storage.url(name), storage.url(name, expire=1))",
    ).split()
    with urlopen(address) as answer:
        assert answer.read() == b"hemlig"
    assert "&X-Amz-Expires=300&" in address
    unsigned = address.partition("?")[0]
    assert refused(unsigned) == 403
    assert refused(address.replace("entry.txt", "other.txt")) == 403
    assert refused(address.replace("Expires=300", "Expires=3000")) == 403
    time.sleep(2)
    assert refused(short_lived) == 403


def refused(address: str) -> int:
    """The status that an address is refused with."""
    with pytest.raises(HTTPError) as caught:
        urlopen(address)
    caught.value.close()
    return caught.value.code


def test_mail_is_sent_encrypted_and_signed_in(
    environment: dict[str, str], mail_server: MailServer
) -> None:
    in_django(
        environment,
        "from django.core.mail import send_mail\n"
        "send_mail('Ett ärende', 'Hej!', None, ['nagon@example.org'])",
    )
    [message] = mail_server.messages()
    assert (message["To"], message["From"]) == ("nagon@example.org", "awards@example.org")


def test_mail_is_not_sent_to_a_server_that_cannot_be_trusted(
    environment: dict[str, str], mail_server: MailServer
) -> None:
    result = run(
        {name: value for name, value in environment.items() if name != "SSL_CERT_FILE"},
        *("manage.py", "sendtestemail", "nagon@example.org"),
        check=False,
    )
    assert result.returncode == 1
    assert "CERTIFICATE_VERIFY_FAILED" in result.stderr


def test_the_cache_is_shared_between_processes(environment: dict[str, str]) -> None:
    in_django(environment, "from django.core.cache import cache; cache.set('word', 'jury')")
    assert in_django(
        environment, "from django.core.cache import cache; print(cache.get('word'))"
    ) == ("jury")


def test_connections_to_the_database_are_pooled(environment: dict[str, str]) -> None:
    processes = in_django(
        environment,
        "from django.db import connection\n"
        "for _ in range(20):\n"
        "    with connection.cursor() as cursor:\n"
        "        cursor.execute('SELECT pg_backend_pid()')\n"
        "        print(cursor.fetchone()[0])\n"
        "    connection.close()\n"
        "connection.close_pool()",
    ).splitlines()
    assert len(processes) == 20
    assert len(set(processes)) <= 4


def test_the_log_tells_of_a_failure_but_not_of_the_visitor(
    site: Site,
) -> None:
    site.get("/anna.andersson@example.org/?personnummer=191212121212")
    wait_until(lambda: any(event["status"] == 404 for event in site.events()), "a line of the log")
    [event] = [event for event in site.events() if event.get("status") == 404]
    assert event | {"time": ""} == {
        "time": "",
        "level": "WARNING",
        "logger": "django.request",
        "message": "Not Found",
        "status": 404,
        "method": "GET",
        "route": event["route"],
    }
    assert "anna" not in site.log.read_text()


def test_the_site_is_not_ready_while_a_service_is_away(
    environment: dict[str, str], tmp_path: Path
) -> None:
    with run_valkey() as cache_url, ExitStack() as database:
        own = database.enter_context(run_postgres())
        away = environment | {"DATABASE_URL": own.url(), "CACHE_URL": cache_url}
        with serve(away, tmp_path) as site:
            assert site.get("/health/ready").status == 200
            database.close()
            answer = site.get("/health/ready")
            assert (answer.status, json.loads(answer.body)) == (
                503,
                {"database": "failed", "cache": "ok"},
            )
            assert site.get("/health/live").status == 200
    assert own.password not in site.log.read_text()
