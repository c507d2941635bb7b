"""What anybody may write in an address or a hidden field is no error."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from awards.inbox.addresses import number_in, numbers_in, words_in
from awards.inbox.entry.sight import Sight
from awards.models import AwardPage
from awards.statuses import NominationStatus
from tests.awards.entries import bare_nomination
from tests.factories import AwardYearFactory, UserFactory

#: Not one is the number of anything, and some are more than ``int`` reads or a database compares.
HOSTILE = ["", "x", "-1", "1,5", "0x1", "²", "\x00", "1\x00", "1" * 10, "9" * 19, "9" * 5000]


@pytest.mark.parametrize("text", HOSTILE)
def test_what_is_no_number_is_read_as_none(text: str) -> None:
    status = NominationStatus.SUBMITTED

    assert number_in(text) is None
    assert numbers_in([text, "12", "3", "3"]) == [3, 12]
    for place in range(5):
        numbers = ".".join(["1"] * place + [text] + ["1"] * (3 - place))
        assert Sight.read(f"{status}.{numbers}") is None


@pytest.mark.parametrize(
    ("text", "words"),
    [("", ""), ("\x00", ""), (" FRA-\x002026 ", "FRA-2026"), ("ett \n två", "ett två")],
)
def test_what_is_searched_for_holds_nothing_that_no_database_can(text: str, words: str) -> None:
    assert words_in(text) == words


@pytest.mark.django_db
def test_no_page_fails_on_what_makes_no_sense(client: Client) -> None:
    year = AwardYearFactory.create(open=True)
    award: AwardPage = year.award
    bare_nomination(year, 1, NominationStatus.SUBMITTED)
    client.force_login(UserFactory.create(admin=True))

    def statuses(text: str) -> list[int]:
        asked: list[tuple[str, list[Any], dict[str, Any]]] = [
            ("awards_entries_export", [], {"entry": text}),
            ("awards_message_template_preview", [], {"reference": text}),
            ("awards_start_year", [award.pk], {"after": text}),
        ]
        return [
            client.get(reverse("awards_outbox"), {"q": text, "p": text}).status_code,
            *(
                client.post(reverse(name, args=args), data).status_code
                for name, args, data in asked
            ),
        ]

    expected = [200, 200, 422, 302]
    assert [text for text in HOSTILE if statuses(text) != expected] == []
