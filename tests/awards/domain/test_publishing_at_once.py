"""Winners of one award that are published at once."""

from __future__ import annotations

from functools import partial

import pytest
from django.utils import timezone

from awards.domain.digest import digest_of, refresh
from awards.models import AwardPage, WinnerPage
from tests.at_once import at_once
from tests.factories import AwardYearFactory, WinnerFactory

pytestmark = pytest.mark.django_db(transaction=True, serialized_rollback=True)


def test_of_two_publications_at_once_the_later_tells_of_both() -> None:
    now = timezone.now()
    year = AwardYearFactory.create(year=2021)
    pages = [WinnerFactory.create(parent=year, draft=True) for _ in range(4)]

    def publish_one(page: WinnerPage) -> None:
        WinnerPage.objects.filter(pk=page.pk).update(live=True)
        refresh(AwardPage.objects.all(), now=now)

    at_once(*[partial(publish_one, page) for page in pages])

    assert len(digest_of(AwardPage.objects.get(), now=now).years[0].winners) == len(pages)
