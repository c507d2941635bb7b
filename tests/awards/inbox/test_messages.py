"""Writing to applicants from the inbox and hearing from them, and the templates for it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import datetime, timedelta
from email.message import Message as Email
from typing import Any

import pytest
from django.contrib.auth.models import Group, Permission
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.formats import date_format

from awards.domain.handling import act
from awards.domain.messages import receive_message, send_message
from awards.domain.supplements import request_supplement
from awards.enums import Role
from awards.models import AwardYearPage, Message, MessageTemplate, Nomination, Note
from awards.statuses import InboxAction, NominationStatus
from cms.dates import CITY_TIME_ZONE, in_stockholm
from cms.mail import send_due_mail
from cms.models import MailState, OutgoingMail
from tests.awards.apply.applicant import Applicant
from tests.awards.entries import make_nomination
from tests.factories import (
    AwardYearFactory,
    NominationFormFactory,
    UserFactory,
    day,
)
from tests.services.mail import MailServer, run_mail_server, use

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("framsteget_2026")]

TEMPLATES = "awards_messagetemplate_modeladmin"
GOOD = {
    "award": "",
    "status": "",
    "name": "Tack",
    "subject_sv": "Om {title}",
    "text_sv": "Hej {contact}!\n\n{link}",
    "subject_en": "",
    "text_en": "",
}


@pytest.fixture(autouse=True)
def _nothing_sent_yet() -> None:
    cache.clear()


@pytest.fixture
def applicant(year: AwardYearPage) -> Applicant:
    made = Applicant(NominationFormFactory.create(parent=year))
    made.apply(namn="Färre fall")
    return made


@pytest.fixture
def nomination(applicant: Applicant) -> Nomination:
    return Nomination.objects.get()


@pytest.fixture
def moderator(client: Client) -> Client:
    client.force_login(UserFactory.create(username="moderatorn", role=Role.MODERATOR))
    return client


@pytest.fixture
def server(settings: Any, monkeypatch: pytest.MonkeyPatch) -> Iterator[MailServer]:
    with run_mail_server() as running:
        use(running, settings, monkeypatch)
        yield running


def to(nomination: Nomination, name: str = "awards_entry_message") -> str:
    return reverse(name, args=[nomination.pk])


def good(**changes: str) -> dict[str, str]:
    """A message as the form posts it."""
    message = {
        "subject": "Om filmen",
        "text": "Vi kan inte öppna den.",
        "leaves": "now",
        "until_0": "",
        "language": "sv",
        "key": "ett",
    }
    return message | changes


def fill(
    client: Client,
    nomination: Nomination,
    template: MessageTemplate,
    language: str = "sv",
    **typed: str,
) -> Any:
    """Press the button that fills in the form by a template."""
    data = {"template": str(template.pk), "template_language": language, "fill": ""}
    return client.post(to(nomination), typed | data)


def moment_in_words(typed: str) -> str:
    """A moment by Stockholm's clock as the pages tell it."""
    return in_stockholm(datetime.fromisoformat(typed).replace(tzinfo=CITY_TIME_ZONE))


def started(nomination: Nomination) -> Nomination:
    """The entry under review."""
    officer = UserFactory.create(role=Role.MODERATOR)
    return act(nomination, InboxAction.REVIEW, actor=officer, now=timezone.now())


def values(page: Any) -> dict[str, str]:
    """What the form of a page posts."""
    return {field.name: field.value() or "" for field in page.context["form"]}


# --- Who may ---


@pytest.mark.parametrize(
    ("role", "may"),
    [
        ("superuser", True),
        (Role.COMMUNICATOR, True),
        (Role.MODERATOR, True),
        (Role.JUROR, False),
        (Role.REGISTRAR, False),
        ("anonymous", False),
    ],
)
def test_only_those_who_handle_entries_write(
    role: str, may: bool, client: Client, nomination: Nomination
) -> None:
    if role == "superuser":
        client.force_login(UserFactory.create(admin=True))
    elif role != "anonymous":
        client.force_login(UserFactory.create(role=Role(role)))
    template = MessageTemplate.objects.earliest("pk")

    got = [
        client.get(address).status_code
        for address in (
            to(nomination),
            reverse("awards_outbox"),
            reverse(f"{TEMPLATES}_index"),
            reverse(f"{TEMPLATES}_create"),
            reverse(f"{TEMPLATES}_edit", args=[template.pk]),
            reverse(f"{TEMPLATES}_delete", args=[template.pk]),
        )
    ]
    mail = OutgoingMail.objects.latest("pk")
    posted = [
        client.post(address, data).status_code
        for address, data in (
            (to(nomination), good()),
            (to(nomination, "awards_entry_message_read"), {}),
            (reverse("awards_message_template_preview"), GOOD),
            (reverse("awards_outbox_action", args=[mail.pk, "again"]), {}),
            (reverse(f"{TEMPLATES}_create"), GOOD),
        )
    ]

    # Wagtail leads those whom it refuses to its front page. Who is not signed in gets back what
    # was posted.
    assert got == [200 if may else 302] * 6
    assert posted == (
        [403] * 5 if role == "anonymous" else [302, 302, 200 if may else 302, 302, 302]
    )
    assert Message.objects.exists() is may
    assert MessageTemplate.objects.filter(name="Tack").exists() is may


