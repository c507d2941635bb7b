"""The way mail leaves the site: queued with what it tells of, and sent by the worker.

A mail is a row that is written in the transaction of what it tells of, so one is there if and only
if the other is (docs/adr/0009-mail-and-chores.md).
"""

from __future__ import annotations

import hashlib
import logging
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from email.utils import parseaddr
from smtplib import (
    SMTPDataError,
    SMTPRecipientsRefused,
    SMTPSenderRefused,
    SMTPServerDisconnected,
)

from django.conf import settings
from django.core.mail import EmailMultiAlternatives, get_connection
from django.core.mail.backends.base import BaseEmailBackend
from django.db import transaction
from django.utils import translation

from cms.chores import chore
from cms.mail_layout import as_html
from cms.models import OutgoingMail
from cms.models.mail import FIRST_PAUSE, failure_of
from cms.smtp import code_of

logger = logging.getLogger(__name__)

#: The server's word on one mail. Every other failure to talk to it concerns all mail.
_REFUSALS = (SMTPDataError, SMTPRecipientsRefused, SMTPSenderRefused)

#: By this answer, to whatever, a server tells that it closes the connection (RFC 5321, 3.8).
_CLOSING = 421


class NobodyToSendToError(ValueError):
    """A mail has no recipient, so Django's mail API sends nothing and says nothing."""


class _HungUpError(Exception):
    """The server closed a connection by which it had answered: it may go on by another."""


def queue_mail(  # noqa: PLR0913 - a mail is told by all of these
    *,
    key: str,
    recipient: str,
    subject: str,
    text: str,
    links: Iterable[str] = (),
    reply_to: str = "",
    about: str = "",
    not_before: datetime | None = None,
    held: bool = False,
    now: datetime,
) -> OutgoingMail:
    """Leave a mail in the outbox; one whose ``key`` is there already stays as it is.

    Call it inside the transaction that the mail tells of. The mail is in the active language, and
    has an HTML part that says the same: only ``links``, addresses in the text that the site itself
    wrote, can be followed there. ``about`` is for staff, such as a reference number: never what an
    applicant or a visitor wrote. It does not leave before ``not_before``, nor while it is ``held``.
    """
    # A title may hold line breaks; a header may not.
    subject = " ".join(subject.split())
    mail, _is_new = OutgoingMail.objects.get_or_create(
        key=key,
        defaults={
            "recipient": recipient,
            "reply_to": reply_to,
            "subject": subject,
            "text": text,
            "html": as_html(text, subject=subject, links=links),
            "language": translation.get_language() or settings.LANGUAGE_CODE,
            "about": about,
            "queued_at": now,
            "next_attempt_at": now,
            "not_before": not_before,
            "held": held,
        },
    )
    return mail


def write_anew(mail: OutgoingMail, text: str, *, links: Iterable[str] = ()) -> None:
    """Let a mail that has not left say something else, in the language that it is in.

    Its row is locked by whoever calls.
    """
    with translation.override(mail.language):
        mail.html = as_html(text, subject=mail.subject, links=links)
    mail.text = text
    mail.save(update_fields=["text", "html"])


def send_due_mail(*, now: datetime, limit: int = 50) -> int:
    """Send what is due, at most ``limit`` mails; return how many have left the outbox.

    Any number of processes may do this at once: each mail is locked while it is sent. When the
    mail server itself fails, the rest is left for a minute later instead of waiting for it. One
    that has answered and then hangs up, such as after so many mails, is connected to again.
    """
    sent = 0
    has_answered = False
    with _connection() as connection:
        for _turn in range(limit):
            if not _is_any_due(now):
                break
            outcome = _send_next(connection, now, may_hang_up=has_answered)
            if outcome is None:
                break
            if isinstance(outcome, _HungUpError):
                _close(connection)
                has_answered = False
                continue
            if isinstance(outcome, Exception) and _concerns_all(outcome):
                _postpone(outcome, now)
                break
            has_answered = True
            sent += outcome is True
    return sent


@chore(every=timedelta(seconds=1))
def send_mail(now: datetime) -> None:
    """Send what is due."""
    send_due_mail(now=now)


@chore(every=timedelta(hours=1))
def empty_old_mail(now: datetime) -> None:
    """Forget to whom old mail was sent and what it said, but not that it was sent."""
    OutgoingMail.objects.to_empty(now).empty()


