"""The menu, the links of the footer, and the breadcrumbs."""

from __future__ import annotations

import pytest
from django.http import HttpRequest
from django.test import RequestFactory
from wagtail.models import Page, Site

from cms.models import SiteSettings
from cms.navigation import Entry, SiteLinks, breadcrumbs, site_links
from tests.factories import HomeFactory, WinnerFactory
from tests.home.factories import StandardPageFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def request_(rf: RequestFactory) -> HttpRequest:
    return rf.get("/")


def test_breadcrumbs_lead_from_the_front_page_to_the_page_above(request_: HttpRequest) -> None:
    winner = WinnerFactory.create()
    award = winner.year.award

    assert breadcrumbs(request_, Page.objects.get(pk=winner.pk)) == [
        Entry("Stadens priser", "/"),
        Entry("Priser", "/priser/"),
        Entry(award.title, award.get_url()),
        Entry(winner.year.title, winner.year.get_url()),
    ]


def test_the_front_page_has_no_breadcrumbs(request_: HttpRequest) -> None:
    front = Page.objects.get(depth=2)

    assert breadcrumbs(request_, front) == []


def test_breadcrumbs_of_an_address_that_is_no_page_are_the_front_page(
    request_: HttpRequest,
) -> None:
    HomeFactory.create()

    assert breadcrumbs(request_, None) == [Entry("Stadens priser", "/")]


def test_the_menu_holds_what_editors_put_there_and_tells_where_one_is(
    rf: RequestFactory,
) -> None:
    winner = WinnerFactory.create()
    award = winner.year.award
    assert site_links(rf.get("/"), winner) == SiteLinks(menu=[])

    Page.objects.filter(pk__in=[award.pk, award.get_parent().pk]).update(show_in_menus=True)

    assert site_links(rf.get("/"), winner).menu == [Entry("Priser", "/priser/", current=True)]
    assert site_links(rf.get("/"), None).menu == [Entry("Priser", "/priser/")]


def test_the_menu_is_in_the_order_of_the_page_tree(rf: RequestFactory) -> None:
    home = HomeFactory.create()
    first, second = (
        StandardPageFactory.create(parent=home, slug=slug, show_in_menus=True) for slug in "ba"
    )
    assert [entry.url for entry in site_links(rf.get("/"), None).menu] == ["/b/", "/a/"]

    second.move(first, "left")

    assert [entry.url for entry in site_links(rf.get("/"), None).menu] == ["/a/", "/b/"]


def test_the_footer_leads_to_the_published_pages_of_the_settings(rf: RequestFactory) -> None:
    home = HomeFactory.create()
    pages = [StandardPageFactory.create(parent=home, slug=slug) for slug in ("a", "b", "c")]
    settings = SiteSettings.for_site(Site.objects.get(is_default_site=True))
    settings.accessibility_page, settings.privacy_page, settings.feedback_page = pages
    settings.save()
    pages[1].unpublish()

    assert site_links(rf.get("/"), None) == SiteLinks(
        menu=[], accessibility="/a/", privacy=None, feedback="/c/"
    )


def test_a_host_without_a_site_has_no_links(request_: HttpRequest) -> None:
    Site.objects.all().delete()

    assert site_links(request_, None) == SiteLinks(menu=[])
    assert breadcrumbs(request_, None) == []