def test_no_right_to_templates_can_be_given(client: Client) -> None:
    juror = UserFactory.create(role=Role.JUROR)
    Group.objects.get(staff_group__role=Role.JUROR).permissions.set(
        Permission.objects.filter(content_type__app_label="awards")
    )
    client.force_login(juror)

    given = Permission.objects.filter(content_type__model__in=["messagetemplate", "message"])

    assert list(given) == []
    assert client.get(reverse(f"{TEMPLATES}_index")).status_code == 302


# --- Writing ---


def test_what_an_entry_says_in_braces_is_no_field_of_a_message(
    moderator: Client, nomination: Nomination
) -> None:
    Nomination.objects.update(title="Fler {vinnare}: {link", status=NominationStatus.NOT_SELECTED)
    template = MessageTemplate.objects.get(name="Inte vald")
    form = fill(moderator, nomination, template, "sv").context["form"]
    filled = {name: form[name].value() for name in ("subject", "text")}

    refused = moderator.post(to(nomination), good(**filled | {"text": "{vinnare}"}))
    sent = moderator.post(to(nomination), good(**filled, may_be_early="on"))

    assert list(refused.context["form"].errors) == ["text"]
    assert sent.status_code == 302
    assert Message.objects.get().subject == filled["subject"]


@pytest.mark.parametrize("leaves", ["now", "hand"])
@pytest.mark.parametrize("until", ["i morgon", "1900-01-01 10:00", "2020-01-01 12:00"])
def test_the_moment_counts_only_where_it_is_chosen(
    leaves: str, until: str, moderator: Client, nomination: Nomination
) -> None:
    response = moderator.post(to(nomination), good(leaves=leaves, until=until))

    assert response.status_code == 302
    assert Message.objects.get().subject == "Om filmen"
    assert set(OutgoingMail.objects.values_list("not_before", flat=True)) == {None}


@pytest.mark.parametrize(
    ("language", "subject"),
    [("sv", "juryns beslut om Färre fall"), ("en", "the jury's decision on Färre fall")],
)
def test_a_template_fills_in_what_can_then_be_edited(
    language: str, subject: str, moderator: Client, nomination: Nomination
) -> None:
    template = MessageTemplate.objects.get(name="Inte vald")
    Nomination.objects.update(status=NominationStatus.NOT_SELECTED)

    page = fill(moderator, nomination, template, language)

    form = page.context["form"]
    assert page.status_code == 200
    assert form["subject"].value() == f"{nomination.reference}: {subject}"
    assert "Framsteget 2026" in form["text"].value()
    assert form["language"].value() == language
    # Two copies of the form are two messages.
    again = moderator.get(to(nomination)).context["form"]
    assert form["key"].value() != again["key"].value()


def test_a_template_in_one_language_says_so(moderator: Client, nomination: Nomination) -> None:
    MessageTemplate.objects.update(subject_en="", text_en="", status="")
    template = MessageTemplate.objects.get(name="Vinnare")

    page = fill(moderator, nomination, template, "en")

    assert list(page.context["chosen"].errors) == ["template_language"]
    assert not page.context["form"]["text"].value()


def test_a_template_takes_the_place_of_another_one_and_never_of_what_was_typed(
    moderator: Client, nomination: Nomination
) -> None:
    MessageTemplate.objects.update(status="")
    chosen, other = MessageTemplate.objects.filter(name__in=["Vinnare", "Inte vald"])
    hold = {"leaves": "until", "until": "2031-02-03 08:30", "key": "ett"}
    first = fill(moderator, nomination, chosen, **hold)
    # A browser posts line breaks in another way than they were shown.
    posted = values(first) | {"text": values(first)["text"].replace("\n", "\r\n")}
    second = fill(moderator, nomination, other, **posted)
    changed = values(second) | {"text": values(second)["text"] + " Hälsningar, Eva"}
    third = fill(moderator, nomination, chosen, **changed)
    emptied = fill(moderator, nomination, chosen, **(changed | {"subject": "", "text": " "}))

    assert [page.status_code for page in (first, second, third, emptied)] == [200, 200, 422, 200]
    assert values(second)["subject"] != values(first)["subject"]
    assert values(third) == changed
    assert list(third.context["chosen"].errors) == ["template"]
    assert third.context["chosen"]["template"].value() == str(chosen.pk)
    assert values(emptied) == values(first)
    assert {name: values(emptied)[name] for name in hold} == hold
    assert not Message.objects.exists()


