"""The foot of pages that are asked for often: it is kept for a while."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.cache import cache
from django.test import RequestFactory

from cms.footer import footer_html
from cms.models import SiteSettings
from tests.factories import HomeFactory
from tests.home.factories import StandardPageFactory

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def site() -> SiteSettings:
    cache.clear()
    home = HomeFactory.create()
    settings: SiteSettings = SiteSettings.for_page(home)
    settings.privacy_page = StandardPageFactory.create(parent=home, slug="personuppgifter")
    settings.save()
    return settings


def test_it_is_asked_for_once_in_a_while(
    rf: RequestFactory, site: SiteSettings, settings: Any, django_assert_num_queries: Any
) -> None:
    first = footer_html(rf.get("/"))
    with django_assert_num_queries(0):
        again = footer_html(rf.get("/"))
    settings.PUBLIC_CACHE_SECONDS = 0
    cache.clear()
    footer_html(rf.get("/"))
    site.city_name = "Staden"
    site.save()

    assert first == again
    assert 'href="/personuppgifter/"' in first
    assert "Staden" in footer_html(rf.get("/"))


def test_each_host_has_its_own(rf: RequestFactory) -> None:
    assert footer_html(rf.get("/", HTTP_HOST="localhost"))
    assert cache.get("footer:127.0.0.1:sv") is None


def test_without_a_cache_it_is_drawn_each_time(
    rf: RequestFactory, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object, **__: object) -> None:
        raise ConnectionError

    monkeypatch.setattr(cache, "get_or_set", fail)

    assert 'href="/personuppgifter/"' in footer_html(rf.get("/"))
