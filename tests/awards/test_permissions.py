"""Who may do what, each role by each action, the refusals too."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse

from awards.enums import Role
from awards.models import StaffGroup
from awards.permissions import can_start_year, has_role
from cms.models import SiteSettings
from tests.factories import (
    AwardFactory,
    AwardYearFactory,
    OrganisationFactory,
    UserFactory,
    WinnerFactory,
)

pytestmark = pytest.mark.django_db

ACTORS = ["anonymous", "nobody", *Role, "superuser"]


def sign_in(client: Client, actor: str) -> None:
    if actor == "nobody":
        client.force_login(UserFactory.create())
    elif actor == "superuser":
        client.force_login(UserFactory.create(admin=True))
    elif actor != "anonymous":
        client.force_login(UserFactory.create(role=Role(actor)))


ADDRESSES: dict[str, Callable[[], str]] = {
    "the admin": lambda: reverse("wagtailadmin_home"),
    "edit a winner": lambda: reverse("wagtailadmin_pages:edit", args=[WinnerFactory.create().pk]),
    "add a winner": lambda: reverse(
        "wagtailadmin_pages:add", args=["awards", "winnerpage", AwardYearFactory.create().pk]
    ),
    "start a year": lambda: reverse("awards_start_year", args=[AwardFactory.create().pk]),
    "the register": lambda: reverse("awards_organisation_modeladmin_index"),
    "add to the register": lambda: reverse("awards_organisation_modeladmin_create"),
    "edit the register": lambda: reverse(
        "awards_organisation_modeladmin_edit", args=[OrganisationFactory.create().pk]
    ),
    "delete from the register": lambda: reverse(
        "awards_organisation_modeladmin_delete", args=[OrganisationFactory.create().pk]
    ),
    "history of the register": lambda: reverse(
        "awards_organisation_modeladmin_history", args=[OrganisationFactory.create().pk]
    ),
    "the site's settings": lambda: reverse(
        "wagtailsettings:edit",
        args=["cms", "sitesettings", SiteSettings.for_page(AwardFactory.create()).site_id],
    ),
    "the pictures": lambda: reverse("wagtailimages:index"),
    "add a picture": lambda: reverse("wagtailimages:add"),
    "users": lambda: reverse("wagtailusers_users:index"),
    "groups": lambda: reverse("wagtailusers_groups:index"),
}

ALLOWED = {
    "the admin": {*Role, "superuser"},
    "users": {"superuser"},
    "groups": {"superuser"},
}


@pytest.mark.parametrize("actor", ACTORS)
@pytest.mark.parametrize("address", ADDRESSES)
def test_each_address_opens_for_those_who_may(actor: str, address: str, client: Client) -> None:
    url = ADDRESSES[address]()
    sign_in(client, actor)

    response = client.get(url)

    allowed = ALLOWED.get(address, {Role.COMMUNICATOR, "superuser"})
    assert (response.status_code == 200) is (actor in allowed), response.status_code


@pytest.mark.parametrize("role", Role)
@pytest.mark.parametrize("asked", Role)
def test_a_role_is_its_own_and_no_other(role: Role, asked: Role) -> None:
    user = UserFactory.create(role=role)

    assert has_role(user, asked) is (role == asked)


def test_a_renamed_group_keeps_its_role() -> None:
    user = UserFactory.create(role=Role.JUROR)
    group = StaffGroup.objects.get(role=Role.JUROR).group
    group.name = "De som bedömer"
    group.save()

    assert has_role(user, Role.JUROR) is True


def test_an_inactive_user_has_no_role() -> None:
    user = UserFactory.create(role=Role.JUROR, is_active=False)

    assert has_role(user, Role.JUROR) is False


@pytest.mark.parametrize("discontinued", [False, True])
def test_a_discontinued_award_starts_no_year(discontinued: bool) -> None:
    award = AwardFactory.create(discontinued=discontinued)

    assert can_start_year(UserFactory.create(admin=True), award) is not discontinued
