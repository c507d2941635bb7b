"""The tags of every template: pictures, rich text and telephone numbers."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.http import HttpRequest
from django.template import Context, Template
from django.test import RequestFactory

from cms.pictures import make_sources
from cms.templatetags.cms_tags import rich, telephone_link
from tests.factories import AwardIndexFactory, PictureFactory

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
