"""Winners of one award that are published at once."""

from __future__ import annotations

from threading import Barrier, Thread

import pytest
from django.db import connection
from django.utils import timezone

from awards.domain.digest import digest_of, refresh
from awards.models import AwardPage, WinnerPage
from tests.factories import AwardYearFactory, WinnerFactory

pytestmark = pytest.mark.django_db(transaction=True, serialized_rollback=True)


def test_of_two_publications_at_once_the_later_tells_of_both() -> None:
    now = timezone.now()
    year = AwardYearFactory.create(year=2021)
    pages = [WinnerFactory.create(parent=year, draft=True) for _ in range(4)]
    start = Barrier(len(pages))

    def publish_one(page: WinnerPage) -> None:
        try:
            start.wait()
            WinnerPage.objects.filter(pk=page.pk).update(live=True)
            refresh(AwardPage.objects.all(), now=now)
        finally:
            connection.close()

    publishers = [Thread(target=publish_one, args=[page]) for page in pages]
    for thread in publishers:
        thread.start()
    for thread in publishers:
        thread.join()

    assert len(digest_of(AwardPage.objects.get(), now=now).years[0].winners) == len(pages)