@pytest.mark.parametrize(
    "changes", [{"template": ""}, {"template": "0"}, {"template_language": "tlh"}]
)
def test_no_template_leaves_everything_as_it_is(
    changes: dict[str, str], moderator: Client, nomination: Nomination
) -> None:
    typed = {"template": "", "template_language": "sv", "fill": "", "until": "snart"} | changes

    page = moderator.post(to(nomination), typed)

    assert page.status_code == 422
    assert values(page)["until"] == "snart"


@pytest.mark.usefixtures("in_english")
@pytest.mark.parametrize("nominee", ["", "Cia Norén"])
def test_who_is_mailed_and_who_is_not_is_told(
    nominee: str, moderator: Client, nomination: Nomination
) -> None:
    Nomination.objects.update(nominee_name=nominee)

    html = moderator.get(to(nomination)).content.decode()

    assert "Mailed to ann@example.se." in html
    told = "That is the applicant: Cia Norén, who is nominated, is not mailed."
    assert (told in html) is bool(nominee)


def offered(page: Any) -> list[Any]:
    return [value for value, _label in page.context["chosen"].fields["template"].choices]


@pytest.mark.usefixtures("in_english")
def test_only_the_templates_that_fit_the_entry_are_offered_and_no_other_fills_in(
    moderator: Client, nomination: Nomination
) -> None:
    about_nominee = MessageTemplate.objects.get(status="")
    winner = MessageTemplate.objects.get(status=NominationStatus.WINNER)
    Nomination.objects.update(status=NominationStatus.WINNER, nominee_name="Cia Norén")
    nominating = offered(moderator.get(to(nomination)))
    Nomination.objects.update(nominee_name="")
    alone = offered(moderator.get(to(nomination)))
    Nomination.objects.update(status=NominationStatus.WITH_JURY)

    refused = fill(moderator, nomination, winner, text="")
    about_nobody = fill(moderator, nomination, about_nominee, text="")

    assert (nominating, alone) == (["", about_nominee.pk, winner.pk], ["", winner.pk])
    assert about_nobody.context["chosen"].errors == {
        "template": ["The template speaks of somebody who is nominated, and nobody is."]
    }
    assert (refused.status_code, about_nobody.status_code) == (422, 422)
    assert refused.context["chosen"].errors == {
        "template": ["The template is for entries that are “Winner”. This one is “With the jury”."]
    }
    assert not values(refused)["text"]


def test_the_filters_of_the_list_choose_no_template(
    moderator: Client, nomination: Nomination
) -> None:
    page = moderator.get(to(nomination), {"q": "fall", "task": "new"})

    assert not page.context["chosen"].errors


@pytest.mark.usefixtures("in_english")
@pytest.mark.parametrize(
    ("changes", "field", "told"),
    [
        ({"subject": " "}, "subject", "Enter a subject."),
        ({"text": ""}, "text", "Enter a text."),
        (
            {"subject": "Om {link}"},
            "subject",
            "Write {link} in the text: a subject holds no link.",
        ),
        (
            {"text": "Hej {contact}! {link} {annat}"},
            "text",
            "Write what it is to say instead of {contact}, {annat}: only {link} is filled in here.",
        ),
        (
            {"subject": "Hej {namn}"},
            "subject",
            "Write what it is to say instead of {namn}: only {link} is filled in here.",
        ),
        (
            {"text": "Här är länken: {link"},
            "text",
            "Remove the brace that is alone. Braces are only for fields: {link}.",
        ),
        ({"leaves": "until"}, "until", "Enter a date and a time."),
        (
            {"leaves": "until", "until": "2020-01-01 12:00"},
            "until",
            "Choose a time that is still to come.",
        ),
        (
            {"leaves": "until", "until": "i morgon"},
            "until",
            "Enter a date and a time, such as 2026-09-21 16:00.",
        ),
        ({"leaves": ""}, "leaves", "Choose when it is mailed."),
    ],
)
def test_what_is_wrong_is_told_and_nothing_is_lost(
    changes: dict[str, str], field: str, told: str, moderator: Client, nomination: Nomination
) -> None:
    data = good(**changes)

    with translation.override("en"):
        page = moderator.post(to(nomination), data, HTTP_ACCEPT_LANGUAGE="en")

    assert page.status_code == 422
    assert list(page.context["form"].errors) == [field]
    with translation.override("en"):
        assert [str(error) for error in page.context["form"].errors[field]] == [told]
    assert page.context["form"]["text"].value() == data["text"]
    assert not Message.objects.exists()


def test_a_double_click_makes_one(moderator: Client, nomination: Nomination) -> None:
    statuses = [moderator.post(to(nomination), good()).status_code for _click in range(2)]

    assert statuses == [302, 302]
    message = Message.objects.get()
    assert (message.subject, message.text) == ("Om filmen", "Vi kan inte öppna den.")
    assert message.author is not None
    assert message.author.username == "moderatorn"


