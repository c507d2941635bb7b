"""What becomes of a message: stored, mailed, and one day deleted."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core import mail
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.utils import timezone

from cms.mail import send_due_mail
from cms.models import OutgoingMail, SiteSettings
from home.feedback import delete_old_messages, queue_what_lacked_an_address, receive
from home.models import FeedbackMessage, FeedbackPage
from tests.home.factories import FeedbackPageFactory, MessageFactory

pytestmark = pytest.mark.django_db

ANSWERS = {
    "kind": "problem",
    "message": "Filmen <saknar> textning & syntolkning.",
    "page_concerned": "/priser/",
    "reply_email": "ann@example.se",
}


def receive_one(page: FeedbackPage | None = None) -> FeedbackMessage:
    """Receive a message and send what waits in the outbox."""
    now = timezone.now()
    page = page or FeedbackPageFactory.create()
    message = receive(page, ANSWERS, submission_key="a", suspicious=False, now=now)
    send_due_mail(now=now)
    return FeedbackMessage.objects.get(pk=message.pk)


def test_a_message_is_mailed_as_it_was_written() -> None:
    message = receive_one()

    (letter,) = mail.outbox
    assert (letter.to, letter.reply_to) == (["webb@example.se"], ["ann@example.se"])
    assert ANSWERS["message"] in letter.body
    assert f"/feedback_messages/edit/{message.pk}/" in letter.body
    assert (message.mailed_at is not None, message.mail_problem) == (True, "")


def test_the_sites_address_is_used_where_the_page_has_none() -> None:
    page = FeedbackPageFactory.create(notify_email="")
    settings = SiteSettings.for_page(page)
    settings.contact_email = "staden@example.se"
    settings.save()

    receive_one(page)

    assert mail.outbox[0].to == ["staden@example.se"]


def test_the_same_sending_is_stored_and_mailed_once() -> None:
    page = FeedbackPageFactory.create()

    messages = {receive_one(page).pk for _ in range(3)}

    assert len(messages) == 1
    assert len(mail.outbox) == 1


def test_without_any_address_a_message_is_kept_and_mailed_when_there_is_one(
    caplog: pytest.LogCaptureFixture,
) -> None:
    page = FeedbackPageFactory.create(notify_email="")

    message = receive_one(page)

    assert message.mail is None
    (record,) = [record for record in caplog.records if record.name == "home.feedback"]
    assert record.getMessage() == f"Feedback {message.pk} is not mailed: no address is given."

    page.notify_email = "webb@example.se"
    page.save()
    for _hour in range(2):
        queue_what_lacked_an_address(timezone.now())
        send_due_mail(now=timezone.now())
    assert [letter.to for letter in mail.outbox] == [["webb@example.se"]]
    message.refresh_from_db()
    assert message.mailed_at is not None


def test_what_a_machine_sent_is_not_mailed_later() -> None:
    MessageFactory.create(spam=True)

    queue_what_lacked_an_address(timezone.now())

    assert OutgoingMail.objects.count() == 0


@pytest.mark.both_databases
def test_messages_are_deleted_when_their_pages_time_is_up() -> None:
    now = timezone.now()
    short = FeedbackPageFactory.create(keep_months=1)
    long = FeedbackPageFactory.create(parent=short.get_parent(), slug="lang", keep_months=12)
    two_months, three_years = now - timedelta(days=62), now - timedelta(days=3 * 366)
    kept = {
        MessageFactory.create(page=short, received_at=three_years).pk: "waits to be handled",
        MessageFactory.create(page=short, handled_at=now).pk: "handled today",
        MessageFactory.create(page=long, handled_at=two_months).pk: "its page keeps it longer",
        MessageFactory.create(page=None, handled_at=two_months).pk: "its page is gone",
        MessageFactory.create(page=short, spam=True, received_at=now).pk: "spam of today",
    }
    MessageFactory.create(page=short, handled_at=two_months)
    MessageFactory.create(page=long, handled_at=three_years)
    MessageFactory.create(page=None, handled_at=three_years)
    MessageFactory.create(page=short, spam=True, received_at=two_months)

    delete_old_messages(now)

    assert set(FeedbackMessage.objects.values_list("pk", flat=True)) == set(kept)


def test_a_message_stays_when_its_page_is_deleted() -> None:
    message = MessageFactory.create()

    FeedbackPage.objects.get().delete()

    message.refresh_from_db()
    assert message.page is None


@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_the_outbox_learns_what_was_mailed_before_it_was_there() -> None:
    apps = MigrationExecutor(connection).migrate([("home", "0002_front_page")]).apps
    received = timezone.now()
    facts = {"kind": "problem", "message": "Ord", "received_at": received}
    old = apps.get_model("home", "FeedbackMessage").objects
    mailed = old.create(submission_key="a", mailed_at=received + timedelta(minutes=1), **facts)
    unmailed = old.create(submission_key="b", mail_error="ConnectionRefusedError: nej", **facts)

    executor = MigrationExecutor(connection)
    executor.migrate(executor.loader.graph.leaf_nodes())

    told = {message.pk: message.mailed_at for message in FeedbackMessage.objects.all()}
    assert told == {mailed.pk: received + timedelta(minutes=1), unmailed.pk: None}
    assert [message.pk for message in FeedbackMessage.objects.not_queued()] == [unmailed.pk]
