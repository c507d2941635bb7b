"""Many entries at once: what is asked, what is done, what is refused, and that it is done once."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.contrib.auth.models import User
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from wagtail.models import ModelLogEntry

from awards.domain import handling
from awards.domain.bulk import Refusal, SeenInList
from awards.domain.holding import NOT_SET
from awards.enums import Role
from awards.inbox import bulk
from awards.inbox.bulk_actions import BULK_CHOICES, BulkAction
from awards.inbox.bulk_chosen import all_read, all_written, ids_of, ticked, written
from awards.models import AwardYearPage, Message, MessageTemplate, Nomination
from awards.statuses import ACTIONS, InboxAction, NominationStatus
from cms.models import OutgoingMail
from tests.awards.entries import bare_nomination
from tests.factories import AwardFactory, AwardYearFactory, UserFactory, WinnerFactory, day

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("framsteget_2026", "in_english")]

INBOX = "entries_modeladmin_index"
SUBMITTED, REVIEWED = NominationStatus.SUBMITTED, NominationStatus.UNDER_REVIEW


@pytest.fixture
def moderator(client: Client) -> Client:
    client.force_login(UserFactory.create(username="moderatorn", role=Role.MODERATOR))
    return client


def ask(client: Client, action: str, *entries: Nomination, **data: Any) -> Any:
    """What a form of the list sends."""
    chosen = [written(nomination.pk, SeenInList.of(nomination)) for nomination in entries]
    return client.post(
        reverse("awards_entries_bulk"), {"action": action, "entry": chosen, "query": "", **data}
    )


def confirm(client: Client, asked: Any, **answers: Any) -> Any:
    """What the page that asks sends."""
    context = asked.context
    sample = context.get("sample")
    shown = {"previewed": sample.mark} if sample else {}
    return client.post(
        reverse("awards_entries_bulk"),
        {
            "action": context["action"].value,
            "chosen": context["chosen"],
            "query": context["query"],
            "token": str(context["form"]["token"].value()),
            **shown,
            **answers,
        },
    )


def done(client: Client, action: str, *entries: Nomination, **answers: Any) -> Any:
    """Ask, confirm and read the summary."""
    asked = ask(client, action, *entries)
    if action == BulkAction.MAIL:
        asked = confirm(client, asked, **answers)
    response = confirm(client, asked, **answers)
    assert response.status_code == 302, response.content.decode()
    return client.get(response["Location"])


def ask_to_undo(client: Client, summary: Any) -> Any:
    """What the button of a summary sends."""
    carried = {name: summary.context[name] for name in ("chosen", "query", "summary")}
    return client.post(reverse("awards_entries_bulk"), {"action": "undo", **carried})


def told(response: Any) -> tuple[list[int], dict[Refusal, list[int]]]:
    """The numbers of the entries that a page says are done, and left alone by reason."""
    refused = {
        reason.refusal: [nomination.number for nomination in reason.entries]
        for reason in response.context["refused"]
    }
    return [nomination.number for nomination in response.context.get("done", [])], refused


def statuses() -> list[str]:
    return list(Nomination.objects.order_by("number").values_list("status", flat=True))


def test_every_action_that_needs_no_judgement_of_each_entry_can_be_chosen() -> None:
    assert {value for value, _label in BULK_CHOICES} == (
        set(InboxAction.values) | set(BulkAction.values)
    ) - {"supplement", "ineligible", "withdraw", "undo"}


def test_each_status_action_leads_where_the_table_says(
    year: AwardYearPage, moderator: Client
) -> None:
    offered = {value for value, _label in BULK_CHOICES}
    for action in [action for action in InboxAction if action in offered]:
        Nomination.objects.all().delete()
        entries = [
            bare_nomination(year, number, status) for number, status in enumerate(NominationStatus)
        ]
        asked = ask(moderator, action.value, *entries)
        summary = moderator.get(confirm(moderator, asked, reason="Så är det.")["Location"])

        expected = [ACTIONS[status].get(action, status) for status in NominationStatus]
        assert (action, statuses()) == (action, expected)
        is_done = [
            number for number, status in enumerate(NominationStatus) if action in ACTIONS[status]
        ]
        refused = [number for number in range(len(entries)) if number not in is_done]
        assert asked.context["applies"] == len(is_done)
        assert told(asked) == ([], {Refusal.STATUS: refused})
        assert told(summary) == (is_done, {Refusal.STATUS: refused})


def test_a_reason_is_asked_for_and_written_in_each_history(
    year: AwardYearPage, moderator: Client
) -> None:
    entries = [bare_nomination(year, number, NominationStatus.SPAM) for number in (1, 2)]
    asked = ask(moderator, "reopen", *entries)

    refused = confirm(moderator, asked, reason=" ")
    done(moderator, "reopen", *entries, reason="Inte skräp.")

    assert refused.status_code == 422
    assert "Tell why." in refused.content.decode()
    logged = ModelLogEntry.objects.filter(action="awards.nomination.status")
    assert [entry.data["reason"] for entry in logged] == ["Inte skräp."] * 2


def test_entries_are_handed_over_to_a_colleague_to_oneself_or_to_nobody(
    year: AwardYearPage, moderator: Client
) -> None:
    entries = [bare_nomination(year, number, SUBMITTED) for number in (1, 2)]
    colleague = UserFactory.create(username="kollegan", role=Role.COMMUNICATOR)
    for role in (Role.JUROR, Role.REGISTRAR):
        UserFactory.create(role=role)
    UserFactory.create(role=Role.MODERATOR, is_active=False)

    asked = ask(moderator, "assign", *entries)
    officers = []
    for officer in (asked.context["form"]["officer"].value(), colleague.pk, ""):
        done(moderator, "assign", *Nomination.objects.all(), officer=officer)
        officers.append(list(Nomination.objects.values_list("case_officer__username", flat=True)))

    choices = [label for _value, label in asked.context["form"].fields["officer"].choices]
    assert choices == ["Nobody", "kollegan", "moderatorn"]
    assert officers == [["moderatorn"] * 2, ["kollegan"] * 2, [None] * 2]
    assert told(done(moderator, "assign", *entries, officer="")) == (
        [],
        {Refusal.ALREADY: [1, 2]},
    )


@pytest.mark.parametrize("role", [Role.JUROR, Role.REGISTRAR, None])
def test_only_somebody_who_handles_entries_is_handed_any(
    role: Role | None, year: AwardYearPage, moderator: Client
) -> None:
    entry = bare_nomination(year, 1, SUBMITTED)
    other = UserFactory.create(role=role)

    response = confirm(moderator, ask(moderator, "assign", entry), officer=other.pk)

    assert response.status_code == 422
    assert Nomination.objects.get().case_officer is None


def test_entries_are_flagged_and_the_flag_is_removed(
    year: AwardYearPage, moderator: Client
) -> None:
    entries = [
        bare_nomination(year, 1, SUBMITTED),
        bare_nomination(year, 2, SUBMITTED, flagged=True),
    ]

    flagged = done(moderator, "flag", *entries)
    removed = done(moderator, "unflag", *entries)

    assert told(flagged) == ([1], {Refusal.ALREADY: [2]})
    assert told(removed) == ([1, 2], {})
    assert list(Nomination.objects.values_list("flagged", flat=True)) == [False, False]
    assert [entry.message for entry in ModelLogEntry.objects.order_by("pk")] == [
        "Flagged",
        "The flag was removed",
        "The flag was removed",
    ]


@pytest.fixture
def template() -> MessageTemplate:
    return MessageTemplate.objects.create(
        name="Tack", subject_sv="Tack för {title}", text_sv="Hej! Vi läser {reference}."
    )


def test_each_applicant_is_written_to_once(
    year: AwardYearPage, moderator: Client, template: MessageTemplate
) -> None:
    entries = [
        bare_nomination(year, 1, SUBMITTED),
        bare_nomination(year, 2, SUBMITTED, email=""),
        bare_nomination(year, 3, REVIEWED),
    ]
    asked = ask(moderator, "mail", *entries)
    answers = {"template": template.pk, "language": "sv", "hold": "now"}

    shown = confirm(moderator, asked, **answers)
    first = confirm(moderator, shown, **answers)
    again = confirm(moderator, shown, **answers)

    assert told(asked) == told(shown) == ([], {Refusal.NO_ADDRESS: [2]})
    assert first["Location"] == again["Location"]
    assert told(moderator.get(again["Location"])) == ([1, 3], {Refusal.NO_ADDRESS: [2]})
    mails = OutgoingMail.objects.order_by("recipient")
    assert [(mail.recipient, mail.subject, mail.held) for mail in mails] == [
        ("s1@example.se", "Tack för Nummer 1", False),
        ("s3@example.se", "Tack för Nummer 3", False),
    ]
    assert Message.objects.count() == 2


@pytest.mark.parametrize("everything", [{}, {"all": "1"}])
def test_who_comes_second_writes_only_where_nobody_has_written_meanwhile(
    everything: dict[str, str],
    year: AwardYearPage,
    moderator: Client,
    template: MessageTemplate,
) -> None:
    entries = [bare_nomination(year, number, SUBMITTED) for number in (1, 2)]
    colleague = Client()
    colleague.force_login(UserFactory.create(role=Role.MODERATOR))
    answers = {"template": template.pk, "language": "sv", "hold": "now"}
    asked = ask(moderator, "mail", *entries, **everything)

    first = done(colleague, "mail", entries[0], **answers)
    shown = confirm(moderator, asked, **answers)
    second = moderator.get(confirm(moderator, shown, **answers)["Location"])
    anew = confirm(moderator, ask(moderator, "mail", entries[0], all="1"), **answers)
    third = moderator.get(confirm(moderator, anew, **answers)["Location"])

    assert (told(first), told(second)) == (([1], {}), ([2], {Refusal.WRITTEN: [1]}))
    assert "Somebody wrote a message about it after you chose it." in second.content.decode()
    assert (told(third), Message.objects.count()) == (([1, 2], {}), 4)


def test_a_message_may_be_held_and_one_about_an_outcome_is(
    year: AwardYearPage, moderator: Client, template: MessageTemplate
) -> None:
    winner = bare_nomination(year, 1, NominationStatus.WINNER)
    other = bare_nomination(year, 2, SUBMITTED)
    answers = {"template": template.pk, "language": "sv"}

    done(moderator, "mail", winner, other, hold="now", **answers)
    done(moderator, "mail", other, hold="held", **answers)

    mails = OutgoingMail.objects.order_by("pk")
    assert [(mail.recipient, mail.held, mail.not_before) for mail in mails] == [
        ("s1@example.se", False, NOT_SET),
        ("s2@example.se", False, None),
        ("s2@example.se", True, None),
    ]


def test_a_template_of_another_award_or_language_is_refused(
    year: AwardYearPage, moderator: Client, template: MessageTemplate
) -> None:
    entry = bare_nomination(year, 1, SUBMITTED)
    in_english = confirm(
        moderator, ask(moderator, "mail", entry), template=template.pk, language="en", hold="now"
    )
    template.award = AwardFactory.create()
    template.save()

    other = confirm(
        moderator, ask(moderator, "mail", entry), template=template.pk, language="sv", hold="now"
    )

    assert in_english.status_code == 422
    assert told(other) == ([], {Refusal.OTHER_AWARD: [1]})
    assert OutgoingMail.objects.count() == 0


def test_nothing_is_sent_before_it_has_been_shown_with_one_of_the_entries(
    year: AwardYearPage, moderator: Client, template: MessageTemplate
) -> None:
    entries = [
        bare_nomination(year, 1, SUBMITTED, email=""),
        bare_nomination(year, 2, SUBMITTED),
    ]
    answers = {"template": template.pk, "language": "sv", "hold": "now"}
    other = MessageTemplate.objects.create(name="Annan", subject_sv="{award}", text_sv="{link}")

    asked = ask(moderator, "mail", *entries)
    shown = confirm(moderator, asked, **answers)
    # Another template, or other words in it, are shown anew.
    changed = confirm(moderator, shown, **answers | {"template": other.pk})
    MessageTemplate.objects.filter(pk=template.pk).update(text_sv="Nya ord.")
    rewritten = confirm(moderator, shown, **answers)
    wished = confirm(moderator, rewritten, **answers, preview="1")
    before = OutgoingMail.objects.count()
    sent = confirm(moderator, wished, **answers)

    pages = [shown, changed, rewritten, wished]
    samples = [page.context["sample"] for page in pages]
    assert [page.status_code for page in pages] == [200] * 4
    assert {sample.nomination.number for sample in samples} == {2}
    assert [(each.preview.subject, each.preview.text) for each in samples] == [
        ("Tack för Nummer 2", f"Hej! Vi läser {entries[1].reference}."),
        (year.award.title, "[den sökandes länk]"),
        ("Tack för Nummer 2", "Nya ord."),
        ("Tack för Nummer 2", "Nya ord."),
    ]
    assert "Tack för Nummer 2" in shown.content.decode()
    [mail] = OutgoingMail.objects.all()
    assert (before, sent.status_code, mail.subject) == (0, 302, "Tack för Nummer 2")


def test_a_template_for_one_status_is_sent_to_no_other_entry(
    year: AwardYearPage, moderator: Client, template: MessageTemplate
) -> None:
    template.status = NominationStatus.WINNER
    template.save()
    winner = bare_nomination(year, 1, NominationStatus.WINNER)
    others = [bare_nomination(year, number, REVIEWED) for number in (2, 3)]
    answers = {"template": template.pk, "language": "sv", "hold": "held"}

    asked = ask(moderator, "mail", winner, *others)
    shown = confirm(moderator, asked, **answers)
    summary = moderator.get(confirm(moderator, shown, **answers)["Location"])
    none_fits = confirm(moderator, ask(moderator, "mail", *others), **answers)

    refused = {Refusal.OTHER_STATUS: [2, 3]}
    pages = (asked, shown, summary)
    assert [told(page) for page in pages] == [([], {}), ([], refused), ([1], refused)]
    why = "The template is for entries that are: Winner"
    assert [why in page.content.decode() for page in pages] == [False, True, True]
    assert [mail.recipient for mail in OutgoingMail.objects.all()] == ["s1@example.se"]
    # Another template can still be chosen.
    assert (none_fits.context["applies"], none_fits.context["sample"]) == (0, None)
    assert 'name="template"' in none_fits.content.decode()


@pytest.mark.parametrize(
    ("released_on", "hold", "told"),
    [
        (None, "now", ["1 message waits until the winners are announced."]),
        (day(9), "now", ["1 message waits until the winners are announced."]),
        (day(9), "held", ["2 messages wait until somebody lets them go."]),
    ],
)
def test_the_summary_tells_which_messages_have_not_left(
    released_on: date | None,
    hold: str,
    told: list[str],
    year: AwardYearPage,
    moderator: Client,
    template: MessageTemplate,
) -> None:
    if released_on:
        year.winners_released_at = datetime.combine(released_on, time(12), UTC)
        year.save()
    entries = [
        bare_nomination(year, 1, NominationStatus.WINNER),
        bare_nomination(year, 2, REVIEWED),
    ]
    answers = {"template": template.pk, "language": "sv", "hold": hold}

    shown = confirm(moderator, ask(moderator, "mail", *entries), **answers)
    summary = moderator.get(confirm(moderator, shown, **answers)["Location"])

    html = summary.content.decode()
    assert re.findall(r"\d+ messages? waits? until [^.]*\.", html) == told
    assert ("/admin/entries/outbox/?state=held" in html) is True
    assert ("it is not set when its winners are shown" in html) is (released_on is None)


def test_a_template_that_names_the_nominee_is_sent_where_somebody_is_nominated(
    year: AwardYearPage, moderator: Client, template: MessageTemplate
) -> None:
    template.text_sv = "Berätta för {nominee}."
    template.save()
    nominating = bare_nomination(year, 1, REVIEWED, nominee_name="Cia Norén")
    other = bare_nomination(year, 2, REVIEWED)
    answers = {"template": template.pk, "language": "sv", "hold": "held"}

    shown = confirm(moderator, ask(moderator, "mail", nominating, other), **answers)
    summary = moderator.get(confirm(moderator, shown, **answers)["Location"])

    assert told(summary) == ([1], {Refusal.NOBODY_NOMINATED: [2]})
    assert "Nobody is nominated in it." in summary.content.decode()
    assert [mail.recipient for mail in OutgoingMail.objects.all()] == ["s1@example.se"]


def test_what_a_template_fits_is_asked_of_the_database_once(
    year: AwardYearPage, moderator: Client, template: MessageTemplate
) -> None:
    template.award = year.award
    template.save()
    answers = {"template": template.pk, "language": "sv", "hold": "held"}
    counts, entries = [], []
    for number in (1, 2, 3):
        entries.append(bare_nomination(year, number, SUBMITTED))
        asked = ask(moderator, "mail", *entries)
        with CaptureQueriesContext(connection) as queries:
            confirm(moderator, asked, **answers)
        counts.append(len(queries))

    assert counts == [counts[0]] * 3


def test_a_second_click_does_nothing_and_tells_the_same(
    year: AwardYearPage, moderator: Client
) -> None:
    entries = [
        bare_nomination(year, 1, SUBMITTED),
        bare_nomination(year, 2, NominationStatus.WINNER),
    ]
    asked = ask(moderator, "review", *entries)

    first = confirm(moderator, asked)
    summary = told(moderator.get(first["Location"]))
    again = confirm(moderator, asked)

    assert again["Location"] == first["Location"]
    assert told(moderator.get(again["Location"])) == summary == ([1], {Refusal.STATUS: [2]})
    assert ModelLogEntry.objects.filter(action="awards.nomination.status").count() == 1


def test_another_choice_by_the_same_page_is_another_deed(
    year: AwardYearPage, moderator: Client, template: MessageTemplate
) -> None:
    colleagues = [UserFactory.create(role=Role.MODERATOR) for _ in range(2)]
    entry = bare_nomination(year, 1, SUBMITTED)
    asked = ask(moderator, "assign", entry)

    pages = [confirm(moderator, asked, officer=each.pk) for each in (*colleagues, colleagues[0])]
    summaries = [moderator.get(page["Location"]) for page in pages]

    # The second is no repetition of the first, and the page had not seen what that did.
    assert [told(each) for each in summaries] == [
        ([1], {}),
        ([], {Refusal.CHANGED: [1]}),
        ([1], {}),
    ]
    assert Nomination.objects.get().case_officer == colleagues[0]


def test_another_template_or_other_words_in_it_by_the_same_page_are_mailed_too(
    year: AwardYearPage, moderator: Client, template: MessageTemplate
) -> None:
    other = MessageTemplate.objects.create(name="Annan", subject_sv="Annan", text_sv="Hej!")
    entry = bare_nomination(year, 1, SUBMITTED)
    asked = ask(moderator, "mail", entry)

    def mail(chosen: MessageTemplate, **changes: str) -> Any:
        answers = {"template": chosen.pk, "language": "sv", "hold": "now"} | changes
        shown = confirm(moderator, asked, **answers)
        addresses = {confirm(moderator, shown, **answers)["Location"] for _click in range(2)}
        return told(moderator.get(addresses.pop())), len(addresses)

    told_each = [mail(template), mail(other), mail(template, hold="held")]
    MessageTemplate.objects.filter(pk=other.pk).update(subject_sv="Bättre")
    told_each.append(mail(other))

    assert told_each == [(([1], {}), 0)] * 4
    mails = OutgoingMail.objects.order_by("pk").values_list("subject", "held")
    assert list(mails) == [
        ("Tack för Nummer 1", False),
        ("Annan", False),
        ("Tack för Nummer 1", True),
        ("Bättre", False),
    ]


def test_what_somebody_changed_meanwhile_is_left_alone(
    year: AwardYearPage, moderator: Client
) -> None:
    entries = [bare_nomination(year, n, NominationStatus.FINALIST) for n in (1, 2)]
    colleague = UserFactory.create(role=Role.MODERATOR)
    asked = ask(moderator, "reopen", *entries)
    # It could be reopened still, but from another status than the one that was seen.
    handling.act(entries[0], InboxAction.WINNER, actor=colleague, now=entries[0].received_at)

    summary = moderator.get(confirm(moderator, asked, reason="Fel.")["Location"])

    assert told(summary) == ([2], {Refusal.CHANGED: [1]})
    assert statuses() == [NominationStatus.WINNER, NominationStatus.WITH_JURY]


def test_what_somebody_changed_there_and_back_is_left_alone(
    year: AwardYearPage, moderator: Client
) -> None:
    entries = [bare_nomination(year, n, REVIEWED) for n in (1, 2)]
    by = {"actor": UserFactory.create(role=Role.MODERATOR), "now": timezone.now()}
    asked = ask(moderator, "to_jury", *entries)
    handling.act(entries[0], InboxAction.INELIGIBLE, reason="Nej.", **by)
    handling.act(entries[0], InboxAction.REOPEN, reason="Jo, men vänta.", **by)

    summary = moderator.get(confirm(moderator, asked)["Location"])

    assert told(summary) == ([2], {Refusal.CHANGED: [1]})
    assert statuses() == [REVIEWED, NominationStatus.WITH_JURY]


def test_nobody_is_put_in_the_place_of_a_colleague_who_was_quicker(
    year: AwardYearPage, moderator: Client
) -> None:
    former, quicker = (UserFactory.create(role=Role.MODERATOR) for _ in range(2))
    entries = [bare_nomination(year, n, REVIEWED, case_officer=former) for n in (1, 2, 3)]
    asked = ask(moderator, "assign", *entries)
    mine = asked.context["form"]["officer"].value()
    for entry, officer in ((entries[0], quicker), (entries[1], User.objects.get(pk=mine))):
        handling.hand_over(entry, officer, seen=former.pk, actor=officer, now=entry.received_at)

    summary = moderator.get(confirm(moderator, asked, officer=mine)["Location"])

    assert told(summary) == ([3], {Refusal.CHANGED: [1], Refusal.ALREADY: [2]})
    assert list(Nomination.objects.order_by("number").values_list("case_officer", flat=True)) == [
        quicker.pk,
        mine,
        mine,
    ]


def test_what_was_seen_is_not_seen_anew_where_a_form_is_wrong(
    year: AwardYearPage, moderator: Client
) -> None:
    entries = [bare_nomination(year, n, NominationStatus.FINALIST) for n in (1, 2)]
    colleague = UserFactory.create(role=Role.MODERATOR)
    asked = ask(moderator, "reopen", *entries)
    handling.act(entries[0], InboxAction.WINNER, actor=colleague, now=entries[0].received_at)

    again = confirm(moderator, asked, reason="")
    summary = moderator.get(confirm(moderator, again, reason="Fel.")["Location"])

    assert again.status_code == 422
    assert again.context["chosen"] == asked.context["chosen"]
    assert (again.context["applies"], told(again)) == (1, ([], {Refusal.CHANGED: [1]}))
    assert told(summary) == ([2], {Refusal.CHANGED: [1]})
    assert statuses() == [NominationStatus.WINNER, NominationStatus.WITH_JURY]


def test_what_goes_wrong_with_one_entry_stops_no_other(
    year: AwardYearPage, moderator: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    entries = [bare_nomination(year, number, SUBMITTED) for number in (1, 2, 3)]
    act = handling.act

    def fail_at_the_second(nomination: Nomination, *args: Any, **kwargs: Any) -> Any:
        done = act(nomination, *args, **kwargs)
        if nomination.number == 2:
            raise OSError
        return done

    monkeypatch.setattr(handling, "act", fail_at_the_second)

    assert told(done(moderator, "review", *entries)) == ([1, 3], {Refusal.FAILED: [2]})
    assert statuses() == [REVIEWED, SUBMITTED, REVIEWED]
    assert set(
        ModelLogEntry.objects.filter(action="awards.nomination.status").values_list(
            "object_id", flat=True
        )
    ) == {str(entries[0].pk), str(entries[2].pk)}


def test_all_that_the_list_is_narrowed_to_can_be_chosen(
    year: AwardYearPage, moderator: Client
) -> None:
    for number, status in enumerate([SUBMITTED, SUBMITTED, REVIEWED]):
        bare_nomination(year, number, status)

    asked = ask(moderator, "flag", all="1", query="?status=submitted&p=7")
    summary = moderator.get(confirm(moderator, asked)["Location"])

    assert asked.context["found"] == 2
    assert told(summary) == ([0, 1], {})
    assert asked.context["list_url"] == summary.context["list_url"]
    assert summary.context["list_url"] == f"{reverse(INBOX)}?status=submitted"


@pytest.mark.parametrize(
    ("data", "says"),
    [
        ({"action": "review"}, "No entry is chosen."),
        (
            {"action": "review", "entry": ["x", "-1", "\x00", "9" * 40, "9" * 5000]},
            "No entry is chosen.",
        ),
        ({"action": "export"}, "No entry is chosen."),
        ({"action": "", "entry": ["1"]}, "Choose what to do"),
        ({"action": "supplement", "entry": ["1"]}, "Choose what to do"),
        ({"action": "ineligible", "entry": ["1"]}, "Choose what to do"),
        ({"action": "review", "all": "1"}, "More than 2 entries"),
    ],
)
def test_what_can_not_be_done_leads_back_to_the_same_list(
    data: dict[str, Any],
    says: str,
    year: AwardYearPage,
    moderator: Client,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(bulk, "LIMIT", 2)
    for number in (1, 2, 3):
        bare_nomination(year, number, SUBMITTED)

    response = moderator.post(
        reverse("awards_entries_bulk"), data | {"query": "task=new&q=Nummer"}, follow=True
    )

    assert response.redirect_chain == [(f"{reverse(INBOX)}?task=new&q=Nummer", 302)]
    assert says in response.content.decode()


@pytest.mark.parametrize(("count", "shown", "more"), [(1, 1, 0), (20, 20, 0), (22, 20, 2)])
def test_what_something_is_done_with_is_listed_first(
    count: int, shown: int, more: int, year: AwardYearPage, moderator: Client
) -> None:
    entries = [bare_nomination(year, number, SUBMITTED) for number in range(1, count + 1)]
    left = bare_nomination(year, count + 1, NominationStatus.SPAM)

    page = ask(moderator, InboxAction.REVIEW, *entries, left)

    html = page.content.decode()
    _before, _between, listed = html.partition('<ul class="inbox-chosen">')
    listed = listed.partition("</ul>")[0]
    references = re.findall(r">(FRA-2026-\d{4})</a> (Nummer \d+)", listed)
    assert references == [(each.reference, each.title) for each in entries[:shown]]
    assert (f"and {more} more" in listed) is bool(more)


def test_thousands_are_grouped(year: AwardYearPage, moderator: Client) -> None:
    now = timezone.now()
    entries = [
        Nomination(
            year=year, number=number, reference=f"FRA-{number}", received_at=now, updated_at=now
        )
        for number in range(1001)
    ]
    Nomination.objects.bulk_create(entries)
    bulk_page, data = reverse("awards_entries_bulk"), {"action": "flag", "all": "1"}

    too_many = moderator.post(bulk_page, data, follow=True).content.decode()
    exported = moderator.get(reverse("awards_entries_export")).content.decode()
    Nomination.objects.filter(number=1000).delete()
    asked = moderator.post(bulk_page, data).content.decode()

    assert "More than 1,000 entries are chosen." in too_many
    assert "The file will hold 1,001 entries." in exported
    assert "1,000 entries are chosen." in asked
    assert "Flag: 1,000 entries" in asked


@pytest.mark.parametrize(
    "chosen",
    [
        "1",
        "1|submitted",
        "1|submitted|2026-09-01|0|",
        "1|nonsense|2026-09-01|0||0",
        "1|submitted|x|0||0",
        "1|submitted|2026-09-01|||0",
        "1|submitted|2026-09-01|0|x|0",
        "1|submitted|2026-09-01|0||",
        *(f"{pk}|submitted|2026-09-01|0||0" for pk in ("x", "-1", "\x00", "9" * 19, "9" * 5000)),
        *(f"1|submitted|2026-09-01|0|{ids}" for ids in (f"{'9' * 5000}|0", f"|{'9' * 5000}")),
    ],
)
def test_a_choice_that_no_page_has_made_is_refused(chosen: str, moderator: Client) -> None:
    response = moderator.post(
        reverse("awards_entries_bulk"), {"action": "flag", "chosen": chosen, "token": uuid4()}
    )

    assert response.status_code == 400


def test_an_entry_that_is_not_there_stops_no_other(year: AwardYearPage, moderator: Client) -> None:
    entry = bare_nomination(year, 1, SUBMITTED)
    chosen = ask(moderator, "flag", entry).context["chosen"]

    response = moderator.post(
        reverse("awards_entries_bulk"),
        {
            "action": "flag",
            "chosen": f"999999|submitted|2026-09-01|0||0,{chosen}",
            "token": uuid4(),
        },
    )

    assert told(moderator.get(response["Location"]))[0] == [1]


def test_a_summary_is_its_own_and_can_be_read_again(year: AwardYearPage, moderator: Client) -> None:
    entry = bare_nomination(year, 1, SUBMITTED)
    address = confirm(moderator, ask(moderator, "flag", entry))["Location"]
    colleague = Client()
    colleague.force_login(UserFactory.create(role=Role.MODERATOR))

    read = [moderator.get(address) for _time in range(2)]
    other = colleague.get(address)

    assert [told(summary) for summary in read] == [([1], {})] * 2
    assert (other.status_code, other["Location"]) == (302, reverse(INBOX))
    assert Nomination.objects.get().reference not in address


@pytest.mark.parametrize("is_own", [True, False])
@pytest.mark.parametrize("is_read_again", [True, False])
def test_all_of_it_can_be_undone_and_no_later_decision(
    is_read_again: bool, is_own: bool, year: AwardYearPage, moderator: Client
) -> None:
    entries = [bare_nomination(year, number, SUBMITTED) for number in (1, 2)]
    summary = done(moderator, "review", *entries)
    own = User.objects.get(username="moderatorn")
    actor = own if is_own else UserFactory.create(role=Role.MODERATOR)
    handling.act(entries[1], InboxAction.TO_JURY, actor=actor, now=timezone.now())
    if is_read_again:
        summary = moderator.get(summary.request["PATH_INFO"])

    asked = ask_to_undo(moderator, summary)
    assert statuses() == [REVIEWED, NominationStatus.WITH_JURY]
    undone = moderator.get(confirm(moderator, asked)["Location"])

    assert (asked.context["applies"], told(asked)) == (1, ([], {Refusal.CHANGED: [2]}))
    assert [each.told for each in asked.context["consequences"]] == [
        "1 entry becomes “Submitted” again."
    ]
    assert told(undone) == ([1], {Refusal.CHANGED: [2]})
    assert undone.context["can_undo"] is False
    assert statuses() == [SUBMITTED, NominationStatus.WITH_JURY]


def foretold(client: Client, action: str, *entries: Nomination) -> list[str]:
    return [each.told for each in ask(client, action, *entries).context["consequences"]]


@pytest.mark.parametrize(
    ("released", "told"),
    [
        (None, "The decision is hidden from the applicants, who see “With the jury”. Set on the"),
        (
            timedelta(days=30),
            "The decision is hidden from the applicants, who see “With the jury”,",
        ),
        (-timedelta(days=1), "The winners of the year have been announced: the applicants see the"),
    ],
)
def test_who_decides_on_many_is_told_what_is_told_of_one(
    released: timedelta | None, told: str, year: AwardYearPage, moderator: Client
) -> None:
    moment = timezone.now() + released if released else None
    AwardYearPage.objects.update(winners_released_at=moment, closes_on=day(3))
    entries = [bare_nomination(year, number, NominationStatus.FINALIST) for number in (1, 2)]
    for number, is_live in enumerate((True, False)):
        entries[number].winner_page = WinnerFactory.create(parent=year, draft=not is_live)
        entries[number].save()

    decision, early, live, draft = foretold(moderator, "not_selected", *entries)

    assert decision.startswith(told)
    assert early.startswith("Entries are still accepted")
    assert live.startswith("The winner's page is published")
    assert draft.startswith("The winner's page is made, as a draft")


def test_what_is_told_of_a_decision_is_told_of_each_year(
    year: AwardYearPage, moderator: Client
) -> None:
    other = AwardYearFactory.create(parent=year.award, year=2019)
    with_jury = NominationStatus.WITH_JURY
    entries = [bare_nomination(each, each.pk, with_jury) for each in (year, other)]

    told = foretold(moderator, "winner", *entries)

    starts = sorted({line.partition(":")[0] for line in told})
    assert starts == ["Framsteget 2019", "Framsteget 2026"]


def test_who_starts_the_review_of_many_is_told_which_become_their_own(
    year: AwardYearPage, moderator: Client
) -> None:
    own = User.objects.get(username="moderatorn")
    colleague = UserFactory.create(role=Role.MODERATOR)
    officers = [None, UserFactory.create(), None, own, colleague]
    entries = [
        bare_nomination(year, number, SUBMITTED, case_officer=officer)
        for number, officer in enumerate(officers)
    ]

    asked = foretold(moderator, "review", *entries)
    summary = done(moderator, "review", *entries)

    assert asked == ["You become the case officer of the 3 entries that have none."]
    assert summary.context["officer_told"] == (
        "3 entries have moderatorn as their case officer now."
    )
    assert Nomination.objects.filter(case_officer=own).count() == 4


def test_the_summary_tells_whose_the_entries_have_become(
    year: AwardYearPage, moderator: Client
) -> None:
    colleague = UserFactory.create(first_name="Eva", last_name="Ek", role=Role.MODERATOR)
    entries = [bare_nomination(year, number, SUBMITTED) for number in (1, 2)]

    given = done(moderator, "assign", *entries, officer=colleague.pk).content.decode()
    nobodys = done(moderator, "assign", *Nomination.objects.all(), officer="").content.decode()

    assert "2 entries have Eva Ek as their case officer now." in given
    assert "2 entries have no case officer any longer." in nobodys


def test_an_applicant_of_spam_is_told_nothing_and_staff_know_that(
    year: AwardYearPage, moderator: Client
) -> None:
    entry = bare_nomination(year, 1, SUBMITTED)

    assert foretold(moderator, "spam", entry) == [
        "The applicant is not told, and sees “Submitted”."
    ]


def test_a_second_click_remembers_no_later_decision_as_its_own(
    year: AwardYearPage, moderator: Client
) -> None:
    entry = bare_nomination(year, 1, SUBMITTED)
    asked = ask(moderator, "review", entry)
    confirm(moderator, asked)
    actor = User.objects.get(username="moderatorn")
    handling.act(entry, InboxAction.TO_JURY, actor=actor, now=timezone.now())

    summary = moderator.get(confirm(moderator, asked)["Location"])
    undone = confirm(moderator, ask_to_undo(moderator, summary))

    assert told(moderator.get(undone["Location"])) == ([], {Refusal.CHANGED: [1]})
    assert statuses() == [NominationStatus.WITH_JURY]


def test_an_export_is_led_to_its_own_page(year: AwardYearPage, moderator: Client) -> None:
    entry = bare_nomination(year, 1, SUBMITTED)

    some = ask(moderator, "export", entry)
    every = ask(moderator, "export", all="1", query="status=submitted")

    export = reverse("awards_entries_export")
    assert (some.status_code, some["Location"]) == (307, export)
    assert (every.status_code, every["Location"]) == (302, f"{export}?status=submitted")


def test_the_pages_cost_the_same_for_one_and_for_three_and_each_entry_as_much(
    year: AwardYearPage, moderator: Client
) -> None:
    def cost(*numbers: int) -> list[int]:
        entries = [bare_nomination(year, number, SUBMITTED) for number in numbers]
        with CaptureQueriesContext(connection) as asking:
            asked = ask(moderator, "review", *entries)
        with CaptureQueriesContext(connection) as doing:
            address = confirm(moderator, asked)["Location"]
        with CaptureQueriesContext(connection) as reading:
            moderator.get(address)
        return [len(asking), len(doing), len(reading)]

    cost(1)
    one, two, three = cost(2), cost(3, 4), cost(5, 6, 7)

    assert one[::2] == two[::2] == three[::2]
    assert three[1] - two[1] == two[1] - one[1] <= 25


def test_entries_of_one_name_are_marked_once_however_many_they_are(
    year: AwardYearPage, moderator: Client
) -> None:
    def looks(*numbers: int) -> int:
        entries = [bare_nomination(year, number, SUBMITTED) for number in (0, *numbers)]
        Nomination.objects.update(name_key="vinn pengar", possible_duplicate=True)
        with CaptureQueriesContext(connection) as queries:
            done(moderator, "spam", *entries[1:], reason="Skräp.")
        assert statuses() == [SUBMITTED] + [NominationStatus.SPAM] * len(numbers)
        assert not Nomination.objects.filter(possible_duplicate=True).exists()
        Nomination.objects.all().delete()
        return sum('."name_key" = ' in query["sql"] for query in queries)

    assert looks(1) == looks(2, 3, 4) > 0


def test_what_somebody_changed_after_the_list_was_shown_is_left_alone(
    year: AwardYearPage, moderator: Client
) -> None:
    entries = [bare_nomination(year, number, SUBMITTED) for number in (1, 2, 3)]
    Nomination.objects.filter(number=1).update(status=REVIEWED)
    Nomination.objects.filter(number=2).update(case_officer=UserFactory.create())

    flagged = ask(moderator, "flag", *entries)
    assigned = ask(moderator, "assign", *entries)

    assert told(flagged) == ([], {Refusal.CHANGED: [1]})
    assert told(assigned) == ([], {Refusal.CHANGED: [1, 2]})
    assert str(Refusal.CHANGED.label) in flagged.content.decode()
    assert "Somebody changed them after you chose them." in assigned.content.decode()
    assert told(moderator.get(confirm(moderator, flagged)["Location"])) == (
        [2, 3],
        {Refusal.CHANGED: [1]},
    )


def test_what_a_row_carries_is_read_as_it_was_written() -> None:
    seen = {
        1: SeenInList(SUBMITTED, timezone.now(), 0, None),
        2: SeenInList(REVIEWED, timezone.now(), 3, 7, 9),
    }
    rows = [written(pk, each) for pk, each in seen.items()]

    assert (ticked(rows), ids_of(rows), all_read(all_written(seen))) == (seen, [1, 2], seen)
    assert ticked(["", "3", "3|submitted", "x|submitted|x|", f"9{rows[0][1:]}|", *rows]) == seen
