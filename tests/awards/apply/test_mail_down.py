"""While the mail server is down entries are received; receipts leave when it is back."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.management import call_command
from django.utils import timezone

from cms.models import OutgoingMail
from tests.awards.apply.applicant import Applicant
from tests.factories import AwardYearFactory, NominationFormFactory
from tests.services.mail import run_mail_server, use, use_port
from tests.services.processes import free_port

pytestmark = pytest.mark.django_db


def test_an_entry_is_received_and_its_mail_leaves_once_when_the_mail_server_is_back(
    settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    port = free_port()
    use_port(port, settings)
    form = NominationFormFactory.create(parent=AwardYearFactory.create(open=True, year=2026))

    draft = Applicant(form).apply()
    call_command("work", "--once")

    assert draft.nomination
    assert OutgoingMail.objects.waiting().count() == 2
    with run_mail_server(port) as server:
        use(server, settings, monkeypatch)
        # The pause is over.
        OutgoingMail.objects.waiting().update(next_attempt_at=timezone.now())
        for _ in range(2):
            call_command("work", "--once")
        subjects = sorted(str(message["Message-ID"]) for message in server.messages())
        recipients = {message["To"] for message in server.messages()}
    assert len(subjects) == len(set(subjects)) == 2
    assert recipients == {"ann@example.se"}
    assert OutgoingMail.objects.waiting().count() == 0