@pytest.mark.parametrize(
    "changes",
    [
        {"text": "Vi kan öppna den nu."},
        {"subject": "Om bilden"},
        {"leaves": "hand"},
        {"language": "en"},
    ],
)
def test_a_message_that_is_sent_and_then_corrected_is_told_to_be_another_one(
    changes: dict[str, str], moderator: Client, nomination: Nomination
) -> None:
    first = good(sight=str(moderator.get(to(nomination)).context["sight"]))
    moderator.post(to(nomination), first)

    refused = moderator.post(to(nomination), first | changes)
    before = Message.objects.count()
    again = values(refused) | {"sight": str(refused.context["sight"])}
    sent = [moderator.post(to(nomination), again).status_code for _click in range(2)]

    assert (refused.status_code, before) == (409, 1)
    assert [message.text for message in refused.context["came"]] == [first["text"]]
    typed = {"subject": first["subject"], "text": first["text"], "leaves": "now"} | changes
    assert {name: values(refused)[name] for name in typed} == typed
    assert list(refused.context["form"].errors) == ["__all__"]
    assert (sent, Message.objects.count()) == ([302, 302], 2)


def test_what_becomes_of_a_message_makes_no_repetition_another_one(
    moderator: Client, nomination: Nomination
) -> None:
    held = good(leaves="until", until=f"{day(9).isoformat()} 08:30")
    moderator.post(to(nomination), held)
    OutgoingMail.objects.filter(message__isnull=False).update(not_before=None, held=True)

    again = moderator.post(to(nomination), held)

    assert (again.status_code, Message.objects.count()) == (302, 1)


@pytest.mark.usefixtures("in_english")
@pytest.mark.parametrize("leaves", ["until", "hand"])
def test_a_message_is_held(leaves: str, moderator: Client, nomination: Nomination) -> None:
    until = f"{day(9).isoformat()} 08:30"

    page = moderator.post(to(nomination), good(leaves=leaves, until=until), follow=True)

    [told] = [str(message) for message in page.context["messages"]]
    assert told == (
        f"The message is in the outbox, and is held there until {moment_in_words(until)}."
        if leaves == "until"
        else "The message is in the outbox, and is held until somebody lets it go there."
    )
    mail = OutgoingMail.objects.get(message__isnull=False)
    moment = mail.not_before and mail.not_before.astimezone(timezone.get_default_timezone())
    kept = moment.strftime("%Y-%m-%d %H:%M") if moment else None
    assert (mail.held, kept) == ((False, until) if leaves == "until" else (True, None))


@pytest.mark.parametrize(
    ("released", "leaves", "is_secret"),
    [
        (timedelta(days=30), "until", True),
        (None, "hand", True),
        (timedelta(days=-1), "now", False),
    ],
)
def test_what_is_not_announced_is_held_unless_somebody_says_otherwise(
    released: timedelta | None,
    leaves: str,
    is_secret: bool,
    moderator: Client,
    nomination: Nomination,
) -> None:
    Nomination.objects.update(status=NominationStatus.WINNER)
    at = timezone.now() + released if released else None
    AwardYearPage.objects.update(winners_released_at=at)

    page = moderator.get(to(nomination))

    assert page.context["form"]["leaves"].value() == leaves
    assert page.context["is_secret"] is is_secret
    if leaves == "until":
        posted = good(
            leaves=leaves, until=page.context["form"]["until"].value().isoformat(" ")[:16]
        )
        moderator.post(to(nomination), posted)
        mail = OutgoingMail.objects.get(message__isnull=False)
        assert mail.not_before is not None
        assert at is not None
        # The input has no seconds, and nothing leaves too early.
        assert mail.not_before == at.replace(second=0, microsecond=0) + timedelta(minutes=1)


def test_who_lets_a_secret_outcome_leave_early_has_to_mean_it(
    moderator: Client, nomination: Nomination, in_english: None
) -> None:
    Nomination.objects.update(status=NominationStatus.WINNER)
    AwardYearPage.objects.update(winners_released_at=timezone.now() + timedelta(days=2))
    page = moderator.get(to(nomination))
    released = timezone.now() + timedelta(days=20)
    # An editor moves the announcement while the form is open.
    AwardYearPage.objects.update(winners_released_at=released)
    until = page.context["form"]["until"].value().isoformat(" ")[:16]
    typed = good(leaves="until", until=until, sight=str(page.context["sight"]))

    refused = moderator.post(to(nomination), typed)
    before = Message.objects.count()
    meant = moderator.post(to(nomination), typed | {"may_be_early": "on"})

    assert (refused.status_code, before) == (409, 0)
    [told] = refused.context["form"].errors["may_be_early"]
    assert in_stockholm(released) in told
    assert 'name="may_be_early"' in refused.content.decode()
    kept = {name: values(refused)[name] for name in ("subject", "text", "leaves", "key", "until")}
    assert kept == {name: typed[name] for name in kept}
    assert (meant.status_code, Message.objects.count()) == (302, 1)


def test_nothing_is_asked_of_what_is_no_secret(moderator: Client, nomination: Nomination) -> None:
    page = moderator.get(to(nomination))

    assert 'name="may_be_early"' not in page.content.decode()


