"""The page of one entry: all that was received on it, and what can be done there."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from wagtail.log_actions import registry
from wagtail.models import ModelLogEntry
from wagtail.test.utils import WagtailTestUtils

from awards.domain.handling import act, add_note, hand_over
from awards.domain.holding import AT_ONCE
from awards.domain.lifecycle import change_status
from awards.domain.messages import receive_message, send_message
from awards.domain.questions import definition_of
from awards.domain.submission import send
from awards.domain.supplements import request_supplement
from awards.domain.uploads import prepare_waiting
from awards.enums import EntrySource, Role
from awards.models import AwardYearPage, Draft, Nomination, NominationFormPage, Note, Upload
from awards.statuses import (
    ACTIONS,
    OUT_OF_THE_APPLICANTS_HANDS,
    TRANSITIONS,
    InboxAction,
    NominationStatus,
)
from cms.models import OutgoingMail
from tests.awards.apply.applicant import Applicant
from tests.awards.entries import ANSWERS, lose, make_nomination, put_out_of_reach, what_was_done
from tests.factories import (
    AwardFactory,
    AwardYearFactory,
    NominationFormFactory,
    UserFactory,
    day,
    question,
    step,
)
from tests.undone import undone

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("framsteget_2026")]


@pytest.fixture(autouse=True)
def _nothing_sent_yet() -> None:
    cache.clear()


@pytest.fixture
def form(year: AwardYearPage) -> NominationFormPage:
    made: NominationFormPage = NominationFormFactory.create(parent=year)
    return made


@pytest.fixture
def simple(form: NominationFormPage) -> Nomination:
    return make_nomination(form)


@pytest.fixture
def nomination(year: AwardYearPage) -> Nomination:
    """An entry with an answer of every kind."""
    sent = Applicant(NominationFormFactory.create(parent=year, full=True)).apply().nomination
    assert sent is not None
    return sent


@pytest.fixture
def nominated(form: NominationFormPage) -> Nomination:
    """An entry that nominates somebody else than its applicant."""
    asked = step("Vem", question("nominee", "Vem?"))
    form.steps = [*form.steps.get_prep_value(), asked]
    form.save()
    return make_nomination(form, vem={"name": "Cia Norén", "title": "", "email": "cia@example.se"})


@pytest.fixture
def moderator(client: Client, in_english: None) -> Client:
    user = UserFactory.create(username="moderatorn", first_name="Kim", role=Role.MODERATOR)
    client.force_login(user)
    return client


@pytest.fixture
def colleague() -> Client:
    client = Client()
    user = UserFactory.create(username="kollegan", first_name="Alex", role=Role.COMMUNICATOR)
    client.force_login(user)
    return client


def url(name: str, nomination: Nomination, *arguments: Any) -> str:
    return reverse(f"awards_entry{name}", args=[nomination.pk, *arguments])


def ask_for_more(nomination: Nomination) -> None:
    request_supplement(
        nomination,
        text="Mer.",
        questions=["bakgrund"],
        due_on=day(7),
        actor=UserFactory.create(),
        now=timezone.now(),
    )


def page(client: Client, nomination: Nomination, **asked: Any) -> str:
    return client.get(url("", nomination), asked).content.decode()


def sight(client: Client, address: str) -> str:
    """What a form on a page carries, of what its reader has before them."""
    found = re.search(r'name="sight" value="([^"]+)"', client.get(address).content.decode())
    assert found
    return found[1]


def send_again(nomination: Nomination, **answers: Any) -> None:
    """The applicant sends in a newer version."""
    draft = Draft.objects.get(nomination=nomination)
    definition = definition_of(draft.form)
    send(draft, definition, ANSWERS | answers, now=timezone.now())


# What is read.


def test_an_entry_shows_every_answer_beside_its_question(
    moderator: Client, nomination: Nomination
) -> None:
    prepare_waiting()

    html = page(moderator, nomination)

    picture = url("_file", nomination, nomination.uploads.get().public_id)
    assert "Svar på Bakgrund" in html
    assert f'<a href="{picture}"><img src="{picture}?thumbnail=1" alt="Två kollegor' in html
    assert 'href="https://film.example.se/1"' in html
    assert "(opens on film.example.se, in a new tab)" in html
    # The criterion is told once, where it is the question itself.
    assert html.count("Arbetet är nytt.") == html.count("Svar på Arbetet är nytt.") + 1


def test_the_whole_picture_is_shown_and_a_file_is_never_kept_by_a_cache(
    moderator: Client, nomination: Nomination
) -> None:
    prepare_waiting()

    response = moderator.get(url("_file", nomination, nomination.uploads.get().public_id))

    assert response.headers["Content-Disposition"].startswith("inline")
    assert response.headers["Content-Type"] == "image/jpeg"
    assert response.headers["Cache-Control"].startswith("private, no-store")
    assert response.getvalue().startswith(b"\xff\xd8")


@pytest.mark.parametrize(
    ("happens", "status", "told"),
    [
        (lose, 404, "bild.jpg: Can&#x27;t be read"),
        (put_out_of_reach, 503, "fetched right now. Try again in a while."),
    ],
)
def test_a_file_that_can_not_be_shown_is_told_of(
    happens: Callable[[Upload], None],
    status: int,
    told: str,
    moderator: Client,
    nomination: Nomination,
) -> None:
    prepare_waiting()
    upload = nomination.uploads.get()
    address = url("_file", nomination, upload.public_id)
    happens(upload)

    found = [moderator.get(address, asked) for asked in ({}, {"thumbnail": "1"})]

    assert [response.status_code for response in found] == [status, status]
    assert [told in response.content.decode() for response in found] == [True, True]
    assert url("", nomination) in found[0].content.decode()


def test_a_file_that_is_not_prepared_says_so(moderator: Client, nomination: Nomination) -> None:
    address = url("_file", nomination, nomination.uploads.get().public_id)

    response = moderator.get(address)

    assert response.status_code == 404
    assert "bild.jpg: Being prepared" in response.content.decode()


def test_a_criterion_stands_beside_a_question_that_is_worded_otherwise(
    moderator: Client, year: AwardYearPage
) -> None:
    criterion = year.criteria.all()[0]
    criterion.any_of = "miljö\nekonomi"
    criterion.save()
    sent = Applicant(NominationFormFactory.create(parent=year, full=True)).apply().nomination
    assert sent is not None

    answers = [
        (each.question.criterion, each.is_own_criterion)
        for each in moderator.get(url("", sent)).context["steps"][4].answers
    ]

    assert answers == [
        ("Arbetet är nytt.", True),
        ("Arbetet är nytt.", False),
        ("Arbetet är hållbart.", True),
    ]


def test_a_review_begins_by_one_press_unless_it_takes_back_a_request(
    moderator: Client, simple: Nomination
) -> None:
    address = url("_act", simple, "review")
    soup = WagtailTestUtils.get_soup(page(moderator, simple))
    [form] = soup.find_all("form", action=address)
    sight = {field["name"]: field["value"] for field in form.find_all("input")}["sight"]

    told = moderator.post(address, {"sight": sight}, follow=True).content.decode()

    assert "FRA-2026-0001 is now: Under review" in told
    ask_for_more(simple)
    soup = WagtailTestUtils.get_soup(page(moderator, simple))
    assert (len(soup.find_all("form", action=address)), len(soup.find_all("a", href=address))) == (
        0,
        1,
    )


def test_undoing_names_the_status_that_comes_back(moderator: Client, simple: Nomination) -> None:
    moderator.post(url("_act", simple, "review"))

    asked = moderator.get(url("_undo", simple)).content.decode()

    assert "The entry is now “Under review”. Undone, it is again “Submitted”." in asked
    assert "Keep “Under review”" in asked


def test_an_entry_shows_what_has_been_done_and_by_whom(
    moderator: Client, simple: Nomination
) -> None:
    moderator.post(url("_act", simple, "review"), {"reason": ""})

    html = page(moderator, simple)

    assert "From “Submitted” to “Under review” (Kim)" in html
    simple.refresh_from_db()
    assert simple.status == NominationStatus.UNDER_REVIEW
    assert simple.case_officer is not None
    assert simple.case_officer.username == "moderatorn"
    assert sorted(ModelLogEntry.objects.values_list("action", flat=True)) == [
        "awards.nomination.assign",
        "awards.nomination.received",
        "awards.nomination.status",
    ]


def test_the_history_tells_what_was_sent_in_and_taken_back(
    moderator: Client, simple: Nomination
) -> None:
    send_again(simple, bakgrund="Ännu fler föll.")
    moderator.post(url("_act", simple, "review"), {"reason": ""})
    moderator.post(url("_undo", simple))

    history = moderator.get(url("", simple)).context["history"]

    assert [(entry.message, who) for entry, who in history] == [
        (
            "Undid “Under review”: it is “Submitted” again. Nobody is case officer any longer",
            "Kim",
        ),
        ("Case officer: Kim", "Kim"),
        ("From “Submitted” to “Under review”", "Kim"),
        ("Version 2 was sent in", "the applicant"),
        ("Sent in by the form", "the applicant"),
    ]


@pytest.mark.parametrize(("source", "told"), [(EntrySource.FORM, False), (EntrySource.PAPER, True)])
def test_how_an_entry_came_is_told_where_it_was_not_by_the_form(
    source: EntrySource, told: bool, moderator: Client, simple: Nomination
) -> None:
    Nomination.objects.update(source=source)

    assert ("(On paper)" in page(moderator, simple)) is told


# Versions.


def test_two_versions_are_compared_whichever_is_named_first(
    moderator: Client, simple: Nomination
) -> None:
    send_again(simple, bakgrund="Få föll.")

    for version, against in [(2, 1), (1, 2)]:
        response = moderator.get(url("", simple), {"version": version, "against": against})
        html = response.content.decode()
        assert re.sub("<span.*?</span>", "", html).count("<del>Många</del><ins>Få</ins> föll.") == 1
        assert '<span class="w-sr-only">[deleted: </span>' in html
        assert "1 answer was changed." in html
        assert response.context["version"].number == version


@pytest.mark.parametrize(
    "asked",
    [
        {},
        {"against": "2"},
        {"version": "2", "against": "2"},
        {"version": "9", "against": "7"},
        {"version": "x", "against": "-1"},
        {"version": "²"},
    ],
)
def test_nothing_is_compared_that_is_not_there(
    asked: dict[str, str], moderator: Client, simple: Nomination
) -> None:
    send_again(simple, bakgrund="Få föll.")

    response = moderator.get(url("", simple), asked)

    assert (response.status_code, response.context["comparison"]) == (200, None)
    assert response.context["version"].number == 2


def test_an_older_version_says_so(moderator: Client, simple: Nomination) -> None:
    send_again(simple, bakgrund="Få föll.")

    html = page(moderator, simple, version=1)

    assert "This is version 1, which a newer one has taken the place of." in html
    assert "Många föll." in html


# What an entry should be read beside.


def test_an_entry_with_the_same_name_is_told(
    moderator: Client, form: NominationFormPage, simple: Nomination
) -> None:
    same = make_nomination(form, email="bo@example.se", namn="färre  FALL!")
    make_nomination(form, email="cia@example.se", namn="Något annat")

    assert list(moderator.get(url("", simple)).context["same_name"]) == [same]
    assert url("", same) in page(moderator, simple)


def test_entries_of_other_years_are_told(
    moderator: Client, year: AwardYearPage, form: NominationFormPage
) -> None:
    other_year = AwardYearFactory.create(parent=year.award, open=True, year=2025)
    before = NominationFormFactory.create(parent=other_year)
    elsewhere = NominationFormFactory.create(
        parent=AwardYearFactory.create(parent=AwardFactory.create(title="Annat"), open=True)
    )
    named = make_nomination(elsewhere, email="dan@example.se", namn="Nämnt")
    make_nomination(elsewhere, email="ann@example.se", namn="Färre fall")
    by_name = make_nomination(before, email="bo@example.se", namn="Färre fall")
    by_address = make_nomination(before, email="ANN@example.se", namn="Första försöket")
    make_nomination(before, email="cia@example.se", namn="Något annat")
    asked = step("Förr", question("earlier_entry", "Förr?", required=False))
    form.steps = [*form.steps.get_prep_value(), asked]
    form.save()
    own = make_nomination(form, forr=f"Ja: {named.reference.lower()}, år 2022.")

    found = moderator.get(url("", own)).context["earlier"]

    assert set(found) == {named, by_name, by_address}


def test_what_has_neither_name_nor_address_is_like_nothing_else(
    moderator: Client, form: NominationFormPage, year: AwardYearPage
) -> None:
    other_year = AwardYearFactory.create(parent=year.award, open=True, year=2025)
    for each in (form, NominationFormFactory.create(parent=other_year), form):
        make_nomination(each)
    Nomination.objects.update(email="", name_key="")

    context = moderator.get(url("", Nomination.objects.latest("pk"))).context

    assert (list(context["same_name"]), list(context["earlier"])) == ([], [])


# What is done.


@pytest.mark.parametrize("status", NominationStatus)
def test_an_action_leads_where_the_table_says_or_nowhere(
    status: NominationStatus, moderator: Client, simple: Nomination
) -> None:
    Nomination.objects.update(status=status)

    answers, led_to = {}, {}
    for action in InboxAction:
        with undone():
            answers[action] = _do(action, moderator, simple)
            led_to[action] = Nomination.objects.get().status

    assert led_to == {action: ACTIONS[status].get(action, status) for action in InboxAction}
    assert {action: answer.status_code for action, answer in answers.items()} == {
        action: 302 if action in ACTIONS[status] else 409 for action in InboxAction
    }
    refused = set(InboxAction) - set(ACTIONS[status])
    forgotten = [each for each in refused if "Så är det." not in answers[each].content.decode()]
    assert forgotten == []


def _do(action: InboxAction, client: Client, nomination: Nomination) -> Any:
    if action == InboxAction.SUPPLEMENT:
        asked = {"text": "Så är det.", "due_on": day(7).isoformat(), "questions": ["namn"]}
        return client.post(url("_supplement", nomination), asked)
    told = {"reason": "Så är det.", "other": "Ett villkor"}
    return client.post(url("_act", nomination, action.value), told)


@pytest.mark.parametrize(
    ("status", "filled_in"),
    [
        (NominationStatus.SUBMITTED, ["Start review"]),
        (NominationStatus.SUPPLEMENT_REQUESTED, []),
        (NominationStatus.WITH_JURY, ["Make a finalist"]),
        (NominationStatus.NOT_SELECTED, []),
    ],
)
def test_what_one_should_least_do_is_no_button_that_is_filled_in(
    status: NominationStatus, filled_in: list[str], moderator: Client, simple: Nomination
) -> None:
    if status == NominationStatus.SUPPLEMENT_REQUESTED:
        Nomination.objects.update(status=NominationStatus.UNDER_REVIEW)
        ask_for_more(Nomination.objects.get())
    else:
        Nomination.objects.update(status=status)

    actions = (
        page(moderator, simple).partition('<ul class="inbox-actions">')[2].partition("</ul>")[0]
    )

    assert re.findall(r'class="button button-small"[^>]*>([^<]*)<', actions) == filled_in


def test_what_waits_stands_before_what_can_be_done(
    moderator: Client, nominated: Nomination
) -> None:
    html = page(moderator, nominated)

    assert html.index('id="entry-nominee"') < html.index('id="entry-status"')


@pytest.mark.parametrize("name", ["_supplement", "_act", "_message"])
def test_the_entry_can_be_read_beside_what_is_written(
    name: str, moderator: Client, simple: Nomination
) -> None:
    arguments = ["spam"] if name == "_act" else []

    html = moderator.get(f"{url(name, simple, *arguments)}?q=fra").content.decode()

    assert f'<h2><a href="{url("", simple)}?q=fra" target="_blank">' in html


def test_each_question_that_can_be_asked_anew_stands_above_what_was_answered(
    moderator: Client, simple: Nomination
) -> None:
    html = moderator.get(url("_supplement", simple)).content.decode()

    questions = html.partition("<fieldset")[2].partition("</fieldset>")[0]
    asked = re.findall(
        r'name="questions" value="(\w+)".*?</summary>(.*?)</details>', questions, re.DOTALL
    )
    shown = {key: " ".join(re.sub("<[^>]*>", " ", answer).split()) for key, answer in asked}
    answers = simple.newest_version.answers
    assert list(shown) == list(answers)
    assert shown["bakgrund"] == answers["bakgrund"]


def test_staff_may_withdraw_whatever_can_be_withdrawn() -> None:
    assert {status for status in ACTIONS if InboxAction.WITHDRAW in ACTIONS[status]} == {
        status for status in TRANSITIONS if NominationStatus.WITHDRAWN in TRANSITIONS[status]
    }


@pytest.mark.parametrize(
    ("email", "told", "mailed"),
    [
        ("", "Nobody is mailed", []),
        ("ann@example.se", "The applicant is mailed", ["ann@example.se"]),
    ],
)
def test_staff_withdraw_an_entry_for_its_applicant(
    email: str, told: str, mailed: list[str], moderator: Client, simple: Nomination
) -> None:
    Nomination.objects.update(email=email)
    OutgoingMail.objects.all().delete()

    asked = moderator.get(url("_act", simple, "withdraw"))
    moderator.post(url("_act", simple, "withdraw"), {"reason": "Ringde och bad om det."})

    assert told in asked.content.decode()
    assert Nomination.objects.get().status == NominationStatus.WITHDRAWN
    assert [mail.recipient for mail in OutgoingMail.objects.all()] == mailed
    newest = registry.get_logs_for_instance(simple).order_by("-pk")[0]
    assert newest.data["reason"] == "Ringde och bad om det."


@pytest.mark.parametrize(
    "action", [InboxAction.INELIGIBLE, InboxAction.REOPEN, InboxAction.WITHDRAW]
)
def test_some_actions_have_to_be_explained(
    action: InboxAction, moderator: Client, simple: Nomination
) -> None:
    response = moderator.post(url("_act", simple, action.value), {"reason": " ", "other": "X"})

    assert response.status_code == 422
    assert list(response.context["form"].errors) == ["reason"]
    assert Nomination.objects.get().status == NominationStatus.SUBMITTED


@pytest.mark.parametrize(
    ("posted", "wrong", "told"),
    [
        ({}, ["conditions"], None),
        ({"conditions": ["other"]}, ["other"], None),
        ({"conditions": ["Påhittat."]}, ["conditions"], None),
        ({"other": "x" * 501}, ["other"], None),
        ({"conditions": ["Arbetet är nytt."]}, [], ["Arbetet är nytt."]),
        ({"other": "För sent."}, [], ["För sent."]),
        (
            {"conditions": ["other", "Arbetet är redan infört."], "other": "För sent."},
            [],
            ["Arbetet är redan infört.", "För sent."],
        ),
    ],
)
def test_what_an_entry_does_not_meet_is_told(
    posted: dict[str, Any],
    wrong: list[str],
    told: list[str] | None,
    moderator: Client,
    nomination: Nomination,
) -> None:
    moderator.post(url("_act", nomination, "review"))

    response = moderator.post(
        url("_act", nomination, "ineligible"), posted | {"reason": "Det är en idé."}
    )

    assert response.status_code == (422 if wrong else 302)
    if wrong:
        assert list(response.context["form"].errors) == wrong
        assert "Det är en idé." in response.content.decode()
        return
    newest = ModelLogEntry.objects.filter(action="awards.nomination.status").latest("pk")
    assert newest.data["conditions"] == told
    html, unmet = page(moderator, nomination), f"Not met: {'; '.join(told or [])}"
    assert f"Det är en idé. ({unmet})" in html
    # In short where it stands, too.
    status, _rest = html.split('id="entry-officer"')
    assert (f"<p>{unmet}</p>" in status, "<p>Det är en idé.</p>" in status) == (True, True)
    moderator.post(url("_act", nomination, "reopen"), {"reason": "Fel."})
    assert f"<p>{unmet}</p>" not in page(moderator, nomination)


@pytest.mark.parametrize("email", ["ann@example.se", ""])
def test_whoever_declares_an_entry_ineligible_is_led_to_write_to_the_applicant(
    email: str, moderator: Client, simple: Nomination
) -> None:
    Nomination.objects.update(status=NominationStatus.UNDER_REVIEW, email=email)

    response = moderator.post(
        url("_act", simple, "ineligible") + "?q=fall",
        {"reason": "Det är en idé.", "other": "För sent."},
        follow=True,
    )

    [told] = [str(message) for message in response.context["messages"]]
    assert told.startswith(f"{simple.reference} is now: Does not meet the conditions")
    assert ("The applicant has not been mailed about it." in told) is bool(email)
    assert (f'href="{url("_message", simple)}?q=fall"' in told) is bool(email)


def test_what_has_to_be_met_is_what_was_asked_and_the_years_criteria(
    moderator: Client, nomination: Nomination
) -> None:
    form = moderator.get(url("_act", nomination, "ineligible")).context["form"]

    assert [value for value, _label in form.fields["conditions"].choices] == [
        "The answer has to be yes: Finansieras ni av staden?",
        "Arbetet är redan infört.",
        "Arbetet är nytt.",
        "Arbetet är hållbart.",
        "other",
    ]


@pytest.mark.parametrize(
    ("status", "name", "doing", "becomes"),
    [
        (NominationStatus.SUBMITTED, "_message", "Write to the applicant", ""),
        (NominationStatus.UNDER_REVIEW, "_supplement", "Ask for a supplement", ""),
        (NominationStatus.UNDER_REVIEW, "_act/spam", "Mark as spam", ""),
        (NominationStatus.INELIGIBLE, "_act/reopen", "Reopen", "Under review"),
        (NominationStatus.WINNER, "_act/reopen", "Reopen", "With the jury"),
    ],
)
def test_a_page_that_does_something_says_so_and_leads_back(
    status: NominationStatus,
    name: str,
    doing: str,
    becomes: str,
    moderator: Client,
    simple: Nomination,
) -> None:
    Nomination.objects.update(status=status)

    view, *action = name.split("/")
    response = moderator.get(url(view, simple, *action) + "?q=fall")

    reference = simple.reference
    html = response.content.decode()
    assert re.search(rf"<title>\s*{doing}: {reference}", html)
    assert [(item["url"], item["label"]) for item in response.context["breadcrumbs_items"]][1:] == [
        ("/admin/entries/?q=fall", "Entries"),
        (f"/admin/entries/{simple.pk}/?q=fall", reference),
        ("", doing),
    ]
    assert re.findall("The entry becomes “(.*)” again", html) == [becomes] * bool(becomes)


def test_whoever_withdraws_an_entry_is_asked_how_the_applicant_wished_it(
    moderator: Client, simple: Nomination
) -> None:
    form = moderator.get(url("_act", simple, "withdraw")).content.decode()

    assert "Write how the applicant asked for it." in form


def test_the_years_criteria_count_where_the_form_did_not_ask_for_them(
    moderator: Client, simple: Nomination
) -> None:
    form = moderator.get(url("_act", simple, "ineligible")).context["form"]

    assert [value for value, _label in form.fields["conditions"].choices] == [
        "Arbetet är nytt.",
        "Arbetet är hållbart.",
        "other",
    ]


@pytest.mark.parametrize(
    ("released", "told"),
    [
        (None, "Set on the page of the year when the winners are announced"),
        (timedelta(days=7), "until the winners are announced"),
        (-timedelta(days=7), "the applicant sees the decision at once"),
    ],
)
def test_who_decides_is_told_when_the_applicant_sees_it(
    released: timedelta | None, told: str, moderator: Client, simple: Nomination
) -> None:
    moment = timezone.now() + released if released else None
    AwardYearPage.objects.update(winners_released_at=moment)
    Nomination.objects.update(status=NominationStatus.WITH_JURY)

    html = moderator.get(url("_act", simple, "winner")).content.decode()

    assert told in html
    assert "Entries are still accepted" in html


def test_after_the_last_day_nothing_is_too_early(moderator: Client, simple: Nomination) -> None:
    AwardYearPage.objects.update(closes_on=day(-1))
    Nomination.objects.update(status=NominationStatus.WITH_JURY)

    html = moderator.get(url("_act", simple, "winner")).content.decode()

    assert "Entries are still accepted" not in html
    assert "hidden from the applicant" in html
    reopening = moderator.get(url("_act", simple, "reopen")).content.decode()
    assert "hidden from the applicant" not in reopening


def test_a_supplement_is_asked_for_answered_and_comes_back(
    form: NominationFormPage, moderator: Client
) -> None:
    applicant = Applicant(form)
    nomination = applicant.apply(namn="Färre fall").nomination
    assert nomination is not None
    moderator.post(url("_act", nomination, "review"), {"reason": ""})

    refused = moderator.post(
        url("_supplement", nomination), {"text": "Berätta mer.", "due_on": "i går"}
    )
    asked = moderator.post(
        url("_supplement", nomination),
        {"text": "Berätta mer.", "due_on": day(7).isoformat(), "questions": ["bakgrund"]},
    )

    assert (refused.status_code, asked.status_code) == (422, 302)
    assert "Berätta mer." in refused.content.decode()
    assert OutgoingMail.objects.order_by("-pk")[0].key.startswith("supplement:")
    assert "Berätta mer." in applicant.get("tasks").content.decode()
    first = applicant.steps()[0]
    applicant.post("step", first.key, data={"namn": "Annat", "bakgrund": "Mer text."})
    assert applicant.send().status_code == 302
    nomination.refresh_from_db()
    assert nomination.status == NominationStatus.SUPPLEMENTED
    newest = nomination.newest_version
    assert (newest.number, newest.answers["namn"]) == (2, "Färre fall")
    assert newest.answers["bakgrund"] == "Mer text."
    html = page(moderator, nomination)
    assert "The answer to what was asked for: Berätta mer." in html
    assert f'href="{url("", nomination)}?version=2&amp;against=1#entry-difference"' in html
    moderator.post(url("_act", nomination, "review"), {"reason": ""})
    assert "see what has changed" not in page(moderator, nomination)


def test_a_request_is_taken_back_when_the_review_goes_on(
    moderator: Client, simple: Nomination
) -> None:
    officer = UserFactory.create(role=Role.MODERATOR)
    act(simple, InboxAction.REVIEW, actor=officer, now=simple.received_at)
    moderator.post(
        url("_supplement", simple),
        {"text": "Mer", "due_on": day(7).isoformat(), "questions": ["namn"]},
    )

    moderator.post(url("_act", simple, "review"), {"reason": ""})

    request = simple.supplement_requests.get()
    assert request.closed_at is not None
    assert request.answer is None


# Two at once.


def test_the_second_of_two_is_told_what_the_first_did(
    moderator: Client, colleague: Client, simple: Nomination
) -> None:
    moderator.post(url("_act", simple, "review"))
    address = url("_act", simple, "ineligible")
    posted = {"reason": "Det är en idé.", "other": "Infört", "sight": sight(moderator, address)}
    colleague.post(url("_act", simple, "to_jury"), {"reason": "Klart."})

    second = moderator.post(address, posted)

    html = second.content.decode()
    assert second.status_code == 409
    assert "From “Under review” to “With the jury”: Klart. (Alex)" in html
    assert "Det är en idé." in html
    assert 'value="Infört"' in html
    assert second.context["is_possible"] is False
    assert Nomination.objects.get().status == NominationStatus.WITH_JURY


#: What is pressed for an entry under review, what goes with it, and other words for that.
ASKED = {"text": "Mer.", "due_on": day(7).isoformat(), "questions": ["namn", "bakgrund"]}
PRESSED: list[tuple[list[str], dict[str, Any], dict[str, Any]]] = [
    (["_act", "to_jury"], {"reason": "Bra."}, {"reason": "Mycket bra."}),
    (["_act", "ineligible"], {"reason": "Nej.", "other": "Ny"}, {"other": "En idé"}),
    (["_supplement"], ASKED, {"questions": ["namn"]}),
]


@pytest.mark.parametrize(("button", "posted", "otherwise"), PRESSED)
def test_a_second_click_tells_the_same_as_the_first_and_other_words_are_no_second_click(
    button: list[str],
    posted: dict[str, Any],
    otherwise: dict[str, Any],
    moderator: Client,
    colleague: Client,
    simple: Nomination,
) -> None:
    Nomination.objects.update(status=NominationStatus.UNDER_REVIEW)
    OutgoingMail.objects.all().delete()
    address = url(button[0], simple, *button[1:])
    posted = posted | {"sight": sight(moderator, address)}

    clicks = [moderator.post(address, posted) for _click in range(2)]
    in_other_words = moderator.post(address, posted | otherwise)
    by_somebody_else = colleague.post(address, posted)

    assert [click.status_code for click in clicks] == [302, 302]
    assert clicks[0]["Location"] == clicks[1]["Location"]
    assert (in_other_words.status_code, by_somebody_else.status_code) == (409, 409)
    assert what_was_done().filter(action="awards.nomination.status").count() == 1
    assert OutgoingMail.objects.count() == (button == ["_supplement"])


def test_a_click_after_what_was_done_has_been_undone_is_no_second_click(
    moderator: Client, simple: Nomination
) -> None:
    address = url("_act", simple, "review")
    posted = {"reason": "", "sight": sight(moderator, address)}
    moderator.post(address, posted)
    moderator.post(url("_undo", simple))

    again = moderator.post(address, posted)

    assert again.status_code == 409
    assert Nomination.objects.get().status == NominationStatus.SUBMITTED


def test_a_second_click_on_undo_tells_the_same_as_the_first(
    moderator: Client, colleague: Client, simple: Nomination
) -> None:
    moderator.post(url("_act", simple, "review"), follow=True)

    clicks = [moderator.post(url("_undo", simple), follow=True) for _click in range(2)]
    by_somebody_else = colleague.post(url("_undo", simple), follow=True)

    told = [[str(each).strip() for each in click.context["messages"]] for click in clicks]
    assert told == [[f"Undone. {simple.reference} is again: Submitted"]] * 2
    assert what_was_done().filter(action="awards.nomination.undo").count() == 1
    (refused,) = by_somebody_else.context["messages"]
    assert "nothing that you can undo" in str(refused)


GONE: list[tuple[Role | None, bool, str]] = [
    (Role.MODERATOR, True, "den.andra"),
    (Role.MODERATOR, False, "moderatorn"),
    (Role.JUROR, True, "moderatorn"),
    (None, True, "moderatorn"),
]


@pytest.mark.parametrize(("role", "is_active", "officer"), GONE)
@pytest.mark.parametrize("is_bulk", [False, True])
def test_who_starts_the_review_takes_what_a_colleague_who_has_left_had(
    role: Role | None,
    is_active: bool,
    officer: str,
    is_bulk: bool,
    moderator: Client,
    simple: Nomination,
) -> None:
    other = UserFactory.create(username="den.andra", is_active=is_active, role=role)
    Nomination.objects.update(case_officer=other)

    if is_bulk:
        bulk = reverse("awards_entries_bulk")
        asked = moderator.post(bulk, {"action": "review", "all": "1"}).context
        token = asked["form"].initial["token"]
        posted = {"action": "review", "chosen": asked["chosen"], "token": token}
        moderator.post(bulk, posted | {"reason": ""})
    else:
        moderator.post(url("_act", simple, "review"), {"reason": ""})

    simple.refresh_from_db()
    assert simple.status == NominationStatus.UNDER_REVIEW
    assert simple.case_officer is not None
    assert simple.case_officer.username == officer
    assigned = what_was_done().filter(action="awards.nomination.assign")
    assert [log.data["officer"] for log in assigned] == ["Kim"] * (officer == "moderatorn")


def test_whoever_has_not_seen_the_newest_version_decides_on_nothing(
    moderator: Client, simple: Nomination
) -> None:
    moderator.post(url("_act", simple, "review"))
    address = url("_act", simple, "to_jury")
    posted = {"reason": "Bra.", "sight": sight(moderator, address)}
    send_again(simple, bakgrund="Få föll.")

    first = moderator.post(address, posted)
    second = moderator.post(address, posted | {"sight": str(first.context["sight"])})

    assert "Version 2 was sent in" in first.content.decode()
    assert (first.status_code, second.status_code) == (409, 302)
    assert Nomination.objects.get().status == NominationStatus.WITH_JURY


def test_a_status_that_came_back_is_not_the_one_that_was_seen(
    moderator: Client, colleague: Client, simple: Nomination
) -> None:
    moderator.post(url("_act", simple, "review"))
    address = url("_act", simple, "to_jury")
    posted = {"reason": "Bra.", "sight": sight(moderator, address)}
    colleague.post(url("_act", simple, "ineligible"), {"reason": "En idé.", "other": "Infört"})
    colleague.post(url("_act", simple, "reopen"), {"reason": "Nej, det är infört."})

    refused = moderator.post(address, posted)
    second = moderator.post(address, posted | {"sight": str(refused.context["sight"])})

    assert (refused.status_code, second.status_code) == (409, 302)
    assert "Nej, det är infört. (Alex)" in refused.content.decode()
    assert "Bra." in refused.content.decode()


def test_a_supplement_is_not_asked_for_of_what_has_changed(
    moderator: Client, colleague: Client, simple: Nomination
) -> None:
    moderator.post(url("_act", simple, "review"))
    address = url("_supplement", simple)
    posted = {"text": "Mer.", "due_on": day(7).isoformat(), "questions": ["namn"]}
    seen = {"sight": sight(moderator, address)}
    colleague.post(url("_act", simple, "spam"))

    response = moderator.post(address, posted | seen)

    assert response.status_code == 409
    assert "Mer." in response.content.decode()
    assert simple.supplement_requests.count() == 0
    assert OutgoingMail.objects.filter(key__startswith="supplement:").count() == 0


def test_what_is_wrong_because_of_a_change_is_told_with_the_change(
    moderator: Client, form: NominationFormPage, simple: Nomination
) -> None:
    moderator.post(url("_act", simple, "review"))
    address = url("_supplement", simple)
    posted = {"text": "Mer.", "due_on": day(7).isoformat(), "questions": ["bakgrund"]}
    seen = {"sight": sight(moderator, address)}
    form.steps = [step("Nytt", question("short_text", "Namn", meaning="title"))]
    form.save()
    draft = Draft.objects.get(nomination=simple)
    send(draft, definition_of(form), {"namn": "Färre fall"}, now=timezone.now())

    response = moderator.post(address, posted | seen)

    assert response.status_code == 409
    assert "Version 2 was sent in" in response.content.decode()
    assert response.context["form"]["text"].value() == "Mer."


@pytest.mark.parametrize(
    "carried", ["", "x", "submitted", "submitted.1.x.1.1", "new.1.1.1.1", "..."]
)
def test_what_no_form_carries_is_as_if_nothing_was_carried(
    carried: str, moderator: Client, simple: Nomination
) -> None:
    response = moderator.post(url("_act", simple, "review"), {"sight": carried})

    assert response.status_code == 302


# Notes.


def test_notes_are_kept_and_never_told_to_the_applicant(
    form: NominationFormPage, moderator: Client
) -> None:
    applicant = Applicant(form)
    nomination = applicant.apply().nomination
    assert nomination is not None

    moderator.post(url("_note", nomination), {"text": "Ring kontaktpersonen."})

    assert "Ring kontaktpersonen." in page(moderator, nomination)
    for name in ("sent", "receipt", "tasks", "check"):
        assert "Ring kontaktpersonen." not in applicant.get(name).content.decode()


@pytest.mark.parametrize("text", ["  \n", "x" * 10_001])
def test_a_note_that_is_refused_stays_on_the_page(
    text: str, moderator: Client, simple: Nomination
) -> None:
    response = moderator.post(url("_note", simple), {"text": text})

    assert response.status_code == 422
    assert list(response.context["note_form"].errors) == ["text"]
    assert response.context["note_form"]["text"].value() == text
    assert Note.objects.count() == 0


def test_a_double_click_writes_one_note(moderator: Client, simple: Nomination) -> None:
    for text in ("Ring.", "Ring.", "Ring igen.", "Ring."):
        moderator.post(url("_note", simple), {"text": text})

    assert [note.text for note in simple.notes.all()] == ["Ring.", "Ring igen.", "Ring."]


@pytest.mark.parametrize("name", ["_note", "_register", "_nominee", "_assign"])
def test_a_reload_of_a_refused_form_leads_to_the_entry(
    name: str, moderator: Client, simple: Nomination
) -> None:
    response = moderator.get(url(name, simple))

    assert response["Location"] == url("", simple)


# The registry number.


def test_an_entry_is_flagged_and_marked_on_its_own_page(
    moderator: Client, simple: Nomination
) -> None:
    def flagged(value: str) -> tuple[bool, list[str]]:
        moderator.post(url("_flag", simple), {"flagged": value})
        marks = moderator.get(url("", simple)).context["marks"]
        return Nomination.objects.get().flagged, [mark.key for mark in marks]

    # The second time is a double click.
    table = [flagged(value) for value in ("1", "1", "", "")]

    assert table == [(True, ["flagged"])] * 2 + [(False, [])] * 2
    logged = ModelLogEntry.objects.filter(action="awards.nomination.flag").order_by("pk")
    assert [entry.data["flagged"] for entry in logged] == [True, False]


def test_a_registry_number_is_entered_changed_and_removed(
    moderator: Client, simple: Nomination
) -> None:
    for number in ("KS  2026/123 ", "KS 2026/124", ""):
        posted = {"number": number, "seen": simple.registry_number}
        assert moderator.post(url("_register", simple), posted).status_code == 302
        simple.refresh_from_db()
        assert simple.registry_number == " ".join(number.split())
        assert ("ks 2026 12" in simple.search_names) is bool(number)

    html = page(moderator, simple)
    assert "Registry number: KS 2026/123 (Kim)" in html
    assert "The registry number was changed from KS 2026/123 to KS 2026/124 (Kim)" in html
    assert "The registry number KS 2026/124 was removed (Kim)" in html


def test_a_number_that_is_too_long_stays_on_the_page(moderator: Client, simple: Nomination) -> None:
    response = moderator.post(url("_register", simple), {"number": "1" * 61, "seen": ""})

    assert response.status_code == 422
    assert "1" * 61 in response.content.decode()
    assert what_was_done().count() == 0


def test_entries_may_share_a_registry_number_and_that_is_told(
    moderator: Client, form: NominationFormPage, simple: Nomination
) -> None:
    other = make_nomination(form, email="bo@example.se")
    for each in (other, simple):
        response = moderator.post(
            url("_register", each), {"number": "KS 2026/1", "seen": ""}, follow=True
        )

    assert (
        f"KS 2026/1 is the registry number of others too: {other.reference}."
        in response.content.decode()
    )
    assert Nomination.objects.filter(registry_number="KS 2026/1").count() == 2


def test_a_number_takes_no_other_ones_place_unseen(
    moderator: Client, colleague: Client, simple: Nomination
) -> None:
    seen = sight(moderator, url("", simple))
    colleague.post(url("_register", simple), {"number": "KS 1", "seen": ""})

    refused = moderator.post(
        url("_register", simple), {"number": "KS 2", "seen": "", "sight": seen}
    )
    simple.refresh_from_db()
    html = refused.content.decode()
    form = refused.context["registry_form"]

    assert (refused.status_code, simple.registry_number) == (409, "KS 1")
    assert "Registry number: KS 1 (Alex)" in html
    assert (form["number"].value(), form["seen"].value()) == ("KS 2", "KS 1")
    moderator.post(url("_register", simple), {"number": "KS 2", "seen": "KS 1"})
    simple.refresh_from_db()
    assert simple.registry_number == "KS 2"


# Whoever is nominated.


def test_the_inbox_reminds_of_telling_the_nominated_until_it_is_done(
    moderator: Client, nominated: Nomination
) -> None:
    before = page(moderator, nominated)
    moderator.post(url("_nominee", nominated), {"name": "Cia Norén", "day": day(0).isoformat()})
    after = page(moderator, nominated)
    moderator.post(url("_nominee", nominated), {"name": "Cia Norén", "undo": "1"})
    undone = page(moderator, nominated)

    assert "Tell the nominated person" in before
    assert "The nominated person has been told" in after
    assert "Tell the nominated person" in undone
    assert "Cia Norén was told of the nomination on" in undone
    assert "Cia Norén has not been told of the nomination after all (Kim)" in undone


def test_whoever_is_nominated_can_be_written_to(moderator: Client, nominated: Nomination) -> None:
    html = page(moderator, nominated)

    for address in (nominated.email, "cia@example.se", "bo@example.se"):
        assert f'<a href="mailto:{address}">{address}</a>' in html
    assert "Messages that you write here go to the applicant." in html


@pytest.mark.parametrize(
    ("typed", "message"),
    [
        ("", "Enter the day when the person was told."),
        ("i går", "Enter the day as year-month-day, such as 2026-09-20."),
        (day(1).isoformat(), "Enter a day that has come."),
        (
            day(-1).isoformat(),
            "The entry came in on {today}. Enter that day or a later one.",
        ),
    ],
)
def test_nobody_is_told_on_no_day(
    typed: str, message: str, moderator: Client, nominated: Nomination
) -> None:
    response = moderator.post(url("_nominee", nominated), {"name": "Cia Norén", "day": typed})

    assert response.status_code == 422
    told = message.format(today=date_format(day(0)))
    assert response.context["nominee_form"].errors == {"day": [told]}
    assert response.context["nominee_form"]["day"].value() == typed
    assert Nomination.objects.get().nominee_told_on is None


def test_the_day_is_not_kept_for_another_person(moderator: Client, nominated: Nomination) -> None:
    response = moderator.post(
        url("_nominee", nominated), {"name": "Dan Ek", "day": day(0).isoformat()}, follow=True
    )

    assert "A newer version names somebody else." in response.content.decode()
    assert Nomination.objects.get().nominee_told_on is None


# Who handles it.


def test_somebody_takes_an_entry_and_lets_go_of_it(moderator: Client, simple: Nomination) -> None:
    moderator.post(url("_assign", simple), {"take": "1", "seen": ""})
    simple.refresh_from_db()
    taken = simple.case_officer
    assert taken is not None
    moderator.post(url("_assign", simple), {"release": "1", "seen": taken.pk})
    simple.refresh_from_db()

    assert (taken.username, simple.case_officer) == ("moderatorn", None)


@pytest.mark.parametrize(
    ("role", "is_active", "is_given"),
    [
        (Role.COMMUNICATOR, True, True),
        (Role.MODERATOR, True, True),
        (Role.MODERATOR, False, False),
        (Role.JUROR, True, False),
        (Role.REGISTRAR, True, False),
        (None, True, False),
    ],
)
def test_an_entry_is_given_to_those_who_handle_entries(
    role: Role | None, is_active: bool, is_given: bool, moderator: Client, simple: Nomination
) -> None:
    other = UserFactory.create(role=role, is_active=is_active)

    response = moderator.post(url("_assign", simple), {"officer": other.pk, "seen": ""})

    simple.refresh_from_db()
    assert response.status_code == (302 if is_given else 422)
    assert simple.case_officer == (other if is_given else None)
    assert what_was_done().count() == int(is_given)


def test_saving_does_not_take_an_entry_from_an_officer_who_has_lost_the_role(
    moderator: Client, simple: Nomination
) -> None:
    former = UserFactory.create(first_name="Bo", last_name="Bort")
    Nomination.objects.update(case_officer=former)

    form = moderator.get(url("", simple)).context["officer_form"]
    shown = {name: form[name].value() for name in ("officer", "seen")}
    chosen = [str(label) for value, label in form.fields["officer"].choices if value == former.pk]
    response = moderator.post(url("_assign", simple), shown)

    simple.refresh_from_db()
    assert chosen == ["Bo Bort"]
    assert (response.status_code, simple.case_officer) == (302, former)


def test_of_two_who_take_an_entry_the_second_is_told(
    moderator: Client, colleague: Client, simple: Nomination
) -> None:
    seen = sight(moderator, url("", simple))
    colleague.post(url("_assign", simple), {"take": "1", "seen": ""})

    response = moderator.post(url("_assign", simple), {"take": "1", "seen": "", "sight": seen})

    simple.refresh_from_db()
    assert response.status_code == 409
    assert "Case officer: Alex (Alex)" in response.content.decode()
    assert simple.case_officer is not None
    assert simple.case_officer.username == "kollegan"


# The way.


def test_the_filters_of_the_list_stay_in_the_address(moderator: Client, simple: Nomination) -> None:
    query = "?task=new&q=f%C3%A4rre"
    html = moderator.get(url("", simple) + query + "&version=1").content.decode()
    acted = moderator.post(url("_act", simple, "review") + query)
    noted = moderator.post(url("_note", simple) + query, {"text": "Hej"})

    escaped = query.replace("&", "&amp;")
    assert reverse("entries_modeladmin_index") + escaped in html
    assert url("_act", simple, "review") + escaped in html
    assert acted["Location"] == url("", simple) + query
    assert noted["Location"] == url("", simple) + query + "#entry-notes"


def test_the_filters_of_the_list_stay_on_every_way_from_an_entry_and_back(
    moderator: Client, form: NominationFormPage, simple: Nomination
) -> None:
    double = make_nomination(form, email="b@example.se")
    receive_message(Draft.objects.get(nomination=simple), "Hej", now=timezone.now())
    moderator.post(url("_act", simple, "review"))
    query = "?task=new&q=f%C3%A4rre"
    entry, message, supplement = (url(n, simple) for n in ("", "_message", "_manual_supplement"))

    def shown(address: str) -> str:
        return moderator.get(address + query).content.decode()

    ways = [
        (shown(entry), [message, url("_message_read", simple), url("", double)]),
        (shown(message), [message, entry]),
        (shown(url("_undo", simple)), [entry]),
    ]
    read = moderator.post(url("_message_read", simple) + query)
    Nomination.objects.filter(pk=simple.pk).update(email="")
    simple.refresh_from_db()
    ask_for_more(simple)
    ways += [
        (shown(message), [url("_note", simple), entry]),
        (shown(entry), [supplement]),
        (shown(supplement), [entry]),
    ]

    escaped = query.replace("&", "&amp;")
    for html, addresses in ways:
        for address in addresses:
            assert f'"{address}{escaped}"' in html
            assert f'"{address}"' not in html
    assert read["Location"] == entry + query


def test_the_way_leads_through_the_list_as_it_was_filtered(
    moderator: Client, form: NominationFormPage
) -> None:
    oldest, other, newest = (
        make_nomination(form, email=f"{name}@example.se", namn=name) for name in "abc"
    )
    act(other, InboxAction.SPAM, actor=UserFactory.create(), now=timezone.now())

    context = moderator.get(url("", oldest), {"status": "submitted"}).context

    assert (context["previous"], context["next"]) == (newest.pk, None)
    html = page(moderator, oldest, status="submitted")
    assert f'href="{url("", newest)}?status=submitted" rel="prev"' in html


# What it costs.


def test_an_entry_costs_the_same_with_one_of_each_and_with_three(
    moderator: Client, nominated: Nomination
) -> None:
    person = {"name": "Cia Norén", "title": "", "email": "cia@example.se"}
    address = reverse("awards_entry", args=[nominated.pk])
    counts = []
    for number in range(3):
        officer = UserFactory.create(role=Role.MODERATOR)
        add_note(nominated, f"Anteckning {number}", actor=officer, now=timezone.now())
        seen = nominated.case_officer_id
        hand_over(nominated, officer, seen=seen, actor=officer, now=timezone.now())
        send_message(
            nominated,
            subject="Hej",
            text="Hej {link}",
            language="sv",
            hold=AT_ONCE,
            key=f"nyckel-{number}",
            actor=officer,
            now=timezone.now(),
        )
        send_again(nominated, bakgrund=f"Version {number}.", vem=person)
        page(moderator, nominated)
        with CaptureQueriesContext(connection) as queries:
            shown = moderator.get(address, {"version": 2, "against": 1})
        counts.append(len(queries))

    assert counts[0] == counts[2]
    assert counts[0] <= 30
    # There may be hundreds of versions, each as long as a form.
    read = [each.number for each in shown.context["versions"] if not each.get_deferred_fields()]
    assert read == [4, 2, 1]


@pytest.mark.parametrize(
    ("status", "told"),
    [
        (NominationStatus.WINNER, NominationStatus.WITH_JURY),
        (NominationStatus.FINALIST, NominationStatus.WITH_JURY),
        (NominationStatus.NOT_SELECTED, NominationStatus.WITH_JURY),
        (NominationStatus.SPAM, NominationStatus.SUBMITTED),
        (NominationStatus.INELIGIBLE, NominationStatus.INELIGIBLE),
    ],
)
def test_the_applicant_is_not_told_what_is_not_announced(
    status: NominationStatus, told: NominationStatus, form: NominationFormPage
) -> None:
    applicant = Applicant(form)
    applicant.apply()
    Nomination.objects.update(status=status)

    assert applicant.get("sent").context["told"] == told


def told_of_an_end(client: Client, nomination: Nomination) -> list[bool]:
    """Whether the pages of some actions, and one of many, tell that changes come to an end."""
    told = "the applicant can no longer change the entry or take it back on the site."
    actions = ("to_jury", "ineligible", "review")
    pages = [client.get(url("_act", nomination, each)) for each in actions]
    many = {"action": "to_jury", "all": "1"}
    pages.append(client.post(reverse("awards_entries_bulk"), many))
    return [told in page.content.decode() for page in pages]


def test_whoever_accepts_to_the_jury_is_told_that_it_closes_changes(
    moderator: Client, simple: Nomination
) -> None:
    before = told_of_an_end(moderator, simple)
    moderator.post(url("_act", simple, "review"))

    assert (before, told_of_an_end(moderator, simple)) == ([False] * 4, [True, True, False, True])


@pytest.mark.parametrize("why", ["time is over", "no address"])
def test_nobody_is_told_that_changes_end_which_nobody_can_make(
    why: str, moderator: Client, simple: Nomination
) -> None:
    moderator.post(url("_act", simple, "review"))
    if why == "no address":
        Nomination.objects.update(email="")
    else:
        AwardYearPage.objects.update(closes_on=day(-2))

    over = told_of_an_end(moderator, simple)
    simple.draft.extended_until = timezone.now() + timedelta(days=1)
    simple.draft.save()

    assert over == [False] * 4
    assert any(told_of_an_end(moderator, simple)) is (why == "time is over")


def test_what_ends_an_applicants_changes_is_known() -> None:
    ending = {
        action
        for status, actions in ACTIONS.items()
        for action, becomes in actions.items()
        if status not in OUT_OF_THE_APPLICANTS_HANDS and becomes in OUT_OF_THE_APPLICANTS_HANDS
    }

    assert {action for action in InboxAction if action.ends_changes} == ending


def test_what_an_entry_does_not_meet_is_not_told_to_the_applicant(
    form: NominationFormPage,
) -> None:
    applicant = Applicant(form)
    nomination = applicant.apply().nomination
    assert nomination is not None
    change_status(nomination, NominationStatus.UNDER_REVIEW, actor=None, now=timezone.now())
    act(
        nomination,
        InboxAction.INELIGIBLE,
        actor=UserFactory.create(),
        now=timezone.now(),
        reason="Hemligt skäl",
        conditions=["Hemligt villkor"],
    )

    for name in ("sent", "receipt", "tasks", "check"):
        assert "Hemligt" not in applicant.get(name).content.decode()


def test_entries_of_one_name_are_told_apart_on_the_page(
    form: NominationFormPage, moderator: Client
) -> None:
    first, second = (make_nomination(form, email=f"{n}@x.se", namn="Färre fall") for n in (1, 2))
    other = make_nomination(form, email="3@x.se", namn="Något annat")
    button = f"Not the same as {first.reference}"
    assert button in moderator.get(url("", second)).content.decode()

    response = moderator.post(url("_apart", second), {"other": first.pk}, follow=True)

    page = response.content.decode()
    assert (button in page, f"Is not the same as {first.reference}" in page) == (False, True)
    assert list(second.told_apart_from.all()) == [first]
    assert not Nomination.objects.filter(possible_duplicate=True).exists()

    for unknown in (other.pk, second.pk, "x", ""):
        response = moderator.post(url("_apart", second), {"other": unknown}, follow=True)
        assert "The other entry has another name by now." in response.content.decode()
    assert list(second.told_apart_from.all()) == [first]

    moderator.post(url("_apart", first), {"other": second.pk, "undo": "1"})
    assert Nomination.objects.filter(possible_duplicate=True).count() == 2
