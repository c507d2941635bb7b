"""The feedback form as visitors meet it: nothing they wrote is ever lost."""

from __future__ import annotations

import re
import time
from typing import Any

import pytest
from django.core import signing
from django.core.cache import cache
from django.test import Client
from django.urls import reverse
from wagtail.models import PageViewRestriction

from cms.models import OutgoingMail
from home.enums import FeedbackKind
from home.models import FeedbackMessage, FeedbackPage
from home.views.feedback import MOST_SENDINGS
from tests.home.factories import FeedbackPageFactory

pytestmark = pytest.mark.django_db

WRITTEN = {
    "kind": "version",
    "message": "Jag behöver motiveringarna\r\ni punktskrift.",
    "page_concerned": "Vinnarna 2021",
    "reply_email": "ann@example.se",
}


@pytest.fixture(autouse=True)
def _nothing_sent_yet() -> None:
    cache.clear()


@pytest.fixture
def page() -> FeedbackPage:
    made: FeedbackPage = FeedbackPageFactory.create()
    return made


def stamp(page: FeedbackPage, seconds_ago: float = 60, identity: str = "ett") -> str:
    """The stamp of a form that was opened some time ago."""
    content = {"id": identity, "at": time.time() - seconds_ago}
    return signing.dumps(content, salt=f"feedback:{page.pk}")


def send(client: Client, page: FeedbackPage, **changes: str) -> Any:
    data = {**WRITTEN, "stamp": stamp(page), "website": "", **changes}
    return client.post(page.send_url, data)


def test_the_first_meeting_leaves_no_cookie_and_is_not_cached(
    client: Client, page: FeedbackPage
) -> None:
    response = client.get(page.get_url())

    assert response.status_code == 200
    assert response.cookies.keys() == set()
    assert "no-store" in response["Cache-Control"]
    assert "csrfmiddlewaretoken" not in response.content.decode()


def test_the_form_leaves_checking_to_the_server(client: Client, page: FeedbackPage) -> None:
    html = client.get(page.get_url()).content.decode()
    (form,) = re.findall(r"<form[^>]*method=\"post\"[^>]*>", html)

    assert " novalidate" in form
    assert f'action="{page.send_url}"' in form
    assert " required" not in html
    assert html.count('autocomplete="email"') == 1
    assert "<title>Fel:" not in html


def test_a_message_is_stored_and_the_visitor_is_led_on(client: Client, page: FeedbackPage) -> None:
    response = send(client, page)

    thanks = reverse("feedback_sent", args=[page.pk])
    assert (response.status_code, response["Location"]) == (302, thanks)
    message = FeedbackMessage.objects.get()
    assert (message.kind, message.message) == (
        FeedbackKind.VERSION,
        "Jag behöver motiveringarna\ni punktskrift.",
    )
    assert (message.page_concerned, message.reply_email) == ("Vinnarna 2021", "ann@example.se")
    assert (message.page, message.suspicious, message.handled_at) == (page, False, None)
    assert client.get(thanks).status_code == 200
    assert client.cookies == {}


def test_the_form_that_a_browser_was_given_can_be_sent_back(
    client: Client, page: FeedbackPage, monkeypatch: pytest.MonkeyPatch
) -> None:
    html = client.get(page.get_url()).content.decode()
    (given,) = re.findall(r'name="stamp" value="([^"]+)"', html)
    later = time.time() + 60
    monkeypatch.setattr(time, "time", lambda: later)

    assert send(client, page, stamp=given).status_code == 302
    assert FeedbackMessage.objects.get().suspicious is False


def test_only_two_questions_need_an_answer(client: Client, page: FeedbackPage) -> None:
    assert send(client, page, page_concerned="", reply_email="").status_code == 302
    assert FeedbackMessage.objects.count() == 1


@pytest.mark.parametrize(
    ("changes", "wrong"),
    [
        ({"kind": ""}, ["id_kind_0"]),
        ({"kind": "annat\x00"}, ["id_kind_0"]),
        ({"message": ""}, ["id_message"]),
        ({"message": " \r\n "}, ["id_message"]),
        ({"message": "å" * 5001}, ["id_message"]),
        ({"page_concerned": "å" * 501}, ["id_page_concerned"]),
        ({"reply_email": "ann"}, ["id_reply_email"]),
        ({"reply_email": "ann@example.se\nBcc: bo@example.se"}, ["id_reply_email"]),
        (
            {"kind": "", "message": "", "reply_email": "@"},
            ["id_kind_0", "id_message", "id_reply_email"],
        ),
    ],
)
def test_a_mistake_is_told_and_everything_is_kept(
    changes: dict[str, str], wrong: list[str], client: Client, page: FeedbackPage
) -> None:
    response = send(client, page, **changes)

    form = response.context["form"]
    assert response.status_code == 422
    assert [input_id for input_id, _message in form.error_summary] == wrong
    for name, value in {**WRITTEN, **changes}.items():
        assert form[name].value() == value
    assert form["stamp"].value() == response.wsgi_request.POST["stamp"]
    assert FeedbackMessage.objects.count() == 0


