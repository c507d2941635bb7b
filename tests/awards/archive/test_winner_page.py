"""A winner's page, and the form where it is written."""

from __future__ import annotations

import re

import pytest
from django.test import Client

from awards.enums import Role
from awards.models import AwardYearPage, WinnerPage
from tests.editor import add_address, fill_in, form_at
from tests.factories import AwardFactory, AwardYearFactory, UserFactory, WinnerFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def year() -> AwardYearPage:
    award = AwardFactory.create(title="Framsteget", slug="framsteget")
    year: AwardYearPage = AwardYearFactory.create(parent=award, year=2021)
    return year


@pytest.mark.parametrize(
    ("seo_title", "expected"),
    [
        ("", "Våga anmäla, våga vittna, Framsteget 2021 – Stadens priser"),
        ("Våga vittna", "Våga vittna – Stadens priser"),
    ],
)
def test_the_title_tells_award_and_year_unless_an_editor_gave_another(
    seo_title: str, expected: str, client: Client, year: AwardYearPage
) -> None:
    title = "Våga anmäla, våga vittna"
    winner = WinnerFactory.create(parent=year, title=title, seo_title=seo_title)

    html = client.get(winner.get_url()).content.decode()

    assert re.findall(r"<title>(.*?)</title>", html) == [expected]


def test_a_new_winner_begins_with_the_row_of_a_recipient(
    client: Client, year: AwardYearPage
) -> None:
    client.force_login(UserFactory.create(role=Role.COMMUNICATOR))
    address = add_address(WinnerPage, year)
    form = form_at(client, address, WinnerPage)
    assert (form["recipients-TOTAL_FORMS"], form["recipients-0-unit"]) == ("1", "")

    fill_in(form, {"title": "Vinnaren", "slug": "vinnaren"})
    untouched = client.post(address, form | {"action-publish": "1"})

    assert untouched.status_code == 200
    assert WinnerPage.objects.count() == 0
    form["recipients-0-unit"] = "Enheten"
    assert client.post(address, form | {"action-publish": "1"}).status_code == 302
    winner = WinnerPage.objects.get()
    assert (winner.live, [str(one) for one in winner.recipients.all()]) == (True, ["Enheten"])


def test_a_draft_is_saved_where_that_row_is_left_empty(client: Client, year: AwardYearPage) -> None:
    client.force_login(UserFactory.create(role=Role.COMMUNICATOR))
    address = add_address(WinnerPage, year)
    form = fill_in(form_at(client, address, WinnerPage), {"title": "Vinnaren", "slug": "vinnaren"})

    assert client.post(address, form).status_code == 302
    assert [winner.live for winner in WinnerPage.objects.all()] == [False]
