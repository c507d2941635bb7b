"""The site's settings, as communicators write them."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.test import Client, RequestFactory
from django.urls import reverse
from wagtail.models import Page, Site

from awards.enums import Role
from cms.models import SiteSettings
from home.models import StandardPage
from tests.factories import HomeFactory, UserFactory
from tests.home.factories import StandardPageFactory

pytestmark = pytest.mark.django_db


def cleaned(**fields: str) -> SiteSettings:
    settings = SiteSettings(site=Site.objects.get(), **fields)
    settings.full_clean(exclude=["site"])
    return settings


@pytest.mark.parametrize(
    ("typed", "hosts"),
    [
        ("", []),
        ("film.example.se", ["film.example.se"]),
        (" Film.Example.SE \r\n\r\nvideo.example.se ", ["film.example.se", "video.example.se"]),
        ("https://film.example.se/filmer/1?a=b", ["film.example.se"]),
        ("//film.example.se", ["film.example.se"]),
        ("åsa-film.example.se", ["åsa-film.example.se"]),
    ],
)
def test_film_hosts_are_read_as_they_are_meant(typed: str, hosts: list[str]) -> None:
    assert cleaned(film_hosts=typed).allowed_film_hosts() == hosts


@pytest.mark.parametrize(
    "typed", ["film", "film.example.se, video.example.se", "*.example.se", "a..se", "-a.se", "a/b"]
)
def test_what_is_no_host_is_refused(typed: str) -> None:
    with pytest.raises(ValidationError) as refusal:
        cleaned(film_hosts=typed)

    assert list(refusal.value.message_dict) == ["film_hosts"]


@pytest.mark.parametrize("typed", ["", "sakerhet@example.se", "https://example.se/sakerhet"])
def test_a_security_contact_that_can_be_reached_is_taken(typed: str) -> None:
    assert cleaned(security_contact=typed).security_contact == typed


@pytest.mark.parametrize("typed", ["http://example.se/sakerhet", "example.se", "ring oss"])
def test_a_security_contact_that_can_not_be_reached_is_refused(typed: str) -> None:
    with pytest.raises(ValidationError) as refusal:
        cleaned(security_contact=typed)

    assert list(refusal.value.message_dict) == ["security_contact"]


def test_a_communicator_edits_the_settings_and_is_told_what_is_wrong(client: Client) -> None:
    client.force_login(UserFactory.create(role=Role.COMMUNICATOR))
    site = Site.objects.get()
    address = reverse("wagtailsettings:edit", args=["cms", "sitesettings", site.pk])
    assert client.get(address).status_code == 200
    form = {
        "site_name": "Stadens priser",
        "footer_text": "null",
        "privacy_complaint_url": "https://www.imy.se/",
        "accessibility_complaint_url": "https://www.digg.se/tdosanmalan",
        "film_hosts": "film",
    }

    wrong = client.post(address, form)
    right = client.post(address, {**form, "film_hosts": "https://film.example.se/"})

    assert sorted(wrong.context["form"].errors) == ["film_hosts"]
    assert right.status_code == 302
    assert SiteSettings.objects.get().film_hosts == "film.example.se"


def test_a_page_finds_its_sites_settings_before_and_after_it_is_placed() -> None:
    home = HomeFactory.create()
    settings = SiteSettings.for_site(Site.objects.get())
    placed = StandardPageFactory.create(parent=home)
    unplaced = StandardPage(title="Ny")
    unplaced.intended_parent = home

    found = [SiteSettings.for_page(page).pk for page in (placed, unplaced, StandardPage())]

    assert found == [settings.pk] * 3


def test_the_site_and_its_settings_come_by_one_query(
    rf: RequestFactory, django_assert_num_queries: Any
) -> None:
    site = Site.objects.get(is_default_site=True)
    SiteSettings.for_site(site)
    request = rf.get("/", HTTP_HOST="localhost")

    with django_assert_num_queries(1):
        settings = SiteSettings.for_request(request)
        assert Site.find_for_request(request) == settings.site == site


@pytest.mark.parametrize("host", ["localhost", "one.example.org", "unknown.example.org"])
def test_the_settings_are_those_of_the_site_that_wagtail_finds(
    rf: RequestFactory, host: str
) -> None:
    root = Page.get_first_root_node()
    Site.objects.create(hostname="one.example.org", root_page=root)
    found = Site.find_for_request(rf.get("/", HTTP_HOST=host))

    settings = SiteSettings.for_request(rf.get("/", HTTP_HOST=host))

    assert settings.site == found
