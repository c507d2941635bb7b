"""Loading the demo: once, again, and away."""

from __future__ import annotations

from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.apps import apps
from django.conf import settings
from django.contrib.auth import authenticate
from django.contrib.auth.models import User
from django.core.files.storage import default_storage
from django.core.management import CommandError, call_command
from django.utils import timezone
from wagtail.models import Page, Site

from awards.demo.accounts import DEVELOPMENT_PASSWORD
from awards.models import (
    AwardPage,
    Draft,
    NominationFormPage,
    Organisation,
    StaffGroup,
    WinnerPage,
)
from cms.models import SiteSettings
from home.models import HomePage
from tests.factories import WinnerFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_english")]


def load(**options: Any) -> str:
    out = StringIO()
    call_command("load_demo", force=True, stdout=out, **options)
    return out.getvalue()


def stored() -> dict[str, int]:
    """How many rows every table has, but the search index: any page that is saved gets into it."""
    return {
        model._meta.label: model._default_manager.count()
        for model in apps.get_models()
        if model._meta.app_label != "wagtailsearch"
    }


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


def test_each_role_has_an_account() -> None:
    load()
    groups = dict(StaffGroup.objects.values_list("role", "group__name"))
    accounts = User.objects.order_by("username").values_list(
        "username", "groups__name", "is_superuser"
    )
    assert list(accounts) == [
        ("admin", None, True),
        ("jurymedlem", groups["juror"], False),
        ("kommunikator", groups["communicator"], False),
        ("moderator", groups["moderator"], False),
        ("registrator", groups["registrar"], False),
    ]


def test_passwords_are_told_and_secret_where_debug_is_off() -> None:
    told = dict(line.split() for line in load().splitlines()[2:])
    assert sorted(told) == ["admin", "jurymedlem", "kommunikator", "moderator", "registrator"]
    assert len({*told.values(), DEVELOPMENT_PASSWORD}) == 6
    for name, password in told.items():
        assert authenticate(username=name, password=password) is not None


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


def test_once_is_silent_when_it_is_loaded() -> None:
    load()
    WinnerPage.objects.get(slug="feriejobb").delete()
    before = stored()
    out = StringIO()
    call_command("load_demo", once=True, stdout=out)
    assert (out.getvalue(), stored()) == ("", before)


def test_what_is_missing_comes_back_and_what_editors_changed_stays() -> None:
    load()
    AwardPage.objects.get(slug="fornyelsepriset").delete()
    Page.objects.get(slug="om").delete()
    winner = WinnerPage.objects.get(slug="feriejobb")
    winner.citation = "Rättad."
    winner.save_revision().publish()
    load()
    assert AwardPage.objects.count() == 3
    assert Page.objects.filter(slug="om").count() == 1
    assert WinnerPage.objects.get(slug="feriejobb").citation == "Rättad."
    assert Page.find_problems() == ([], [], [], [], [])


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


def test_removing_keeps_what_others_have_made() -> None:
    load()
    award = AwardPage.objects.get(slug="framsteget")
    organisation = Organisation.objects.get(name="SISAB")
    year = award.years().get(year=2021)
    others = WinnerFactory.create(parent=year, title="En annans")
    recipient = others.recipients.get()
    recipient.organisation = organisation
    recipient.save()
    home = HomePage.objects.get()
    home.heading = "Vår egen rubrik"
    home.save()
    told = load(removal=True)
    assert sorted(told.splitlines()) == [
        "Kept, since something else uses it: Framsteget",
        "Kept, since something else uses it: Framsteget 2021",
        "Kept, since something else uses it: Priser",
        "Kept, since something else uses it: SISAB",
        "The demo is removed.",
    ]
    assert list(WinnerPage.objects.all()) == [others]
    home.refresh_from_db()
    assert (home.heading, home.introduction) == ("Vår egen rubrik", "")
    load()
    assert WinnerPage.objects.child_of(year).count() == 4


def test_removing_keeps_a_form_that_somebody_has_begun_to_fill_in() -> None:
    load()
    form = NominationFormPage.objects.get(title__startswith="Ansökan till Provpriset")
    draft = Draft.objects.create(
        form=form,
        year=form.year,
        email="ann@example.se",
        started_at=timezone.now(),
        saved_at=timezone.now(),
    )
    told = load(removal=True)
    assert sorted(told.splitlines()) == [
        f"Kept, since something else uses it: {form}",
        "Kept, since something else uses it: Priser",
        "Kept, since something else uses it: Provpriset",
        f"Kept, since something else uses it: {form.year}",
        "The demo is removed.",
    ]
    assert list(Draft.objects.all()) == [draft]
    assert AwardPage.objects.count() == 1


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
