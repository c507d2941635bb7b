"""Addresses that machines ask for."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from django.contrib.staticfiles import finders
from django.db import connection
from django.test import Client
from django.utils import timezone
from pytest_django import Settings
from wagtail.models import Site

from cms.models import SiteSettings
from tests.factories import HomeFactory


@pytest.fixture
def site(db: None) -> Site:
    HomeFactory()
    return Site.objects.get(is_default_site=True)


def test_live_asks_nothing_of_the_database(client: Client) -> None:
    response = client.get("/health/live")
    assert (response.status_code, response.content) == (200, b"ok")


@pytest.mark.both_databases
@pytest.mark.django_db
def test_ready_when_everything_answers(client: Client) -> None:
    response = client.get("/health/ready")
    assert (response.status_code, response.json()) == (200, {"database": "ok", "cache": "ok"})


@pytest.mark.django_db
def test_not_ready_when_the_database_refuses(client: Client) -> None:
    with connection.execute_wrapper(_refuse):
        response = client.get("/health/ready")
    assert (response.status_code, response.json()) == (503, {"database": "failed", "cache": "ok"})


def _refuse(*_: object) -> None:
    raise ConnectionError("password=hemlig")


@pytest.mark.django_db
def test_not_ready_when_the_cache_forgets(client: Client, settings: Settings) -> None:
    settings.CACHES = {"default": {"BACKEND": "django.core.cache.backends.dummy.DummyCache"}}
    response = client.get("/health/ready")
    assert (response.status_code, response.json()) == (503, {"database": "ok", "cache": "failed"})


def test_robots_may_see_everything_but_the_staffs_rooms(client: Client) -> None:
    response = client.get("/robots.txt")
    assert response.headers["Content-Type"] == "text/plain; charset=utf-8"
    assert response.content.decode().splitlines() == [
        "User-agent: *",
        "Disallow: /admin/",
        "Sitemap: http://testserver/sitemap.xml",
    ]


@pytest.mark.parametrize(
    ("contact", "line"),
    [
        ("it@example.org", "Contact: mailto:it@example.org"),
        ("https://example.org/report", "Contact: https://example.org/report"),
    ],
)
def test_the_security_contact_is_told(client: Client, site: Site, contact: str, line: str) -> None:
    SiteSettings.objects.update_or_create(site=site, defaults={"security_contact": contact})
    response = client.get("/.well-known/security.txt")
    assert response.headers["Content-Type"] == "text/plain; charset=utf-8"
    told, expires, languages, canonical = response.content.decode().splitlines()
    assert told == line
    assert languages == "Preferred-Languages: sv, en"
    assert canonical == "Canonical: http://testserver/.well-known/security.txt"
    left = datetime.fromisoformat(expires.removeprefix("Expires: ")) - timezone.now()
    assert timedelta(days=88) < left < timedelta(days=91)


def test_no_security_contact_is_made_up(client: Client, site: Site) -> None:
    assert client.get("/.well-known/security.txt").status_code == 404


def test_the_manifest_names_the_site(client: Client, site: Site) -> None:
    SiteSettings.objects.update_or_create(site=site, defaults={"site_name": "Priser"})
    response = client.get("/site.webmanifest")
    assert response.headers["Content-Type"] == "application/manifest+json"
    assert response.json() == {
        "name": "Priser",
        "short_name": "Priser",
        "lang": "sv",
        "start_url": "/",
        "display": "browser",
        "background_color": "#fbf7ee",
        "theme_color": "#fbf7ee",
        "icons": [
            {"src": "/static/img/icon-192.png", "sizes": "192x192", "type": "image/png"},
            {"src": "/static/img/icon-512.png", "sizes": "512x512", "type": "image/png"},
        ],
    }


@pytest.mark.parametrize("name", ["icon-192.png", "icon-512.png", "favicon.ico"])
def test_the_icons_exist(name: str) -> None:
    assert finders.find(f"img/{name}") is not None


def test_the_icons_old_address_leads_to_it(client: Client) -> None:
    response = client.get("/favicon.ico")
    assert (response.status_code, response.headers["Location"]) == (302, "/static/img/favicon.ico")
