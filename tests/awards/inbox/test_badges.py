"""The badge of a status: it looks the same wherever it stands."""

from __future__ import annotations

import re

import pytest
from django.test import Client
from django.urls import reverse

from awards.enums import Role
from awards.models import AwardYearPage
from awards.statuses import NominationStatus
from cms.models import MailState
from tests.awards.entries import make_nomination
from tests.awards.inbox.test_bulk import confirm
from tests.factories import NominationFormFactory, UserFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("framsteget_2026", "in_english")]


def badge(look: str, label: object) -> str:
    return f'<span class="w-status inbox-status inbox-status--{look}">{label}</span>'


def test_a_badge_looks_the_same_on_every_page(year: AwardYearPage, client: Client) -> None:
    client.force_login(UserFactory.create(role=Role.MODERATOR))
    nomination = make_nomination(NominationFormFactory.create(parent=year))
    bulk = reverse("awards_entries_bulk")

    refused = client.post(bulk, {"action": "to_jury", "all": "1"})
    flag = client.post(bulk, {"action": "flag", "all": "1"})
    pages = {
        "list": client.get(reverse("entries_modeladmin_index")),
        "entry": client.get(reverse("awards_entry", args=[nomination.pk])),
        "refused": refused,
        "done": client.get(confirm(client, flag)["Location"]),
        "outbox": client.get(reverse("awards_outbox")),
    }

    found = {
        name: re.findall(r'<span class="w-status.*?</span>', page.content.decode())
        for name, page in pages.items()
    }
    of_entry = [badge("staff", NominationStatus.SUBMITTED.label)]
    of_mail = [badge("others", MailState.WAITING.label)]
    assert found == dict.fromkeys(pages, of_entry) | {"outbox": of_mail}