def test_an_entry_without_an_address_is_told_by_phone(
    moderator: Client, nomination: Nomination
) -> None:
    page = moderator.get(to(nomination))
    Nomination.objects.update(email="")
    lacking = moderator.get(to(nomination))
    refused = moderator.post(to(nomination), good())
    moderator.post(to(nomination, "awards_entry_note"), {"text": "Meddelat per telefon: ja"})

    assert f'action="{to(nomination)}"' in page.content.decode()
    assert f'action="{to(nomination)}"' not in lacking.content.decode()
    assert refused.status_code == 409
    assert "Vi kan inte öppna den." in refused.content.decode()
    assert Note.objects.get().text == "Meddelat per telefon: ja"
    assert not Message.objects.exists()


# --- The conversation ---


def test_who_writes_is_told_what_was_written_meanwhile_and_then_sends_all_the_same(
    applicant: Applicant, moderator: Client, nomination: Nomination
) -> None:
    opened = moderator.get(to(nomination))
    typed = good(sight=str(opened.context["sight"]))
    applicant.post("write", data={"text": "Filmen är bytt nu."})

    refused = moderator.post(to(nomination), typed)
    told = refused.content.decode()
    before = Message.objects.count()
    again = typed | {"sight": str(refused.context["sight"])}
    # It is sent once, however often it is posted.
    sent = [moderator.post(to(nomination), again).status_code for _click in range(2)]

    assert (refused.status_code, before) == (409, 1)
    assert [message.text for message in refused.context["came"]] == ["Filmen är bytt nu."]
    assert len(refused.context["changes"]) == 1
    assert "Filmen är bytt nu." in told
    kept = {name: values(refused)[name] for name in ("subject", "text", "leaves", "key")}
    assert kept == {name: typed[name] for name in kept}
    assert (sent, Message.objects.count()) == ([302, 302], 2)


def test_who_writes_is_told_of_a_colleague_and_of_another_status(
    moderator: Client, nomination: Nomination
) -> None:
    colleague = UserFactory.create(role=Role.MODERATOR)
    sights = [str(moderator.get(to(nomination)).context["sight"])]
    send_message(
        nomination,
        subject="Hej",
        text="Kollegans ord",
        language="sv",
        key="kollegans",
        actor=colleague,
        now=timezone.now(),
    )
    after_message = moderator.post(to(nomination), good(sight=sights[0]))
    sights.append(str(after_message.context["sight"]))
    act(nomination, InboxAction.REVIEW, actor=colleague, now=timezone.now())
    after_status = moderator.post(to(nomination), good(sight=sights[1]))
    # What was wrong with what was typed is told first, and what was seen stays what it was.
    wrong = moderator.post(to(nomination), good(sight=sights[0], text=""))

    assert [page.status_code for page in (after_message, after_status, wrong)] == [409, 409, 422]
    assert [message.text for message in after_message.context["came"]] == ["Kollegans ord"]
    assert after_status.context["came"] == []
    assert len(after_status.context["changes"]) == 2
    assert str(wrong.context["sight"]) == sights[0]
    assert Message.objects.count() == 1


def test_what_came_after_the_page_was_shown_is_not_marked_as_read(
    applicant: Applicant, moderator: Client, nomination: Nomination
) -> None:
    applicant.post("write", data={"text": "Ett"})
    page = moderator.get(reverse("awards_entry", args=[nomination.pk]))
    applicant.post("write", data={"text": "Två"})
    posted = {"sight": str(page.context["sight"])}

    answer = moderator.post(to(nomination, "awards_entry_message_read"), posted, follow=True)
    nomination.refresh_from_db()
    waits = nomination.message_waiting
    posted = {"sight": str(answer.context["sight"])}
    moderator.post(to(nomination, "awards_entry_message_read"), posted)
    nomination.refresh_from_db()

    assert (waits, nomination.message_waiting) == (True, False)
    assert len(answer.context["messages"]) == 1
    assert "Två" in answer.content.decode()


def test_what_was_asked_for_stands_in_the_conversation(
    moderator: Client, nomination: Nomination
) -> None:
    request_supplement(
        started(nomination),
        text="Skicka en bild.",
        questions=["namn"],
        due_on=day(7),
        actor=UserFactory.create(first_name="Liv", last_name="Ek"),
        now=timezone.now(),
    )

    page = moderator.get(reverse("awards_entry", args=[nomination.pk]))

    [told] = page.context["messages_about"]
    assert (told.text, told.due_on, told.state) == ("Skicka en bild.", day(7), MailState.WAITING)
    html = page.content.decode().partition('id="entry-messages"')[2].partition("</section>")[0]
    assert "Liv Ek" in html
    assert date_format(day(7)) in html


