import pytest
from django.core.exceptions import ValidationError

from awards.enums import OrganisationKind
from awards.models import Organisation
from tests.factories import OrganisationFactory, RecipientFactory, WinnerFactory

pytestmark = pytest.mark.django_db


def former_names(organisation: Organisation) -> list[str]:
    return [former.name for former in organisation.former_names.order_by("pk")]


def test_a_change_of_name_is_remembered_once_and_the_address_stays() -> None:
    organisation = OrganisationFactory.create(name="Enskede-Årsta-Vantör")
    organisation = Organisation.objects.get(pk=organisation.pk)

    organisation.name = "Söderort"
    organisation.save()
    organisation.save()

    assert former_names(organisation) == ["Enskede-Årsta-Vantör"]
    assert organisation.slug == "enskede-arsta-vantor"


def test_a_name_that_is_taken_back_is_no_longer_a_former_one() -> None:
    organisation = OrganisationFactory.create(name="A")
    for name in ("B", "A", "B"):
        organisation.name = name
        organisation.save()

    assert former_names(organisation) == ["A"]


def test_names_alike_get_addresses_of_their_own() -> None:
    first = OrganisationFactory.create(name="Trafikkontoret")
    second = OrganisationFactory.create(name="Trafik kontoret")
    third = OrganisationFactory.create(name="Trafik-kontoret")

    assert [first.slug, second.slug, third.slug] == [
        "trafikkontoret",
        "trafik-kontoret",
        "trafik-kontoret-2",
    ]


def test_the_lineage_reaches_every_generation() -> None:
    today = OrganisationFactory.create()
    mother = OrganisationFactory.create(successor=today)
    aunt = OrganisationFactory.create(successor=today)
    grandmother = OrganisationFactory.create(successor=mother)
    OrganisationFactory.create()

    assert today.lineage() == {today.pk, mother.pk, aunt.pk, grandmother.pk}
    assert mother.lineage() == {mother.pk, grandmother.pk}


def test_successors_never_lead_back(in_english: None) -> None:
    first = OrganisationFactory.create()
    second = OrganisationFactory.create(successor=first)
    first.successor = second

    with pytest.raises(ValidationError) as refusal:
        first.full_clean()

    assert refusal.value.message_dict == {
        "successor": ["Choose another successor: this one leads back here."]
    }


def test_an_old_winner_keeps_the_name_that_the_organisation_had() -> None:
    organisation = OrganisationFactory.create(name="Gatukontoret")
    winner = WinnerFactory.create(recipients=[RecipientFactory.build(organisation=organisation)])
    winner.save_revision().publish()
    organisation.name = "Trafikkontoret"
    organisation.save()

    winner.get_latest_revision().publish()

    assert winner.recipients.get().organisation_name == "Gatukontoret"


def test_a_draft_keeps_the_name_from_when_it_was_written() -> None:
    organisation = OrganisationFactory.create(name="Gatukontoret")
    winner = WinnerFactory.create(recipients=[RecipientFactory.build(organisation=organisation)])
    winner.title = "Nytt namn"
    revision = winner.save_revision()
    organisation.name = "Trafikkontoret"
    organisation.save()

    revision.publish()

    assert winner.recipients.get().organisation_name == "Gatukontoret"


@pytest.mark.parametrize("kind", OrganisationKind)
def test_every_kind_can_be_registered(kind: OrganisationKind) -> None:
    organisation = Organisation(name="Bolaget", kind=kind)
    organisation.full_clean()
    organisation.save()

    assert Organisation.objects.get().kind == kind
