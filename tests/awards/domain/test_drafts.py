"""Drafts: begun, saved, given more time, found again and deleted."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager, nullcontext
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from urllib.parse import urlsplit

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.db.models.signals import post_init, pre_delete
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from hypothesis import HealthCheck, example, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st
from wagtail.models import ModelLogEntry, PageLogEntry

from awards.domain.answers import Answers
from awards.domain.deadlines import closes_at
from awards.domain.deletion import AlreadySentError, delete_draft, delete_old_drafts
from awards.domain.drafts import (
    MOST_CHARACTERS,
    MOST_INPUTS,
    HandledError,
    NoMoreTimeError,
    NotOpenError,
    TooLongError,
    delete_on,
    extend_draft,
    mail_links,
    save_answers,
    start_draft,
    state_of,
)
from awards.domain.questions import Question, definition_of
from awards.domain.submission import answer_supplement, send
from awards.domain.supplements import request_supplement
from awards.domain.uploads import receive
from awards.enums import QuestionKind, SendingState
from awards.models import Draft, Nomination, NominationFormPage, SupplementRequest, Upload
from awards.statuses import NominationStatus
from cms.models import OutgoingMail
from tests.cms.picture_files import photo
from tests.factories import AwardYearFactory, NominationFormFactory, UserFactory, day

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]

NOW = timezone.now()
ANSWERS: Answers = {
    "namn": "Färre fall",
    "bakgrund": "Många föll.",
    "kontaktperson": {"name": "Bo Al", "title": "", "email": "bo@example.se", "phone": ""},
}


def a_form(**dates: Any) -> NominationFormPage:
    year = AwardYearFactory.create(**(dates or {"open": True}))
    form: NominationFormPage = NominationFormFactory.create(parent=year)
    return form


def close(form: NominationFormPage, days_ago: int) -> None:
    """Move the period of the form's year so that its last day was so many days ago."""
    year = form.year
    year.opens_on, year.closes_on = day(-days_ago - 30), day(-days_ago)
    year.save()


def a_draft(form: NominationFormPage | None = None, email: str = "ann@example.se") -> Draft:
    return start_draft(form or a_form(), email, now=NOW)


def again(draft: Draft) -> Draft:
    return Draft.objects.get(pk=draft.pk)


def sent(draft: Draft) -> Draft:
    save_answers(draft, {"namn": "Färre fall"}, [], now=NOW)
    send(again(draft), definition_of(draft.form), ANSWERS, now=NOW)
    return again(draft)


def _mailed_link() -> str:
    """The path of the link in the one mail that there is."""
    lines = OutgoingMail.objects.get().text.splitlines()
    return urlsplit(next(line for line in lines if line.startswith("http"))).path


# --- Beginning ---


def test_the_link_that_is_mailed_leads_back(client: Client) -> None:
    draft = a_draft()

    response = client.get(_mailed_link())

    mail = OutgoingMail.objects.get()
    assert (mail.recipient, mail.about) == ("ann@example.se", "")
    assert str(draft.public_id) in response["Location"]
    assert client.get(response["Location"]).status_code == 200


@pytest.mark.parametrize("dates", [{"upcoming": True}, {"closed": True}, {"opens_on": None}])
def test_nothing_begins_outside_the_period(dates: dict[str, Any]) -> None:
    form = a_form(**dates)

    with pytest.raises(NotOpenError):
        start_draft(form, "ann@example.se", now=NOW)

    assert (Draft.objects.count(), OutgoingMail.objects.count()) == (0, 0)


# --- Saving ---


def test_two_windows_overwrite_each_other_only_where_both_have_written() -> None:
    draft = a_draft()
    first, second = again(draft), again(draft)

    save_answers(first, {"namn": "Ett", "bakgrund": "Det var svårt."}, [], now=NOW)
    save_answers(second, {"namn": "Två", "enhet": "Förskolan"}, [], now=NOW)

    assert again(draft).data == {"namn": "Två", "bakgrund": "Det var svårt.", "enhet": "Förskolan"}
    assert second.data == again(draft).data


