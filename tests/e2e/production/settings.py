"""Production's settings, but without encryption: the browser is on the same machine."""

from cms.settings.production import *  # noqa: F403

SECURE_SSL_REDIRECT = False
ROOT_URLCONF = "tests.e2e.production.urls"
