"""Two who save a template at the same moment, on a database with real locks."""

from __future__ import annotations

import time
from threading import Event

import pytest
from django.db import connection, transaction
from django.test import Client
from django.urls import reverse

from awards.enums import Role
from awards.models import MessageTemplate
from tests.at_once import at_once
from tests.factories import UserFactory

pytestmark = pytest.mark.django_db(transaction=True, serialized_rollback=True)


def test_the_second_is_told_of_the_text_of_the_first(client: Client, postgres: object) -> None:
    client.force_login(UserFactory.create(role=Role.MODERATOR))
    template = MessageTemplate.objects.create(name="Tack", subject_sv="Tack", text_sv="Hej!")
    edit = reverse("awards_messagetemplate_modeladmin_edit", args=[template.pk])
    form = client.get(edit).context["form"]
    opened = {field.name: field.value() or "" for field in form}
    is_saved = Event()

    def first() -> None:
        with transaction.atomic():
            locked = MessageTemplate.objects.select_for_update().get(pk=template.pk)
            locked.text_sv = "Annas text."
            locked.save()
            is_saved.set()
            wait_for_whoever_is_locked_out()

    def second() -> int:
        is_saved.wait(10)
        return client.post(edit, opened | {"text_sv": "Bos text."}).status_code

    _saved, told = at_once(first, second)

    template.refresh_from_db()
    assert (told, template.text_sv) == (200, "Annas text.")


def wait_for_whoever_is_locked_out() -> None:
    """Go on when somebody waits for a lock."""
    ends = time.monotonic() + 10
    waiting = "SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock'"
    with connection.cursor() as cursor:
        while time.monotonic() < ends:
            cursor.execute(waiting)
            if cursor.fetchone()[0]:
                return
            time.sleep(0.01)
