"""What is told right after a page was published."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from wagtail.models import Page

from awards.enums import Role
from awards.models import StaffGroup
from awards.statuses import NominationStatus
from tests.awards.entries import bare_nomination
from tests.editor import edit_address, send_edit
from tests.factories import (
    AwardYearFactory,
    JuryFactory,
    NominationFormFactory,
    UserFactory,
    WinnerFactory,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_english")]
THIS_YEAR = timezone.now().year
NO_REASON = "The jury&#x27;s reason is not written yet."
DRAFT = " is a draft yet. Publish it too when it is ready."


def published(client: Client, page: Page, **typed: Any) -> list[str]:
    """What the next page tells whoever publishes a draft."""
    response = send_edit(client, page, typed, "publish")
    return [str(each) for each in client.get(response["Location"]).context["messages"]]


@pytest.fixture
def communicator(client: Client) -> Client:
    client.force_login(UserFactory.create(role=Role.COMMUNICATOR))
    return client


@pytest.mark.parametrize(
    ("year", "is_told"),
    [(THIS_YEAR, True), (THIS_YEAR - 1, True), (THIS_YEAR - 2, False), (None, False)],
)
def test_a_new_winner_without_a_reason_is_told(
    year: int | None, *, is_told: bool, communicator: Client
) -> None:
    parent = AwardYearFactory.create(year=year)
    winner = WinnerFactory.create(parent=parent, title="Sol", draft=True, uncited=True)

    told = [each for each in published(communicator, winner) if NO_REASON in each]
    again = published(communicator, winner, citation="De vågade.")

    assert [each.startswith("“Sol” is published.") for each in told] == [True] * is_told
    assert not any(NO_REASON in each for each in again)


def test_winners_that_are_published_at_once_are_told_one_by_one(communicator: Client) -> None:
    year = AwardYearFactory.create(year=THIS_YEAR)
    winners = [
        WinnerFactory.create(parent=year, title=title, draft=True, uncited=uncited)
        for title, uncited in (("Sol", True), ("Vind", True), ("Vatten", False))
    ]
    address = reverse("wagtail_bulk_action", args=["wagtailcore", "page", "publish"])
    ids = "&".join(f"id={winner.pk}" for winner in winners)

    response = communicator.post(f"{address}?{ids}&next=/admin/", follow=True)

    told = [str(each) for each in response.context["messages"] if NO_REASON in str(each)]
    assert [each.partition("”")[0] for each in told] == ["“Sol", "“Vind"]


@pytest.mark.parametrize("handles_entries", [True, False])
def test_only_those_who_handle_entries_are_told_of_the_entry(
    communicator: Client, *, handles_entries: bool
) -> None:
    year = AwardYearFactory.create(year=THIS_YEAR)
    winner = WinnerFactory.create(
        parent=year, title="å" * 255, draft=True, uncited=True, pictured=True
    )
    bare_nomination(year, 1, NominationStatus.WINNER, title="å" * 300, winner_page=winner)
    if not handles_entries:
        StaffGroup.objects.all().delete()

    [told] = [each for each in published(communicator, winner) if NO_REASON in each]

    assert ("has been cut" in told) is handles_entries


@pytest.mark.parametrize(
    ("state", "is_told"),
    [({"upcoming": True}, True), ({"open": True}, True), ({"closed": True}, False), ({}, False)],
)
def test_drafts_of_a_year_that_takes_entries_are_told(
    state: dict[str, bool], *, is_told: bool, communicator: Client
) -> None:
    year = AwardYearFactory.create(draft=True, **state)
    jury = JuryFactory.create(parent=year, title="Juryn", draft=True)
    form = NominationFormFactory.create(parent=year, title="Ansökan", draft=True)

    told = [each for each in published(communicator, year) if DRAFT in each]

    assert sorted(each.partition(DRAFT)[0] for each in told) == (
        ["“Ansökan”", "“Juryn”"] if is_told else []
    )
    assert all(f'href="{edit_address(page)}"' in str(told) for page in (jury, form)) is is_told


def test_a_year_with_all_in_place_is_told_nothing(communicator: Client) -> None:
    year = AwardYearFactory.create(open=True)
    JuryFactory.create(parent=year)
    NominationFormFactory.create(parent=year)

    assert not any(DRAFT in each for each in published(communicator, year))
