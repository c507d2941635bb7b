"""Mail that the worker sends while somebody takes it back."""

from __future__ import annotations

from datetime import datetime, timedelta
from threading import Barrier, Thread

import pytest
from django.contrib.auth.models import User
from django.db import connection
from django.utils import timezone

from awards.domain.holding import Hold
from awards.domain.messages import send_message
from awards.domain.outbox import MailChangedError, take_out
from awards.models import Message, Nomination
from cms.mail import send_due_mail
from cms.models import OutgoingMail
from tests.awards.entries import make_nomination
from tests.factories import AwardYearFactory, NominationFormFactory, UserFactory

pytestmark = pytest.mark.django_db(transaction=True, serialized_rollback=True)

NOW = timezone.now()
DAY = timedelta(days=1)


def held(nomination: Nomination, actor: User, key: str) -> OutgoingMail:
    """The mail of a message that is held until tomorrow."""
    message = send_message(
        nomination,
        subject="Hej",
        text="Vi undrar en sak.",
        language="sv",
        hold=Hold(until=NOW + DAY),
        key=key,
        actor=actor,
        now=NOW,
    )
    return OutgoingMail.objects.get(message=message)


def test_the_worker_and_a_hand_at_once_send_nothing_twice() -> None:
    form = NominationFormFactory.create(parent=AwardYearFactory.create(open=True))
    nomination, actor = make_nomination(form), UserFactory.create()
    OutgoingMail.objects.all().delete()
    mails = [held(nomination, actor, str(turn)) for turn in range(8)]
    now: datetime = NOW + DAY
    start, refused, sendings = Barrier(2), [], []

    def work() -> None:
        try:
            connection.ensure_connection()
            start.wait()
            sendings.append(send_due_mail(now=now))
        finally:
            connection.close()

    def press() -> None:
        try:
            connection.ensure_connection()
            start.wait()
            for mail in mails:
                try:
                    take_out(mail.pk, actor=actor, now=NOW)
                except (MailChangedError, OutgoingMail.DoesNotExist):
                    refused.append(mail.pk)
        finally:
            connection.close()

    threads = [Thread(target=work), Thread(target=press)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert sendings == [len(refused)]
    assert set(OutgoingMail.objects.values_list("pk", flat=True)) == set(refused)
    assert Message.objects.filter(mail=None).count() == len(mails) - len(refused)
