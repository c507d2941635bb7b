"""A page that an editor has protected with a password, or for those who have signed in."""

import pytest
from django.test import Client
from django.urls import reverse
from wagtail.models import PageViewRestriction

from home.models import StandardPage
from tests.factories import HomeFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def page() -> StandardPage:
    home = HomeFactory.create()
    return home.add_child(instance=StandardPage(title="Hemlig sida", slug="hemlig"))


def test_a_password_is_asked_for_in_the_sites_own_look(page: StandardPage, client: Client) -> None:
    restriction = PageViewRestriction.objects.create(
        page=page, restriction_type=PageViewRestriction.PASSWORD, password="sesam"
    )

    asked = client.get(page.get_url())
    form = {"password": "sesam", "return_url": page.get_url()}
    address = reverse("wagtailcore_authenticate_with_password", args=[restriction.pk, page.pk])
    answer = client.post(address, form, follow=True)

    assert "site-header" in asked.content.decode()
    assert "Hemlig sida" not in asked.content.decode()
    assert "Hemlig sida" in answer.content.decode()


def test_a_wrong_password_is_told_and_opens_nothing(page: StandardPage, client: Client) -> None:
    restriction = PageViewRestriction.objects.create(
        page=page, restriction_type=PageViewRestriction.PASSWORD, password="sesam"
    )
    address = reverse("wagtailcore_authenticate_with_password", args=[restriction.pk, page.pk])

    answer = client.post(address, {"password": "fel", "return_url": page.get_url()})

    assert "Hemlig sida" not in answer.content.decode()
    assert 'class="message"' in answer.content.decode()


def test_signing_in_is_staffs_own(page: StandardPage, client: Client) -> None:
    PageViewRestriction.objects.create(page=page, restriction_type=PageViewRestriction.LOGIN)

    answer = client.get(page.get_url())

    assert answer["Location"] == f"{reverse('wagtailadmin_login')}?next={page.get_url()}"
