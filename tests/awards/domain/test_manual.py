"""What came in another way than by the form, in the words of the domain."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.utils import timezone
from wagtail.models import ModelLogEntry

from awards.domain import manual
from awards.domain.deletion import delete_old_drafts
from awards.domain.drafts import (
    delete_on,
    drafts_of,
    mail_links,
    save_answers,
    state_of,
)
from awards.domain.handling import act
from awards.domain.questions import definition_of
from awards.domain.submission import ClosedError, answer_supplement, send, withdraw
from awards.domain.supplements import request_supplement
from awards.enums import EntrySource, Role, SendingState
from awards.models import (
    AwardYearPage,
    Draft,
    Nomination,
    NominationFormPage,
    NominationVersion,
    SupplementRequest,
)
from awards.statuses import InboxAction, NominationStatus
from cms.dates import CITY_TIME_ZONE
from cms.models import OutgoingMail
from tests.awards.entries import ANSWERS, make_nomination
from tests.factories import AwardYearFactory, NominationFormFactory, UserFactory, day

pytestmark = pytest.mark.django_db

NOW = timezone.now()
YESTERDAY = NOW - timedelta(days=1)
SOON = NOW + timedelta(hours=1)
SOURCES = [EntrySource.PAPER, EntrySource.PHONE, EntrySource.EMAIL]


@pytest.fixture
def form() -> NominationFormPage:
    year = AwardYearFactory.create(open=True)
    made: NominationFormPage = NominationFormFactory.create(parent=year)
    return made


@pytest.fixture
def officer() -> User:
    made: User = UserFactory.create(username="handlaggaren", role=Role.MODERATOR)
    return made


def day_ago(days: int) -> datetime:
    """So many days ago at this time by the city's clock, which may have been put back since."""
    return NOW.astimezone(CITY_TIME_ZONE) - timedelta(days=days)


def begun(form: NominationFormPage, officer: User, **told: Any) -> Draft:
    """Something that an officer has begun to enter."""
    facts: dict[str, Any] = {
        "source": EntrySource.PAPER,
        "came_in_at": YESTERDAY,
        "email": "",
        "now": NOW,
    }
    return manual.begin(form, actor=officer, **facts | told)


def entered(form: NominationFormPage, officer: User, **told: Any) -> Nomination:
    """An entry that an officer has entered."""
    draft = begun(form, officer, **told)
    return send(draft, definition_of(form), ANSWERS, now=NOW).nomination


def asked(entry: Nomination, officer: User) -> SupplementRequest:
    """What an officer has asked more of."""
    act(entry, InboxAction.REVIEW, actor=officer, now=NOW)
    return request_supplement(
        entry, text="Mer.", questions=["bakgrund"], due_on=day(7), actor=officer, now=NOW
    )


@pytest.mark.both_databases
@pytest.mark.parametrize(
    ("source", "state", "email"),
    [
        (source, state, email)
        for source, email in zip(SOURCES, ["", "", "ann@example.se"], strict=True)
        for state in ({}, {"upcoming": True}, {"open": True}, {"extended": True}, {"closed": True})
    ],
)
def test_it_is_received_when_it_came_in_whatever_the_date_and_the_source(
    source: EntrySource, state: dict[str, bool], email: str, officer: User
) -> None:
    form = NominationFormFactory.create(parent=AwardYearFactory.create(**state))

    draft = begun(form, officer, source=source, email=email)
    mailed_before = OutgoingMail.objects.count()
    entry = send(draft, definition_of(form), ANSWERS, now=NOW).nomination

    draft.refresh_from_db()
    version = NominationVersion.objects.get()
    assert (entry.source, entry.email, entry.number, entry.status) == (
        source,
        email,
        1,
        NominationStatus.SUBMITTED,
    )
    assert {entry.received_at, version.received_at} == {YESTERDAY}
    # Lists tell the newest, and what has waited, by when it could be seen there.
    assert entry.updated_at == NOW
    assert (draft.entered_by, draft.came_in_at, draft.nomination) == (None, None, entry)
    assert mailed_before == 0
    assert [mail.recipient for mail in OutgoingMail.objects.all()] == [email] * bool(email)


def test_it_is_told_who_entered_it(form: NominationFormPage, officer: User) -> None:
    entry = entered(form, officer, source=EntrySource.PHONE)

    told = ModelLogEntry.objects.get(action="awards.nomination.entered")
    assert (told.object_id, told.user, told.timestamp) == (str(entry.pk), officer, NOW)
    assert told.data == {
        "source": "phone",
        "received_at": YESTERDAY.isoformat(),
        "version": 1,
    }


