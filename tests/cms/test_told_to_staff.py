"""What Wagtail's admin tells of pages that somebody names by number; of winners: ``test_roles``."""

from __future__ import annotations

from typing import Any

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse

from awards.enums import Role
from home.models import StandardPage
from tests.factories import HomeFactory, UserFactory
from tests.home.factories import StandardPageFactory

pytestmark = pytest.mark.django_db

#: Not one is the number of a page, and some are more than ``int`` reads or a database compares.
HOSTILE = ["", "abc", "-1", "²", "\x00", "9" * 19, "9" * 5000]
BULK = reverse("wagtail_bulk_action", args=["wagtailcore", "page", "delete"])
CHOSEN = reverse("wagtailadmin_choose_page_chosen_multiple")


@pytest.fixture
def admin() -> User:
    user: User = UserFactory.create(admin=True)
    return user


@pytest.mark.parametrize("text", HOSTILE)
def test_nonsense_is_no_page(text: str, client: Client, admin: User) -> None:
    client.force_login(admin)
    page = StandardPageFactory.create()

    chosen: Any = client.get(CHOSEN, {"id": [text, page.pk]}).json()

    assert [told["id"] for told in chosen["result"]] == [page.pk]
    assert client.get(BULK, {"id": text}).status_code == 404
    assert client.get(BULK, {"id": "all", "childOf": text}).status_code == 404
    assert page.title in client.get(BULK, {"id": [text, page.pk]}).content.decode()


def test_all_of_a_list_is_what_the_list_holds(client: Client, admin: User) -> None:
    client.force_login(admin)
    page = StandardPageFactory.create()

    html = client.get(BULK, {"id": "all", "childOf": page.get_parent().pk}).content.decode()

    assert page.title in html


def test_where_a_page_could_be_moved_tells_nothing_of_it(client: Client) -> None:
    home = HomeFactory.create()
    above = StandardPageFactory.create(parent=home)
    secret = StandardPageFactory.create(parent=above, slug="hemlig", live=False)
    StandardPageFactory.create(parent=home, slug="hemlig")
    client.force_login(UserFactory.create(role=Role.JUROR))
    address = reverse("wagtailadmin_pages:move_confirm", args=[secret.pk, home.pk])

    response = client.get(address, follow=True)

    assert response.redirect_chain == [(reverse("wagtailadmin_home"), 302)]
    assert "hemlig" not in response.content.decode()
    assert StandardPage.objects.get(pk=secret.pk).get_parent().pk == above.pk
