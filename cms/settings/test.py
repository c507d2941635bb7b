"""Settings of the test run: PostgreSQL, or SQLite when ``TEST_DATABASE=sqlite`` asks for it.

Where the PostgreSQL server listens is filled in by ``tests/conftest.py``, which starts it.
"""

import os
from typing import Any

from .base import *  # noqa: F403
from .base import SQLITE_OPTIONS

DEBUG = False
SECRET_KEY = "a-key-that-only-the-test-run-uses"  # noqa: S105 - not a secret: tests only
ALLOWED_HOSTS = ["localhost", "127.0.0.1", "testserver"]
DATABASES: dict[str, dict[str, Any]] = {
    "default": (
        {
            "ENGINE": "django.db.backends.sqlite3",
            "NAME": ":memory:",
            "OPTIONS": SQLITE_OPTIONS,
        }
        if os.environ.get("TEST_DATABASE") == "sqlite"
        else {"ENGINE": "django.db.backends.postgresql", "NAME": "awards"}
    )
}
# Strong hashing is slow on purpose; tests sign in hundreds of times.
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
WHITENOISE_AUTOREFRESH = True
WHITENOISE_USE_FINDERS = True
