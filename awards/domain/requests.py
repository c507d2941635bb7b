"""Closing what an applicant was asked for, and asking for it again."""

from __future__ import annotations

from datetime import datetime

from awards import notifications
from awards.models import Nomination, NominationVersion
from cms.models import OutgoingMail

from .links import link_for


def close_request(
    nomination: Nomination, *, answer: NominationVersion | None = None, now: datetime
) -> None:
    """Ask no longer for what is asked for; a mail about it that has not left never will.

    The entry's row is locked by whoever calls.
    """
    for request in nomination.supplement_requests.filter(closed_at=None):
        request.answer, request.closed_at = answer, now
        request.save(update_fields=["answer", "closed_at"])
        # What was given up too: nobody is to send it again.
        key = notifications.supplement_key(request)
        about_it = OutgoingMail.objects.filter(key=key, sent_at=None)
        # Locked, so that the worker sends it before, and then it is not among them, or never.
        for mail in about_it.select_for_update():
            mail.delete()


def reopen_request(nomination: Nomination, closed_at: datetime, *, now: datetime) -> None:
    """Ask again for what was given up at a moment; it is mailed again if it had not left by then.

    The entry's row is locked by whoever calls.
    """
    for request in nomination.supplement_requests.filter(answer=None, closed_at=closed_at):
        request.closed_at = None
        request.save(update_fields=["closed_at"])
        notifications.supplement_requested(request, link_for(nomination), now=now)
