"""Gathers anew what the awards' pages tell of their years and winners."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand

from awards.domain.digest import refresh
from awards.models import AwardPage


class Command(BaseCommand):
    help = (
        "Gather anew what each award's page tells of its years and winners. Publishing does this "
        "by itself; run it after restoring a backup or changing the database by other means."
    )

    def handle(self, **_: Any) -> None:
        awards = AwardPage.objects.order_by("title")
        for award in awards:
            refresh([award])
            self.stdout.write(award.title)
        self.stdout.write(self.style.SUCCESS(f"{len(awards)} awards are up to date."))
