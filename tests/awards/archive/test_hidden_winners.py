"""Nothing of a winner leaks before the moment that anybody may see it."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone
from wagtail.models import PageViewRestriction

from awards.enums import Role
from awards.models import AwardYearPage, WinnerPage
from cms.dates import in_stockholm
from home.models import HomePage
from tests.editor import send_edit
from tests.factories import (
    AwardYearFactory,
    OrganisationFactory,
    RecipientFactory,
    UserFactory,
    WinnerFactory,
)

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]

SECRET_TITLE = "Hemlighetsmodellen"
SECRET_CITATION = "Hemlighetsmotiveringen"
SECRET_UNIT = "Hemlighetsenheten"


def make_year(*, released: bool) -> WinnerPage:
    """An award with one visible winner of 2021, and one of 2022 that may be hidden."""
    moment = timezone.now() + timedelta(hours=-1 if released else 1)
    year = AwardYearFactory.create(year=2022, winners_released_at=moment)
    WinnerFactory.create(
        parent=AwardYearFactory.create(parent=year.award, year=2021), title="Synliga vinnaren"
    )
    organisation = OrganisationFactory.create(name="Bolaget")
    return WinnerFactory.create(
        parent=year,
        title=SECRET_TITLE,
        listing_text=SECRET_TITLE,
        citation=SECRET_CITATION,
        recipients=[RecipientFactory.build(unit=SECRET_UNIT, organisation=organisation)],
    )


def addresses(winner: WinnerPage) -> dict[str, str]:
    year = AwardYearPage.objects.get(year=2022)
    visible = WinnerPage.objects.get(title="Synliga vinnaren")
    return {
        "the front page": HomePage.objects.get().get_url(),
        "the list of awards": year.award.get_parent().get_url(),
        "the award": year.award.get_url(),
        "the year": year.get_url(),
        "a winner of another year": visible.get_url(),
        "the organisation": "/organisationer/bolaget/",
        "search by title": f"/sok/?q={SECRET_TITLE}",
        "search by citation": f"/sok/?q={SECRET_CITATION}",
        "the sitemap": "/sitemap.xml",
    }


def told_by(client: Client, address: str) -> set[str]:
    text = client.get(address).content.decode()
    # A search page repeats what was searched for.
    text = text.replace(f'value="{SECRET_TITLE}"', "").replace(f'value="{SECRET_CITATION}"', "")
    slug = WinnerPage.objects.get(title=SECRET_TITLE).slug
    found = {word for word in (SECRET_TITLE, SECRET_CITATION, SECRET_UNIT) if word in text}
    return found | ({"address"} if f"/{slug}/" in text else set())


def hide_by_time(winner: WinnerPage) -> None:
    """Nothing to do: the year is released later."""


def hide_by_unpublished_year(winner: WinnerPage) -> None:
    year = winner.year
    year.winners_released_at = None
    year.live = False
    year.save()


def hide_by_privacy(winner: WinnerPage) -> None:
    year = winner.year
    year.winners_released_at = None
    year.save()
    PageViewRestriction.objects.create(page=winner, restriction_type=PageViewRestriction.LOGIN)


@pytest.mark.parametrize(
    ("hide", "status"),
    [(hide_by_time, 404), (hide_by_unpublished_year, 404), (hide_by_privacy, 302)],
)
def test_a_hidden_winner_is_nowhere(
    hide: Callable[[WinnerPage], None], status: int, client: Client
) -> None:
    winner = make_year(released=False)
    hide(winner)

    tellers = {
        place: told - {SECRET_TITLE if "title" in place else SECRET_CITATION}
        if place.startswith("search")
        else told
        for place, address in addresses(winner).items()
        if (told := told_by(client, address))
    }

    assert {place: told for place, told in tellers.items() if told} == {}
    assert client.get(winner.get_url()).status_code == status


def test_a_released_winner_is_in_all_those_places(client: Client) -> None:
    winner = make_year(released=True)
    never_told = {"the front page", "the list of awards", "a winner of another year"}

    silent = [
        place
        for place, address in addresses(winner).items()
        if place not in never_told and "address" not in told_by(client, address)
    ]

    assert silent == []
    assert client.get(winner.get_url()).status_code == 200


def test_an_editor_sees_a_hidden_winner_as_a_draft_only(client: Client) -> None:
    winner = make_year(released=False)
    winner.save_revision()
    client.force_login(UserFactory.create(role=Role.COMMUNICATOR))

    assert client.get(winner.get_url()).status_code == 404
    for page in (winner, winner.year, winner.year.award):
        page.save_revision()
        preview = client.get(f"/admin/pages/{page.pk}/view_draft/")
        assert SECRET_CITATION in preview.content.decode()


def test_who_publishes_a_hidden_winner_is_told_when_it_is_shown(client: Client) -> None:
    winner = make_year(released=False)
    winner.live = False
    winner.save_revision()
    winner.save()
    client.force_login(UserFactory.create(role=Role.COMMUNICATOR))

    response = send_edit(client, winner, {}, "publish")

    told, published = client.get(response["Location"]).context["messages"]
    released = winner.year.winners_released_at
    assert released
    assert in_stockholm(released) in str(told)
    assert SECRET_TITLE in str(published)