@pytest.mark.usefixtures("in_english")
def test_what_keeps_a_mail_from_leaving_stands_on_the_page_while_it_is_tried(
    moderator: Client, nomination: Nomination
) -> None:
    moderator.post(to(nomination), good())
    request_supplement(
        started(nomination),
        text="Skicka en bild.",
        questions=["namn"],
        due_on=day(4),
        actor=UserFactory.create(),
        now=timezone.now(),
    )
    OutgoingMail.objects.update(attempts=3, error="SMTPRecipientsRefused 550")

    page = moderator.get(reverse("awards_entry", args=[nomination.pk])).content.decode()

    problem = "The receiver&#x27;s mail server does not know the address."
    assert (page.count("On its way"), page.count(problem)) == (2, 2)


def test_an_applicant_writes_and_is_answered(
    applicant: Applicant, moderator: Client, nomination: Nomination
) -> None:
    moderator.post(to(nomination, "awards_entry_note"), {"text": "Hemlig anteckning"})
    first = applicant.post("write", data={"subject": "Film", "text": "Får vi byta <b>film</b>?"})
    page = applicant.client.get(first["Location"])
    nomination.refresh_from_db()
    waited = nomination.message_waiting
    moderator.post(to(nomination), good(text="Ja, det går bra: {link}"))
    nomination.refresh_from_db()
    told = applicant.get("sent").content.decode()

    assert (first.status_code, page.status_code) == (302, 200)
    assert 'role="status"' in page.content.decode()
    assert (waited, nomination.message_waiting) == (True, False)
    assert "Får vi byta &lt;b&gt;film&lt;/b&gt;?" in told
    assert "Ja, det går bra: [" in told
    assert "Hemlig anteckning" not in told
    assert "moderatorn" not in told


def test_what_an_applicant_wrote_is_marked_as_read(
    applicant: Applicant, moderator: Client, nomination: Nomination
) -> None:
    applicant.post("write", data={"text": "Tack!"})

    answer = moderator.post(to(nomination, "awards_entry_message_read"))

    assert answer["Location"] == reverse("awards_entry", args=[nomination.pk])
    nomination.refresh_from_db()
    assert nomination.message_waiting is False


@pytest.mark.parametrize(
    ("text", "status"),
    [("", 422), (" \n", 422), ("å" * 5000, 302), ("å" * 5001, 422), ("a\r\n" * 2500, 302)],
)
def test_what_an_applicant_writes_has_limits(
    text: str, status: int, applicant: Applicant, nomination: Nomination
) -> None:
    page = applicant.post("write", data={"subject": "Film", "text": text})

    assert page.status_code == status
    assert Message.objects.exists() is (status == 302)
    if status == 422:
        assert page.context["form"]["subject"].value() == "Film"
        assert text.strip() in page.content.decode()


def test_an_applicant_writes_no_more_than_a_person_would(
    applicant: Applicant, nomination: Nomination
) -> None:
    pages = [applicant.post("write", data={"text": f"Nummer {n}"}) for n in range(11)]

    assert [page.status_code for page in pages] == [302] * 10 + [429]
    assert "Nummer 10" in pages[-1].content.decode()
    assert Message.objects.count() == 10


def test_nobody_else_writes_as_the_applicant(
    applicant: Applicant, nomination: Nomination, client: Client
) -> None:
    address = applicant.url("write")

    stranger = client.post(address, {"text": "Jag är Ann."})
    forged = applicant.client.post(
        address, {"text": "Jag är Ann."}, HTTP_ORIGIN="https://evil.example.org"
    )

    assert (stranger.status_code, forged.status_code) == (403, 403)
    assert "Jag är Ann." in stranger.content.decode()
    assert not Message.objects.exists()


def test_a_draft_that_is_not_sent_in_takes_no_messages(year: AwardYearPage) -> None:
    applicant = Applicant(NominationFormFactory.create(parent=year))
    applicant.begin()

    answer = applicant.post("write", data={"text": "Hej"})

    assert answer["Location"] == applicant.url("sent")
    assert not Message.objects.exists()


def test_the_conversation_costs_the_same_for_one_and_three(
    applicant: Applicant, moderator: Client, nomination: Nomination
) -> None:
    def write(number: int) -> None:
        receive_message(applicant.draft, f"Fråga {number}", now=timezone.now())
        send_message(
            nomination,
            subject="Svar",
            text="Ja",
            language="sv",
            key=str(number),
            actor=UserFactory.create(),
            now=timezone.now(),
        )

    applicant.draft.refresh_from_db()
    counts = []
    for number in (1, 2, 3):
        write(number)
        applicant.get("sent")
        with CaptureQueriesContext(connection) as queries:
            applicant.get("sent")
        counts.append(len(queries))

    assert counts == [counts[0]] * 3


# --- What is mailed ---


def parts(letter: Email) -> dict[str, str]:
    """The texts of a mail by their types."""
    return {
        part.get_content_type(): bytes(part.get_payload(decode=True)).decode()
        for part in letter.walk()
        if not part.is_multipart()
    }