@pytest.mark.parametrize(
    ("completed", "expected"),
    [
        (None, ["ett"]),
        (("två", True), ["ett", "två"]),
        (("ett", True), ["ett"]),
        (("ett", False), []),
        (("två", False), ["ett"]),
    ],
)
def test_a_step_is_done_once_it_has_no_error(
    completed: tuple[str, bool] | None, expected: list[str]
) -> None:
    draft = a_draft()
    save_answers(draft, {}, [], now=NOW, completed=("ett", True))

    save_answers(draft, {}, [], now=NOW, completed=completed)

    assert again(draft).completed == expected


def test_the_question_is_kept_as_it_was_when_it_was_answered() -> None:
    draft = a_draft()

    save_answers(
        draft,
        {"namn": "Ett"},
        [Question(key="namn", kind=QuestionKind.SHORT_TEXT, label="Namn")],
        now=NOW + timedelta(minutes=1),
    )

    assert again(draft).asked["namn"]["label"] == "Namn"
    assert again(draft).saved_at == NOW + timedelta(minutes=1)


def test_what_a_machine_adds_is_not_kept() -> None:
    draft = a_draft()
    save_answers(draft, {"namn": "Ett"}, [], now=NOW)

    for part in range(2):
        many = {f"{part}-{number}": "x" for number in range(MOST_INPUTS)}
        save_answers(draft, many, [], now=NOW)

    assert len(again(draft).data) == MOST_INPUTS
    assert again(draft).data["namn"] == "Ett"


def test_what_no_person_types_is_kept_in_no_draft() -> None:
    draft = a_draft()
    save_answers(draft, {"namn": "Ett", "bakgrund": "x" * (MOST_CHARACTERS - 3)}, [], now=NOW)
    made_up = [
        Question(key=f"{number}", kind=QuestionKind.LONG_TEXT, label="Borta")
        for number in range(MOST_INPUTS + 1)
    ]

    for too_much in ({"mer": "x" * 4}, {"namn": ["x" * 3, "x"]}):
        with pytest.raises(TooLongError):
            save_answers(draft, too_much, made_up, now=NOW)
    assert (again(draft).data["namn"], again(draft).asked) == ("Ett", {})

    save_answers(draft, {"bakgrund": "", "mer": "Nytt"}, made_up, now=NOW)
    assert again(draft).data == {"namn": "Ett", "bakgrund": "", "mer": "Nytt"}
    assert len(again(draft).asked) == MOST_INPUTS


# Halves of characters too: they arrive where a text was cut in two.
_texts = st.text(st.characters(codec=None))


def _kept(text: str) -> str:
    return "".join(sign for sign in text if sign != "\x00" and not "\ud800" <= sign <= "\udfff")


@given(_texts, st.lists(_texts, max_size=3))
@example(
    "rad ett\r\nrad två\n",
    ["\N{WOMAN}\N{ZERO WIDTH JOINER}\N{GIRL}", "\N{RIGHT-TO-LEFT OVERRIDE}txet"],
)
@example("\x00a\ud83d", ["\udcff"])
@example("å" * 1_000_000, ["\\", '"', "\\u0000"])
@hypothesis_settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_whatever_is_typed_comes_back(text: str, several: list[str]) -> None:
    draft = Draft.objects.first() or a_draft()

    save_answers(draft, {"en": text, "flera": several}, [], now=NOW)

    expected = {"en": _kept(text), "flera": [_kept(one) for one in several]}
    assert again(draft).data == expected
    assert draft.data == expected


# --- More time for one draft ---


def extend(draft: Draft, until: datetime) -> None:
    extend_draft(draft.code, until, actor=UserFactory.create(), reason="", now=NOW)


def test_more_time_lets_one_draft_be_sent_in_and_is_logged() -> None:
    form = a_form()
    draft, other = a_draft(form), a_draft(form, "bo@example.se")
    close(form, 3)
    actor = UserFactory.create()
    until = NOW + timedelta(days=1)

    extend_draft(f" {draft.code.lower()} ", until, actor=actor, reason="Sjukdom", now=NOW)

    states = [state_of(again(one), now=NOW) for one in (draft, other)]
    assert states == [SendingState.OPEN, SendingState.CLOSED]
    entry = PageLogEntry.objects.get(action="awards.draft.extend")
    assert (entry.page_id, entry.user, entry.timestamp) == (form.year.pk, actor, NOW)
    assert entry.data == {"until": until.isoformat()}
    own = ModelLogEntry.objects.for_instance(draft).get()
    assert (own.user, own.timestamp) == (actor, NOW)
    assert own.data == entry.data | {"code": draft.code, "reason": "Sjukdom"}


