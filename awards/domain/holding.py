"""When mail leaves that may tell what the jury decided: no outcome is told before its time."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from awards.models import AwardYearPage, Nomination
from awards.statuses import OUTCOMES, NominationStatus
from cms.models import OutgoingMail

from .links import renew_link
from .unanswered import settle_waiting


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


def hold_by_hand(nomination: Nomination) -> None:
    """Let no message leave before somebody lets it go: it may tell an outcome that is not so.

    The entry's row is locked by whoever calls. What the applicant wrote waits for an answer again.
    """
    waiting = _leaving_by_itself(nomination)
    for mail in waiting:
        mail.held, mail.not_before = True, None
        mail.save(update_fields=["held", "not_before"])
    if waiting:
        settle_waiting(nomination)


def hold_until_released(year: AwardYearPage) -> None:
    """Let nothing that may tell an outcome of the year leave before its winners are shown.

    What has not left yet waits for that moment, with a link that works then; where no moment is
    set, or the year is not published, for somebody's hand.
    """
    released = year.winners_released_at if year.live else None
    waiting = OutgoingMail.objects.waiting().filter(message__nomination__year=year, held=False)
    entries = set(waiting.values_list("message__nomination", flat=True))
    # Each in a transaction of its own: nobody waits for more than one of them.
    for pk in sorted(entries):
        with transaction.atomic():
            nomination = Nomination.objects.select_for_update().get(pk=pk)
            if nomination.status not in OUTCOMES:
                continue
            if released is None:
                hold_by_hand(nomination)
            else:
                _postpone(nomination, released)


def _postpone(nomination: Nomination, until: datetime) -> None:
    """Let no message of an entry leave before a moment."""
    for mail in _leaving_by_itself(nomination):
        if (mail.not_before or mail.queued_at) < until:
            mail.not_before = until
            mail.save(update_fields=["not_before"])
            renew_link(mail, nomination, read_from=until)


def _leaving_by_itself(nomination: Nomination) -> list[OutgoingMail]:
    """The mail of messages that nobody has to let go.

    Locked, so that the worker sends it before, and then it is not among them, or not at all.
    """
    waiting = OutgoingMail.objects.waiting().filter(message__nomination=nomination, held=False)
    return list(waiting.select_for_update(of=("self",)))
