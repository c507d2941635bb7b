"""The outbox: what is queued leaves once, whatever happens meanwhile."""

from __future__ import annotations

import socket
import ssl
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from email.header import decode_header, make_header
from typing import Any

import pytest
from django.core import mail
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import translation

from cms.mail import empty_old_mail, queue_mail, send_due_mail
from cms.models import OutgoingMail
from tests.at_once import at_once
from tests.factories import MailFactory
from tests.services.mail import MailServer, run_mail_server, use, use_port
from tests.services.processes import free_port

pytestmark = pytest.mark.django_db

NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)
MINUTE = timedelta(minutes=1)

A_MAIL: dict[str, Any] = {
    "key": "received:1",
    "recipient": "anna.andersson@example.org",
    "subject": "2026-001: vi har fått det du skickade in",
    "text": "Hej Anna!\n\nHär är din länk: https://awards.example.org/a/b/\n",
    "about": "2026-001",
}


@pytest.fixture
def server(settings: Any, monkeypatch: pytest.MonkeyPatch) -> Iterator[MailServer]:
    with run_mail_server() as running:
        use(running, settings, monkeypatch)
        yield running


def facts(queued: OutgoingMail) -> tuple[datetime | None, int, datetime | None, str]:
    """What has become of a mail."""
    queued.refresh_from_db()
    return queued.sent_at, queued.attempts, queued.next_attempt_at, queued.error


# --- Queueing ---


@pytest.mark.both_databases
def test_a_key_is_queued_once() -> None:
    first = queue_mail(**A_MAIL, now=NOW)
    again = queue_mail(**A_MAIL | {"text": "Något annat"}, now=NOW + MINUTE)

    assert (again, again.text, again.queued_at) == (first, A_MAIL["text"], NOW)


@pytest.mark.both_databases
def test_what_never_happened_is_not_mailed() -> None:
    with transaction.atomic():
        queue_mail(**A_MAIL, now=NOW)
        transaction.set_rollback(True)

    assert send_due_mail(now=NOW) == 0
    assert mail.outbox == []


def test_a_mail_is_in_the_language_that_it_was_written_in() -> None:
    with translation.override("en"):
        assert queue_mail(**A_MAIL, now=NOW).language == "en"


@pytest.mark.both_databases
def test_the_outbox_in_the_words_of_the_domain() -> None:
    due = MailFactory.create(queued_at=NOW)
    held = MailFactory.create(queued_at=NOW, not_before=NOW + MINUTE)
    resting = MailFactory.create(queued_at=NOW, next_attempt_at=NOW + MINUTE)
    MailFactory.create(queued_at=NOW, sent=True)
    failed = MailFactory.create(queued_at=NOW, failed=True)

    outbox = OutgoingMail.objects
    assert list(outbox.due(NOW)) == [due]
    assert list(outbox.due(NOW + MINUTE)) == [due, held, resting]
    assert set(outbox.waiting()) == {due, held, resting}
    assert list(outbox.failed()) == [failed]


# --- Sending ---


def test_a_mail_leaves_once_and_as_it_was_written(server: MailServer) -> None:
    queued = queue_mail(**A_MAIL, reply_to="priser@example.org", now=NOW)

    assert [send_due_mail(now=NOW + MINUTE) for _turn in range(2)] == [1, 0]

    [letter] = server.messages()
    assert str(make_header(decode_header(letter["Subject"]))) == A_MAIL["subject"]
    assert {name: letter[name] for name in ("From", "To", "Reply-To", "Content-Language")} == {
        "From": "Stadens priser <awards@example.org>",
        "To": "anna.andersson@example.org",
        "Reply-To": "priser@example.org",
        "Content-Language": "sv",
    }
    assert letter["Auto-Submitted"] == "auto-generated"
    parts = [part.get_payload(decode=True) for part in letter.walk()][1:]
    assert parts == [A_MAIL["text"].encode(), queued.html.encode()]
    assert letter.get_content_type() == "multipart/alternative"
    assert facts(queued) == (NOW + MINUTE, 1, None, "")


