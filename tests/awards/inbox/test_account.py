"""Which mails of the inbox somebody wants, chosen in their own account."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from awards.enums import Role
from awards.models import InboxPreferences
from tests.factories import UserFactory

pytestmark = pytest.mark.django_db


def account(**choices: str) -> dict[str, str]:
    """What the page of somebody's account posts."""
    names = {"first_name": "Ann", "last_name": "Ek", "email": "ann@example.se"}
    profile = {"preferred_language": "", "current_time_zone": "", "theme": "system"}
    looks = {"density": "default", "contrast": "system"}
    return {
        **{f"name_email-{name}": value for name, value in names.items()},
        **{f"locale-{name}": value for name, value in profile.items()},
        **{f"theme-{name}": value for name, value in (profile | looks).items()},
        **choices,
    }


@pytest.mark.parametrize(
    ("choices", "digest", "reminders"),
    [
        ({"inbox-daily_digest": "on", "inbox-reminders": "on"}, True, True),
        ({"inbox-daily_digest": "on"}, True, False),
        ({"inbox-reminders": "on"}, False, True),
        ({}, False, False),
    ],
)
def test_what_is_chosen_is_kept_and_shown(
    choices: dict[str, str], digest: bool, reminders: bool, client: Client
) -> None:
    user = UserFactory.create(role=Role.MODERATOR)
    client.force_login(user)
    shown = client.get(reverse("wagtailadmin_account")).content.decode()
    assert not InboxPreferences.objects.exists()

    for _time in range(2):
        response = client.post(reverse("wagtailadmin_account"), account(**choices))
        assert response.status_code == 302, response.content.decode()

    said = InboxPreferences.objects.get()
    after = client.get(reverse("wagtailadmin_account")).content.decode()
    assert (said.user, said.daily_digest, said.reminders) == (user, digest, reminders)
    assert (_ticked(shown), _ticked(after)) == (2, digest + reminders)


def _ticked(html: str) -> int:
    """How many of the panel's boxes are ticked."""
    boxes = [tag for tag in html.split("<input")[1:] if 'name="inbox-' in tag.partition(">")[0]]
    return sum(" checked" in box.partition(">")[0] for box in boxes)