@pytest.mark.parametrize(
    ("opens", "came_in", "is_taken"),
    [
        (-7, -372, True),
        (-7, -374, False),
        (7, -365, True),
        (7, -367, False),
        (None, -365, True),
        (None, -367, False),
    ],
)
def test_what_came_in_more_than_a_year_before_the_opening_is_a_slip_of_the_finger(
    opens: int | None, came_in: int, is_taken: bool, form: NominationFormPage, officer: User
) -> None:
    AwardYearPage.objects.update(opens_on=None if opens is None else day(opens))
    form = NominationFormPage.objects.get()

    if is_taken:
        begun(form, officer, came_in_at=day_ago(-came_in))
    else:
        with pytest.raises(manual.TooLongAgoError):
            begun(form, officer, came_in_at=day_ago(-came_in))

    assert Draft.objects.exists() is is_taken


def test_nothing_has_come_in_tomorrow(form: NominationFormPage, officer: User) -> None:
    with pytest.raises(manual.NotComeYetError):
        begun(form, officer, came_in_at=NOW + timedelta(minutes=1))

    assert not Draft.objects.exists()


@pytest.mark.parametrize(
    ("told", "is_the_same"),
    [
        ({}, True),
        ({"source": EntrySource.PHONE}, False),
        ({"came_in_at": day_ago(2)}, False),
        ({"email": "ann@example.se"}, False),
        ({"now": NOW + timedelta(seconds=10)}, False),
    ],
)
def test_a_second_click_begins_nothing_more(
    told: dict[str, Any], is_the_same: bool, form: NominationFormPage, officer: User
) -> None:
    first = begun(form, officer)
    of_a_colleague = begun(form, UserFactory.create(), **told)

    second = begun(form, officer, **told)

    assert (first == second) is is_the_same
    assert of_a_colleague not in {first, second}


def test_what_has_been_registered_is_not_begun_again(
    form: NominationFormPage, officer: User
) -> None:
    entered(form, officer)

    assert begun(form, officer).nomination is None


@pytest.mark.both_databases
def test_numbers_follow_the_order_of_registration_and_other_moments_their_own(
    form: NominationFormPage, officer: User
) -> None:
    first = make_nomination(form, email="a@example.se", namn="A")
    paper = entered(form, officer, came_in_at=YESTERDAY - timedelta(days=30))
    later = make_nomination(form, email="b@example.se", namn="B")
    # Another one waited for its number while the first was received.
    Nomination.objects.filter(pk=later.pk).update(received_at=SOON)
    entered(form, officer)
    waited = make_nomination(form, email="c@example.se", namn="C")

    assert [first.number, paper.number, later.number, waited.number] == [1, 2, 3, 5]
    assert paper.received_at == YESTERDAY - timedelta(days=30)
    assert waited.received_at == SOON


@pytest.mark.parametrize(
    ("dates", "state"),
    [
        ({"open": True}, SendingState.OPEN),
        ({"closed": True}, SendingState.CLOSED),
        ({"upcoming": True}, SendingState.UPCOMING),
    ],
)
def test_what_has_been_entered_is_the_applicants_by_the_dates_of_the_year(
    dates: dict[str, bool], state: SendingState, officer: User
) -> None:
    form = NominationFormFactory.create(parent=AwardYearFactory.create(**dates))
    entry = entered(form, officer, email="ann@example.se")
    NominationFormPage.objects.update(grace_minutes=0)
    draft = Draft.objects.select_related("form", "year").get()

    assert state_of(draft, now=NOW) == state
    if not state.accepts:
        with pytest.raises(ClosedError):
            withdraw(draft, now=NOW)
    else:
        assert withdraw(draft, now=NOW) == entry


def test_the_applicant_gets_no_link_to_what_has_not_been_registered(
    form: NominationFormPage, officer: User
) -> None:
    draft = begun(form, officer, email="ann@example.se")

    before = drafts_of(form, "ann@example.se")
    mail_links(form, "ann@example.se", now=NOW)
    assert not OutgoingMail.objects.exists()
    send(draft, definition_of(form), ANSWERS, now=NOW)

    assert (before, drafts_of(form, "Ann@example.se")) == ([], [draft])


def test_what_has_been_begun_is_listed_for_the_one_who_began_it(
    form: NominationFormPage, officer: User
) -> None:
    older = begun(form, officer, now=NOW - timedelta(hours=1))
    newer = begun(form, officer)
    entered(form, officer, email="ann@example.se")
    begun(form, UserFactory.create(role=Role.MODERATOR))

    assert manual.begun_by(officer) == [newer, older]


@pytest.mark.parametrize(
    ("closes_on", "begun_ago", "stays"),
    [
        (None, 0, True),
        (None, 29, True),
        (None, 30, False),
        (-300, 0, True),
        (-300, 29, True),
        (-300, 30, False),
        (-5, 40, True),
        (5, 40, True),
    ],
)
def test_what_was_never_registered_is_deleted_after_the_usual_time(
    closes_on: int | None, begun_ago: int, stays: bool, officer: User
) -> None:
    dates: dict[str, date] = {}
    if closes_on is not None:
        dates = {"opens_on": day(closes_on - 20), "closes_on": day(closes_on)}
    form = NominationFormFactory.create(parent=AwardYearFactory.create(**dates))
    draft = begun(form, officer, now=day_ago(begun_ago), came_in_at=day_ago(90))
    assert (delete_on(draft) or day(99)) > day(0) or not stays

    assert delete_old_drafts(now=NOW) == (0 if stays else 1)
    assert Draft.objects.exists() is stays


