"""When mail leaves that may tell what the jury decided: no outcome is told before its time."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from awards.models import AwardYearPage, Nomination
from awards.statuses import OUTCOMES, NominationStatus
from cms.models import OutgoingMail

from .links import renew_link


@dataclass(frozen=True)
class Hold:
    """When a message leaves: at once, unless it waits for a moment or for somebody's hand."""

    until: datetime | None = None
    by_hand: bool = False

    def ends_before(self, other: Hold) -> bool:
        """Whether it lets a message leave that the other one would keep still."""
        if self.by_hand or other == AT_ONCE:
            return False
        return self.until is None or other.until is None or self.until < other.until


AT_ONCE = Hold()


class EarlyError(Exception):
    """The mail may tell an outcome, and would leave before that is announced."""


def advised_hold(nomination: Nomination, *, now: datetime) -> Hold:
    """How long a message should wait that may tell an outcome: no longer than that is secret."""
    status, year = NominationStatus(nomination.status), nomination.year
    if not status.is_outcome or year.has_announced(now):
        return AT_ONCE
    released = year.winners_released_at
    return Hold(until=released) if released and released > now else Hold(by_hand=True)


def refuse_early(nomination: Nomination, hold: Hold, *, now: datetime) -> None:
    """Raise ``EarlyError`` where the hold lets an outcome be told before it is announced.

    Called in a transaction. The year is read anew, and locked: nobody moves the announcement
    meanwhile.
    """
    if not NominationStatus(nomination.status).is_outcome:
        return
    years = AwardYearPage.objects.select_for_update(of=("self",), no_key=True)
    nomination.year = years.get(pk=nomination.year_id)
    if hold.ends_before(advised_hold(nomination, now=now)):
        raise EarlyError


def hold_until_released(year: AwardYearPage) -> None:
    """Let nothing that may tell an outcome of the year leave before its winners are shown.

    What waits for a moment waits for the new one, with a link that works then; where no moment is
    set, or the year is not published, for somebody's hand.
    """
    released = year.winners_released_at if year.live else None
    with transaction.atomic():
        waiting = OutgoingMail.objects.waiting().filter(
            not_before__isnull=False,
            message__nomination__year=year,
            message__nomination__status__in=OUTCOMES,
        )
        if released is None:
            waiting.update(held=True, not_before=None)
            return
        early = waiting.filter(not_before__lt=released).select_related("message__nomination")
        for mail in early.select_for_update(of=("self",)):
            mail.not_before = released
            mail.save(update_fields=["not_before"])
            renew_link(mail, mail.message.nomination, read_from=released)
