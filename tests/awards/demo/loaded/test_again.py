"""What the demo has brought, loading it again, and removing it when others have built on it."""

from __future__ import annotations

from io import StringIO

import pytest
from django.contrib.auth import authenticate
from django.contrib.auth.models import User
from django.core.management import call_command
from django.utils import timezone
from wagtail.models import Page

from awards.demo.accounts import DEVELOPMENT_PASSWORD
from awards.models import (
    AwardPage,
    Draft,
    NominationFormPage,
    Organisation,
    StaffGroup,
    WinnerPage,
)
from home.models import HomePage
from tests.awards.demo.command import load, stored
from tests.factories import WinnerFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_english")]


def test_each_role_has_an_account() -> None:
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


def test_passwords_are_told_and_secret_where_debug_is_off(told: str) -> None:
    passwords = dict(line.split() for line in told.splitlines()[2:])
    assert sorted(passwords) == ["admin", "jurymedlem", "kommunikator", "moderator", "registrator"]
    assert len({*passwords.values(), DEVELOPMENT_PASSWORD}) == 6
    for name, password in passwords.items():
        assert authenticate(username=name, password=password) is not None


def test_once_is_silent_when_it_is_loaded() -> None:
    WinnerPage.objects.get(slug="feriejobb").delete()
    before = stored()
    out = StringIO()
    call_command("load_demo", once=True, stdout=out)
    assert (out.getvalue(), stored()) == ("", before)


def test_what_is_missing_comes_back_and_what_editors_changed_stays() -> None:
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


def test_removing_keeps_what_others_have_made() -> None:
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
