"""The site as it is measured: PostgreSQL by ``BENCHMARK_DATABASE``, and nothing cached."""

import os
from urllib.parse import urlsplit

from cms.settings.test import *  # noqa: F403
from cms.settings.test import INSTALLED_APPS as SITE_APPS

_url = urlsplit(os.environ["BENCHMARK_DATABASE"])

INSTALLED_APPS = [*SITE_APPS, "tests.benchmarks.bare"]
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
CACHES = {"default": {"BACKEND": "django.core.cache.backends.dummy.DummyCache"}}
MEDIA_ROOT = os.environ["BENCHMARK_MEDIA"]
