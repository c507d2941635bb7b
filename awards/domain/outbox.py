"""What staff do with the mail about entries: send it again, let it go, take it out."""

from __future__ import annotations

from datetime import datetime

from django.contrib.auth.models import User
from django.db import transaction
from django.db.models import Exists, OuterRef
from wagtail.log_actions import log

from awards.models import Nomination
from cms.models import MailState, OutgoingMail
from cms.models.mail import OutgoingMailQuerySet

from .holding import AT_ONCE, advised_hold, refuse_early
from .links import renew_link
from .unanswered import settle_waiting


class MailChangedError(Exception):
    """The mail is no longer, or never was, where this can be done with it.

    ``state`` is the one that it has: the worker or somebody else may just have changed it.
    """

    def __init__(self, state: MailState) -> None:
        super().__init__(state)
        self.state = state


class OutdatedError(Exception):
    """The mail was written under an outcome that the entry has no longer."""


def mail_about_entries() -> OutgoingMailQuerySet:
    """The mail that staff may know of: none about a draft, and none of other parts of the site."""
    entries = Nomination.objects.filter(reference=OuterRef("about"))
    found: OutgoingMailQuerySet = OutgoingMail.objects.exclude(about="")
    return found.filter(Exists(entries))


def send_again(
    pk: int,
    *,
    actor: User,
    now: datetime,
    may_be_early: bool = False,
    may_be_outdated: bool = False,
) -> OutgoingMail:
    """Let a mail that was given up be tried anew, as long as a new one.

    Raises ``MailChangedError``, also where what it said has been forgotten, and
    ``OutgoingMail.DoesNotExist`` for mail that is about no entry. For a message that may tell an
    outcome it raises ``OutdatedError`` where the entry has another one or none by now, unless it
    ``may_be_outdated``; else ``holding.EarlyError`` before the outcome is announced, unless it
    ``may_be_early``.
    """
    with transaction.atomic():
        nomination = _locked_entry(pk)
        _refuse_unmeant(pk, now, may_be_early=may_be_early, may_be_outdated=may_be_outdated)
        mail = _locked(pk, now, {MailState.FAILED})
        if not mail.recipient:
            raise MailChangedError(MailState.FAILED)
        _leave(mail, nomination, now)
        _log(mail, nomination, "again", actor, now)
    return mail


def let_go(
    pk: int,
    *,
    actor: User,
    now: datetime,
    may_be_early: bool = False,
    may_be_outdated: bool = False,
) -> OutgoingMail:
    """Let a held mail leave now; an answer counts from now on. Raises as ``send_again``."""
    with transaction.atomic():
        nomination = _locked_entry(pk)
        _refuse_unmeant(pk, now, may_be_early=may_be_early, may_be_outdated=may_be_outdated)
        mail = _locked(pk, now, {MailState.HELD})
        _leave(mail, nomination, now)
        _log(mail, nomination, "released", actor, now)
        if _is_answer(mail):
            settle_waiting(nomination)
    return mail


def is_early(mail: OutgoingMail, *, now: datetime) -> bool:
    """Whether a mail would, if it left now, tell what may be an outcome before it is announced."""
    if not hasattr(mail, "message") or mail.message.is_outdated:
        return False
    return advised_hold(mail.message.nomination, now=now) != AT_ONCE


def can_take_out(mail: OutgoingMail, *, now: datetime) -> bool:
    """Whether a mail need not be sent: it is held or was given up, or staff wrote it just now.

    What the site itself says, such as a receipt, is on its way as soon as it is due.
    """
    state = mail.state(now)
    is_written = hasattr(mail, "message")
    return state in {MailState.HELD, MailState.FAILED} or (
        state == MailState.WAITING and is_written
    )


def take_out(pk: int, *, actor: User, now: datetime) -> None:
    """Never send a mail, where ``can_take_out`` tells that one may; raises as ``send_again``.

    What the applicant wrote waits again, if the mail was the answer.
    """
    with transaction.atomic():
        nomination = _locked_entry(pk)
        mail = _locked(pk, now, set(MailState))
        if not can_take_out(mail, now=now):
            raise MailChangedError(mail.state(now))
        _log(mail, nomination, "taken_out", actor, now)
        was_answer = _is_answer(mail)
        mail.delete()
        if was_answer:
            settle_waiting(nomination)


def _refuse_unmeant(pk: int, now: datetime, *, may_be_early: bool, may_be_outdated: bool) -> None:
    """Raise ``OutdatedError`` or ``EarlyError`` for a message that waits; see ``send_again``.

    Of what is mailed, messages alone may tell an outcome. The year is locked before the mail, as
    by whoever moves its announcement.
    """
    mail = mail_about_entries().get(pk=pk)
    may_leave = mail.state(now) in {MailState.HELD, MailState.FAILED}
    if not may_leave or not hasattr(mail, "message"):
        return
    if mail.message.is_outdated:
        if not may_be_outdated:
            raise OutdatedError
    elif not may_be_early:
        refuse_early(mail.message.nomination, AT_ONCE, now=now)


def _locked_entry(pk: int) -> Nomination:
    """The entry that a mail is about, locked before the mail is, as by whoever handles it."""
    about = mail_about_entries().get(pk=pk).about
    return Nomination.objects.select_for_update().get(reference=about)


def _is_answer(mail: OutgoingMail) -> bool:
    return hasattr(mail, "message") and mail.message.is_answer


def _locked(pk: int, now: datetime, states: set[MailState]) -> OutgoingMail:
    """The mail with its row locked, so that the worker waits, or was there first."""
    mail = OutgoingMail.objects.select_for_update().get(pk=mail_about_entries().get(pk=pk).pk)
    if mail.state(now) not in states:
        raise MailChangedError(mail.state(now))
    return mail


def _leave(mail: OutgoingMail, nomination: Nomination, now: datetime) -> None:
    """Put the mail among those that are due; the applicant's link is made anew."""
    mail.held = False
    # It is tried as long as if it had been queued now.
    mail.not_before = mail.next_attempt_at = now
    mail.attempts, mail.error = 0, ""
    mail.save(update_fields=["held", "not_before", "next_attempt_at", "attempts", "error"])
    renew_link(mail, nomination, read_from=now)


def _log(mail: OutgoingMail, nomination: Nomination, what: str, actor: User, now: datetime) -> None:
    data = {"what": what, "subject": mail.subject}
    log(nomination, "awards.nomination.mail", user=actor, timestamp=now, data=data)
