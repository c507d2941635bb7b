"""What waits too long: the one place that says after how long, for lists and reminders alike."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db.models import Q

from awards.enums import OUT_OF_PLAY, NominationStatus
from awards.models.nomination_list import NOT_TOLD, WAITING_FOR_STAFF
from cms.dates import day_in_stockholm

#: An entry that nobody has done anything with for so long is late.
LATE_AFTER = timedelta(days=14)
#: Whoever is nominated should be told of it within so long; the law gives a month (GDPR, 14.3).
TELL_WITHIN = timedelta(days=7)


def is_late(now: datetime) -> Q:
    """Of an entry: the staff has left it alone for longer than ``LATE_AFTER``."""
    return Q(status__in=WAITING_FOR_STAFF, updated_at__lt=now - LATE_AFTER)


def is_unassigned() -> Q:
    """Of an entry: something has to be done with it, and it is nobody's."""
    return Q(status__in=WAITING_FOR_STAFF, case_officer=None)


def is_supplement_overdue(now: datetime) -> Q:
    """Of an entry: the last day for the supplement that it waits for has passed."""
    today = day_in_stockholm(now)
    return Q(
        status=NominationStatus.SUPPLEMENT_REQUESTED,
        supplement_requests__closed_at=None,
        supplement_requests__due_on__lt=today,
    )


def is_nominated_not_told(now: datetime) -> Q:
    """Of an entry: the nominated has not been told within ``TELL_WITHIN``."""
    return NOT_TOLD & Q(received_at__lt=now - TELL_WITHIN) & ~Q(status__in=OUT_OF_PLAY)
