import pytest
from django.contrib.messages import get_messages
from django.test import Client
from django.urls import reverse

from awards.enums import Role
from awards.models import AwardYearPage
from tests.factories import AwardFactory, AwardYearFactory, UserFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def communicator(client: Client) -> Client:
    client.force_login(UserFactory.create(role=Role.COMMUNICATOR))
    return client


def test_the_page_says_what_is_copied_and_changes_nothing(communicator: Client) -> None:
    year = AwardYearFactory.create(year=2022)

    response = communicator.get(reverse("awards_start_year", args=[year.award.pk]))

    assert year.title in response.content.decode()
    assert AwardYearPage.objects.count() == 1


def test_one_click_starts_the_year_and_opens_it(communicator: Client, in_english: None) -> None:
    old = AwardYearFactory.create(year=2022)

    response = communicator.post(
        reverse("awards_start_year", args=[old.award.pk]), {"after": old.pk}
    )

    new = AwardYearPage.objects.get(year=2023)
    assert response["Location"] == reverse("wagtailadmin_pages:edit", args=[new.pk])
    assert communicator.get(response["Location"]).status_code == 200


def test_a_double_click_leads_to_the_same_year(communicator: Client) -> None:
    old = AwardYearFactory.create(year=2022)
    address = reverse("awards_start_year", args=[old.award.pk])

    answers = [communicator.post(address, {"after": old.pk}) for _ in range(2)]

    assert answers[0]["Location"] == answers[1]["Location"]
    assert AwardYearPage.objects.child_of(old.award).count() == 2
    assert len(list(get_messages(answers[1].wsgi_request))) == 2


@pytest.mark.parametrize("after", ["", "0", "-1", "x", "99999999999999999999"])
def test_a_forged_form_starts_nothing_where_years_exist(after: str, communicator: Client) -> None:
    old = AwardYearFactory.create(year=2022)

    response = communicator.post(
        reverse("awards_start_year", args=[old.award.pk]), {"after": after}
    )

    assert response["Location"] == reverse("wagtailadmin_pages:edit", args=[old.pk])
    assert AwardYearPage.objects.count() == 1


def test_the_button_stands_on_awards_that_go_on(communicator: Client) -> None:
    current = AwardFactory.create()
    discontinued = AwardFactory.create(discontinued_award=True)

    buttons = {
        award: reverse("awards_start_year", args=[award.pk])
        in communicator.get(reverse("wagtailadmin_explore", args=[award.pk])).content.decode()
        for award in (current, discontinued)
    }

    assert buttons == {current: True, discontinued: False}
