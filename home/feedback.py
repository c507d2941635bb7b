"""What happens to a visitor's message: it is stored, mailed, and one day deleted."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from datetime import datetime

from django.conf import settings
from django.core.mail import EmailMessage
from django.db import transaction
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext
from django_tasks import task

from home.models import FeedbackMessage, FeedbackPage

logger = logging.getLogger(__name__)


class NoRecipientError(Exception):
    """No address is given that messages could be mailed to."""


def receive(
    page: FeedbackPage,
    answers: Mapping[str, str],
    *,
    submission_key: str,
    suspicious: bool,
    now: datetime,
) -> FeedbackMessage:
    """Store a message and have it mailed; the same ``submission_key`` is stored only once.

    The message is safe before anything is mailed. A suspicious one is kept, but not mailed.
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
            transaction.on_commit(lambda: mail_message.enqueue(message.pk), robust=True)
    return message


@task()
def mail_message(message_id: int) -> None:
    """Mail a stored message; a failure is logged and shown in the register, never raised."""
    send_mail(FeedbackMessage.objects.get(pk=message_id))


def send_mail(message: FeedbackMessage) -> bool:
    """Mail a message to those who handle it; whether that went well.

    The log tells which message and what kind of error, never what a visitor wrote.
    """
    try:
        with translation.override(settings.LANGUAGE_CODE):
            _mail(message).send()
    except Exception as error:  # noqa: BLE001 - whatever it is, the message is safe and waits
        logger.error("Feedback %d was not mailed: %s", message.pk, type(error).__name__)  # noqa: TRY400
        message.mail_error = f"{type(error).__name__}: {error}"[:500]
    else:
        message.mailed_at = timezone.now()
        message.mail_error = ""
    message.save(update_fields=["mailed_at", "mail_error"])
    return message.mailed_at is not None


def _mail(message: FeedbackMessage) -> EmailMessage:
    recipient = message.page.recipient if message.page else ""
    if not recipient:
        raise NoRecipientError(gettext("No e-mail address is given in the site's settings."))
    register = reverse("feedback_messages:edit", args=[message.pk])
    return EmailMessage(
        subject=gettext("Feedback: %(kind)s") % {"kind": message.get_kind_display()},
        body=render_to_string(
            "emails/feedback.txt",
            {"message": message, "url": f"{settings.WAGTAILADMIN_BASE_URL}{register}"},
        ),
        to=[recipient],
        reply_to=[message.reply_email] if message.reply_email else None,
    )
