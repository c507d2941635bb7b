"""How many queries a visitor's page costs: few, and the same for one and for three of each."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from awards.domain.digest import refresh
from awards.models import AwardPage, AwardYearPage, JuryMember, YearCriterion
from tests.factories import (
    AwardFactory,
    AwardYearFactory,
    JuryFactory,
    NominationFormFactory,
    OrganisationFactory,
    PictureFactory,
    RecipientFactory,
    WinnerFactory,
)

pytestmark = pytest.mark.django_db


def make_award(
    slug: str, *, years: int, winners: int, members: int, criteria: int, predecessors: int = 1
) -> AwardPage:
    """An award whose newest year is open, with a jury and a form; winners in every year.

    ``winners`` is the number in all. Each has a picture and two recipients.
    """
    award = AwardFactory.create(title=slug, slug=slug)
    pages = [AwardYearFactory.create(parent=award, year=2000 + n) for n in range(years - 1)]
    newest = AwardYearFactory.create(
        parent=award,
        year=2022,
        open=True,
        criteria=[YearCriterion(text=f"Kriterium {n}", any_of="") for n in range(criteria)],
    )
    NominationFormFactory.create(parent=newest)
    JuryFactory.create(
        parent=newest,
        members=[
            JuryMember(name=f"Ledamot {n}", portrait=PictureFactory.create())
            for n in range(members)
        ],
    )
    organisation = OrganisationFactory.create(name=f"Bolaget {slug}")
    for number in range(winners):
        WinnerFactory.create(
            parent=[newest, *pages][number % years],
            pictured=True,
            recipients=[
                RecipientFactory.build(organisation=organisation),
                RecipientFactory.build(),
            ],
        )
    for _ in range(predecessors):
        AwardFactory.create(successor=award, discontinued_award=True)
    refresh([award], now=timezone.now())
    return AwardPage.objects.get(pk=award.pk)


def queries(client: Client, address: str) -> int:
    """The queries of one visit, with nothing in any cache."""
    cache.clear()
    with CaptureQueriesContext(
        connection,
    ) as captured:
        assert client.get(address).status_code == 200
    return len(captured)


def newest(award: AwardPage) -> AwardYearPage:
    year = award.years().first()
    assert year is not None
    return year


PLACES: dict[str, Callable[[AwardPage], str]] = {
    "award": lambda award: award.get_url(),
    "year": lambda award: newest(award).get_url(),
    "jury": lambda award: newest(award).get_url() + "jury/",
    "form": lambda award: newest(award).get_url() + "ansokan/",
    "winner": lambda award: newest(award).get_children().last().get_url(),
    "organisation": lambda award: f"/organisationer/bolaget-{award.slug}/",
}


def test_three_cost_as_much_as_one(client: Client) -> None:
    one = make_award("one", years=2, winners=2, members=1, criteria=1)
    three = make_award("three", years=4, winners=12, members=3, criteria=3, predecessors=3)
    client.get(one.get_url())  # the first visit of all learns the content types

    cost = {
        award.slug: {place: queries(client, find(award)) for place, find in PLACES.items()}
        for award in (one, three)
    }

    assert cost["one"] == cost["three"]


def test_the_list_of_awards_costs_the_same_for_three(client: Client) -> None:
    make_award("one", years=2, winners=2, members=1, criteria=1, predecessors=0)
    address = AwardPage.objects.get().get_parent().get_url()
    client.get(address)
    before = queries(client, address)
    for slug in ("two", "three"):
        make_award(slug, years=2, winners=2, members=1, criteria=1)

    assert queries(client, address) == before


def test_a_full_award_page_costs_at_most_16(client: Client) -> None:
    award = make_award("full", years=6, winners=20, members=5, criteria=6)
    client.get(award.get_url())

    assert queries(client, award.get_url()) <= 16
