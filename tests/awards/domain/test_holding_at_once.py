"""Mail that the worker sends while somebody takes it back."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from threading import Barrier, Thread

import pytest
from django.contrib.auth.models import User
from django.db import connection
from django.utils import timezone

from awards.domain.handling import act
from awards.domain.holding import AT_ONCE, Hold
from awards.domain.messages import send_message
from awards.domain.outbox import MailChangedError, take_out
from awards.models import Message, Nomination
from awards.statuses import InboxAction, NominationStatus
from cms.mail import send_due_mail
from cms.models import OutgoingMail
from tests.awards.entries import make_nomination
from tests.factories import AwardYearFactory, NominationFormFactory, UserFactory

pytestmark = pytest.mark.django_db(transaction=True, serialized_rollback=True)

NOW = timezone.now()
DAY = timedelta(days=1)


@pytest.fixture
def nomination() -> Nomination:
    return make_nomination(NominationFormFactory.create(parent=AwardYearFactory.create(open=True)))


@pytest.fixture
def actor() -> User:
    user: User = UserFactory.create()
    return user


def mails_of(nomination: Nomination, actor: User, hold: Hold) -> list[OutgoingMail]:
    """The mail of eight answers, and no other."""
    OutgoingMail.objects.all().delete()
    for turn in range(8):
        send_message(
            nomination,
            subject="Hej",
            text="Vi undrar en sak.",
            language="sv",
            hold=hold,
            key=str(turn),
            actor=actor,
            now=NOW,
            is_answer=True,
            may_be_early=True,
        )
    return list(OutgoingMail.objects.order_by("pk"))


def at_once(*deeds: Callable[[], object]) -> None:
    """Do all of it at the same time, each by a connection of its own."""
    start = Barrier(len(deeds))

    def do(deed: Callable[[], object]) -> None:
        try:
            connection.ensure_connection()
            start.wait()
            deed()
        finally:
            connection.close()

    threads = [Thread(target=do, args=[deed]) for deed in deeds]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


def test_the_worker_and_a_hand_at_once_send_nothing_twice(
    nomination: Nomination, actor: User
) -> None:
    mails = mails_of(nomination, actor, Hold(until=NOW + DAY))
    now: datetime = NOW + DAY
    refused, sendings = [], []

    def work() -> None:
        sendings.append(send_due_mail(now=now))

    def press() -> None:
        for mail in mails:
            try:
                take_out(mail.pk, actor=actor, now=NOW)
            except (MailChangedError, OutgoingMail.DoesNotExist):
                refused.append(mail.pk)

    at_once(work, press)

    assert sendings == [len(refused)]
    assert set(OutgoingMail.objects.values_list("pk", flat=True)) == set(refused)
    assert Message.objects.filter(mail=None).count() == len(mails) - len(refused)


@pytest.mark.parametrize("turn", range(5))
def test_what_leaves_while_its_outcome_is_taken_back_is_not_held(
    turn: int, nomination: Nomination, actor: User
) -> None:
    Nomination.objects.update(status=NominationStatus.WINNER)
    mails = mails_of(nomination, actor, AT_ONCE)

    at_once(
        lambda: send_due_mail(now=NOW),
        lambda: act(nomination, InboxAction.REOPEN, actor=actor, now=NOW, reason="Fel bidrag."),
    )

    sent = OutgoingMail.objects.filter(sent_at__isnull=False)
    assert sent.filter(held=True).count() == 0
    assert OutgoingMail.objects.filter(held=True).count() == len(mails) - sent.count()
