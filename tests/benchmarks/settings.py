"""The site as it is measured, on the PostgreSQL of ``BENCHMARK_DATABASE``."""

import os
from datetime import timedelta
from pathlib import Path
from urllib.parse import urlsplit

from django.utils import timezone

from cms.settings.test import *  # noqa: F403
from cms.settings.test import INSTALLED_APPS as SITE_APPS
from cms.settings.test import STORAGES as SITE_STORAGES

_url = urlsplit(os.environ["BENCHMARK_DATABASE"])

INSTALLED_APPS = [*SITE_APPS, "tests.benchmarks.bare"]
ROOT_URLCONF = "tests.benchmarks.urls"
DATABASES = {
    "default": {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": _url.path[1:],
        "USER": _url.username,
        "PASSWORD": _url.password,
        "HOST": _url.hostname,
        "PORT": _url.port,
        "CONN_MAX_AGE": None,
    }
}
# As in production: no file is looked for on disk at each request.
WHITENOISE_AUTOREFRESH = False
WHITENOISE_USE_FINDERS = False
MEDIA_ROOT = Path(os.environ["BENCHMARK_MEDIA"])
PRIVATE_MEDIA_ROOT = MEDIA_ROOT / "private"
_private = {"BACKEND": "cms.storage.PrivateFileSystemStorage"}
STORAGES = {
    **SITE_STORAGES,
    "private": {**_private, "OPTIONS": {"location": PRIVATE_MEDIA_ROOT}},
}
# The bare page is meant to follow none of the conventions of the house.
SILENCED_SYSTEM_CHECKS = [f"cms.E{number:03}" for number in range(1, 10)]

# The clock of the server is so many seconds ahead, where a benchmark waits for no deadline.
if _ahead := float(os.environ.get("BENCHMARK_CLOCK", "0")):
    _now = timezone.now
    timezone.now = lambda: _now() + timedelta(seconds=_ahead)