@pytest.mark.parametrize(
    ("language", "contact"), [("sv", "Kontakt\nEva Ek"), ("en", "Contact\nEva Ek")]
)
def test_a_message_arrives_as_text_and_as_html(
    language: str, contact: str, server: MailServer, nomination: Nomination, moderator: Client
) -> None:
    OutgoingMail.objects.all().delete()
    text = "Hej <b>Ann</b>!\n\nLänk: {link}\nhttps://evil.example.org"
    moderator.post(to(nomination), good(text=text, language=language))

    assert send_due_mail(now=timezone.now() + timedelta(seconds=1)) == 1

    [letter] = server.messages()
    told = parts(letter)
    assert letter.get_content_type() == "multipart/alternative"
    assert list(told) == ["text/plain", "text/html"]
    assert (letter["To"], letter["Content-Language"]) == ("ann@example.se", language)
    assert (letter["Auto-Submitted"], letter["Reply-To"]) == (
        "auto-generated",
        "framsteget@example.se",
    )
    plain, html = told["text/plain"], told["text/html"]
    [link] = re.findall(r"http://[^/]+/ansok/lank/\S+", plain)
    assert f"Länk: {link}" in plain
    assert contact in plain
    assert f'<html lang="{language}">' in html
    assert "<title>Om filmen</title>" in html
    assert re.findall(r"<a [^>]*>", html) == [f'<a href="{link}">']
    assert "Hej &lt;b&gt;Ann&lt;/b&gt;!" in html
    # Nothing is fetched when it is read.
    assert re.findall(r"<(?:img|link|script|style|iframe)|url\(|src=|@import", html) == []


def test_every_mail_to_an_applicant_tells_whom_to_ask(
    applicant: Applicant, nomination: Nomination
) -> None:
    applicant.post("take_back")

    mails = list(OutgoingMail.objects.order_by("pk"))
    assert [mail.key.partition(":")[0] for mail in mails] == [
        "draft-started",
        "received",
        "withdrawn",
    ]
    for mail in mails:
        assert mail.text.endswith("\n\nKontakt\nEva Ek\nframsteget@example.se\n")
        assert "framsteget@example.se</p>" in mail.html.replace("\n", "")
        assert mail.html.count("<a ") == 1


def test_nothing_is_mailed_where_there_is_no_address(year: AwardYearPage) -> None:
    make_nomination(NominationFormFactory.create(parent=year), email="")

    assert OutgoingMail.objects.filter(recipient="").count() == 0


# --- Templates ---


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"text_sv": "Hej {titel}"}, "text_sv"),
        ({"text_sv": "{title.__class__.__mro__}"}, "text_sv"),
        ({"text_sv": "{title!r:>9999}"}, "text_sv"),
        ({"text_sv": "{0}"}, "text_sv"),
        ({"text_sv": "{title"}, "text_sv"),
        ({"subject_sv": "{link}"}, "subject_sv"),
        ({"subject_sv": ""}, "subject_sv"),
        ({"text_en": "Hello"}, "subject_en"),
        ({"subject_en": "Hello"}, "text_en"),
        ({"subject_en": "Hello", "text_en": "{titel}"}, "text_en"),
        ({"name": ""}, "name"),
        ({"status": "vunnen"}, "status"),
    ],
)
def test_a_template_is_refused_and_what_was_written_stays(
    changes: dict[str, str], field: str, moderator: Client
) -> None:
    data = GOOD | changes

    page = moderator.post(reverse(f"{TEMPLATES}_create"), data)
    preview = moderator.post(reverse("awards_message_template_preview"), data)

    assert list(page.context["form"].errors) == [field]
    assert page.context["form"]["text_sv"].value() == data["text_sv"]
    assert preview.status_code == 422
    assert list(preview.context["form"].errors) == [field]
    assert not MessageTemplate.objects.filter(name="Tack").exists()


def test_what_is_wrong_with_a_template_names_it_and_what_there_is(moderator: Client) -> None:
    wrong = {"text_sv": "{titel} {namn} }", "subject_sv": "{titel}"}
    page = moderator.post(reverse(f"{TEMPLATES}_create"), GOOD | wrong)

    unknown, stray = page.context["form"].errors["text_sv"]
    [in_subject] = page.context["form"].errors["subject_sv"]
    known = (
        "{reference}, {title}, {award}, {year}, {organisation}, {contact}, {nominee}, {last_day}"
    )
    assert "{titel}, {namn}" in unknown
    assert [known in each for each in (unknown, stray, in_subject)] == [True, False, True]
    # A subject holds no link.
    assert ["{link}" in each for each in (unknown, in_subject)] == [True, False]


