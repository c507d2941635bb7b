"""What becomes of a message: stored, mailed, tried again, and one day deleted."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.core import mail
from django.core.management import CommandError, call_command
from django.utils import timezone

from cms.models import SiteSettings
from home.feedback import receive
from home.models import FeedbackMessage, FeedbackPage
from tests.home.factories import FeedbackPageFactory, MessageFactory

pytestmark = pytest.mark.django_db

ANSWERS = {
    "kind": "problem",
    "message": "Filmen <saknar> textning & syntolkning.",
    "page_concerned": "/priser/",
    "reply_email": "ann@example.se",
}

NO_MAIL_SERVER = "django.core.mail.backends.smtp.EmailBackend"


@pytest.fixture
def receive_one(django_capture_on_commit_callbacks: Any) -> Any:
    """Receive a message and let what waits for the commit run."""

    def receive_message(page: FeedbackPage | None = None) -> FeedbackMessage:
        page = page or FeedbackPageFactory.create()
        with django_capture_on_commit_callbacks(execute=True):
            message = receive(
                page, ANSWERS, submission_key="a", suspicious=False, now=timezone.now()
            )
        message.refresh_from_db()
        return message

    return receive_message


def test_a_message_is_mailed_as_it_was_written(receive_one: Any) -> None:
    message = receive_one()

    (letter,) = mail.outbox
    assert (letter.to, letter.reply_to) == (["webb@example.se"], ["ann@example.se"])
    assert ANSWERS["message"] in letter.body
    assert f"/feedback_messages/edit/{message.pk}/" in letter.body
    assert (message.mailed_at is not None, message.mail_error) == (True, "")


def test_the_sites_address_is_used_where_the_page_has_none(receive_one: Any) -> None:
    page = FeedbackPageFactory.create(notify_email="")
    settings = SiteSettings.for_page(page)
    settings.contact_email = "staden@example.se"
    settings.save()

    receive_one(page=page)

    assert mail.outbox[0].to == ["staden@example.se"]


def test_the_same_sending_is_stored_and_mailed_once(receive_one: Any) -> None:
    page = FeedbackPageFactory.create()

    messages = {receive_one(page=page).pk for _ in range(3)}

    assert len(messages) == 1
    assert len(mail.outbox) == 1


def test_a_failed_mail_loses_nothing_and_is_told(
    receive_one: Any, settings: Any, caplog: pytest.LogCaptureFixture
) -> None:
    settings.EMAIL_BACKEND = NO_MAIL_SERVER
    settings.EMAIL_PORT = 9

    message = receive_one()

    assert message.mailed_at is None
    assert message.mail_error.startswith("ConnectionRefusedError")
    (record,) = [record for record in caplog.records if record.name == "home.feedback"]
    assert record.levelname == "ERROR"
    assert ANSWERS["message"] not in caplog.text
    assert ANSWERS["reply_email"] not in caplog.text


def test_without_any_address_the_register_tells_why(receive_one: Any) -> None:
    message = receive_one(page=FeedbackPageFactory.create(notify_email=""))

    assert message.mailed_at is None
    assert message.mail_error.startswith("NoRecipientError")


def test_the_command_mails_what_waits(capsys: pytest.CaptureFixture[str]) -> None:
    waiting = MessageFactory.create(unmailed=True)
    MessageFactory.create(page=waiting.page)
    MessageFactory.create(page=waiting.page, spam=True)

    call_command("send_feedback")
    call_command("send_feedback")

    waiting.refresh_from_db()
    assert (waiting.mailed_at is not None, waiting.mail_error) == (True, "")
    assert len(mail.outbox) == 1
    assert capsys.readouterr().out.splitlines() == [
        "Mailed: 1 of 1. Deleted: 0.",
        "Mailed: 0 of 0. Deleted: 0.",
    ]


def test_the_command_fails_loudly_when_mail_fails(settings: Any) -> None:
    settings.EMAIL_BACKEND = NO_MAIL_SERVER
    settings.EMAIL_PORT = 9
    MessageFactory.create(unmailed=True)

    with pytest.raises(CommandError, match=r"^1 could not be mailed"):
        call_command("send_feedback", verbosity=0)
    assert FeedbackMessage.objects.count() == 1


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

    call_command("send_feedback", verbosity=0)

    assert set(FeedbackMessage.objects.values_list("pk", flat=True)) == set(kept)


def test_a_message_stays_when_its_page_is_deleted() -> None:
    message = MessageFactory.create()

    FeedbackPage.objects.get().delete()

    message.refresh_from_db()
    assert message.page is None
