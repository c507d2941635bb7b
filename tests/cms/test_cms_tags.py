"""The tags of every template: pictures, rich text, the menu and the breadcrumbs."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.http import HttpRequest
from django.template import Context, Template
from django.test import RequestFactory
from wagtail.models import Page

from cms.pictures import make_sources
from cms.templatetags.cms_tags import Entry, breadcrumbs, menu, rich, telephone_link
from tests.factories import AwardIndexFactory, PictureFactory, WinnerFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def request_(rf: RequestFactory) -> HttpRequest:
    return rf.get("/")


def _draw(source: str, request: HttpRequest, **context: Any) -> str:
    return Template("{% load cms_tags %}" + source).render(Context({"request": request, **context}))


def test_rich_text_finds_its_pages() -> None:
    index = AwardIndexFactory.create(slug="priser")

    html = rich(f'<p>Se <a linktype="page" id="{index.pk}">priserna</a>.</p>')

    assert html == '<p>Se <a href="/priser/">priserna</a>.</p>'


@pytest.mark.parametrize("empty", [None, ""])
def test_no_rich_text_is_nothing(empty: str | None) -> None:
    assert rich(empty) == ""


def test_a_picture_offers_its_files_with_the_most_modern_first(request_: HttpRequest) -> None:
    picture = PictureFactory.create(size=(1000, 800))
    make_sources(picture, "card")

    html = _draw('{% picture picture "card" %}', request_, picture=picture)

    assert re.findall(r'type="image/(\w+)"', html) == ["avif", "webp"]
    assert 'width="640" height="427"' in html
    assert 'alt="En trappa i morgonljus" loading="lazy"' in html
    assert html.count("640w") == 3


def test_the_main_picture_of_a_page_is_fetched_first(request_: HttpRequest) -> None:
    picture = PictureFactory.create()
    make_sources(picture, "hero")

    html = _draw('{% picture picture "hero" loading="eager" %}', request_, picture=picture)

    assert 'fetchpriority="high"' in html
    assert "lazy" not in html


def test_a_page_may_say_what_a_picture_shows_or_that_it_adds_nothing(
    request_: HttpRequest,
) -> None:
    picture = PictureFactory.create()
    make_sources(picture, "card")

    assert 'alt="&quot;Hej&quot;"' in _draw(
        '{% picture picture "card" alt=alt %}', request_, picture=picture, alt='"Hej"'
    )
    assert 'alt=""' in _draw('{% picture picture "card" alt="" %}', request_, picture=picture)


def test_a_visitor_never_waits_for_files_to_be_made(request_: HttpRequest) -> None:
    picture = PictureFactory.create()

    assert _draw('{% picture picture "card" %}', request_, picture=picture) == ""
    assert picture.sources == {}


def test_a_preview_makes_the_files_it_shows(request_: HttpRequest) -> None:
    picture = PictureFactory.create()
    vars(request_)["is_preview"] = True

    html = _draw('{% picture picture "card" %}', request_, picture=picture)

    assert html.startswith("<picture>")
    assert list(picture.sources) == ["card"]


@pytest.mark.parametrize(
    ("number", "link"),
    [
        ("08-508 29 000", '<a href="tel:0850829000">08-508 29 000</a>'),
        ("+46 (0)8 508 29 000", '<a href="tel:+46850829000">+46 (0)8 508 29 000</a>'),
    ],
)
def test_a_telephone_number_can_be_called(number: str, link: str) -> None:
    assert telephone_link(number) == link


def test_breadcrumbs_lead_from_the_front_page_to_the_page_above(request_: HttpRequest) -> None:
    winner = WinnerFactory.create()
    award = winner.year.award

    way = breadcrumbs({"request": request_}, Page.objects.get(pk=winner.pk))

    assert way == [
        Entry("Stadens priser", "/"),
        Entry("Priser", "/priser/"),
        Entry(award.title, award.get_url()),
        Entry(winner.year.title, winner.year.get_url()),
    ]


def test_the_menu_holds_what_editors_put_there_and_tells_where_one_is(
    request_: HttpRequest,
) -> None:
    winner = WinnerFactory.create()
    index = winner.year.award.get_parent()
    assert menu({"request": request_, "page": winner}) == []

    Page.objects.filter(pk=index.pk).update(show_in_menus=True)

    assert menu({"request": request_, "page": winner}) == [
        Entry("Priser", "/priser/", current=True)
    ]
    assert menu({"request": request_}) == [Entry("Priser", "/priser/")]