def test_a_template_is_saved_changed_and_deleted(moderator: Client, year: AwardYearPage) -> None:
    tied = {"award": year.award.pk, "status": NominationStatus.WINNER}
    moderator.post(reverse(f"{TEMPLATES}_create"), GOOD | tied)
    template = MessageTemplate.objects.get(name="Tack")
    edit = reverse(f"{TEMPLATES}_edit", args=[template.pk])
    page = moderator.get(edit).content.decode()
    status = template.status
    moderator.post(edit, GOOD | {"subject_en": "About {title}", "text_en": "Hello"})
    listed = moderator.get(reverse(f"{TEMPLATES}_index")).content.decode()
    template.refresh_from_db()
    moderator.post(reverse(f"{TEMPLATES}_delete", args=[template.pk]))

    assert "{last_day}" in page
    assert reverse("awards_message_template_preview") in page
    assert (status, template.status) == (NominationStatus.WINNER, "")
    assert (template.award, template.languages) == (None, ["sv", "en"])
    assert "Tack" in listed
    assert not MessageTemplate.objects.filter(name="Tack").exists()


@pytest.mark.usefixtures("in_english")
def test_two_who_change_a_template_at_once_both_learn_of_it(moderator: Client) -> None:
    moderator.post(reverse(f"{TEMPLATES}_create"), GOOD)
    edit = reverse(f"{TEMPLATES}_edit", args=[MessageTemplate.objects.get(name="Tack").pk])
    anna, bo = (values(moderator.get(edit)) for _ in range(2))
    moderator.post(edit, anna | {"text_sv": "Annas <rader>.\n\nTvå."})

    told = moderator.post(edit, bo | {"subject_sv": "Bos ämne", "status": "winner"})
    saved = MessageTemplate.objects.get(name="Tack")
    again = moderator.post(edit, values(told))

    form = told.context["form"]
    assert (saved.subject_sv, saved.text_sv) == (GOOD["subject_sv"], "Annas <rader>.\n\nTvå.")
    assert list(form.errors) == ["status", "subject_sv", "text_sv"]
    assert (form["subject_sv"].value(), form["text_sv"].value()) == ("Bos ämne", GOOD["text_sv"])
    page = told.content.decode()
    assert "<p>Annas &lt;rader&gt;.<br><br>Två.</p>" in page
    assert f"<p>{GOOD['subject_sv']}</p>" in page
    assert "<p>Any status</p>" in page
    assert again.status_code == 302
    saved.refresh_from_db()
    assert (saved.subject_sv, saved.text_sv, saved.status) == ("Bos ämne", bo["text_sv"], "winner")


def test_a_template_that_was_saved_meanwhile_just_as_it_is_is_no_obstacle(
    moderator: Client,
) -> None:
    moderator.post(reverse(f"{TEMPLATES}_create"), GOOD)
    edit = reverse(f"{TEMPLATES}_edit", args=[MessageTemplate.objects.get(name="Tack").pk])
    changed = values(moderator.get(edit)) | {"text_sv": "Hej {contact}!\r\n\r\nTack."}

    assert [moderator.post(edit, changed).status_code for _ in range(2)] == [302, 302]


def test_a_preview_shows_both_languages_and_no_link(
    moderator: Client, nomination: Nomination
) -> None:
    english = {"subject_en": "About {title}", "text_en": "{link}"}

    page = moderator.post(reverse("awards_message_template_preview"), GOOD | english)

    assert [(each.code, each.subject) for each in page.context["previews"]] == [
        ("sv", "Om Färre fall"),
        ("en", "About Färre fall"),
    ]
    told = page.content.decode()
    assert "Hej Bo Al!" in told
    assert "/ansok/lank/" not in told
    # In the language of the mail, whatever the reader's is.
    assert page.context["previews"][1].text == "[the applicant's link]"
    assert not MessageTemplate.objects.filter(name="Tack").exists()


def test_a_preview_is_of_the_awards_newest_entry_or_of_the_one_asked_for(
    moderator: Client, nomination: Nomination
) -> None:
    newer = make_nomination(
        NominationFormFactory.create(parent=AwardYearFactory.create(open=True, year=2027))
    )
    award = nomination.year.award

    def shown(**changes: Any) -> Any:
        page = moderator.post(reverse("awards_message_template_preview"), GOOD | changes)
        return page.context["nomination"]

    assert shown() == newer
    assert shown(award=award.pk) == nomination
    Nomination.objects.filter(pk=nomination.pk).update(status=NominationStatus.WINNER)
    assert shown(status=NominationStatus.WINNER) == nomination
    assert shown(status=NominationStatus.SPAM) == newer
    assert shown(reference=f" {nomination.reference.lower()} ") == nomination
    assert shown(reference="FINNS-INTE") is None


def test_the_list_of_templates_costs_the_same_for_one_and_three(
    moderator: Client, year: AwardYearPage
) -> None:
    MessageTemplate.objects.all().delete()
    counts = []
    for number in (1, 2, 3):
        MessageTemplate.objects.create(name=f"Mall {number}", award=year.award)
        moderator.get(reverse(f"{TEMPLATES}_index"))
        with CaptureQueriesContext(connection) as queries:
            moderator.get(reverse(f"{TEMPLATES}_index"))
        counts.append(len(queries))

    assert counts == [counts[0]] * 3
