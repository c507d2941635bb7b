"""When mail leaves that may tell what the jury decided: no outcome is told before its time.

Rows are locked in this order: the page of a year, an entry, the year's own row, mail. Whoever
publishes a year has its page and its own row, so nothing here locks an entry meanwhile.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial

from django.db import transaction

from awards.models import AwardYearPage, Nomination
from awards.statuses import OUTCOMES, NominationStatus
from cms.models import OutgoingMail
from cms.models.mail import OutgoingMailQuerySet

from .links import renew_link
from .unanswered import settle_waiting

#: A moment that nobody has set yet: mail that leaves when the winners of a year are shown waits
#: for it, until that is set.
NOT_SET = datetime(9999, 1, 1, tzinfo=UTC)


@dataclass(frozen=True)
class Hold:
    """When a message leaves: at once, unless it waits for a moment or for somebody's hand.

    ``until`` may be ``NOT_SET``.
    """

    until: datetime | None = None
    by_hand: bool = False

    def ends_before(self, other: Hold) -> bool:
        """Whether it lets a message leave that the other one would keep still."""
        if self.by_hand or other == AT_ONCE:
            return False
        return self.until is None or other.until is None or self.until < other.until

    def leaves_at(self, now: datetime) -> datetime:
        """When it lets a message leave, or ``now`` where that is not known yet."""
        return self.until if self.until and self.until != NOT_SET else now


AT_ONCE = Hold()


class EarlyError(Exception):
    """The mail may tell an outcome, and would leave before that is announced."""


def advised_hold(nomination: Nomination, *, now: datetime) -> Hold:
    """How long a message should wait that may tell an outcome: no longer than that is secret."""
    status, year = NominationStatus(nomination.status), nomination.year
    if not status.is_outcome or year.has_announced(now):
        return AT_ONCE
    return Hold(until=_release_of(year) or NOT_SET)


def settled_hold(nomination: Nomination, *, now: datetime) -> Hold:
    """As ``advised_hold``, and it stays so as long as the transaction that this is called in.

    The year is read anew, and locked: nobody moves the announcement meanwhile. A message that is
    to wait for ``NOT_SET`` is written in the same transaction.
    """
    if NominationStatus(nomination.status).is_outcome:
        nomination.year = _locked(nomination.year_id)
    return advised_hold(nomination, now=now)


def refuse_early(nomination: Nomination, hold: Hold, *, now: datetime) -> None:
    """Raise ``EarlyError`` where the hold lets an outcome be told before it is announced.

    Called in a transaction, for which the year is locked.
    """
    if hold.ends_before(settled_hold(nomination, now=now)):
        raise EarlyError


def hold_by_hand(nomination: Nomination) -> None:
    """Let no message leave before somebody lets it go: it may tell an outcome that is not so.

    The entry's row is locked by whoever calls. What the applicant wrote waits for an answer again.
    """
    if _hold_all(_leaving_by_itself().filter(message__nomination=nomination)):
        settle_waiting(nomination)


def hold_until_released(year: AwardYearPage, *, now: datetime) -> None:
    """Let nothing that may tell an outcome of the year leave before its winners are shown.

    What has not left yet waits for that moment, with a link that works then. Where none is set,
    or the year is not published, it waits for somebody's hand, but for what was written to leave
    at the moment whenever that is set. It does so in the transaction that changes the year:
    nothing leaves in between.
    """
    with transaction.atomic():
        of_year = _leaving_by_itself().filter(
            message__nomination__year=year, message__nomination__status__in=OUTCOMES
        )
        if released := _release_of(_locked(year.pk)):
            _postpone(of_year, released, now)
        else:
            held = _hold_all(of_year.exclude(not_before=NOT_SET))
            answered = Nomination.objects.filter(messages__mail__in=held, messages__is_answer=True)
            for pk in answered.values_list("pk", flat=True).distinct():
                # An entry is locked when the year is no longer. Where that is cut short, the
                # answer is still held, and settled by whoever lets it go or takes it out.
                transaction.on_commit(partial(_settle, pk), robust=True)


def _release_of(year: AwardYearPage) -> datetime | None:
    """When the winners are shown; ``None`` where that is not set or the year is not published."""
    return year.winners_released_at if year.live else None


def _locked(pk: int) -> AwardYearPage:
    """The year as it is by now; nobody moves its announcement meanwhile."""
    years = AwardYearPage.objects.select_for_update(of=("self",), no_key=True)
    years.only("pk").get(pk=pk)
    # Read when it is locked: whether it is published stands in another row, that of its page.
    year: AwardYearPage = AwardYearPage.objects.get(pk=pk)
    return year


def _hold_all(leaving: OutgoingMailQuerySet) -> list[int]:
    """Let mail wait for somebody's hand; tells which."""
    held = list(leaving.values_list("pk", flat=True))
    OutgoingMail.objects.filter(pk__in=held).update(held=True, not_before=None)
    return held


def _postpone(leaving: OutgoingMailQuerySet, released: datetime, now: datetime) -> None:
    """Let no mail leave before a moment; what waited for that to be set leaves then, or now."""
    for mail in leaving.select_related("message__nomination"):
        was_not_set = mail.not_before == NOT_SET
        if was_not_set or (mail.not_before or mail.queued_at) < released:
            mail.not_before = max(released, now) if was_not_set else released
            mail.save(update_fields=["not_before"])
            renew_link(mail, mail.message.nomination, read_from=mail.not_before)


def _leaving_by_itself() -> OutgoingMailQuerySet:
    """The mail of messages that nobody has to let go.

    Locked, so that the worker sends it before, and then it is not among them, or not at all. The
    newest first: workers, who begin with the oldest, take no more while what they have is sent.
    """
    waiting = OutgoingMail.objects.waiting().filter(message__isnull=False, held=False)
    locked: OutgoingMailQuerySet = waiting.select_for_update(of=("self",)).order_by("-pk")
    return locked


def _settle(pk: int) -> None:
    """Note whether something waits that the applicant of an entry wrote."""
    with transaction.atomic():
        settle_waiting(Nomination.objects.select_for_update().get(pk=pk))
