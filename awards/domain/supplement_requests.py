"""What an applicant is asked for: telling of it, closing it, and asking for it again."""

from __future__ import annotations

from datetime import datetime

from django.db.models import Q
from wagtail.log_actions import registry

from awards import notifications
from awards.models import Nomination, NominationVersion, SupplementRequest
from cms.models import OutgoingMail

from .links import link_for

#: What the log calls that the last day has become another one; it tells of which request.
DUE_CHANGED = "awards.nomination.supplement_due"


def open_request(nomination: Nomination) -> SupplementRequest | None:
    """The request for a supplement that waits for the applicant, if there is one."""
    return nomination.supplement_requests.waiting().first()


def close_request(
    nomination: Nomination, *, answer: NominationVersion | None = None, now: datetime
) -> None:
    """Ask no longer for what is asked for; a mail about it that has not left never will.

    The entry's row is locked by whoever calls.
    """
    for request in nomination.supplement_requests.waiting():
        request.answer, request.closed_at = answer, now
        request.save(update_fields=["answer", "closed_at"])
        _take_back_mail(request)


def reopen_request(nomination: Nomination, closed_at: datetime, *, now: datetime) -> None:
    """Ask again for what was given up at a moment; it is mailed again if it had not left by then.

    The entry's row is locked by whoever calls.
    """
    for request in nomination.supplement_requests.filter(answer=None, closed_at=closed_at):
        request.closed_at = None
        request.save(update_fields=["closed_at"])
        logged = registry.get_logs_for_instance(nomination).filter(action=DUE_CHANGED)
        if logged.filter(data__request=request.pk).exists():
            tell_due(request, now=now)
        else:
            link = link_for(nomination, read_from=now)
            notifications.supplement_requested(request, link, now=now)


def tell_due(request: SupplementRequest, *, now: datetime) -> None:
    """Mail the applicant the last day; and what is asked for too, where that mail has not left.

    The entry's row is locked by whoever calls.
    """
    _take_back_mail(request)
    link, key = link_for(request.nomination, read_from=now), notifications.supplement_key(request)
    if OutgoingMail.objects.filter(key=key).exists():
        notifications.supplement_due(request, link, now=now)
    else:
        notifications.supplement_requested(request, link, now=now)


def _take_back_mail(request: SupplementRequest) -> None:
    """Let no mail about it that is still here leave; what was given up is not sent again either."""
    key = notifications.supplement_key(request)
    about_it = OutgoingMail.objects.filter(Q(key=key) | Q(key__startswith=f"{key}:"), sent_at=None)
    # Locked, so that the worker sends it before, and then it is not among them, or never.
    for mail in about_it.select_for_update():
        mail.delete()
