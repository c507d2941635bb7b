"""Mail the messages of visitors that could not be mailed, and delete those whose time is up."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from home.feedback import send_mail
from home.models import FeedbackMessage


class Command(BaseCommand):
    help = (
        "Mail the messages of visitors that could not be mailed when they came, and delete the "
        "handled ones that have been kept as long as their page says. Run it every hour."
    )

    def handle(self, *, verbosity: int, **_options: Any) -> None:
        deleted, _by_model = FeedbackMessage.objects.to_delete(timezone.now()).delete()
        waiting = list(FeedbackMessage.objects.not_mailed().order_by("received_at"))
        mailed = sum(send_mail(message) for message in waiting)
        if verbosity:
            self.stdout.write(f"Mailed: {mailed} of {len(waiting)}. Deleted: {deleted}.")
        if mailed < len(waiting):
            raise CommandError(
                f"{len(waiting) - mailed} could not be mailed; the register tells why."
            )