def test_a_mail_that_is_sent_again_after_a_crash_can_be_told(server: MailServer) -> None:
    queued = queue_mail(**A_MAIL, now=NOW)
    send_due_mail(now=NOW)
    # The process died before it could note that the server took the mail.
    OutgoingMail.objects.update(sent_at=None, attempts=0, next_attempt_at=NOW)
    queue_mail(**A_MAIL | {"key": "received:2"}, now=NOW)
    send_due_mail(now=NOW)

    names = [letter["Message-ID"] for letter in server.messages()]
    assert (len(names), len(set(names))) == (3, 2)
    assert all(name.endswith("@example.org>") for name in names)
    assert queued.key not in "".join(names)


def test_a_batch_takes_one_connection(server: MailServer) -> None:
    MailFactory.create_batch(3)

    assert send_due_mail(now=NOW + timedelta(days=999)) == 3

    assert len({letter["X-Peer"] for letter in server.messages()}) == 1


def test_a_batch_has_a_limit() -> None:
    MailFactory.create_batch(3, queued_at=NOW)

    assert [send_due_mail(now=NOW, limit=2) for _batch in range(3)] == [2, 1, 0]


@pytest.mark.both_databases
def test_held_mail_waits_for_its_moment() -> None:
    queued = queue_mail(**A_MAIL, now=NOW)
    OutgoingMail.objects.update(not_before=NOW + MINUTE)

    assert send_due_mail(now=NOW + MINUTE - timedelta(microseconds=1)) == 0
    assert send_due_mail(now=NOW + MINUTE) == 1
    assert facts(queued)[0] == NOW + MINUTE