def test_a_mistake_shows_in_title_summary_and_at_the_field(
    client: Client, page: FeedbackPage
) -> None:
    response = send(client, page, message="")

    html = response.content.decode()
    (message,) = response.context["form"].errors["message"]
    assert re.search(r"<title>\s*(Fel|Error):", html)
    assert html.index('href="#id_message"') < html.index("<h1")
    assert f'<a href="#id_message">{message}</a>' in html
    (control,) = re.findall(r"<textarea[^>]*>", html)
    assert 'aria-invalid="true"' in control
    described = re.findall(r'aria-describedby="([^"]+)"', control)[0].split()
    assert all(f'id="{identity}"' in html for identity in described)
    assert "id_message_error" in described


def test_5_000_characters_are_counted_with_a_line_break_as_one(
    client: Client, page: FeedbackPage
) -> None:
    assert send(client, page, message="a" * 4998 + "\r\nb").status_code == 302


@pytest.mark.parametrize("times", [2, 5])
def test_a_double_click_sends_one(client: Client, page: FeedbackPage, times: int) -> None:
    answers = [send(client, page).status_code for _ in range(times)]

    assert answers == [302] * times
    assert FeedbackMessage.objects.count() == 1


def test_another_text_from_the_same_form_and_the_same_text_from_another_are_messages_too(
    client: Client, page: FeedbackPage
) -> None:
    send(client, page)
    send(client, page, message="En sak till.")
    send(client, page, stamp=stamp(page, identity="två"))

    assert FeedbackMessage.objects.count() == 3


@pytest.mark.parametrize("value", ["", "påhittad", None])
def test_a_form_without_its_stamp_is_shown_again_with_the_text(
    value: str | None, client: Client, page: FeedbackPage
) -> None:
    given = stamp(page, seconds_ago=0) if value is None else value
    other = FeedbackPageFactory.create(parent=page.get_parent(), slug="annan", title="Annan")

    response = send(client, other, stamp=given)

    form = response.context["form"]
    assert response.status_code == 422
    assert [input_id for input_id, _message in form.error_summary] == [""]
    assert form["message"].value() == WRITTEN["message"]
    again = client.post(other.send_url, {**WRITTEN, "stamp": form["stamp"].value()})
    assert again.status_code == 302


def test_what_another_site_sends_is_shown_before_it_is_sent(
    client: Client, page: FeedbackPage
) -> None:
    response = client.post(
        page.send_url,
        {**WRITTEN, "stamp": stamp(page)},
        headers={"Origin": "https://annan.example"},
    )

    assert response.status_code == 422
    assert response.context["form"]["message"].value() == WRITTEN["message"]
    assert FeedbackMessage.objects.count() == 0


@pytest.mark.parametrize(
    ("changes", "seconds"), [({"website": "https://kasino.example"}, 60), ({}, 0.5)]
)
def test_what_a_machine_seems_to_send_is_kept_but_not_mailed(
    changes: dict[str, str],
    seconds: float,
    client: Client,
    page: FeedbackPage,
) -> None:
    response = send(client, page, stamp=stamp(page, seconds), **changes)

    assert response.status_code == 302
    assert FeedbackMessage.objects.get().suspicious is True
    assert OutgoingMail.objects.count() == 0


def test_too_many_messages_lose_no_text(client: Client, page: FeedbackPage) -> None:
    for number in range(MOST_SENDINGS):
        assert send(client, page, message=f"Nummer {number}").status_code == 302

    response = send(client, page, message="En för mycket")

    assert response.status_code == 429
    assert response.context["form"]["message"].value() == "En för mycket"
    assert "En för mycket" in response.content.decode()
    assert FeedbackMessage.objects.count() == MOST_SENDINGS


def test_the_sending_address_leads_back_to_the_form(client: Client, page: FeedbackPage) -> None:
    response = client.get(page.send_url)

    assert (response.status_code, response["Location"]) == (302, page.get_url())


@pytest.mark.parametrize("name", ["feedback_send", "feedback_sent"])
@pytest.mark.parametrize("state", ["draft", "restricted", "gone"])
def test_only_public_pages_take_messages(
    name: str, state: str, client: Client, page: FeedbackPage
) -> None:
    address = reverse(name, args=[page.pk])
    if state == "draft":
        page.unpublish()
    elif state == "restricted":
        PageViewRestriction.objects.create(page=page, restriction_type="login")
    else:
        page.delete()

    assert client.get(address).status_code == 404


def test_signed_in_staff_and_strict_browsers_send_like_anybody(page: FeedbackPage) -> None:
    strict = Client(enforce_csrf_checks=True)

    response = strict.post(
        page.send_url,
        {**WRITTEN, "stamp": stamp(page)},
        headers={"Origin": "http://testserver"},
    )

    assert response.status_code == 302


def test_the_form_of_an_unsaved_page_can_be_previewed() -> None:
    assert FeedbackPage(title="Ny").send_url == ""
