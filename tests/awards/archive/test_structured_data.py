import json
import re
from datetime import date

import pytest
from django.test import Client

from awards.archive.structured_data import as_json_ld, ceremony_data, winner_data
from tests.factories import (
    AwardFactory,
    AwardYearFactory,
    OrganisationFactory,
    RecipientFactory,
    WinnerFactory,
)

pytestmark = pytest.mark.django_db


def test_each_recipient_is_an_organisation_with_its_award() -> None:
    company = OrganisationFactory.create(name="SISAB")
    year = AwardYearFactory.create(parent=AwardFactory.create(title="Framsteget"), year=2020)
    winner = WinnerFactory.create(
        parent=year,
        recipients=[
            RecipientFactory.build(unit="Driftavdelningen", organisation=company),
            RecipientFactory.build(unit="Teamet", organisation=None),
        ],
    )

    assert winner_data(winner) == {
        "@context": "https://schema.org",
        "@graph": [
            {
                "@type": "Organization",
                "name": "SISAB",
                "department": {"@type": "Organization", "name": "Driftavdelningen"},
                "award": "Framsteget 2020: Vinnare",
            },
            {"@type": "Organization", "name": "Teamet", "award": "Framsteget 2020: Vinnare"},
        ],
    }


def test_the_ceremony_is_an_event() -> None:
    year = AwardYearFactory.create(
        parent=AwardFactory.create(title="Framsteget"),
        year=2022,
        ceremony_on=date(2022, 11, 29),
        ceremony_place="Blå hallen, Stadshuset",
        ceremony_event="Kvalitetsutmärkelsen",
    )

    assert ceremony_data(year, "Stockholms stad")["@graph"] == [
        {
            "@type": "Event",
            "name": "Framsteget 2022",
            "startDate": "2022-11-29",
            "eventAttendanceMode": "https://schema.org/OfflineEventAttendanceMode",
            "location": {
                "@type": "Place",
                "name": "Blå hallen, Stadshuset",
                "address": "Blå hallen, Stadshuset",
            },
            "superEvent": {"@type": "Event", "name": "Kvalitetsutmärkelsen"},
            "organizer": {"@type": "Organization", "name": "Stockholms stad"},
        }
    ]


@pytest.mark.parametrize(
    "known", [{}, {"ceremony_on": date(2022, 11, 29)}, {"ceremony_place": "X"}]
)
def test_a_ceremony_that_is_half_known_is_not_told(known: dict[str, object]) -> None:
    assert as_json_ld(ceremony_data(AwardYearFactory.create(**known), "")) == ""


def test_nothing_that_is_written_ends_the_data_early() -> None:
    winner = WinnerFactory.create(
        recipients=[RecipientFactory.build(unit="</script><b>&<!--", organisation=None)]
    )

    element = as_json_ld(winner_data(winner))

    assert element.count("<") == 2
    text = element.removeprefix('<script type="application/ld+json">').removesuffix("</script>")
    assert json.loads(text) == winner_data(winner)


def test_the_pages_carry_the_data(client: Client) -> None:
    year = AwardYearFactory.create(ceremony_on=date(2022, 11, 29), ceremony_place="Blå hallen")
    winner = WinnerFactory.create(parent=year)

    types = {
        page: re.findall(r'"@graph": \[\{"@type": "(\w+)"', client.get(page).content.decode())
        for page in (winner.get_url(), year.get_url())
    }

    assert types == {
        winner.get_url(): ["Organization"],
        year.get_url(): ["Event"],
    }
