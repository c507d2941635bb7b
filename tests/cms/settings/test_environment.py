"""What production's settings accept, and what they refuse before the site starts."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from django.core.exceptions import ImproperlyConfigured

from cms.settings.environment import Environment

from .production import ON_DISK, ON_S3, ROOT, run

DATABASE = "must look like postgres://user:password@host:5432/database."
HOSTS = "must name each host, without https:// and without *."
NETWORKS = "must list IP addresses or networks such as 10.0.0.0/24."


def refusals(environment: dict[str, str]) -> list[str]:
    """The problems that stop the start, without their dashes."""
    result = run(environment, "-c", "import cms.settings.production", check=False)
    assert result.returncode == 1, result.stderr
    return [line[4:] for line in result.stderr.splitlines() if line.startswith("  - ")]


def test_everything_that_is_missing_is_told_at_once() -> None:
    assert refusals({}) == [
        "SECRET_KEY: is missing.",
        "SITE_URL: is missing.",
        "DATABASE_URL: is missing.",
        "CACHE_URL: is missing.",
        "MEDIA_STORAGE: is missing.",
        "MEDIA_ROOT: is missing.",
        "PRIVATE_MEDIA_ROOT: is missing.",
        "EMAIL_HOST: is missing.",
        "DEFAULT_FROM_EMAIL: is missing.",
        "TRUSTED_PROXIES: is missing.",
    ]


def test_everything_that_is_missing_for_s3_is_told_too() -> None:
    missing = {name: value for name, value in ON_S3.items() if not name.startswith("S3_")}
    assert refusals(missing) == [
        "S3_PUBLIC_URL: is missing.",
        "S3_ENDPOINT_URL: is missing.",
        "S3_REGION: is missing.",
        "S3_ACCESS_KEY_ID: is missing.",
        "S3_SECRET_ACCESS_KEY: is missing.",
        "S3_PUBLIC_BUCKET: is missing.",
        "S3_PRIVATE_BUCKET: is missing.",
    ]


def test_everything_that_is_unsafe_is_told_at_once_and_no_value_is_shown() -> None:
    unsafe = {
        "SECRET_KEY": "development-only-key-never-used-anywhere-else-at-all",
        "SITE_URL": "http://awards.example.org/start",
        "ALLOWED_HOSTS": "*",
        "CSRF_TRUSTED_ORIGINS": "awards.example.org",
        "LANGUAGE_CODE": "klingon",
        "DATABASE_URL": "sqlite:///hemlig.sqlite3",
        "DATABASE_POOL_SIZE": "many",
        "CACHE_URL": "memcached://hemlig",
        "MEDIA_ROOT": "/srv/media",
        "PRIVATE_MEDIA_ROOT": "/srv/media/private",
        "EMAIL_ENCRYPTION": "none",
        "EMAIL_HOST_USER": "awards",
        "EMAIL_PORT": "70000",
        "TRUSTED_PROXIES": "0.0.0.0/0",
        "HSTS_SECONDS": "0",
        "LOG_LEVEL": "LOUD",
    }
    problems = refusals(ON_DISK | unsafe)
    assert problems == [
        "SECRET_KEY: must be a random text of 50 characters or more.",
        "LANGUAGE_CODE: must be one of sv, en.",
        "SITE_URL: must begin with https:// and name a host.",
        f"ALLOWED_HOSTS: {HOSTS}",
        "CSRF_TRUSTED_ORIGINS: must begin with https:// and name a host.",
        f"DATABASE_URL: {DATABASE}",
        "DATABASE_POOL_SIZE: must be a whole number from 0 to 100.",
        "CACHE_URL: must look like redis://:password@host:6379/0.",
        "PRIVATE_MEDIA_ROOT: must lie outside MEDIA_ROOT, and not around it.",
        "EMAIL_PORT: must be a whole number from 1 to 65535.",
        "EMAIL_ENCRYPTION: must be starttls or tls when mail leaves this machine.",
        "EMAIL_HOST_PASSWORD: and EMAIL_HOST_USER must both be set, or neither.",
        "TRUSTED_PROXIES: must not trust every address in the world.",
        "HSTS_SECONDS: must be a whole number from 300 to 63072000.",
        "LOG_LEVEL: must be one of DEBUG, INFO, WARNING, ERROR.",
    ]
    assert "hemlig" not in " ".join(problems)


@pytest.mark.parametrize(
    ("name", "value", "problem"),
    [
        ("SECRET_KEY", "short", "must be a random text of 50 characters or more."),
        ("SECRET_KEY", "ab" * 40, "must be a random text of 50 characters or more."),
        ("SITE_URL", "https://example.org/start", "must end after the host, without a path."),
        ("ALLOWED_HOSTS", ".example.org, *.example.com", HOSTS),
        ("DATABASE_URL", "postgres://user:password@host:5432/", DATABASE),
        ("DATABASE_URL", "postgres://[broken", DATABASE),
        ("CACHE_URL", "redis://", "must look like redis://:password@host:6379/0."),
        ("MEDIA_STORAGE", "cloud", "must be one of disk, s3."),
        ("MEDIA_ROOT", "media", "must be a full path that begins with /."),
        ("PRIVATE_MEDIA_ROOT", "/nowhere", "must lie outside MEDIA_ROOT, and not around it."),
        ("STATIC_ROOT", "static", "must be a full path that begins with /."),
        ("TRUSTED_PROXIES", "proxy.example.org", NETWORKS),
        ("TRUSTED_PROXIES", "::/0", "must not trust every address in the world."),
    ],
)
def test_an_unsafe_value_is_refused(name: str, value: str, problem: str) -> None:
    assert refusals(ON_DISK | {name: value}) == [f"{name}: {problem}"]


@pytest.mark.parametrize(
    ("name", "value", "problem"),
    [
        ("S3_ENDPOINT_URL", "http://s3.example.org", "must begin with https:// and name a host."),
        ("S3_PUBLIC_URL", "media.example.org", "must begin with https:// and name a host."),
        ("S3_PRIVATE_BUCKET", "public", "must not be the bucket that everybody may read."),
        ("S3_PRIVATE_URL_SECONDS", "86400", "must be a whole number from 1 to 3600."),
        ("S3_ADDRESSING_STYLE", "odd", "must be one of path, virtual."),
    ],
)
def test_an_unsafe_value_for_s3_is_refused(name: str, value: str, problem: str) -> None:
    assert refusals(ON_S3 | {name: value}) == [f"{name}: {problem}"]


def test_a_flawed_start_of_the_server_names_the_variables() -> None:
    result = run({}, "manage.py", "check", check=False)
    assert result.returncode != 0
    assert "SECRET_KEY: is missing." in result.stderr


def test_the_values_arrive_where_django_reads_them() -> None:
    result = run(
        ON_DISK,
        "-c",
        "import json, cms.settings.production as s; print(json.dumps([s.ALLOWED_HOSTS,"
        " s.WAGTAILADMIN_BASE_URL, s.DATABASES['default'], s.EMAIL_USE_TLS, s.EMAIL_USE_SSL]))",
    )
    assert json.loads(result.stdout) == [
        ["awards.example.org"],
        "https://awards.example.org",
        {
            "ENGINE": "django.db.backends.postgresql",
            "NAME": "awards",
            "USER": "user",
            "PASSWORD": "p@ss",
            "HOST": "127.0.0.1",
            "PORT": "1",
            "OPTIONS": {
                "sslmode": "require",
                "pool": {"min_size": 1, "max_size": 4, "timeout": 5},
            },
            "CONN_HEALTH_CHECKS": True,
        },
        True,
        False,
    ]


def test_media_on_another_host_may_be_shown() -> None:
    result = run(
        ON_S3 | {"S3_PUBLIC_URL": "https://s3.example.org/public"},
        "-c",
        "import cms.settings.production as s;"
        "print(s.CONTENT_SECURITY_POLICY['DIRECTIVES']['img-src'],"
        "s.ADMIN_CONTENT_SECURITY_POLICY['DIRECTIVES']['img-src'])",
    )
    assert result.stdout.strip() == (
        """["'self'", 'https://s3.example.org'] """
        """["'self'", 'data:', 'blob:', 'https://s3.example.org']"""
    )


def test_nobody_waits_long_for_a_service_of_files_that_does_not_answer() -> None:
    result = run(
        ON_S3 | {"S3_ADDRESSING_STYLE": "virtual"},
        "-c",
        "import json, django; django.setup()\n"
        "from django.core.files.storage import storages\n"
        "for name in ('default', 'private'):\n"
        "    config = storages[name].connection.meta.client.meta.config\n"
        "    print(json.dumps([config.connect_timeout, config.read_timeout,"
        " config.retries['total_max_attempts'], config.signature_version,"
        " config.s3['addressing_style']]))",
    )
    assert [json.loads(line) for line in result.stdout.splitlines()] == [
        [3, 10, 2, "s3v4", "virtual"]
    ] * 2


@pytest.mark.parametrize("environment", [ON_DISK, ON_S3], ids=["disk", "s3"])
def test_djangos_own_check_of_a_deployment_finds_nothing(environment: dict[str, str]) -> None:
    result = run(environment, "manage.py", "check", "--deploy", "--fail-level", "WARNING")
    assert result.stdout == "System check identified no issues (2 silenced).\n"


def test_the_example_has_each_variable_that_is_read_and_no_other() -> None:
    show = "import cms.settings.production as s; print(*s._env.names)"
    read = {name for values in (ON_DISK, ON_S3) for name in run(values, "-c", show).stdout.split()}
    written = re.findall(r"^([A-Z0-9_]+)=", (ROOT / ".env.example").read_text(), re.MULTILINE)
    assert sorted(written) == sorted(read)


def test_a_problem_stops_the_start() -> None:
    environment = Environment({})
    environment.finish()
    environment.text("NAME")
    with pytest.raises(ImproperlyConfigured, match="NAME: is missing"):
        environment.finish()


def test_a_folder_may_have_a_default() -> None:
    assert Environment({}).folder("FOLDER", Path("/srv")) == Path("/srv")
