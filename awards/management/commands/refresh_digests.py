"""Gathers anew what the awards' pages tell, and what the forms ask."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from awards.domain import digest, questions
from awards.models import AwardPage, NominationFormPage


class Command(BaseCommand):
    help = (
        "Gather anew what each award's page tells of its years and winners, and what each form "
        "asks. Publishing does this by itself; run it after restoring a backup or changing the "
        "database by other means."
    )

    def handle(self, **_: Any) -> None:
        awards = AwardPage.objects.order_by("title")
        for award in awards:
            digest.refresh([award], now=timezone.now())
            self.stdout.write(award.title)
        forms = NominationFormPage.objects.all()
        questions.refresh(forms)
        self.stdout.write(
            self.style.SUCCESS(f"{len(awards)} awards and {len(forms)} forms are up to date.")
        )
