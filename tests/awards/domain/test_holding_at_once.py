"""Mail that the worker sends while somebody takes it back."""

from __future__ import annotations

import time
from datetime import datetime, timedelta
from threading import Event
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.db import transaction
from django.utils import timezone
from wagtail.models import Page

from awards.domain.handling import act, as_seen
from awards.domain.holding import AT_ONCE, EarlyError, Hold, settled_hold
from awards.domain.messages import receive_message, send_message
from awards.domain.outbox import MailChangedError, take_out
from awards.models import AwardYearPage, Message, Nomination
from awards.statuses import InboxAction, NominationStatus
from cms.mail import send_due_mail
from cms.models import OutgoingMail
from tests.at_once import at_once
from tests.awards.entries import make_nomination
from tests.factories import AwardYearFactory, NominationFormFactory, UserFactory
from tests.services.odd_mail import OddMailServer, run_odd_mail_server
from tests.services.processes import wait_until

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


def test_the_worker_and_a_hand_at_once_send_nothing_twice(
    nomination: Nomination, actor: User
) -> None:
    mails = mails_of(nomination, actor, Hold(until=NOW + DAY))
    now: datetime = NOW + DAY
    refused = []

    def press() -> None:
        for mail in mails:
            try:
                take_out(mail.pk, actor=actor, now=NOW)
            except (MailChangedError, OutgoingMail.DoesNotExist):
                refused.append(mail.pk)

    sent, _pressed = at_once(lambda: send_due_mail(now=now), press)

    assert sent == len(refused)
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


def test_who_takes_back_many_mails_waits_for_what_leaves_just_now_and_not_for_all(
    nomination: Nomination, actor: User, settings: Any, postgres: object
) -> None:
    Nomination.objects.update(status=NominationStatus.WINNER)
    mails = mails_of(nomination, actor, AT_ONCE)
    slow = OddMailServer(seconds={"DATA": 0.3})

    def send_later() -> int:
        wait_until(lambda: len(slow.taken) == 1, "the first mail")
        time.sleep(0.1)
        return send_due_mail(now=NOW)

    def take_back() -> None:
        wait_until(lambda: len(slow.taken) == 2, "the second mail")
        act(nomination, InboxAction.REOPEN, actor=actor, now=NOW, reason="Fel bidrag.")

    with run_odd_mail_server(slow, settings):
        *sent, _taken_back = at_once(lambda: send_due_mail(now=NOW), send_later, take_back)

    assert sent == [1, 1]
    assert OutgoingMail.objects.filter(held=True).count() == len(mails) - 2


@pytest.mark.parametrize("what", ["moved", "taken down"])
def test_who_publishes_many_pages_and_who_writes_to_an_applicant_let_each_other_go_on(
    what: str, nomination: Nomination, actor: User, postgres: object
) -> None:
    year = nomination.year
    AwardYearPage.objects.update(winners_released_at=NOW + DAY)
    Nomination.objects.update(status=NominationStatus.WINNER)
    receive_message(nomination.draft, "Hur gick det?", now=NOW)
    mails = mails_of(nomination, actor, Hold(until=NOW + DAY))
    is_locked, is_changed = Event(), Event()

    def write() -> None:
        with as_seen(nomination, None):
            is_locked.set()
            assert is_changed.wait(10)
            send_message(
                nomination,
                subject="Beslutet",
                text="Ni har vunnit!",
                language="sv",
                hold=Hold(until=NOW + DAY),
                key="till",
                actor=actor,
                now=NOW,
            )

    def publish() -> None:
        is_locked.wait(10)
        # As Wagtail does it for many pages: in one transaction.
        with transaction.atomic():
            if what == "moved":
                moved = AwardYearPage.objects.get()
                moved.winners_released_at = NOW + 9 * DAY
                moved.save_revision().publish()
            else:
                Page.objects.get(pk=year.pk).unpublish()
            is_changed.set()

    written, _published = at_once(write, publish, refused_by=(EarlyError,))

    assert isinstance(written, EarlyError)
    expected = (False, NOW + 9 * DAY) if what == "moved" else (True, None)
    assert list(OutgoingMail.objects.values_list("held", "not_before")) == [expected] * len(mails)
    assert Nomination.objects.get().message_waiting is (what == "taken down")


def test_what_is_written_while_the_moment_is_set_waits_for_that_moment(
    nomination: Nomination, actor: User, postgres: object
) -> None:
    OutgoingMail.objects.all().delete()
    Nomination.objects.update(status=NominationStatus.WINNER)
    is_locked, is_changed = Event(), Event()

    def write() -> None:
        with as_seen(nomination, None):
            is_locked.set()
            assert is_changed.wait(10)
            send_message(
                nomination,
                subject="Beslutet",
                text="Ni har vunnit!",
                language="sv",
                hold=settled_hold(Nomination.objects.get(), now=NOW),
                key="ett",
                actor=actor,
                now=NOW,
            )

    def publish() -> None:
        is_locked.wait(10)
        with transaction.atomic():
            year = AwardYearPage.objects.get()
            year.winners_released_at = NOW + 9 * DAY
            year.save_revision().publish()
            is_changed.set()

    at_once(write, publish)

    mail = OutgoingMail.objects.get()
    assert (mail.held, mail.not_before) == (False, NOW + 9 * DAY)
