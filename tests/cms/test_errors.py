"""What is shown when something fails."""

from __future__ import annotations

import pytest
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.test import Client, override_settings
from django.urls import include, path

from tests.factories import HomeFactory


def _forbidden(_request: HttpRequest) -> HttpResponse:
    raise PermissionDenied


def _broken(_request: HttpRequest) -> HttpResponse:
    raise RuntimeError("what the visitor wrote")


def _form(_request: HttpRequest) -> HttpResponse:
    return HttpResponse()


urlpatterns = [
    path("forbidden/", _forbidden),
    path("broken/", _broken),
    path("form/", _form),
    path("", include("cms.urls")),
]

pytestmark = pytest.mark.urls(__name__)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("address", "status", "heading"),
    [
        ("/finns-inte/", 404, "Sidan finns inte"),
        ("/forbidden/", 403, "Du har inte tillgång till den här sidan"),
        ("/broken/", 500, "Något gick fel"),
    ],
)
def test_a_failure_is_told_in_the_sites_own_look(address: str, status: int, heading: str) -> None:
    HomeFactory()
    response = Client(raise_request_exception=False).get(address)
    assert response.status_code == status
    content = response.content.decode()
    assert f"<h1>{heading}</h1>" in content
    assert "css/site.css" in content
    assert "what the visitor wrote" not in content


@pytest.mark.django_db
def test_a_form_without_its_token_is_refused_in_plain_words() -> None:
    HomeFactory()
    response = Client(enforce_csrf_checks=True).post("/form/")
    assert response.status_code == 403
    assert "<h1>Formuläret kunde inte skickas</h1>" in response.content.decode()


def test_a_failure_is_told_without_the_database() -> None:
    response = Client(raise_request_exception=False).get("/broken/")
    assert response.status_code == 500


@override_settings(ALLOWED_HOSTS=["awards.example.org"])
def test_an_unknown_host_is_refused() -> None:
    assert Client().get("/robots.txt", headers={"Host": "evil.example.com"}).status_code == 400
