"""Search: only what anybody may meet, whatever is typed."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone
from wagtail.models import Page, PageViewRestriction, Site

from awards.chores import repair_what_is_gathered
from awards.models import AwardPage
from cms.searching import Mention
from home.models import StandardPage
from home.views.search import HITS_PER_PAGE
from tests.factories import (
    AwardFactory,
    AwardYearFactory,
    HomeFactory,
    OrganisationFactory,
    RecipientFactory,
    WinnerFactory,
)
from tests.home.factories import StandardPageFactory

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]


def search(client: Client, query: str, **parameters: Any) -> Any:
    response = client.get("/sok/", {"q": query, **parameters})
    assert response.status_code == 200
    return response


def titles(client: Client, query: str) -> list[str]:
    return [hit.title for hit in search(client, query).context["hits"]]


def page(title: str, **fields: Any) -> StandardPage:
    made: StandardPage = StandardPageFactory.create(title=title, **fields)
    return made


def test_a_hit_tells_what_it_is_and_leads_there(client: Client) -> None:
    made = page("Om juryns arbete", listing_text="Hur vinnarna väljs.")

    response = search(client, "juryns")

    (hit,) = response.context["hits"]
    assert (hit.title, hit.url) == (made.title, made.get_url())
    assert hit.mention == Mention(str(StandardPage.get_verbose_name()), [made.listing_text])
    assert (response.context["state"], response.context["count"]) == ("hits", 1)
    html = response.content.decode()
    assert all(text in html for text in (made.title, made.listing_text, f'href="{hit.url}"'))


def test_a_winner_is_told_of_as_its_organisation_tells_of_it(client: Client) -> None:
    award = AwardFactory.create(title="Framsteget", slug="framsteget")
    year = AwardYearFactory.create(parent=award, year=2020)
    recipients = [RecipientFactory.build(unit="Enheten", organisation=None)]
    WinnerFactory.create(parent=year, title="Solceller", recipients=recipients, mention=True)

    (hit,) = search(client, "solceller").context["hits"]

    assert hit.mention == Mention("Särskilt omnämnande, Framsteget 2020", ["Enheten"])


def test_winners_are_found_by_their_award_and_year(client: Client) -> None:
    award = AwardFactory.create(title="Framsteget", slug="framsteget")
    for number, title in ((2020, "Solceller"), (2021, "Fjärrvärme")):
        WinnerFactory.create(parent=AwardYearFactory.create(parent=award, year=number), title=title)

    assert titles(client, "framsteget 2021") == ["Framsteget 2021", "Fjärrvärme"]
    assert set(titles(client, "2020")) == {"Framsteget 2020", "Solceller"}


def test_a_winner_is_found_by_the_year_that_was_corrected(
    client: Client, django_capture_on_commit_callbacks: Any
) -> None:
    year = AwardYearFactory.create(year=2012)
    WinnerFactory.create(parent=year, title="Fjärrvärme")

    year.year = 2021
    with django_capture_on_commit_callbacks(execute=True):
        year.save_revision().publish()

    assert titles(client, "2012") == []
    assert set(titles(client, "2021")) == {year.title, "Fjärrvärme"}


def test_a_winner_is_found_by_the_year_that_was_corrected_when_the_server_was_lost(
    client: Client,
) -> None:
    year = AwardYearFactory.create(year=2012)
    WinnerFactory.create(parent=year, title="Fjärrvärme")

    year.year = 2021
    year.save_revision().publish()
    repair_what_is_gathered(timezone.now())

    assert set(titles(client, "2021")) == {year.title, "Fjärrvärme"}


def test_running_text_is_searched(client: Client) -> None:
    page("Sida", introduction="<p>Här finns <b>lärdomar</b>.</p>")
    page("Annan", body=[("text", {"text": "<p>Om kvarnhjul.</p>", "language": ""})])

    assert titles(client, "lärdomar") == ["Sida"]
    assert titles(client, "kvarnhjul") == ["Annan"]


@pytest.mark.parametrize("query", ["", " ", "\x00", "\t\r\n", "\u200b"])
def test_nothing_asked_finds_nothing(client: Client, query: str) -> None:
    page("Sida")

    response = search(client, query)

    assert response.context["state"] == "empty"
    assert response.context["count"] == 0


@pytest.mark.parametrize(
    "query",
    [
        "finnsinte",
        "'",
        '"',
        '"halv fras',
        "* OR 1=1 --",
        "AND OR NOT",
        "NEAR(a b)",
        "title:sida",
        "(((",
        "a & | ! <-> b:*",
        "\\",
        "%",
        "-",
        "--",
        ":*",
        "^a",
        "<script>",
        "😀",
        "a" * 10_000,
        "ord " * 3_000,
        "{}",
        "{{ settings.SECRET_KEY }}",
    ],
)
def test_odd_questions_find_nothing_and_break_nothing(client: Client, query: str) -> None:
    page("Sida")

    response = search(client, query)

    assert response.context["state"] == "none"
    assert "<script>" not in response.content.decode().partition("<main")[2]


@pytest.mark.parametrize("query", ["sida\x00", " sida ", "SIDA", "sida\r\n", "sida " * 60])
def test_what_surrounds_the_words_does_not_matter(client: Client, query: str) -> None:
    page("Sida")

    assert titles(client, query) == ["Sida"]


def test_only_what_anybody_may_meet_is_found(client: Client) -> None:
    page("Öppen sida")
    page("Utkast till sida", draft=True)
    locked = page("Låst sida")
    PageViewRestriction.objects.create(page=locked, restriction_type="login")
    page("Sida under låst", parent=locked)
    elsewhere = Page(title="Sida på annan webbplats", slug="annan")
    Page.get_first_root_node().add_child(instance=elsewhere)
    Site.objects.create(hostname="annan.example", root_page=elsewhere)

    assert titles(client, "sida") == ["Öppen sida"]


def test_winners_are_found_once_they_are_released(client: Client) -> None:
    year = AwardYearFactory.create(unreleased=True)
    winner = WinnerFactory.create(parent=year, title="Solidariska solceller")
    assert titles(client, "solceller") == []

    year.winners_released_at = timezone.now() - timedelta(seconds=1)
    year.save()

    assert titles(client, "solceller") == [winner.title]


def test_the_title_counts_more_than_the_text(client: Client) -> None:
    page("Annat", introduction="<p>Ett ord om kvarnhjul bland många andra ord i en text.</p>")
    page("Kvarnhjul")

    assert titles(client, "kvarnhjul") == ["Kvarnhjul", "Annat"]


def test_a_long_list_is_divided(client: Client) -> None:
    home = HomeFactory.create()
    for number in range(HITS_PER_PAGE + 1):
        page(f"Sida {number}", parent=home, slug=f"sida-{number}")

    first, second = search(client, "sida"), search(client, "sida", sida=2)
    odd = [search(client, "sida", sida=number) for number in ("0", "99", "-1", "å", "\x00", "")]

    found = [[hit.title for hit in each.context["hits"]] for each in (first, second)]
    assert [len(each) for each in found] == [HITS_PER_PAGE, 1]
    assert len({title for each in found for title in each}) == HITS_PER_PAGE + 1
    assert first.context["count"] == HITS_PER_PAGE + 1
    assert "sida=2" in first.content.decode()
    assert [each.context["hits"].number for each in odd] == [2, 2, 2, 1, 1, 1]


def test_other_methods_are_refused(client: Client) -> None:
    assert client.post("/sok/", {"q": "sida"}).status_code == 405


def test_no_cookie_is_set(client: Client) -> None:
    assert search(client, "sida").cookies.keys() == set()


def winner(name: str, award: AwardPage) -> None:
    """A winner of a year of its own, with an organisation, each with a name to be found by."""
    recipient = RecipientFactory.build(organisation=OrganisationFactory.create(name=name))
    year = AwardYearFactory.create(parent=award)
    WinnerFactory.create(parent=year, title=name, recipients=[recipient])


def queries(client: Client, django_assert_max_num_queries: Any) -> int:
    search(client, "sida")  # Wagtail remembers the addresses of its sites from here on
    with django_assert_max_num_queries(40) as captured:
        search(client, "sida")
    return len(captured)


def test_it_costs_the_same_for_one_and_three(
    client: Client, django_assert_max_num_queries: Any
) -> None:
    award = AwardFactory.create(title="Priset sida")
    parent = award.get_parent()
    home = parent.get_parent()
    page("Sida 1", parent=home)
    winner("sida 1", award)
    few = queries(client, django_assert_max_num_queries)
    page("Sida 2", parent=home)
    page("Sida 3", parent=home)
    AwardFactory.create(title="Nästa sida", parent=parent)
    winner("sida 2", award)
    winner("sida 3", award)

    assert queries(client, django_assert_max_num_queries) == few
