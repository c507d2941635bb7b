"""What somebody posts to the inbox who has been signed out is given back, and kept nowhere."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from django.urls import NoReverseMatch, reverse

from awards.enums import Role
from awards.models import AwardYearPage, Nomination
from awards.statuses import InboxAction
from cms.models import OutgoingMail
from tests.awards.admin_pages import names_of_addresses
from tests.awards.entries import make_nomination
from tests.factories import NominationFormFactory, UserFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("framsteget_2026", "in_english")]

TOLD = "nothing has been saved, sent or changed"


@pytest.fixture
def nomination(year: AwardYearPage) -> Nomination:
    return make_nomination(NominationFormFactory.create(parent=year))


@pytest.fixture
def strict() -> Client:
    """A browser of somebody who handles entries, whose forms lack their token."""
    client = Client(enforce_csrf_checks=True)
    client.force_login(UserFactory.create(role=Role.MODERATOR))
    return client


def to(name: str, nomination: Nomination) -> str:
    for arguments in ([], [nomination.pk], [nomination.pk, InboxAction.SPAM]):
        try:
            return reverse(name, args=arguments)
        except NoReverseMatch:
            pass
    return ""


LETTER = {
    "sight": "1.2.3",
    "key": "7d9f",
    "language": "sv",
    "filled": "abc",
    "leaves": "now",
    "subject": "Hej",
    "text": "Första raden.\nAndra <b>raden</b>.",
}


@pytest.mark.parametrize("who", ["client", "strict"])
def test_what_was_typed_is_given_back_and_nothing_else(
    who: str, nomination: Nomination, request: pytest.FixtureRequest
) -> None:
    address = reverse("awards_entry_message", args=[nomination.pk]) + "?q=fra"
    page = request.getfixturevalue(who).post(address, LETTER)

    content = page.content.decode()
    assert page.status_code == 403
    assert TOLD in content
    assert page.context["typed"] == ["Hej", LETTER["text"]]
    assert "Andra &lt;b&gt;raden&lt;/b&gt;." in content
    assert f'href="{address}"' in content
    assert nomination.title not in content
    assert "no-store" in page.headers["Cache-Control"]
    assert OutgoingMail.objects.filter(subject="Hej").count() == 0


@pytest.mark.parametrize("name", sorted(names_of_addresses()))
def test_whatever_is_posted_to_the_inbox_is_given_back(
    name: str, client: Client, strict: Client, nomination: Nomination
) -> None:
    if not (address := to(name, nomination)):
        return
    for somebody in (client, strict):
        page = somebody.post(address, {"reason": "Så här är det."})
        assert (page.status_code, page.context["typed"]) == (403, ["Så här är det."])


@pytest.mark.parametrize(
    ("name", "leads_to"),
    [
        ("awards_entry_note", "awards_entry_note"),
        ("awards_entry_promote", "entries_modeladmin_index"),
        ("awards_entries_bulk", "entries_modeladmin_index"),
    ],
)
def test_the_page_to_open_anew_is_one_that_can_be_opened(
    name: str, leads_to: str, client: Client, nomination: Nomination
) -> None:
    page = client.post(to(name, nomination))

    assert page.context["goes_on_at"] == to(leads_to, nomination)


def test_what_another_site_makes_a_browser_send_is_not_shown(
    client: Client, nomination: Nomination
) -> None:
    page = client.post(
        to("awards_entry_note", nomination),
        {"text": "Ring 0900."},
        headers={"Origin": "https://evil.example.com"},
    )

    assert page.context["typed"] == []


def test_files_are_told_to_be_chosen_anew(
    client: Client, nomination: Nomination, tmp_path: Any
) -> None:
    chosen = tmp_path / "bild.txt"
    chosen.write_text("Bild")
    with chosen.open("rb") as file:
        page = client.post(to("awards_entry_note", nomination), {"text": "Se bild.", "file": file})

    assert "Files have to be chosen anew." in page.content.decode()


@pytest.mark.parametrize("name", ["awards_entry", "entries_modeladmin_index"])
def test_a_page_that_is_only_opened_leads_to_where_one_signs_in(
    name: str, client: Client, nomination: Nomination
) -> None:
    address = to(name, nomination)

    assert (
        client.get(address).headers["Location"] == f"{reverse('wagtailadmin_login')}?next={address}"
    )


def test_other_forms_are_refused_as_before(strict: Client) -> None:
    page = strict.post(reverse("wagtailadmin_account"), {"name": "Kim"})

    assert page.status_code == 403
    assert TOLD not in page.content.decode()