def test_mail_leaves_when_the_server_is_back(
    settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    port = free_port()
    use_port(port, settings)
    queued = queue_mail(**A_MAIL, now=NOW)

    assert send_due_mail(now=NOW) == 0
    assert facts(queued) == (None, 1, NOW + MINUTE, "ConnectionRefusedError")

    with run_mail_server(port) as server:
        use(server, settings, monkeypatch)
        moments = [NOW + timedelta(seconds=seconds) for seconds in (59, 60, 61, 3600)]
        assert [send_due_mail(now=moment) for moment in moments] == [0, 1, 0, 0]
        assert len(server.messages()) == 1


def test_pauses_grow_until_a_mail_is_given_up(settings: Any) -> None:
    use_port(free_port(), settings)
    queued = queue_mail(**A_MAIL, now=NOW)
    pauses, moment = [], NOW

    while OutgoingMail.objects.waiting().exists():
        send_due_mail(now=moment)
        at = facts(queued)[2]
        if at is not None:
            pauses.append((at - moment) // MINUTE)
            moment = at

    assert pauses[:8] == [1, 2, 4, 8, 16, 32, 60, 60]
    assert set(pauses[8:]) == {60}
    assert timedelta(days=5) <= moment - NOW < timedelta(days=5, hours=1)
    assert list(OutgoingMail.objects.failed()) == [queued]
    assert queued.is_failed is True


def test_a_held_mail_is_given_up_as_long_after_it_could_leave(settings: Any) -> None:
    use_port(free_port(), settings)
    released = NOW + timedelta(days=30)
    queued = MailFactory.create(queued_at=NOW, not_before=released)

    send_due_mail(now=released)

    assert facts(queued)[2] == released + MINUTE


def test_a_dead_server_is_waited_for_once_and_for_all(settings: Any) -> None:
    first, *others = MailFactory.create_batch(5, queued_at=NOW)
    port = free_port()
    use_port(port, settings)
    settings.EMAIL_TIMEOUT = 0.3
    with socket.create_server(("localhost", port)) as silent:
        send_due_mail(now=NOW)
        silent.accept()[0].close()
        silent.settimeout(0)
        with pytest.raises(BlockingIOError):
            silent.accept()

    assert facts(first) == (None, 1, NOW + MINUTE, "SMTPServerDisconnected")
    assert {facts(other) for other in others} == {(None, 0, NOW + MINUTE, "SMTPServerDisconnected")}


def test_a_mail_to_nobody_is_not_taken_for_sent(server: MailServer) -> None:
    queued = queue_mail(**A_MAIL | {"recipient": ""}, now=NOW)

    assert send_due_mail(now=NOW) == 0
    assert facts(queued) == (None, 1, NOW + MINUTE, "NobodyToSendToError")


def test_a_refused_recipient_does_not_stop_the_others(server: MailServer) -> None:
    refused = MailFactory.create(recipient="unknown@example.org", queued_at=NOW)
    MailFactory.create(queued_at=NOW)

    assert send_due_mail(now=NOW) == 1
    assert facts(refused) == (None, 1, NOW + MINUTE, "SMTPRecipientsRefused 550")


@pytest.mark.parametrize(
    "injected",
    [
        {"recipient": "anna@example.org\nBcc: evil@example.org"},
        {"recipient": "anna@example.org\r\nDATA\r\nhej"},
        {"recipient": "anna@example.org, evil@example.org"},
        {"recipient": ""},
        {"reply_to": "anna@example.org\nBcc: evil@example.org"},
        {"subject": "Hej\r\nBcc: evil@example.org\r\n\r\nKöp!"},
        {"subject": "Hej\u2028Bcc: evil@example.org"},
    ],
)
def test_line_breaks_in_headers_are_harmless(server: MailServer, injected: dict[str, str]) -> None:
    queue_mail(**A_MAIL | injected, now=NOW)
    MailFactory.create(queued_at=NOW)

    send_due_mail(now=NOW)

    letters = server.messages()
    assert {letter["To"] for letter in letters} == {"anna.andersson@example.org"}
    assert {letter["X-RcptTo"] for letter in letters} == {"anna.andersson@example.org"}
    assert {letter["Bcc"] for letter in letters} == {None}
    assert len(letters) == (2 if "subject" in injected else 1)


def test_the_log_tells_neither_address_nor_text(
    server: MailServer, caplog: pytest.LogCaptureFixture
) -> None:
    refused = queue_mail(**A_MAIL | {"recipient": "unknown@example.org"}, now=NOW)
    broken = queue_mail(**A_MAIL | {"key": "b", "recipient": "a\nb@example.org"}, now=NOW)
    queue_mail(**A_MAIL | {"key": "c"}, now=NOW)

    send_due_mail(now=NOW)

    records = [record for record in caplog.records if record.name == "cms.mail"]
    assert [(record.levelname, record.getMessage()) for record in records] == [
        ("ERROR", f"Mail {refused.pk} was not sent (attempt 1): SMTPRecipientsRefused 550"),
        ("ERROR", f"Mail {broken.pk} was not sent (attempt 1): ValueError"),
    ]
    assert [record.exc_info for record in records] == [None, None]


def test_an_untrusted_server_gets_no_mail(
    server: MailServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("SSL_CERT_FILE")
    queued = queue_mail(**A_MAIL, now=NOW)

    assert send_due_mail(now=NOW) == 0
    assert facts(queued)[3] == ssl.SSLCertVerificationError.__name__
    assert server.messages() == []


@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_two_workers_at_once_send_each_mail_once(server: MailServer) -> None:
    if connection.vendor == "sqlite":
        pytest.skip("SQLite in memory has one connection: nothing happens at once")
    MailFactory.create_batch(30, queued_at=NOW)

    sent = at_once(*[lambda: send_due_mail(now=NOW)] * 2)

    names = [letter["Message-ID"] for letter in server.messages()]
    assert (len(names), len(set(names))) == (30, 30)
    # Both had their share: neither waited for the other one's locks.
    assert sum(sent) == 30
    assert 0 not in sent


def test_each_mail_costs_the_same() -> None:
    def queries(mails: int) -> int:
        MailFactory.create_batch(mails, queued_at=NOW)
        with CaptureQueriesContext(connection) as captured:
            assert send_due_mail(now=NOW) == mails
        return len(captured)

    none, one, three = queries(0), queries(1), queries(3)
    assert three - none == 3 * (one - none)


# --- Afterwards ---


@pytest.mark.both_databases
def test_old_mail_is_forgotten_but_not_that_it_was_sent() -> None:
    old = NOW - timedelta(days=30, microseconds=1)
    emptied = [
        MailFactory.create(queued_at=old, sent=True, about="2026-001"),
        MailFactory.create(queued_at=old, failed=True),
    ]
    kept = [
        MailFactory.create(queued_at=old, not_before=NOW + MINUTE),
        MailFactory.create(queued_at=old + MINUTE, sent=True),
    ]

    empty_old_mail(NOW)

    for queued in (*emptied, *kept):
        queued.refresh_from_db()
    assert [(gone.recipient, gone.subject, gone.text) for gone in emptied] == [("", "", "")] * 2
    assert (emptied[0].sent_at, emptied[0].about) == (old, "2026-001")
    assert {bool(still.recipient and still.text) for still in kept} == {True}
    assert queue_mail(**A_MAIL | {"key": emptied[0].key}, now=NOW) == emptied[0]
