"""What happens to a visitor's message: it is stored, mailed, and one day deleted."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext

from cms.chores import chore
from cms.mail import queue_mail
from home.models import FeedbackMessage, FeedbackPage

logger = logging.getLogger(__name__)


def receive(
    page: FeedbackPage,
    answers: Mapping[str, str],
    *,
    submission_key: str,
    suspicious: bool,
    now: datetime,
) -> FeedbackMessage:
    """Store a message and its mail; the same ``submission_key`` is stored only once.

    A suspicious message is kept, but not mailed.
    """
    with transaction.atomic():
        message, is_new = FeedbackMessage.objects.get_or_create(
            submission_key=submission_key,
            defaults={
                **answers,
                "page": page,
                "suspicious": suspicious,
                "received_at": now,
            },
        )
        if is_new and not suspicious:
            queue(message, now=now)
    return message


@transaction.atomic
def queue(message: FeedbackMessage, *, now: datetime) -> None:
    """Leave a message in the outbox, for those who handle it; not while no address is given.

    The log tells which message it is, never what a visitor wrote.
    """
    recipient = message.page.recipient if message.page else ""
    if not recipient:
        logger.error("Feedback %d is not mailed: no address is given.", message.pk)
        return
    register = reverse("feedback_messages:edit", args=[message.pk])
    url = f"{settings.WAGTAILADMIN_BASE_URL}{register}"
    with translation.override(settings.LANGUAGE_CODE):
        message.mail = queue_mail(
            key=f"feedback:{message.pk}",
            recipient=recipient,
            subject=gettext("Feedback: %(kind)s") % {"kind": message.get_kind_display()},
            text=render_to_string("emails/feedback.txt", {"message": message, "url": url}),
            links=[url],
            reply_to=message.reply_email,
            now=now,
        )
    message.save(update_fields=["mail"])


@chore(every=timedelta(hours=1))
def queue_what_lacked_an_address(now: datetime) -> None:
    """Mail the messages that came while no address was given."""
    for message in FeedbackMessage.objects.not_queued().order_by("received_at"):
        queue(message, now=now)


@chore(every=timedelta(hours=1))
def delete_old_messages(now: datetime) -> None:
    """Delete the messages that have been kept as long as their page says."""
    FeedbackMessage.objects.to_delete(now).delete()
