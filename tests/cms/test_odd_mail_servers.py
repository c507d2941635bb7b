"""What becomes of mail where the server is slow, hangs up or refuses."""

from __future__ import annotations

import socket
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.db import transaction

from cms.mail import send_due_mail
from cms.models import OutgoingMail
from tests.at_once import at_once
from tests.factories import MailFactory
from tests.services.mail import use_port
from tests.services.odd_mail import OddMailServer, run_odd_mail_server
from tests.services.processes import free_port

pytestmark = pytest.mark.django_db

NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)
MINUTE = timedelta(minutes=1)


def attempts() -> list[tuple[bool, int, str]]:
    """What has become of each mail: whether it was sent, how often it was tried, and the error."""
    mails = OutgoingMail.objects.order_by("pk")
    return [(mail.sent_at is not None, mail.attempts, mail.error) for mail in mails]


# --- Slow ones ---


@pytest.mark.parametrize(
    ("seconds", "is_taken"),
    [
        # Each answer comes within EMAIL_TIMEOUT, but all together come too late.
        ({"MAIL": 0.3, "RCPT": 0.3}, False),
        # Once the server has the whole mail it has all the time again.
        ({"MAIL": 0.3, "DATA": 0.3}, True),
    ],
)
def test_a_slow_server_does_not_keep_a_mail_for_long(
    seconds: dict[str, float], is_taken: bool, settings: Any
) -> None:
    MailFactory.create(queued_at=NOW)
    odd = OddMailServer(seconds=seconds)

    with run_odd_mail_server(odd, settings):
        settings.EMAIL_TIMEOUT = 0.5
        sent = send_due_mail(now=NOW)

    assert (sent, len(odd.taken)) == (is_taken, is_taken)
    assert attempts() == [(is_taken, 1, "" if is_taken else "SMTPServerDisconnected")]


@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_a_server_that_does_not_greet_keeps_no_mail(settings: Any, postgres: object) -> None:
    MailFactory.create(queued_at=NOW)
    port = free_port()
    use_port(port, settings)

    with socket.create_server(("localhost", port)) as silent:

        def change() -> int:
            connection = silent.accept()[0]
            with connection, transaction.atomic():
                return len(OutgoingMail.objects.select_for_update(nowait=True))

        assert at_once(lambda: send_due_mail(now=NOW), change) == [0, 1]


# --- Those that hang up ---


@pytest.mark.parametrize("says_goodbye", [True, False])
def test_a_server_that_takes_some_mails_by_a_connection_gets_all_at_once(
    says_goodbye: bool, settings: Any
) -> None:
    MailFactory.create_batch(7, queued_at=NOW)
    odd = OddMailServer(mails_by_connection=3, says_goodbye=says_goodbye)

    with run_odd_mail_server(odd, settings):
        assert send_due_mail(now=NOW) == 7

    assert attempts() == [(True, 1, "")] * 7
    assert len(odd.taken) == 7


def test_a_server_that_takes_none_is_asked_once(settings: Any) -> None:
    MailFactory.create_batch(3, queued_at=NOW)

    with run_odd_mail_server(OddMailServer(mails_by_connection=0), settings):
        assert send_due_mail(now=NOW) == 0

    failure = "SMTPSenderRefused 421"
    assert attempts() == [(False, 1, failure), (False, 0, failure), (False, 0, failure)]
    assert not OutgoingMail.objects.due(NOW).exists()


def test_a_server_that_falls_silent_is_not_tried_again_at_once(settings: Any) -> None:
    MailFactory.create_batch(2, queued_at=NOW)
    odd = OddMailServer()

    with run_odd_mail_server(odd, settings):
        settings.EMAIL_TIMEOUT = 0.3
        odd.seconds = _AfterFirst("DATA")
        assert send_due_mail(now=NOW) == 1

    assert len(odd.taken) == 2
    assert attempts() == [(True, 1, ""), (False, 1, "SMTPServerDisconnected")]


class _AfterFirst(dict[str, float]):
    """A command is slow, apart from the first time."""

    def __init__(self, command: str) -> None:
        super().__init__()
        self._left = iter([0.0])
        self._command = command

    def get(self, command: str, default: Any = 0) -> Any:
        """How long the command takes."""
        return next(self._left, 1) if command == self._command else default


# --- Those that refuse ---


@pytest.mark.parametrize(
    "answers", [{"RCPT": "550 5.1.1 No such user"}, {"DATA": "554 5.7.1 Looks like spam"}]
)
def test_what_is_refused_for_good_is_given_up_while_there_is_time(
    answers: dict[str, str], settings: Any
) -> None:
    queued = MailFactory.create(queued_at=NOW)
    moment = NOW

    with run_odd_mail_server(OddMailServer(answers=answers), settings):
        while not queued.is_failed:
            moment = queued.next_attempt_at
            send_due_mail(now=moment)
            queued.refresh_from_db()

    assert (queued.attempts, (moment - NOW) // timedelta(hours=1)) == (10, 4)


@pytest.mark.parametrize(
    "answers",
    [
        {"RCPT": "450 4.2.0 Greylisted"},
        # It is not the mail's fault that the site may not send.
        {"MAIL": "550 5.7.1 Not by this server"},
    ],
)
def test_what_may_be_taken_later_is_tried_for_days(answers: dict[str, str], settings: Any) -> None:
    queued = MailFactory.create(queued_at=NOW, attempts=20)

    with run_odd_mail_server(OddMailServer(answers=answers), settings):
        are_failed = []
        for days in (4, 5):
            send_due_mail(now=NOW + timedelta(days=days))
            queued.refresh_from_db()
            are_failed.append(queued.is_failed)

    assert are_failed == [False, True]


@pytest.mark.parametrize("answer", ["450 4.2.0 Greylisted", "550 5.1.1 No such user"])
def test_a_mail_that_nobody_could_try_for_days_is_not_given_up_at_once(
    answer: str, settings: Any
) -> None:
    MailFactory.create(queued_at=NOW - timedelta(days=6))
    odd = OddMailServer(answers={"RCPT": answer})

    with run_odd_mail_server(odd, settings):
        assert send_due_mail(now=NOW) == 0
        odd.answers = {}
        assert send_due_mail(now=NOW + MINUTE) == 1


def test_a_refusal_after_an_outage_may_be_the_servers_mistake(settings: Any) -> None:
    MailFactory.create(queued_at=NOW, attempts=40, error="ConnectionRefusedError")

    with run_odd_mail_server(OddMailServer(answers={"RCPT": "550 5.7.1 Relay denied"}), settings):
        send_due_mail(now=NOW + timedelta(days=1))

    assert attempts() == [(False, 1, "SMTPRecipientsRefused 550")]
    assert OutgoingMail.objects.waiting().exists()


def test_what_was_refused_goes_on_telling_so_while_the_server_is_away(settings: Any) -> None:
    MailFactory.create(queued_at=NOW)
    MailFactory.create(queued_at=NOW, attempts=3, error="SMTPRecipientsRefused 550")
    use_port(free_port(), settings)

    send_due_mail(now=NOW)

    assert attempts() == [
        (False, 1, "ConnectionRefusedError"),
        (False, 3, "SMTPRecipientsRefused 550"),
    ]
