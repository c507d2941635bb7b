"""What waits too long: the one place that says after how long, for lists and reminders alike."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, timedelta

from django.contrib.auth.models import User
from django.db.models import Q

from awards.models import SupplementRequest
from awards.models.nomination_list import NOT_TOLD
from awards.statuses import OUT_OF_PLAY, WAITING_FOR_STAFF, NominationStatus
from cms.dates import day_in_stockholm

#: An entry that waits for the staff is late so long after it was sent in or supplemented, whatever
#: has been done with it meanwhile: the applicant has waited since.
LATE_AFTER = timedelta(days=14)
#: Whoever is nominated should be told of it within so long; the law gives a month (GDPR, 14.3).
TELL_WITHIN = timedelta(days=7)


def is_late(now: datetime) -> Q:
    """Of an entry: it waits for the staff, and was sent in or supplemented too long ago."""
    return Q(status__in=WAITING_FOR_STAFF, updated_at__lt=now - LATE_AFTER)


def is_unassigned(officers: Iterable[User]) -> Q:
    """Of an entry: something has to be done with it, and none of the ``officers`` has it.

    They are all those who handle entries: what somebody had who does so no more is in nobody's list
    of their own, nor in a reminder.
    """
    return Q(status__in=WAITING_FOR_STAFF) & ~Q(case_officer__in=officers)


def is_supplement_overdue(now: datetime) -> Q:
    """Of an entry: the last day for the supplement that it waits for has passed."""
    today = day_in_stockholm(now)
    return Q(
        status=NominationStatus.SUPPLEMENT_REQUESTED,
        supplement_requests__in=SupplementRequest.objects.waiting().filter(due_on__lt=today),
    )


def is_untold() -> Q:
    """Of an entry that takes part: somebody is nominated who has not been told."""
    return NOT_TOLD & ~Q(status__in=OUT_OF_PLAY)


def has_untold(nominee: str, told_on: date | None, status: str) -> bool:
    """``is_untold``, of an entry that has been read."""
    return bool(nominee) and told_on is None and status not in OUT_OF_PLAY


def is_nominated_not_told(now: datetime) -> Q:
    """Of an entry: the nominated has not been told within ``TELL_WITHIN``."""
    return is_untold() & Q(received_at__lt=now - TELL_WITHIN)
