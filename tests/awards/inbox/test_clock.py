"""By which clock the inbox tells time."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from awards.enums import Role
from awards.models import AwardYearPage, Nomination
from awards.statuses import NominationStatus
from tests.awards.entries import make_nomination
from tests.awards.inbox.test_account import account
from tests.factories import NominationFormFactory, UserFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("framsteget_2026")]

#: On the 21st in Stockholm and in Auckland, but at another time of day; in Los Angeles on the 20th.
MOMENT = datetime(2026, 9, 20, 22, 30, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _nothing_counted_yet() -> None:
    cache.clear()


@pytest.mark.parametrize("zone", ["Pacific/Auckland", "America/Los_Angeles"])
def test_nobody_gets_another_clock_than_the_citys(
    zone: str, client: Client, year: AwardYearPage
) -> None:
    client.force_login(UserFactory.create(role=Role.MODERATOR))
    address = reverse("wagtailadmin_account")
    assert client.post(address, account(**{"locale-current_time_zone": zone})).status_code == 302
    nomination = make_nomination(NominationFormFactory.create(parent=year))
    AwardYearPage.objects.update(winners_released_at=MOMENT.replace(year=2100))
    Nomination.objects.update(received_at=MOMENT, status=NominationStatus.WITH_JURY)

    told = {
        reverse("entries_modeladmin_index"): "2026-09-21",
        reverse("awards_entry", args=[nomination.pk]): "21 september 2026 00:30",
        reverse(
            "awards_entry_act", args=[nomination.pk, "winner"]
        ): "21 september 2100 klockan 00.30",
    }

    assert {
        address: text in client.get(address).content.decode() for address, text in told.items()
    } == dict.fromkeys(told, True)
