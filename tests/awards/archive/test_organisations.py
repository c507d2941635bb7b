"""Organisations that have received something are listed and found by their names."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from awards.models import Organisation, WinnerPage
from cms.searching import Hit
from home.views.search import HITS_PER_PAGE
from tests.factories import (
    AwardYearFactory,
    OrganisationFactory,
    RecipientFactory,
    WinnerFactory,
)

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]


def awarded(*organisations: Organisation, **fields: Any) -> WinnerPage:
    """A winner that belongs to some organisations."""
    recipients = [RecipientFactory.build(organisation=each) for each in organisations]
    winner: WinnerPage = WinnerFactory.create(recipients=recipients, **fields)
    return winner


def organisation(name: str, **fields: Any) -> Organisation:
    made: Organisation = OrganisationFactory.create(name=name, **fields)
    return made


def listed(client: Client) -> list[tuple[str, int]]:
    found = client.get("/organisationer/").context["awarded"]
    return [(each.organisation.name, each.times) for each in found]


def hits(client: Client, query: str, **parameters: Any) -> Any:
    return client.get("/sok/", {"q": query, **parameters}).context["hits"]


def test_each_that_has_received_something_is_listed_with_how_many(client: Client) -> None:
    heir = organisation("Bolaget")
    former = organisation("Arvet", successor=heir)
    organisation("Chanslösa")
    awarded(heir)
    awarded(former, former)
    awarded(heir, former, mention=True)
    awarded(parent=WinnerPage.objects.all()[0].year)

    assert listed(client) == [("Arvet", 2), ("Bolaget", 3)]
    html = client.get("/organisationer/").content.decode()
    assert all(f'href="/organisationer/{slug}/"' in html for slug in ("arvet", "bolaget"))


def test_the_list_is_in_the_order_of_the_swedish_alphabet(client: Client) -> None:
    for name in ("Östra", "ähörnan", "Ås", "Zenit", "bolaget", "Arvet"):
        awarded(organisation(name))

    names = [name for name, _times in listed(client)]
    assert names == ["Arvet", "bolaget", "Zenit", "Ås", "ähörnan", "Östra"]


def test_what_visitors_may_not_see_yet_does_not_count(client: Client) -> None:
    seen, secret, draft = organisation("Sedda"), organisation("Hemliga"), organisation("Utkast")
    awarded(seen)
    year = AwardYearFactory.create(unreleased=True)
    awarded(seen, secret, parent=year)
    awarded(seen, draft, draft=True)

    assert listed(client) == [("Sedda", 1)]
    assert [list(hits(client, name)) for name in ("hemliga", "utkast")] == [[], []]


def test_an_empty_list_says_so(client: Client) -> None:
    AwardYearFactory.create()

    assert listed(client) == []
    assert 'class="notice"' in client.get("/organisationer/").content.decode()


def test_an_organisation_is_found_by_its_names_before_pages(client: Client) -> None:
    found = organisation("SISAB")
    found.name = "Skolfastigheter"
    found.save()
    Organisation.objects.get(pk=found.pk).save()
    winner = awarded(found, title="Renovering", listing_text="Hos SISAB.")

    told: list[Hit] = list(hits(client, "sisab"))

    assert [(hit.title, hit.url) for hit in told] == [
        ("Skolfastigheter", "/organisationer/sisab/"),
        ("Renovering", winner.get_url()),
    ]


@pytest.mark.parametrize(
    "query", ["södermalm", "stadsdel", "SÖDERM", "stadsdelsförv söder", "förvaltning", "malms"]
)
def test_an_organisation_is_found_by_how_its_words_begin(client: Client, query: str) -> None:
    awarded(organisation("Södermalms stadsdelsförvaltning"))
    awarded(organisation("Trafikkontoret"))

    found = [hit.title for hit in hits(client, query)]

    begins = query not in {"förvaltning", "malms"}
    assert found == (["Södermalms stadsdelsförvaltning"] if begins else [])


def test_long_lists_of_both_are_divided(client: Client) -> None:
    for number in range(HITS_PER_PAGE - 1):
        awarded(organisation(f"Nämnd {number}"), title=f"Vinst {number}")
    awarded(title="Nämnd ett")
    awarded(title="Nämnd två")

    pages = [hits(client, "nämnd", sida=number) for number in (1, 2)]

    assert pages[0].paginator.count == HITS_PER_PAGE + 1
    assert [len(page.object_list) for page in pages] == [HITS_PER_PAGE, 1]
    assert len({hit.title for page in pages for hit in page}) == HITS_PER_PAGE + 1


def queries(client: Client) -> int:
    cache.clear()
    with CaptureQueriesContext(connection) as captured:
        assert client.get("/organisationer/").status_code == 200
    return len(captured)


def test_the_list_costs_the_same_for_one_and_three(client: Client) -> None:
    awarded(organisation("Ett"))
    queries(client)
    one = queries(client)
    awarded(organisation("Två", successor=Organisation.objects.get(name="Ett")))
    awarded(organisation("Tre"))

    assert queries(client) == one