def test_why_a_draft_got_more_time_goes_with_the_draft() -> None:
    form = a_form()
    draft, other = a_draft(form), a_draft(form, "bo@example.se")
    for one in (draft, other):
        extend(one, NOW + timedelta(days=300))

    delete_draft(draft)

    kept = ModelLogEntry.objects.filter(action="awards.draft.time")
    assert [entry.data["code"] for entry in kept] == [other.code]
    assert PageLogEntry.objects.filter(action="awards.draft.extend").count() == 2


def test_a_code_that_names_no_draft_changes_nothing() -> None:
    with pytest.raises(Draft.DoesNotExist):
        extend_draft("XXXX-XXXX", NOW, actor=UserFactory.create(), reason="", now=NOW)

    assert PageLogEntry.objects.filter(action="awards.draft.extend").count() == 0


@pytest.mark.parametrize("is_over", [False, True])
def test_more_time_is_never_less_than_there_is(is_over: bool) -> None:
    form = a_form()
    draft = a_draft(form)
    if is_over:
        close(form, 3)
        extend(draft, NOW + timedelta(days=8))
    end = again(draft).extended_until or closes_at(form.year)
    assert end is not None

    for until in (end - timedelta(days=5), end):
        with pytest.raises(NoMoreTimeError) as refused:
            extend(draft, until)
        assert refused.value.until == end
    extend(draft, end + timedelta(minutes=1))

    assert again(draft).extended_until == end + timedelta(minutes=1)
    assert PageLogEntry.objects.filter(action="awards.draft.extend").count() == 1 + is_over


@pytest.mark.parametrize(
    ("status", "is_refused"),
    [
        (NominationStatus.SUBMITTED, False),
        (NominationStatus.WITHDRAWN, False),
        (NominationStatus.WITH_JURY, True),
        (NominationStatus.WINNER, True),
    ],
)
def test_what_is_in_the_hands_of_staff_gets_no_more_time(
    status: NominationStatus, is_refused: bool
) -> None:
    draft = sent(a_draft())
    Nomination.objects.update(status=status)
    later = NOW + timedelta(days=60)

    with pytest.raises(HandledError) if is_refused else nullcontext():
        extend(draft, later)

    assert again(draft).extended_until == (None if is_refused else later)


def test_what_staff_enter_gets_no_more_time() -> None:
    draft = a_draft()
    Draft.objects.update(came_in_at=NOW)

    with pytest.raises(HandledError):
        extend(draft, NOW + timedelta(days=60))


# --- Deleting ---


def test_a_deleted_draft_takes_its_files_with_it(
    django_capture_on_commit_callbacks: Any,
) -> None:
    draft = a_draft()
    upload = receive(
        draft,
        "bild",
        QuestionKind.PICTURE,
        SimpleUploadedFile("bild.jpg", photo("jpg")),
        now=NOW,
    )
    storage, name = upload.file.storage, str(upload.file.name)

    with django_capture_on_commit_callbacks(execute=True):
        delete_draft(draft)

    assert (Draft.objects.count(), Upload.objects.count()) == (0, 0)
    assert storage.exists(name) is False


@pytest.mark.parametrize("has_left", [False, True])
def test_a_deleted_draft_takes_the_mail_about_it_with_it(*, has_left: bool) -> None:
    form = a_form()
    first, second, others = a_draft(form), a_draft(form, "Ann@example.se"), a_draft(form, "bo@e.se")
    for draft in (first, others):
        mail_links(form, draft.email, now=NOW)
    if has_left:
        OutgoingMail.objects.update(sent_at=NOW, next_attempt_at=None)
    kept = sorted(OutgoingMail.objects.filter(recipient="bo@e.se").values_list("pk", flat=True))

    def left() -> list[str]:
        """Whom the mail that tells anything is to."""
        return sorted(mail.recipient.lower() for mail in OutgoingMail.objects.exclude(text=""))

    delete_draft(first)
    # The links were to both of them.
    assert left() == ["ann@example.se", "ann@example.se", "bo@e.se", "bo@e.se"]
    delete_draft(second)

    assert left() == ["bo@e.se", "bo@e.se"]
    assert OutgoingMail.objects.count() == (5 if has_left else 2)
    assert sorted(OutgoingMail.objects.exclude(recipient="").values_list("pk", flat=True)) == kept


