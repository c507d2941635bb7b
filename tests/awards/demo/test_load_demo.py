"""Loading the demo: once, again, and away."""

from __future__ import annotations

from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.contrib.auth import authenticate
from django.contrib.auth.models import User
from django.core.files.storage import default_storage
from django.core.management import CommandError, call_command
from wagtail.models import Site

from awards.demo.accounts import DEVELOPMENT_PASSWORD
from cms.models import SiteSettings
from home.models import HomePage
from tests.awards.demo.command import load, stored

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_english")]


def files() -> list[str]:
    """The names of all stored files."""
    root = Path(default_storage.path(""))
    return sorted(str(path.relative_to(root)) for path in root.rglob("*") if path.is_file())


def test_it_refuses_where_debug_is_off() -> None:
    before = stored()
    with pytest.raises(CommandError) as refused:
        call_command("load_demo")
    assert str(refused.value) == (
        "Nothing was loaded. This looks like a production site, since DEBUG is off, and the demo "
        "would show its pages to visitors and make accounts, one of them with all rights. Add "
        "--force if that is what you want."
    )
    assert stored() == before


def test_passwords_are_known_on_a_developers_machine(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(settings, "DEBUG", True)
    call_command("load_demo", stdout=StringIO())
    assert authenticate(username="kommunikator", password=DEVELOPMENT_PASSWORD) is not None


@pytest.mark.both_databases
def test_loading_again_changes_nothing() -> None:
    load()
    before = stored()
    assert load() == "The demo is loaded.\n"
    assert stored() == before


@pytest.mark.both_databases
def test_removing_leaves_nothing(django_capture_on_commit_callbacks: Any) -> None:
    SiteSettings.for_site(Site.objects.get())
    before, files_before = stored(), files()
    home = HomePage.objects.get()
    with django_capture_on_commit_callbacks(execute=True):
        load()
    assert len(files()) > len(files_before)
    with django_capture_on_commit_callbacks(execute=True):
        assert load(removal=True) == "The demo is removed.\n"
    assert stored() == before
    assert files() == files_before
    after = HomePage.objects.get()
    assert (after.heading, after.listing, after.listing_parent) == (
        home.heading,
        home.listing,
        home.listing_parent,
    )
    assert SiteSettings.objects.get().film_hosts == ""


def test_an_account_of_somebody_else_is_left_alone() -> None:
    User.objects.create_user("admin", password="min hemlighet")
    load()
    load(removal=True)
    assert authenticate(username="admin", password="min hemlighet") is not None
    assert not User.objects.get(username="admin").is_superuser


def test_editors_settings_are_kept() -> None:
    own = SiteSettings.for_site(Site.objects.get())
    own.city_name = "Vår stad"
    own.save()
    load()
    own.refresh_from_db()
    assert (own.city_name, own.film_hosts) == ("Vår stad", "example.org")
    load(removal=True)
    own.refresh_from_db()
    assert (own.city_name, own.film_hosts) == ("Vår stad", "")
