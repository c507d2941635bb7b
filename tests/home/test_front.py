"""The front page: what it leads to, and how a new site begins."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import override
from wagtail.models import Page, PageViewRestriction, Site

from awards.domain.digest import refresh
from home.models import FeaturedPage, HomePage
from tests.factories import (
    AwardFactory,
    AwardIndexFactory,
    AwardYearFactory,
    HomeFactory,
    NominationFormFactory,
    WinnerFactory,
    day,
)
from tests.home.factories import StandardPageFactory

pytestmark = pytest.mark.django_db


def test_a_new_site_begins_with_a_front_page_in_swedish(client: Client) -> None:
    home = HomePage.objects.get()

    assert (home.title, home.slug, home.live) == ("Stadens priser", "home", True)
    assert home.locale.language_code == "sv"
    assert Site.objects.get().root_page_id == home.pk
    assert list(Page.objects.filter(depth=2).values_list("pk", flat=True)) == [home.pk]
    assert Page.find_problems() == ([], [], [], [], [])
    assert client.get("/").status_code == 200


def test_the_heading_falls_back_on_the_title(client: Client) -> None:
    home = HomeFactory.create()
    assert home.headline == home.title

    home.heading = "Staden hedrar sina medarbetare"
    home.save()

    assert "Staden hedrar sina medarbetare" in client.get("/").content.decode()


def feature(home: HomePage, *pages: Page) -> None:
    home.listing = "chosen"
    home.listing_heading = "Läs mer"
    home.featured.set(FeaturedPage(page=page, sort_order=n) for n, page in enumerate(pages))
    home.save()


def titles(home: HomePage) -> list[str]:
    return [page.title for page in HomePage.objects.get(pk=home.pk).listed_pages()]


def test_chosen_pages_are_listed_in_the_editors_order() -> None:
    home = HomeFactory.create()
    pages = [StandardPageFactory.create(parent=home, title=title) for title in ("B", "A", "C")]

    feature(home, pages[2], pages[0], pages[1])

    assert titles(home) == ["C", "B", "A"]


def test_children_are_listed_in_the_order_of_the_tree() -> None:
    home = HomeFactory.create()
    index = AwardIndexFactory.create(parent=home)
    for title in ("Framsteget", "Förnyelsepriset"):
        AwardFactory.create(parent=index, title=title)

    home.listing, home.listing_parent = "children", index
    home.save()

    assert titles(home) == ["Framsteget", "Förnyelsepriset"]
    assert [type(page).__name__ for page in home.listed_pages()] == ["AwardPage", "AwardPage"]


@pytest.mark.parametrize("listing", ["chosen", "children"])
def test_what_visitors_may_not_meet_is_not_listed(listing: str) -> None:
    home = HomeFactory.create()
    year = AwardYearFactory.create(unreleased=True)
    winner = WinnerFactory.create(parent=year)
    draft = StandardPageFactory.create(parent=home, draft=True)
    locked = StandardPageFactory.create(parent=home)
    PageViewRestriction.objects.create(page=locked, restriction_type="login")
    feature(home, winner, draft, locked)
    home.listing, home.listing_parent = listing, Page.objects.get(pk=year.pk)
    home.save()
    assert titles(home) == []

    year.winners_released_at = timezone.now() - timedelta(seconds=1)
    year.save()
    assert titles(home) == [winner.title]


def test_nothing_is_listed_unless_asked_for(django_assert_num_queries: Any) -> None:
    home = HomeFactory.create()
    StandardPageFactory.create(parent=home)

    with django_assert_num_queries(0):
        assert home.listed_pages() == []


@pytest.mark.parametrize(
    ("fields", "wrong"),
    [
        ({}, []),
        ({"listing": "chosen", "listing_heading": "Läs mer"}, ["featured"]),
        ({"listing": "children", "listing_heading": "Läs mer"}, ["listing_parent"]),
        ({"listing": "chosen"}, ["featured", "listing_heading"]),
    ],
)
def test_a_list_is_whole_before_it_is_published(fields: dict[str, str], wrong: list[str]) -> None:
    home = HomeFactory.create()
    for name, value in fields.items():
        setattr(home, name, value)

    assert sorted(home.publication_problems()) == wrong


def test_a_deleted_page_leaves_the_list() -> None:
    home = HomeFactory.create()
    page = StandardPageFactory.create(parent=home)
    feature(home, page)

    page.delete()

    assert titles(home) == []


def queries(client: Client, django_assert_max_num_queries: Any) -> int:
    client.get("/")  # Wagtail remembers the addresses of its sites from here on
    with django_assert_max_num_queries(40) as captured:
        client.get("/")
    return len(captured)


@pytest.mark.parametrize(
    ("state", "expected"),
    [
        ({"open": True}, f"Öppet till och med den {date_format(day(7), 'j F Y')}"),
        ({"extended": True}, f"Öppet till och med den {date_format(day(7), 'j F Y')}"),
        ({"upcoming": True}, f"Öppnar den {date_format(day(7), 'j F Y')}"),
        ({"closed": True}, ""),
        ({}, ""),
        ({"open": True, "draft": True}, ""),
        # A year that is published long before does not hide it.
        ({"open": True, "year": 2000}, f"Öppet till och med den {date_format(day(7), 'j F Y')}"),
    ],
)
@pytest.mark.parametrize("discontinued", [False, True])
def test_a_listed_award_tells_until_when_one_can_take_part(
    state: dict[str, bool], expected: str, *, discontinued: bool
) -> None:
    award = AwardFactory.create(discontinued=discontinued)
    NominationFormFactory.create(parent=AwardYearFactory.create(parent=award, **state))
    if "year" in state:
        AwardYearFactory.create(parent=award, year=2001)
    home = HomePage.objects.get()
    feature(home, award)

    with override("sv"):
        assert home.listed_with_news() == [(award, "" if discontinued else expected)]


def test_the_latest_winners_are_listed_where_the_editor_asks_for_them(client: Client) -> None:
    award, other = AwardFactory.create(title="Framsteget"), AwardFactory.create(title="Andra")
    old, new, unknown, secret = (
        AwardYearFactory.create(parent=award, year=2019),
        AwardYearFactory.create(parent=other, year=2021),
        AwardYearFactory.create(parent=other, unknown_year=True),
        AwardYearFactory.create(parent=award, year=2022, unreleased=True),
    )
    for year, title in ((old, "C"), (old, "D"), (new, "B"), (unknown, "E"), (secret, "X")):
        WinnerFactory.create(parent=year, title=title)
    WinnerFactory.create(parent=new, title="A", order=0)
    home = HomePage.objects.get()
    assert (home.latest(), "<h3>" in client.get("/").content.decode()) == ([], False)

    home.latest_heading = "Senaste vinnarna"
    home.save()

    assert [(page.title, mention.kind) for page, mention in home.latest()] == [
        ("A", "Vinnare, Andra 2021"),
        ("B", "Vinnare, Andra 2021"),
        ("C", "Vinnare, Framsteget 2019"),
    ]
    html = client.get("/").content.decode()
    told = ("Senaste vinnarna", "Vinnare, Framsteget 2019", f'href="{new.get_url()}')
    assert all(text in html for text in told)


def test_the_latest_winners_cost_the_same_for_one_and_three(
    client: Client, django_assert_max_num_queries: Any
) -> None:
    WinnerFactory.create()
    home = HomePage.objects.get()
    home.latest_heading = "Senaste vinnarna"
    home.save()
    one = queries(client, django_assert_max_num_queries)
    WinnerFactory.create_batch(2)
    assert len(home.latest()) == 3

    assert queries(client, django_assert_max_num_queries) == one


def test_states_of_awards_cost_nothing(client: Client, django_assert_max_num_queries: Any) -> None:
    award = AwardFactory.create()
    home = HomePage.objects.get()
    feature(home, award)
    refresh([award], now=timezone.now())
    none = queries(client, django_assert_max_num_queries)
    AwardYearFactory.create(parent=award, open=True)
    refresh([award], now=timezone.now())

    assert queries(client, django_assert_max_num_queries) == none


@pytest.mark.parametrize("listing", ["chosen", "children"])
def test_it_costs_the_same_for_one_and_three(
    listing: str, client: Client, django_assert_max_num_queries: Any
) -> None:
    home = HomeFactory.create()
    top = StandardPageFactory.create(parent=home)
    pages = [StandardPageFactory.create(parent=top)]
    feature(home, *pages)
    home.listing, home.listing_parent = listing, top
    home.save()
    one = queries(client, django_assert_max_num_queries)
    pages += StandardPageFactory.create_batch(2, parent=top)
    home.featured.set(FeaturedPage(page=page, sort_order=n) for n, page in enumerate(pages))
    home.save()
    assert len(home.listed_pages()) == 3

    assert queries(client, django_assert_max_num_queries) == one