def test_what_was_sent_in_is_not_deleted() -> None:
    draft = sent(a_draft())

    with pytest.raises(AlreadySentError):
        delete_draft(draft)

    assert Draft.objects.count() == 1


def _never_sent(form: NominationFormPage) -> Draft:
    draft = a_draft(form)
    save_answers(draft, {"namn": "Ett"}, [], now=NOW)
    return draft


def _sent(form: NominationFormPage) -> Draft:
    return sent(a_draft(form))


def _changed(form: NominationFormPage) -> Draft:
    draft = _sent(form)
    save_answers(draft, {"namn": "Ändrat"}, [], now=NOW)
    return draft


def _extended(form: NominationFormPage) -> Draft:
    draft = _never_sent(form)
    Draft.objects.filter(pk=draft.pk).update(extended_until=NOW)
    return draft


@pytest.mark.parametrize(
    ("make", "days_ago", "expected"),
    [
        (_never_sent, 0, {"namn": "Ett"}),
        (_never_sent, 29, {"namn": "Ett"}),
        (_never_sent, 30, None),
        (_never_sent, 300, None),
        (_extended, 30, {"namn": "Ett"}),
        (_sent, 300, {"namn": "Färre fall"}),
        (_changed, 29, {"namn": "Ändrat"}),
        (_changed, 30, {"namn": "Färre fall"}),
    ],
)
def test_old_drafts_go_and_entries_stay(
    make: Any, days_ago: int, expected: dict[str, str] | None
) -> None:
    form = a_form()
    draft = make(form)
    other = _never_sent(a_form())
    close(form, days_ago)

    delete_old_drafts(now=NOW)

    found = Draft.objects.filter(pk=draft.pk).first()
    assert (found.data if found else None) == expected
    assert again(other).data == {"namn": "Ett"}


@pytest.mark.parametrize("last", [date.max, date.max - timedelta(days=1)])
def test_a_day_at_the_end_of_all_days_stops_nothing(last: date) -> None:
    form = a_form()
    draft, other = _never_sent(form), _never_sent(form)
    # By the city's clock it is still that day, and half of it is over.
    Draft.objects.filter(pk=draft.pk).update(extended_until=datetime.combine(last, time(12), UTC))
    close(form, 30)

    assert delete_on(again(draft)) == date.max
    assert delete_old_drafts(now=NOW) == 1
    assert list(Draft.objects.filter(pk__in=[draft.pk, other.pk])) == [draft]


def test_a_draft_that_can_not_be_deleted_stops_no_other(
    caplog: pytest.LogCaptureFixture,
) -> None:
    form = a_form()
    drafts = [_never_sent(form) for _ in range(3)]
    close(form, 30)

    def refuse(sender: object, instance: Draft, **_: object) -> None:
        if instance == drafts[1]:
            raise OSError(instance.email)

    pre_delete.connect(refuse, sender=Draft)
    try:
        assert delete_old_drafts(now=NOW) == 2
    finally:
        pre_delete.disconnect(refuse, sender=Draft)

    assert list(Draft.objects.all()) == [drafts[1]]
    assert caplog.messages == ["A draft was not deleted: OSError"]
    assert delete_old_drafts(now=NOW) == 1


@contextmanager
def while_deleting(first: Draft, happens: Callable[[], object]) -> Iterator[None]:
    """Let something happen while a draft is being deleted, before the next one's turn."""

    def happen(sender: object, instance: Draft, **_: object) -> None:
        if instance == first:
            happens()

    pre_delete.connect(happen, sender=Draft)
    try:
        yield
    finally:
        pre_delete.disconnect(happen, sender=Draft)


def test_a_draft_that_is_given_more_time_meanwhile_stays() -> None:
    form = a_form()
    first, second = _never_sent(form), _never_sent(form)
    close(form, 30)

    with while_deleting(first, lambda: extend(second, NOW + timedelta(days=3))):
        assert delete_old_drafts(now=NOW) == 1

    assert list(Draft.objects.all()) == [second]
    assert again(second).data == {"namn": "Ett"}


