"""Settings of the site in production: everything comes from the environment.

``.env.example`` describes each variable. One that is missing or unsafe stops the start.
"""

import os
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from botocore.config import Config

from .base import *  # noqa: F403
from .base import MIDDLEWARE, STATIC_ROOT, content_security_policies
from .environment import LOOPBACK, Environment

_env = Environment(os.environ)

# --- The site and its addresses ---

DEBUG = False
SECRET_KEY = _env.secret("SECRET_KEY")
SECRET_KEY_FALLBACKS = _env.texts("SECRET_KEY_FALLBACKS", [])
LANGUAGE_CODE = _env.choice("LANGUAGE_CODE", ["sv", "en"], "sv")

_site = _env.origin("SITE_URL")
WAGTAILADMIN_BASE_URL = _site.geturl()
ALLOWED_HOSTS = _env.hosts("ALLOWED_HOSTS", [_site.hostname] if _site.hostname else [])
CSRF_TRUSTED_ORIGINS = _env.origins("CSRF_TRUSTED_ORIGINS", [])

# --- Database ---

DATABASES = {"default": _env.database("DATABASE_URL")}
if _pool := _env.number("DATABASE_POOL_SIZE", 4, minimum=0, maximum=100):
    DATABASES["default"]["OPTIONS"]["pool"] = {"min_size": 1, "max_size": _pool, "timeout": 5}
    # A connection that the server has closed meanwhile is replaced before it is used.
    DATABASES["default"]["CONN_HEALTH_CHECKS"] = True

# --- Cache ---

CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.redis.RedisCache",
        "LOCATION": _env.redis("CACHE_URL"),
        "KEY_PREFIX": "awards",
        "OPTIONS": {"socket_connect_timeout": 2, "socket_timeout": 2},
    }
}

# --- Files: those of the site itself, those that everybody may read, and those that few may ---

STATIC_ROOT = _env.folder("STATIC_ROOT", STATIC_ROOT)
_static = {"BACKEND": "cms.stylesheets.FlatStylesheetStorage"}
_media_host = ""

if _env.choice("MEDIA_STORAGE", ["disk", "s3"]) == "s3":
    _public_url = urlsplit(_env.service("S3_PUBLIC_URL").rstrip("/"))
    _media_host = f"{_public_url.scheme}://{_public_url.netloc}"
    _style: Any = _env.choice("S3_ADDRESSING_STYLE", ["path", "virtual"], "path")
    _s3 = {
        "endpoint_url": _env.service("S3_ENDPOINT_URL"),
        "region_name": _env.text("S3_REGION"),
        "access_key": _env.text("S3_ACCESS_KEY_ID"),
        "secret_key": _env.text("S3_SECRET_ACCESS_KEY"),
        "file_overwrite": False,
        # One that does not answer is given up after 20 seconds: somebody may be waiting.
        "client_config": Config(
            signature_version="s3v4",
            s3={"addressing_style": _style},
            connect_timeout=3,
            read_timeout=10,
            retries={"total_max_attempts": 2},
        ),
    }
    _public = _s3 | {
        "bucket_name": _env.text("S3_PUBLIC_BUCKET"),
        "custom_domain": f"{_public_url.netloc}{_public_url.path}",
        "url_protocol": f"{_public_url.scheme}:",
        "querystring_auth": False,
        "object_parameters": {"CacheControl": "public, max-age=86400"},
    }
    _private = _s3 | {
        "bucket_name": _env.text("S3_PRIVATE_BUCKET"),
        "querystring_auth": True,
        "querystring_expire": _env.number("S3_PRIVATE_URL_SECONDS", 60, minimum=1, maximum=3600),
    }
    if _public["bucket_name"] == _private["bucket_name"] != "":
        _env.complain("S3_PRIVATE_BUCKET", "must not be the bucket that everybody may read.")
    STORAGES = {
        "default": {"BACKEND": "storages.backends.s3.S3Storage", "OPTIONS": _public},
        "private": {"BACKEND": "storages.backends.s3.S3Storage", "OPTIONS": _private},
        "staticfiles": _static,
    }