@pytest.mark.both_databases
def test_a_supplement_that_came_another_way_is_entered_where_no_mail_reaches(
    form: NominationFormPage, officer: User
) -> None:
    entry = entered(form, officer)
    request = asked(entry, officer)
    other = UserFactory.create(role=Role.COMMUNICATOR)
    came = NOW - timedelta(hours=1)

    draft = manual.begin_supplement(
        entry, source=EntrySource.PHONE, came_in_at=came, actor=other, now=NOW
    )
    save_answers(draft, {"bakgrund": "Mer text."}, [], now=NOW)
    answers = {"bakgrund": "Mer text.", "namn": "Annat"}
    version = answer_supplement(draft, request, answers, now=NOW)

    draft.refresh_from_db()
    request.refresh_from_db()
    entry.refresh_from_db()
    told = ModelLogEntry.objects.filter(data__version=2).get(action="awards.nomination.entered")
    assert (version.number, version.received_at, entry.updated_at) == (2, came, NOW)
    assert version.answers == ANSWERS | {"bakgrund": "Mer text."}
    assert (request.answer, request.closed_at) == (version, NOW)
    assert (entry.status, entry.source) == (NominationStatus.SUPPLEMENTED, EntrySource.PAPER)
    assert (draft.entered_by, draft.came_in_at) == (None, None)
    assert (told.user, told.data["source"]) == (other, "phone")
    last = ModelLogEntry.objects.filter(action="awards.nomination.status").latest("timestamp", "pk")
    assert (last.data["to"], last.user) == ("supplemented", other)
    assert not OutgoingMail.objects.exists()


def test_a_supplement_is_the_applicants_own_where_there_is_an_address(
    form: NominationFormPage, officer: User
) -> None:
    entry = entered(form, officer, email="ann@example.se")
    asked(entry, officer)

    with pytest.raises(manual.NotForStaffError):
        manual.begin_supplement(
            entry, source=EntrySource.PAPER, came_in_at=NOW, actor=officer, now=NOW
        )

    assert not Draft.objects.get().is_entered_by_staff
    assert OutgoingMail.objects.filter(key__startswith="supplement:").count() == 1


@pytest.mark.parametrize(
    ("came_in_at", "error"),
    [
        (NOW + timedelta(minutes=1), manual.NotComeYetError),
        (YESTERDAY - timedelta(minutes=1), manual.BeforeTheEntryError),
    ],
)
def test_a_supplement_came_in_after_the_entry_and_before_now(
    came_in_at: datetime, error: type[Exception], form: NominationFormPage, officer: User
) -> None:
    entry = entered(form, officer)
    asked(entry, officer)

    with pytest.raises(error):
        manual.begin_supplement(
            entry, source=EntrySource.PAPER, came_in_at=came_in_at, actor=officer, now=NOW
        )

    assert not Draft.objects.get().is_entered_by_staff


def test_no_supplement_is_entered_that_nobody_waits_for(
    form: NominationFormPage, officer: User
) -> None:
    entry = entered(form, officer)

    with pytest.raises(manual.NotForStaffError):
        manual.begin_supplement(
            entry, source=EntrySource.PAPER, came_in_at=NOW, actor=officer, now=NOW
        )


def test_nothing_else_of_the_applicants_can_be_done_with_a_supplement(
    form: NominationFormPage, officer: User
) -> None:
    entry = entered(form, officer)
    request = asked(entry, officer)
    draft = manual.begin_supplement(
        entry, source=EntrySource.PAPER, came_in_at=NOW, actor=officer, now=NOW
    )
    save_answers(draft, {"namn": "Annat"}, [], now=NOW)
    act(entry, InboxAction.REVIEW, actor=officer, now=NOW)

    for verb in (
        lambda: withdraw(draft, now=NOW),
        lambda: answer_supplement(draft, request, ANSWERS, now=NOW),
        lambda: send(draft, definition_of(form), ANSWERS | {"namn": "Annat"}, now=NOW),
    ):
        with pytest.raises(ClosedError):
            verb()
    assert NominationVersion.objects.count() == 1


def test_sending_twice_registers_once(form: NominationFormPage, officer: User) -> None:
    AwardYearPage.objects.update(opens_on=day(-30), closes_on=day(-9))
    draft = begun(form, officer)
    definition = definition_of(form)

    first = send(draft, definition, ANSWERS, now=NOW)
    second = send(draft, definition, ANSWERS, now=NOW)

    assert first == second
    assert Nomination.objects.count() == 1
    assert ModelLogEntry.objects.filter(action="awards.nomination.entered").count() == 1
