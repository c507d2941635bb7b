"""Settings for a developer's machine: SQLite, mail in files, everything embedded."""

import os

from .base import *  # noqa: F403
from .base import BASE_DIR, SQLITE_OPTIONS

# The folder of the database and the uploads; a fresh checkout has none.
(BASE_DIR / "var").mkdir(exist_ok=True)

DEBUG = True
SECRET_KEY = "development-only-key-never-used-anywhere-else"  # noqa: S105 - not a secret: dev only
ALLOWED_HOSTS = ["localhost", "127.0.0.1", "[::1]", ".localhost"]
DATABASES = {
    "default": {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": BASE_DIR / "var" / "db.sqlite3",
        "OPTIONS": SQLITE_OPTIONS,
    }
}
# What was just changed must be seen at once.
PUBLIC_CACHE_SECONDS = 0
# The worker sends mail; a file can be opened long after, and its link followed.
EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
EMAIL_FILE_PATH = BASE_DIR / "var" / "mail"
# Links in mail lead to the port that `make run PORT=...` serves.
WAGTAILADMIN_BASE_URL = f"http://localhost:{os.environ.get('PORT', '8000')}"