else:
    MEDIA_ROOT = _env.folder("MEDIA_ROOT")
    PRIVATE_MEDIA_ROOT = _env.folder("PRIVATE_MEDIA_ROOT")
    _folders = (MEDIA_ROOT, PRIVATE_MEDIA_ROOT)
    if all(f.is_absolute() for f in _folders) and Path(os.path.commonpath(_folders)) in _folders:
        _env.complain("PRIVATE_MEDIA_ROOT", "must lie outside MEDIA_ROOT, and not around it.")
    STORAGES = {
        "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
        "private": {
            "BACKEND": "cms.storage.PrivateFileSystemStorage",
            "OPTIONS": {"location": PRIVATE_MEDIA_ROOT},
        },
        "staticfiles": _static,
    }

# --- Mail ---

EMAIL_BACKEND = "cms.smtp.EmailBackend"
EMAIL_HOST = _env.text("EMAIL_HOST")
EMAIL_PORT = _env.number("EMAIL_PORT", 587, minimum=1, maximum=65_535)
EMAIL_HOST_USER = _env.text("EMAIL_HOST_USER", "")
EMAIL_HOST_PASSWORD = _env.text("EMAIL_HOST_PASSWORD", "")
_encryption = _env.choice("EMAIL_ENCRYPTION", ["starttls", "tls", "none"], "starttls")
EMAIL_USE_TLS = _encryption == "starttls"
EMAIL_USE_SSL = _encryption == "tls"
#: Seconds for each answer, and for all commands of a mail together.
EMAIL_TIMEOUT = 10
DEFAULT_FROM_EMAIL = SERVER_EMAIL = _env.text("DEFAULT_FROM_EMAIL")
if _encryption == "none" and EMAIL_HOST not in LOOPBACK:
    _env.complain("EMAIL_ENCRYPTION", "must be starttls or tls when mail leaves this machine.")
if bool(EMAIL_HOST_USER) != bool(EMAIL_HOST_PASSWORD):
    _env.complain("EMAIL_HOST_PASSWORD", "and EMAIL_HOST_USER must both be set, or neither.")

# --- Encryption of the traffic, and who may say that it is encrypted ---

TRUSTED_PROXIES = _env.networks("TRUSTED_PROXIES")
MIDDLEWARE = ["cms.security.TrustedProxyMiddleware", *MIDDLEWARE]
# The middleware above removes this header from every request that no trusted proxy sent.
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
SECURE_SSL_REDIRECT = True
SECURE_REDIRECT_EXEMPT = [r"^health/"]
SECURE_HSTS_SECONDS = _env.number("HSTS_SECONDS", 31_536_000, minimum=300, maximum=63_072_000)
SECURE_HSTS_INCLUDE_SUBDOMAINS = True
SESSION_COOKIE_SECURE = True
SESSION_COOKIE_NAME = "__Host-session"
CSRF_COOKIE_SECURE = True
CSRF_COOKIE_NAME = "__Host-csrf"
# W019: the page editor shows a page in a frame of its own, so frames are the site's own only.
# W021: only the owner of the whole domain can put it on the browsers' preload list.
SILENCED_SYSTEM_CHECKS = ["security.W019", "security.W021"]

CONTENT_SECURITY_POLICY, ADMIN_CONTENT_SECURITY_POLICY = content_security_policies(_media_host)

# --- Log: lines of JSON on standard error, without personal data ---

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"json": {"()": "cms.logs.JsonFormatter"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "json"}},
    "root": {
        "handlers": ["stderr"],
        "level": _env.choice("LOG_LEVEL", ["DEBUG", "INFO", "WARNING", "ERROR"], "INFO"),
    },
    # Django's own handlers mail to ADMINS and print in colour; the root's is enough.
    "loggers": {"django": {"handlers": [], "level": "INFO", "propagate": True}},
}

_env.finish()
