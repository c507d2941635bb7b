"""Production as the tests run it: good values for every variable, and a process that gets them."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

ROOT = Path(__file__).parents[3]

#: What is needed at the least, with files on disk; nothing of it exists.
ON_DISK = {
    "SECRET_KEY": "kR8-vQ2xZt0LwYb6NfJ3sHd9MgPc1AeUiOq5Tn7BzXyVhWlE4r",
    "SITE_URL": "https://awards.example.org",
    "DATABASE_URL": "postgres://user:p%40ss@127.0.0.1:1/awards?sslmode=require",
    "CACHE_URL": "redis://:password@127.0.0.1:1/0",
    "MEDIA_STORAGE": "disk",
    "MEDIA_ROOT": "/nowhere/media",
    "PRIVATE_MEDIA_ROOT": "/nowhere/private",
    "EMAIL_HOST": "mail.example.org",
    "DEFAULT_FROM_EMAIL": "awards@example.org",
    "TRUSTED_PROXIES": "127.0.0.1, 10.0.0.0/24",
}

#: The same with files on S3.
ON_S3 = {name: value for name, value in ON_DISK.items() if not name.endswith("MEDIA_ROOT")} | {
    "MEDIA_STORAGE": "s3",
    "S3_ENDPOINT_URL": "https://s3.example.org",
    "S3_REGION": "eu-north-1",
    "S3_ACCESS_KEY_ID": "key",
    "S3_SECRET_ACCESS_KEY": "secret",
    "S3_PUBLIC_BUCKET": "public",
    "S3_PRIVATE_BUCKET": "private",
    "S3_PUBLIC_URL": "https://media.example.org",
}


def run(
    environment: Mapping[str, str], *command: str, check: bool = True
) -> subprocess.CompletedProcess[str]:
    """Run Python with production settings and nothing else of the test run's environment.

    With ``check`` it must end well.
    """
    result = subprocess.run(
        [sys.executable, "-W", "error", *command],
        cwd=ROOT,
        env=process_environment(environment),
        capture_output=True,
        text=True,
        check=False,
        timeout=200,
    )
    assert not check or result.returncode == 0, result.stderr
    return result


def process_environment(environment: Mapping[str, str]) -> dict[str, str]:
    """The variables of a process that runs in production."""
    kept = {name: os.environ[name] for name in ("PATH", "HOME", "LANG") if name in os.environ}
    return {**kept, "DJANGO_SETTINGS_MODULE": "cms.settings.production", **environment}
