"""The lists of the registers, which tell of nothing but what they list."""

from __future__ import annotations

from urllib.parse import urlencode

import pytest
from django.contrib.auth.models import Group, Permission
from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from awards.enums import Role
from awards.models import MessageTemplate, Organisation
from awards.statuses import NominationStatus
from tests.awards.entries import make_nomination
from tests.factories import (
    AwardYearFactory,
    NominationFormFactory,
    OrganisationFactory,
    UserFactory,
)

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]

ORGANISATIONS = "awards_organisation_modeladmin_index"
TEMPLATES = "awards_messagetemplate_modeladmin_index"
#: Of neither what there is nor what there is not may the list tell.
FOREIGN = [
    ("nominations__status", "submitted"),
    ("nominations__status", "winner"),
    ("nominations__email__startswith", "ann"),
    ("nominations__email__startswith", "bo"),
    ("nominations__case_officer__password__startswith", "x"),
    ("nominations__year__drafts__email__startswith", "x"),
    ("award__owner__password__startswith", "x"),
    ("award", "abc"),
    ("foo", "1"),
    ("e", "1"),
    ("export", "csv"),
    ("q", "\x00"),
    ("p", "x"),
    ("p", "99999999999999999999"),
    ("p", "-5"),
    ("o", "99.x.-"),
]


@pytest.fixture
def keeper(client: Client) -> Client:
    """Somebody who may keep the register of organisations, and nothing else."""
    group = Group.objects.create(name="Registret")
    group.permissions.set(
        Permission.objects.filter(codename__in=["access_admin", "change_organisation"])
    )
    user = UserFactory.create()
    user.groups.add(group)
    client.force_login(user)
    return client


@pytest.fixture
def handler() -> Client:
    client = Client()
    client.force_login(UserFactory.create(role=Role.MODERATOR))
    return client


@pytest.fixture(autouse=True)
def _entry() -> None:
    cache.clear()
    year = AwardYearFactory.create(open=True)
    nomination = make_nomination(NominationFormFactory.create(parent=year))
    nomination.organisation = OrganisationFactory.create(name="Bolaget")
    nomination.status = NominationStatus.WINNER
    nomination.save()
    MessageTemplate.objects.all().delete()
    MessageTemplate.objects.create(name="Tack", subject_sv="Tack", text_sv="Tack", award=year.award)


def listed(client: Client, name: str, query: str = "") -> list[str]:
    response = client.get(f"{reverse(name)}?{query}")
    assert response.status_code == 200
    return [str(row) for row in response.context["object_list"]]


@pytest.mark.parametrize("asked", FOREIGN, ids=str)
def test_what_a_list_does_not_offer_narrows_nothing(
    asked: tuple[str, str], keeper: Client, handler: Client
) -> None:
    query = urlencode([asked])

    assert listed(keeper, ORGANISATIONS, query) == ["Bolaget"]
    assert listed(handler, TEMPLATES, query) == ["Tack"]


def test_what_it_offers_narrows_it(keeper: Client, handler: Client) -> None:
    OrganisationFactory.create(name="Annat")
    Organisation.objects.filter(name="Annat").update(kind="school")
    [kind] = Organisation.objects.filter(name="Bolaget").values_list("kind", flat=True)

    assert listed(keeper, ORGANISATIONS) == ["Annat", "Bolaget"]
    assert listed(keeper, ORGANISATIONS, "o=-0") == ["Bolaget", "Annat"]
    assert listed(keeper, ORGANISATIONS, f"kind__exact={kind}") == ["Bolaget"]
    assert listed(keeper, ORGANISATIONS, "kind__exact=x") == []
    assert listed(keeper, ORGANISATIONS, "q=annat") == ["Annat"]
    assert listed(handler, TEMPLATES, "q=finns+inte") == []