def _is_any_due(now: datetime) -> bool:
    """Whether something is due that nobody else is sending just now."""
    with transaction.atomic(durable=True):
        return bool(OutgoingMail.objects.due(now).select_for_update(skip_locked=True)[:1])


def _send_next(
    connection: BaseEmailBackend, now: datetime, *, may_hang_up: bool
) -> bool | Exception | None:
    """Send the mail whose turn it is: whether it left, or why not; ``None`` if none is due.

    A process that dies meanwhile gives up its lock, and the mail is still waiting. Where the server
    ``may_hang_up`` that is not the mail's failure: it gives ``_HungUpError``, and the mail is due.
    """
    # Others wait for a mail that is locked: they need not wait for the server's greeting too.
    problem = _open(connection)
    with transaction.atomic(durable=True):
        mail = OutgoingMail.objects.due(now).select_for_update(skip_locked=True).first()
        if mail is None:
            return None
        try:
            if problem:
                raise problem  # noqa: TRY301 - it is the mail's failure as any other
            if not _message(mail, connection).send():
                raise NobodyToSendToError  # noqa: TRY301 - it is one failure of many
        except Exception as error:  # noqa: BLE001 - whatever it is, the mail is safe and waits
            if may_hang_up and _has_hung_up(error):
                return _HungUpError()
            mail.note_failure(error, now)
            # Neither the error's message nor its traceback: both may hold the address.
            logger.error(  # noqa: TRY400
                "Mail %d was not sent (attempt %d): %s", mail.pk, mail.attempts, mail.error
            )
            outcome: bool | Exception = error
        else:
            mail.note_sent(now)
            outcome = True
        mail.save(update_fields=["sent_at", "attempts", "next_attempt_at", "error"])
    return outcome


def _has_hung_up(error: Exception) -> bool:
    """Whether the server closed the connection, before it can have taken the mail.

    One that falls silent may have taken it: sent again at once, it would come twice for sure.
    """
    is_silent = isinstance(error.__context__, TimeoutError)
    is_closed = isinstance(error, SMTPServerDisconnected) and not is_silent
    return is_closed or code_of(error) == _CLOSING


def _concerns_all(error: Exception) -> bool:
    is_of_server = isinstance(error, OSError) and not isinstance(error, _REFUSALS)
    return is_of_server or code_of(error) == _CLOSING


def _postpone(error: Exception, now: datetime) -> None:
    """Let all that is due rest, apart from what somebody else is sending just now.

    It does not count as an attempt of theirs: one mail after the other tries for all of them. What
    has been tried itself goes on telling of that.
    """
    with transaction.atomic(durable=True):
        due = OutgoingMail.objects.due(now).select_for_update(skip_locked=True)
        resting = OutgoingMail.objects.filter(pk__in=list(due.values_list("pk", flat=True)))
        resting.filter(attempts=0).update(error=failure_of(error))
        resting.update(next_attempt_at=now + FIRST_PAUSE)


def _open(connection: BaseEmailBackend) -> Exception | None:
    """Open the connection if it is not; why that was not possible."""
    try:
        connection.open()
    except Exception as error:  # noqa: BLE001 - whoever sends by it tells of it
        return error
    return None


def _close(connection: BaseEmailBackend) -> None:
    try:
        connection.close()
    except OSError as error:
        logger.warning("The mail server did not say goodbye: %s", type(error).__name__)


@contextmanager
def _connection() -> Iterator[BaseEmailBackend]:
    """One connection to the mail server; it is opened when the first mail needs it."""
    connection = get_connection()
    try:
        yield connection
    finally:
        _close(connection)


def _message(mail: OutgoingMail, connection: BaseEmailBackend) -> EmailMultiAlternatives:
    message = EmailMultiAlternatives(
        subject=mail.subject,
        body=mail.text,
        to=[mail.recipient],
        reply_to=[mail.reply_to] if mail.reply_to else None,
        headers={
            "Message-ID": _message_id(mail),
            "Content-Language": mail.language,
            "Auto-Submitted": "auto-generated",
        },
        connection=connection,
    )
    if mail.html:
        message.attach_alternative(mail.html, "text/html")
    return message


def _message_id(mail: OutgoingMail) -> str:
    """Always the same for the same mail, so that a receiver can tell when it comes twice.

    That happens when the process dies after the server took the mail and before it was noted.
    """
    domain = parseaddr(settings.DEFAULT_FROM_EMAIL)[1].rpartition("@")[2]
    return f"<{hashlib.sha256(mail.key.encode()).hexdigest()[:40]}@{domain}>"
