"""Who may keep a copy of what the site answers."""

from __future__ import annotations

import pytest
from django.http import HttpRequest, HttpResponse
from django.middleware.csrf import get_token
from django.template.response import TemplateResponse
from django.test import Client, RequestFactory

from cms.caching import View, public
from tests.factories import AwardFactory, HomeFactory, UserFactory

NOBODY = "max-age=0, no-cache, no-store, must-revalidate, private"
EVERYBODY = "public, max-age=60"


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("path", "cache_control"),
    [
        ("/", EVERYBODY),
        ("/sok/?q=pris", EVERYBODY),
        ("/robots.txt", EVERYBODY),
        ("/sitemap.xml", EVERYBODY),
        ("/site.webmanifest", EVERYBODY),
        ("/favicon.ico", NOBODY),
        ("/health/live", NOBODY),
        ("/health/ready", NOBODY),
        ("/admin/", NOBODY),
        ("/admin/login/", NOBODY),
    ],
)
def test_private_addresses_are_never_kept_and_public_ones_for_a_while(
    client: Client, path: str, cache_control: str
) -> None:
    HomeFactory()
    assert client.get(path).headers["Cache-Control"] == cache_control


@pytest.mark.django_db
def test_what_somebody_signed_in_sees_is_kept_by_nobody(client: Client) -> None:
    award = AwardFactory()
    assert client.get(award.url).headers["Cache-Control"] == EVERYBODY
    client.force_login(UserFactory())
    response = client.get(award.url)
    assert response.headers["Cache-Control"] == NOBODY
    assert "Cookie" in response.headers["Vary"]


@pytest.mark.django_db
def test_an_error_is_not_offered_to_caches(client: Client) -> None:
    HomeFactory()
    assert "Cache-Control" not in client.get("/finns-inte/").headers


def _page(_request: HttpRequest) -> HttpResponse:
    return HttpResponse("text")


def _page_that_says_so_itself(_request: HttpRequest) -> HttpResponse:
    return HttpResponse("text", headers={"Cache-Control": "max-age=5"})


def _page_with_a_cookie(_request: HttpRequest) -> HttpResponse:
    response = HttpResponse("text")
    response.set_cookie("seen", "1")
    return response


def _page_with_a_form(request: HttpRequest) -> HttpResponse:
    get_token(request)
    return HttpResponse("text")


def _page_that_moved(_request: HttpRequest) -> HttpResponse:
    return HttpResponse(status=301)


@pytest.mark.parametrize(
    ("view", "method", "cache_control"),
    [
        (_page, "GET", EVERYBODY),
        (_page, "HEAD", EVERYBODY),
        (_page, "POST", NOBODY),
        (_page_that_says_so_itself, "GET", "max-age=5"),
        (_page_with_a_cookie, "GET", NOBODY),
        (_page_with_a_form, "GET", NOBODY),
        (_page_that_moved, "GET", NOBODY),
    ],
)
def test_only_what_is_the_same_for_everybody_is_kept(
    rf: RequestFactory, view: View, method: str, cache_control: str
) -> None:
    response = public(view)(rf.generic(method, "/"))
    assert response.headers["Cache-Control"] == cache_control


def test_a_form_that_is_rendered_late_is_noticed(rf: RequestFactory) -> None:
    request = rf.get("/")
    response = TemplateResponse(request, "500.html")
    public(lambda _request: response)(request)
    assert "Cache-Control" not in response.headers
    get_token(request)
    response.render()
    assert response.headers["Cache-Control"] == NOBODY
