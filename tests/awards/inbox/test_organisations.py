"""The register of organisations in the admin."""

import pytest
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from awards.enums import OrganisationKind, Role
from awards.models import Organisation
from tests.factories import OrganisationFactory, RecipientFactory, UserFactory, WinnerFactory

pytestmark = pytest.mark.django_db
LIST = "awards_organisation_modeladmin_index"
NO_FORMER_NAMES = {
    "former_names-TOTAL_FORMS": "0",
    "former_names-INITIAL_FORMS": "0",
    "former_names-MIN_NUM_FORMS": "0",
    "former_names-MAX_NUM_FORMS": "1000",
}


@pytest.fixture
def communicator(client: Client) -> Client:
    client.force_login(UserFactory.create(role=Role.COMMUNICATOR))
    return client


def test_a_communicator_adds_an_organisation(communicator: Client) -> None:
    response = communicator.post(
        reverse("awards_organisation_modeladmin_create"),
        {"name": "Trafikkontoret", "kind": "administration", "successor": "", **NO_FORMER_NAMES},
    )

    assert response["Location"] == reverse(LIST)
    stored = Organisation.objects.get()
    assert (stored.name, stored.slug, stored.kind) == (
        "Trafikkontoret",
        "trafikkontoret",
        OrganisationKind.ADMINISTRATION,
    )


def test_a_renamed_organisation_remembers_its_former_name(communicator: Client) -> None:
    organisation = OrganisationFactory.create(name="Gatukontoret")

    communicator.post(
        reverse("awards_organisation_modeladmin_edit", args=[organisation.pk]),
        {"name": "Trafikkontoret", "kind": "administration", "successor": "", **NO_FORMER_NAMES},
    )

    assert [former.name for former in organisation.former_names.all()] == ["Gatukontoret"]


@pytest.mark.parametrize("words", ["Trafik", "gatu", "GATUKONTORET"])
def test_it_is_found_by_its_name_and_by_a_former_one(words: str, communicator: Client) -> None:
    organisation = OrganisationFactory.create(name="Gatukontoret")
    organisation.name = "Trafikkontoret"
    organisation.save()
    OrganisationFactory.create(name="Kulturförvaltningen")

    page = communicator.get(reverse(LIST), {"q": words}).content.decode()

    assert ("Trafikkontoret" in page, "Kulturförvaltningen" in page) == (True, False)


def test_its_pages_have_the_header_of_wagtails_own(communicator: Client) -> None:
    organisation = OrganisationFactory.create(name="Gatukontoret")
    urls = [
        reverse(LIST),
        reverse("awards_organisation_modeladmin_create"),
        reverse("awards_organisation_modeladmin_edit", args=[organisation.pk]),
        reverse("awards_organisation_modeladmin_delete", args=[organisation.pk]),
    ]

    pages = [communicator.get(url).content.decode() for url in urls]

    for page in pages:
        assert page.count('<header class="w-slim-header') == 1
        assert "w-breadcrumbs" in page
        assert page.count("<h1") == 1
    assert [urls[0] in page for page in pages] == [True] * 4


def test_its_list_tells_what_is_searched_for_and_chosen(communicator: Client) -> None:
    OrganisationFactory.create(name="Gatukontoret", kind="administration")

    page = communicator.get(reverse(LIST), {"q": "gatu", "kind__exact": "administration"})
    nothing = communicator.get(reverse(LIST), {"q": "okänt"})

    html = page.content.decode()
    assert 'aria-current="true">Förvaltning' in html
    assert 'href="?kind__exact=administration&amp;" aria-label=' in html
    assert "<th" not in nothing.content.decode().partition("inbox-empty")[0].partition("w-pill")[2]


def test_one_that_has_been_awarded_is_not_deleted(communicator: Client) -> None:
    organisation = OrganisationFactory.create()
    WinnerFactory.create(recipients=[RecipientFactory.build(organisation=organisation)])

    response = communicator.post(
        reverse("awards_organisation_modeladmin_delete", args=[organisation.pk])
    )

    assert response.status_code == 200
    assert Organisation.objects.filter(pk=organisation.pk).exists()


def test_three_rows_cost_as_much_as_one(communicator: Client) -> None:
    def add() -> None:
        successor = OrganisationFactory.create()
        organisation = OrganisationFactory.create(successor=successor)
        organisation.name = f"{organisation.name} i dag"
        organisation.save()

    def queries() -> int:
        cache.clear()
        with CaptureQueriesContext(connection) as captured:
            assert communicator.get(reverse(LIST)).status_code == 200
        return len(captured)

    add()
    queries()
    one = queries()
    add()
    add()

    assert queries() == one
