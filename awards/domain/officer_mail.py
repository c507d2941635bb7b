"""What those who handle entries are mailed each working morning: a summary, and reminders.

Nothing has to run at a certain moment. Each mail has the day in its key and tells of what was true
in the morning, so it may be written at any time of that day, by several workers at once.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date, datetime, time, timedelta

from django.conf import settings
from django.contrib.auth.models import User
from django.db import transaction
from django.db.models import Q
from django.urls import reverse
from wagtail.models import ModelLogEntry

from awards import notifications
from awards.enums import EntrySource, MessageDirection
from awards.models import InboxPreferences, Nomination, SupplementRequest
from awards.notifications import NAMED, InboxSummary, Pile, Reminder
from awards.statuses import OUT_OF_PLAY
from cms.dates import CITY_TIME_ZONE, day_in_stockholm
from cms.models import OutgoingMail

from .outbox import mail_about_entries
from .waiting import (
    LATE_AFTER,
    is_late,
    is_nominated_not_told,
    is_supplement_overdue,
    is_unassigned,
)

#: When the mails are written, by the clock in Stockholm.
MORNING = time(7)
_SATURDAY = 5
#: How far back a summary tells at most: after a holiday, or to somebody who has had none.
_LONGEST = timedelta(days=7)


def mail_officers(officers: Iterable[User], *, now: datetime) -> int:
    """Mail all those who handle entries what they want to be told, if there is anything; how many.

    Each gets at most one summary and one reminder a day: from 07:00 in Stockholm, Monday to Friday.
    """
    morning = _morning_of(day_in_stockholm(now))
    if morning.weekday() >= _SATURDAY or now < morning:
        return 0
    officers = list(officers)
    reachable = [officer for officer in officers if officer.email]
    off = _switched_off(reachable)
    unassigned = is_unassigned(officers)
    return _mail_summaries(
        [officer for officer in reachable if officer.pk not in off["daily_digest"]],
        unassigned,
        morning,
        now,
    ) + _mail_reminders(
        [officer for officer in reachable if officer.pk not in off["reminders"]], morning, now
    )


def _switched_off(officers: Sequence[User]) -> dict[str, set[int]]:
    """Who does not want which mail; whoever has said nothing wants both."""
    kinds = ("daily_digest", "reminders")
    said = InboxPreferences.objects.filter(user__in=officers)
    return {kind: {one.user_id for one in said if not getattr(one, kind)} for kind in kinds}


def _mail_summaries(
    officers: Sequence[User], unassigned: Q, morning: datetime, now: datetime
) -> int:
    days = [morning.date() - timedelta(days=back) for back in range(_LONGEST.days)]
    queued = _queued(_summary_key(officer, day) for officer in officers for day in days)
    summaries: dict[datetime, InboxSummary] = {}
    count = 0
    for officer in officers:
        told = [day for day in days if _summary_key(officer, day) in queued]
        if morning.date() in told:
            continue
        since = _morning_of(max(told, default=morning.date() - _LONGEST))
        if since not in summaries:
            summaries[since] = summary_of(since, morning, unassigned)
        if summaries[since].is_empty:
            continue
        with transaction.atomic():
            key = _summary_key(officer, morning.date())
            notifications.inbox_summary(officer, summaries[since], key=key, now=now)
        count += 1
    return count


def _mail_reminders(officers: Sequence[User], morning: datetime, now: datetime) -> int:
    queued = _queued(_reminder_key(officer, morning.date()) for officer in officers)
    waiting = [o for o in officers if _reminder_key(o, morning.date()) not in queued]
    reminders = reminders_of(waiting, morning)
    for officer in waiting:
        if officer.pk not in reminders:
            continue
        with transaction.atomic():
            key = _reminder_key(officer, morning.date())
            notifications.reminder(officer, reminders[officer.pk], key=key, now=now)
    return len(reminders)


def summary_of(since: datetime, until: datetime, unassigned: Q) -> InboxSummary:
    """What has happened in the inbox from one moment until another, and what waits by then.

    ``unassigned`` is what ``waiting.is_unassigned`` says of entries.
    """
    entered = ModelLogEntry.objects.filter(
        action="awards.nomination.entered",
        data__version=1,
        timestamp__gte=since,
        timestamp__lt=until,
    ).values_list("object_id", flat=True)
    # What staff entered may have been received long before it could be seen here.
    by_form = Q(source=EntrySource.FORM, received_at__gte=since, received_at__lt=until)
    by_staff = Q(pk__in=[int(pk) for pk in entered])
    supplements = SupplementRequest.objects.filter(
        closed_at__gte=since, closed_at__lt=until, answer__isnull=False
    )
    has_written = Q(
        messages__direction=MessageDirection.FROM_APPLICANT, messages__written_at__lt=until
    )
    failed = mail_about_entries().failed().exclude(recipient="")
    return InboxSummary(
        new=_pile((by_form | by_staff) & ~Q(status__in=OUT_OF_PLAY)),
        supplemented=_pile(Q(pk__in=supplements.values("nomination"))),
        messages=_pile(Q(message_waiting=True) & has_written),
        unassigned=_pile(unassigned & Q(received_at__lt=until)),
        undelivered=_pile(Q(reference__in=failed.values("about"))),
    )


def reminders_of(officers: Sequence[User], now: datetime) -> dict[int, Reminder]:
    """What of their own has waited too long, by the id of each officer who has anything such."""
    late, overdue, not_told = (
        _piles_of(officers, condition)
        for condition in (is_late(now), is_supplement_overdue(now), is_nominated_not_told(now))
    )
    nothing = Pile()
    return {
        pk: Reminder(
            late=late.get(pk, nothing),
            overdue=overdue.get(pk, nothing),
            not_told=not_told.get(pk, nothing),
            days=LATE_AFTER.days,
        )
        for pk in {*late, *overdue, *not_told}
    }


def _pile(condition: Q) -> Pile:
    entries = Nomination.objects.filter(condition).order_by("reference")
    found = entries.values_list("pk", "reference").distinct()
    return Pile(found.count(), _named(found[:NAMED]))


def _piles_of(officers: Sequence[User], condition: Q) -> dict[int, Pile]:
    """The entries that something is true of, by the id of their case officer."""
    piles: dict[int, list[tuple[int, str]]] = defaultdict(list)
    found = Nomination.objects.filter(condition, case_officer__in=officers).distinct()
    for officer, pk, ref in found.order_by("reference").values_list(
        "case_officer_id", "pk", "reference"
    ):
        piles[officer].append((pk, ref))
    return {officer: Pile(len(pile), _named(pile[:NAMED])) for officer, pile in piles.items()}


def _named(entries: Iterable[tuple[int, str]]) -> list[tuple[str, str]]:
    """Reference number and address of each, by id and reference number."""
    return [(ref, _absolute(reverse("awards_entry", args=[pk]))) for pk, ref in entries]


def _absolute(path: str) -> str:
    return f"{settings.WAGTAILADMIN_BASE_URL}{path}"


def _queued(keys: Iterable[str]) -> set[str]:
    """Those of the keys that have been mailed."""
    return set(OutgoingMail.objects.filter(key__in=list(keys)).values_list("key", flat=True))


def _morning_of(day: date) -> datetime:
    return datetime.combine(day, MORNING, CITY_TIME_ZONE)


def _summary_key(officer: User, day: date) -> str:
    return f"inbox-digest:{officer.pk}:{day}"


def _reminder_key(officer: User, day: date) -> str:
    return f"inbox-reminder:{officer.pk}:{day}"
