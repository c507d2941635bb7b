"""Nothing below a page that is not published is there for visitors: form, jury and winners."""

from collections.abc import Callable

import pytest
from django.test import Client

from awards.models import AwardYearPage, Organisation
from cms.models import SiteSettings
from tests.factories import (
    AwardYearFactory,
    JuryFactory,
    NominationFormFactory,
    OrganisationFactory,
    RecipientFactory,
    WinnerFactory,
)

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]

TITLES = {"Hemliga ansökan", "Hemliga juryn", "Hemliga vinnaren"}


@pytest.fixture
def year() -> AwardYearPage:
    """An open year with a jury, a winner and a form, all of them published."""
    year: AwardYearPage = AwardYearFactory.create(open=True, year=2023)
    recipient = RecipientFactory.build(organisation=OrganisationFactory.create(name="Bolaget"))
    JuryFactory.create(parent=year, title="Hemliga juryn")
    WinnerFactory.create(parent=year, title="Hemliga vinnaren", recipients=[recipient])
    form = NominationFormFactory.create(parent=year, title="Hemliga ansökan")
    settings = SiteSettings.for_page(year)
    settings.privacy_page = form
    settings.save()
    return year


def never_published(year: AwardYearPage) -> None:
    """As after "Start a new year", where the year itself was refused."""
    AwardYearPage.objects.update(live=False, first_published_at=None)


def taken_down(year: AwardYearPage) -> None:
    year.unpublish()


def award_taken_down(year: AwardYearPage) -> None:
    year.award.unpublish()


def told_by(client: Client, year: AwardYearPage) -> dict[str, set[str]]:
    """What lists tell of the pages below the year, by name or address."""
    organisation = Organisation.objects.get(name="Bolaget")
    places = ("/", "/priser/", "/sok/?q=hemliga", f"/organisationer/{organisation.slug}/")
    texts = {place: client.get(place).content.decode() for place in (*places, "/sitemap.xml")}
    words = TITLES | {f"/{year.slug}/"}
    return {place: {word for word in words if word in text} for place, text in texts.items()}


def statuses(client: Client, year: AwardYearPage) -> list[int]:
    return [client.get(page.get_url()).status_code for page in year.get_children()]


def test_what_lies_below_a_published_year_is_told_of(client: Client, year: AwardYearPage) -> None:
    path = {f"/{year.slug}/"}

    assert told_by(client, year) == {
        "/": path,
        "/priser/": path,
        "/sok/?q=hemliga": TITLES | path,
        "/organisationer/bolaget/": {"Hemliga vinnaren"} | path,
        "/sitemap.xml": path,
    }
    assert statuses(client, year) == [200, 200, 200]


@pytest.mark.parametrize("hide", [never_published, taken_down, award_taken_down])
def test_what_lies_below_an_unpublished_page_is_nowhere(
    hide: Callable[[AwardYearPage], None], client: Client, year: AwardYearPage
) -> None:
    hide(year)

    assert {place: told for place, told in told_by(client, year).items() if told} == {}
    assert statuses(client, year) == [404, 404, 404]
