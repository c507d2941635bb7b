"""Who may do what, each role by each action, the refusals too."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.contrib.auth.models import AnonymousUser, Permission, User
from django.test import Client
from django.urls import reverse

from awards.enums import Role
from awards.models import StaffGroup
from awards.permissions import (
    Right,
    allowed_actions,
    can_handle_nominations,
    can_start_year,
    handlers,
    has_role,
    may,
)
from awards.statuses import NominationStatus
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


def user_of(actor: str) -> User | AnonymousUser:
    made: dict[str, Callable[[], User | AnonymousUser]] = {
        "anonymous": AnonymousUser,
        "nobody": UserFactory.create,
        "superuser": lambda: UserFactory.create(admin=True),
    }
    return made[actor]() if actor in made else UserFactory.create(role=Role(actor))


def sign_in(client: Client, actor: str) -> None:
    user = user_of(actor)
    if isinstance(user, User):
        client.force_login(user)


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


# Written out, so that whoever changes a table of the code has to say so here too.

#: By status: what those who handle entries may do, and what it makes of the entry.
_UNDER_REVIEW = {
    "supplement": "supplement_requested",
    "to_jury": "with_jury",
    "ineligible": "ineligible",
    "withdraw": "withdrawn",
}
_DECISIONS = {
    "winner": "winner",
    "special_mention": "special_mention",
    "not_selected": "not_selected",
}
ACTIONS_OF_HANDLERS = {
    "submitted": {"review": "under_review", "spam": "spam", "withdraw": "withdrawn"},
    "under_review": _UNDER_REVIEW | {"spam": "spam"},
    "supplement_requested": {"review": "under_review", "withdraw": "withdrawn"},
    "supplemented": _UNDER_REVIEW | {"review": "under_review"},
    "ineligible": {"reopen": "under_review"},
    "with_jury": _DECISIONS | {"shortlist": "finalist", "reopen": "under_review"},
    "finalist": _DECISIONS | {"reopen": "with_jury"},
    "winner": {"reopen": "with_jury"},
    "special_mention": {"reopen": "with_jury"},
    "not_selected": {"reopen": "with_jury"},
    "withdrawn": {"reopen": "under_review"},
    "spam": {"reopen": "submitted", "withdraw": "withdrawn"},
    "disposed": {},
}
NO_ACTIONS: dict[str, dict[str, str]] = {status: {} for status in ACTIONS_OF_HANDLERS}
ACTIONS_OF = {
    "anonymous": NO_ACTIONS,
    "nobody": NO_ACTIONS,
    "communicator": ACTIONS_OF_HANDLERS,
    "moderator": ACTIONS_OF_HANDLERS,
    "juror": NO_ACTIONS,
    "registrar": NO_ACTIONS,
    "superuser": ACTIONS_OF_HANDLERS,
}
RIGHTS_OF: dict[str, set[str]] = {
    "anonymous": set(),
    "nobody": set(),
    "communicator": {"HANDLE_ENTRIES", "PROMOTE", "EXTEND_DRAFTS"},
    "moderator": {"HANDLE_ENTRIES", "PROMOTE", "EXTEND_DRAFTS"},
    "juror": set(),
    "registrar": set(),
    "superuser": {"HANDLE_ENTRIES", "PROMOTE", "EXTEND_DRAFTS"},
}


@pytest.mark.parametrize("actor", ACTORS)
def test_the_table_of_roles_actions_and_statuses(actor: str) -> None:
    user = user_of(actor)

    table = {
        status.value: {
            action.value: wanted.value for action, wanted in allowed_actions(user, status).items()
        }
        for status in NominationStatus
    }

    assert table == ACTIONS_OF[actor]


@pytest.mark.parametrize("actor", ACTORS)
def test_the_table_of_other_rights(actor: str) -> None:
    user = user_of(actor)

    assert {right.name for right in Right if may(user, right)} == RIGHTS_OF[actor]


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


@pytest.mark.parametrize(
    ("rights", "holds"),
    [([], False), (["change_organisation"], False), (["access_admin"], True)],
)
def test_a_role_holds_for_those_alone_who_may_enter_the_admin(
    rights: list[str], holds: bool
) -> None:
    user = UserFactory.create(role=Role.MODERATOR)
    for group in user.groups.all():
        group.permissions.set(Permission.objects.filter(codename__in=rights))

    assert has_role(user, Role.MODERATOR) is holds
    assert can_handle_nominations(user) is holds
    assert (user in handlers()) is holds


def test_a_right_of_ones_own_to_enter_the_admin_is_enough() -> None:
    user = UserFactory.create(role=Role.MODERATOR)
    for group in user.groups.all():
        group.permissions.clear()
    user.user_permissions.set(Permission.objects.filter(codename="access_admin"))

    assert (can_handle_nominations(user), user in handlers()) == (True, True)


@pytest.mark.parametrize("discontinued", [False, True])
def test_a_discontinued_award_starts_no_year(discontinued: bool) -> None:
    award = AwardFactory.create(discontinued=discontinued)

    assert can_start_year(UserFactory.create(admin=True), award) is not discontinued