def _ask(draft: Draft) -> SupplementRequest:
    """Ask for a supplement of what was sent in from a draft, and begin to write it."""
    nomination = Nomination.objects.get(draft=draft)
    Nomination.objects.update(status=NominationStatus.UNDER_REVIEW)
    actor, due = UserFactory.create(), day(14)
    request = request_supplement(
        nomination, text="Mer.", questions=["namn"], due_on=due, actor=actor, now=NOW
    )
    save_answers(again(draft), {"namn": "Inga fall"}, [], now=NOW)
    return request


def _ask_and_answer(draft: Draft) -> None:
    request = _ask(draft)
    answer_supplement(again(draft), request, ANSWERS | {"namn": "Inga fall"}, now=NOW)


@pytest.mark.parametrize("happens", [_ask, _ask_and_answer])
def test_a_supplement_that_is_written_meanwhile_stays(happens: Callable[[Draft], object]) -> None:
    form = a_form()
    first, second = _never_sent(form), _changed(form)
    close(form, 30)

    with while_deleting(first, lambda: happens(second)):
        assert delete_old_drafts(now=NOW) == 1

    assert again(second).data == {"namn": "Inga fall"}


def test_a_draft_that_is_deleted_meanwhile_is_no_error(caplog: pytest.LogCaptureFixture) -> None:
    form = a_form()
    first, second = _never_sent(form), _never_sent(form)
    close(form, 30)

    with while_deleting(first, lambda: delete_draft(second)):
        assert delete_old_drafts(now=NOW) == 1

    assert (Draft.objects.count(), caplog.messages) == (0, [])


def test_what_is_kept_for_ever_is_not_read_every_hour() -> None:
    form = a_form()
    _sent(form)
    close(form, 300)
    read = []

    def note(sender: object, **_: object) -> None:
        read.append(sender)

    post_init.connect(note)
    try:
        assert delete_old_drafts(now=NOW) == 0
    finally:
        post_init.disconnect(note)

    assert read == []


@pytest.mark.parametrize("count", [1, 3])
def test_what_is_not_over_is_one_query_however_much_it_is(count: int) -> None:
    form = a_form()
    for make in (_never_sent, _changed):
        for _number in range(count):
            make(form)
    close(form, 29)

    with CaptureQueriesContext(connection) as queries:
        assert delete_old_drafts(now=NOW) == 0

    assert len(queries) == 1


def test_a_draft_of_a_year_without_a_last_day_stays() -> None:
    form = a_form()
    draft = _never_sent(form)
    year = form.year
    year.closes_on = None
    year.save()

    assert delete_old_drafts(now=NOW + timedelta(days=1000)) == 0
    assert again(draft).data == {"namn": "Ett"}


# --- Links that are asked for ---


def test_links_are_mailed_to_those_who_have_begun(in_english: None) -> None:
    form = a_form()
    own = [a_draft(form, email) for email in ("ann@example.se", "Ann@Example.se")]
    a_draft(form, "bo@example.se")
    a_draft(a_form(), "ann@example.se")
    OutgoingMail.objects.all().delete()

    mail_links(form, "ANN@example.se", now=NOW)

    mail = OutgoingMail.objects.get()
    assert mail.recipient.lower() == "ann@example.se"
    assert mail.text.count("http://") == len(own)


@pytest.mark.parametrize(("days", "status"), [(13, 302), (15, 410)])
def test_a_link_works_for_two_weeks_from_when_it_was_mailed(
    days: int, status: int, client: Client
) -> None:
    form = a_form()
    a_draft(form)
    OutgoingMail.objects.all().delete()

    mail_links(form, "ann@example.se", now=NOW - timedelta(days=days))

    assert client.get(_mailed_link()).status_code == status


def test_nothing_is_mailed_to_somebody_unknown() -> None:
    form = a_form()
    a_draft(form)
    OutgoingMail.objects.all().delete()

    with CaptureQueriesContext(
        connection,
    ) as queries:
        mail_links(form, "bo@example.se", now=NOW)

    assert OutgoingMail.objects.count() == 0
    assert len(queries) == 1
