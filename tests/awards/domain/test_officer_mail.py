"""What those who handle entries are mailed in the morning, and when they are not."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.conf import settings
from django.contrib.auth.models import User
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils.translation import gettext, override

from awards.chores import mail_officers as chore
from awards.domain import manual, officer_mail
from awards.domain.officer_mail import mail_officers
from awards.domain.questions import definition_of
from awards.domain.submission import send
from awards.enums import EntrySource, MessageDirection, Role
from awards.models import (
    InboxPreferences,
    Message,
    Nomination,
    NominationFormPage,
    SupplementRequest,
)
from awards.statuses import NominationStatus
from cms.models import OutgoingMail
from tests.at_once import at_once
from tests.awards.entries import ANSWERS, make_nomination
from tests.factories import AwardYearFactory, MailFactory, NominationFormFactory, UserFactory

pytestmark = pytest.mark.django_db

STOCKHOLM = ZoneInfo("Europe/Stockholm")
#: A Wednesday morning.
MORNING = datetime(2026, 11, 25, 7, 0, tzinfo=STOCKHOLM)
YESTERDAY = MORNING - timedelta(days=1)
LONG_AGO = MORNING - timedelta(days=60)
SECRETS = ("Hemligt namn", "hemlig@example.se", "Hemlig fråga", "Hemlig person", "Hemligt behov")


@pytest.fixture
def form() -> NominationFormPage:
    made: NominationFormPage = NominationFormFactory.create(
        parent=AwardYearFactory.create(open=True)
    )
    return made


@pytest.fixture
def officer() -> User:
    made: User = UserFactory.create(username="handlaggaren", role=Role.MODERATOR)
    return made


@pytest.fixture
def entry(form: NominationFormPage) -> Nomination:
    """An old entry that somebody else has taken, whose mail has left the outbox."""
    made = make_nomination(form, email="hemlig@example.se", namn="Hemligt namn")
    Nomination.objects.update(
        received_at=LONG_AGO,
        updated_at=LONG_AGO,
        status=NominationStatus.WITH_JURY,
        case_officer=UserFactory.create(),
    )
    OutgoingMail.objects.all().delete()
    made.refresh_from_db()
    return made


def change(entry: Nomination, **facts: object) -> None:
    """Make something of an entry."""
    Nomination.objects.filter(pk=entry.pk).update(**facts)


def comes_in(entry: Nomination, officer: User) -> None:
    change(entry, received_at=YESTERDAY, updated_at=YESTERDAY)


def is_spam(entry: Nomination, officer: User) -> None:
    comes_in(entry, officer)
    change(entry, status=NominationStatus.SPAM)


def comes_in_later(entry: Nomination, officer: User) -> None:
    change(entry, received_at=MORNING, updated_at=MORNING)


def is_entered(entry: Nomination, officer: User) -> None:
    assert entry.form
    draft = manual.begin(
        entry.form,
        source=EntrySource.PAPER,
        came_in_at=LONG_AGO,
        email="",
        actor=officer,
        now=YESTERDAY,
    )
    made = send(draft, definition_of(entry.form), ANSWERS, now=YESTERDAY).nomination
    change(entry, reference="borta")
    change(made, reference="FRA-1", case_officer=officer, status=NominationStatus.WITH_JURY)


def asks(entry: Nomination, *, answered_at: datetime | None, due_on: date) -> None:
    SupplementRequest.objects.create(
        nomination=entry,
        text="Hemligt behov",
        due_on=due_on,
        requested_at=LONG_AGO,
        closed_at=answered_at,
        answer=entry.newest_version if answered_at else None,
    )


def is_supplemented(entry: Nomination, officer: User) -> None:
    asks(entry, answered_at=YESTERDAY, due_on=YESTERDAY.date())


def was_supplemented(entry: Nomination, officer: User) -> None:
    asks(entry, answered_at=LONG_AGO, due_on=YESTERDAY.date())


def is_no_longer_asked(entry: Nomination, officer: User) -> None:
    is_supplemented(entry, officer)
    SupplementRequest.objects.update(answer=None)


def writes(entry: Nomination, officer: User) -> None:
    Message.objects.create(
        nomination=entry,
        direction=MessageDirection.FROM_APPLICANT,
        subject="Hemlig fråga",
        text="Hemlig fråga",
        written_at=LONG_AGO,
    )
    change(entry, message_waiting=True)


def was_answered(entry: Nomination, officer: User) -> None:
    writes(entry, officer)
    change(entry, message_waiting=False)


def waits_for_an_officer(entry: Nomination, officer: User) -> None:
    change(entry, status=NominationStatus.UNDER_REVIEW, case_officer=None)


def lost_its_officer(entry: Nomination, officer: User) -> None:
    left = UserFactory.create(role=Role.MODERATOR, is_active=False)
    change(entry, status=NominationStatus.UNDER_REVIEW, case_officer=left)


def is_decided_without_one(entry: Nomination, officer: User) -> None:
    change(entry, case_officer=None)


def was_not_reached(entry: Nomination, officer: User) -> None:
    MailFactory.create(failed=True, about=entry.reference, recipient="hemlig@example.se")


def is_forgotten(entry: Nomination, officer: User) -> None:
    MailFactory.create(failed=True, about=entry.reference, recipient="")


def something_else_failed(entry: Nomination, officer: User) -> None:
    MailFactory.create(failed=True, recipient="hemlig@example.se")


def nothing(entry: Nomination, officer: User) -> None:
    pass


Happening = Callable[[Nomination, User], None]


def told(user: User, kind: str = "digest") -> str:
    """What somebody was mailed: each line, without the addresses and what every mail says."""
    mail = OutgoingMail.objects.filter(key__startswith=f"inbox-{kind}:{user.pk}:").latest("key")
    return mail.text.split(gettext("All entries:"))[0]


@pytest.fixture(autouse=True)
def _in_the_sites_language() -> Iterator[None]:
    with override(settings.LANGUAGE_CODE):
        yield


@pytest.mark.parametrize(
    ("happens", "words"),
    [
        (comes_in, "New entries: %(count)s"),
        (is_entered, "New entries: %(count)s"),
        (is_supplemented, "Supplements that have come in: %(count)s"),
        (writes, "Entries with a message that nobody has answered: %(count)s"),
        (waits_for_an_officer, "Entries without a case officer: %(count)s"),
        (lost_its_officer, "Entries without a case officer: %(count)s"),
        (was_not_reached, "Entries with mail that could not be delivered: %(count)s"),
        (nothing, None),
        (is_spam, None),
        (comes_in_later, None),
        (was_supplemented, None),
        (is_no_longer_asked, None),
        (was_answered, None),
        (is_decided_without_one, None),
        (is_forgotten, None),
        (something_else_failed, None),
    ],
)
@pytest.mark.both_databases
def test_a_summary_tells_what_has_happened_by_reference_number_alone(
    happens: Happening, words: str | None, entry: Nomination, officer: User
) -> None:
    change(entry, reference="FRA-1")
    entry.refresh_from_db()
    happens(entry, officer)
    shown = Nomination.objects.get(reference="FRA-1")

    count = mail_officers([officer], now=MORNING)

    if words is None:
        assert (count, OutgoingMail.objects.filter(key__startswith="inbox-").count()) == (0, 0)
        return
    mail = OutgoingMail.objects.get(key__startswith="inbox-")
    address = f"{settings.WAGTAILADMIN_BASE_URL}{reverse('awards_entry', args=[shown.pk])}"
    account = f"{settings.WAGTAILADMIN_BASE_URL}{reverse('wagtailadmin_account')}"
    heading = gettext(words) % {"count": 1}
    assert told(officer).strip().splitlines() == [heading, f"FRA-1: {address}"]
    assert (mail.recipient, mail.about, count) == (officer.email, "", 1)
    assert account in mail.text
    assert f'href="{address}"' in mail.html
    for secret in SECRETS:
        assert secret not in mail.subject + mail.text + mail.html


def is_late(entry: Nomination, officer: User) -> None:
    change(
        entry,
        status=NominationStatus.UNDER_REVIEW,
        updated_at=MORNING - timedelta(days=14, hours=1),
    )


def is_not_late(entry: Nomination, officer: User) -> None:
    change(entry, status=NominationStatus.UNDER_REVIEW, updated_at=MORNING - timedelta(days=14))


def is_overdue(entry: Nomination, officer: User) -> None:
    change(entry, status=NominationStatus.SUPPLEMENT_REQUESTED)
    asks(entry, answered_at=None, due_on=YESTERDAY.date())


def is_due_today(entry: Nomination, officer: User) -> None:
    change(entry, status=NominationStatus.SUPPLEMENT_REQUESTED)
    asks(entry, answered_at=None, due_on=MORNING.date())


def was_answered_late(entry: Nomination, officer: User) -> None:
    change(entry, status=NominationStatus.SUPPLEMENT_REQUESTED)
    asks(entry, answered_at=LONG_AGO, due_on=YESTERDAY.date())


def names_somebody(entry: Nomination, officer: User) -> None:
    change(entry, nominee_name="Hemlig person", received_at=MORNING - timedelta(days=7, hours=1))


def just_named_somebody(entry: Nomination, officer: User) -> None:
    change(entry, nominee_name="Hemlig person", received_at=MORNING - timedelta(days=7))


def has_told(entry: Nomination, officer: User) -> None:
    names_somebody(entry, officer)
    change(entry, nominee_told_on=YESTERDAY.date())


def was_taken_back(entry: Nomination, officer: User) -> None:
    names_somebody(entry, officer)
    change(entry, status=NominationStatus.WITHDRAWN)


def is_somebody_elses(entry: Nomination, officer: User) -> None:
    is_late(entry, officer)
    change(entry, case_officer=UserFactory.create())


@pytest.mark.parametrize(
    ("happens", "words"),
    [
        (is_late, "Sent in or supplemented more than %(days)s days ago: %(count)s"),
        (is_overdue, "The last day for the supplement has passed: %(count)s"),
        (names_somebody, "The nominated has not been told: %(count)s"),
        (nothing, None),
        (is_not_late, None),
        (is_due_today, None),
        (was_answered_late, None),
        (just_named_somebody, None),
        (has_told, None),
        (was_taken_back, None),
        (is_somebody_elses, None),
    ],
)
@pytest.mark.both_databases
def test_a_reminder_tells_what_of_ones_own_has_waited_too_long(
    happens: Happening, words: str | None, entry: Nomination, officer: User
) -> None:
    other = UserFactory.create(role=Role.MODERATOR)
    for user in (officer, other):
        InboxPreferences.objects.create(user=user, daily_digest=False)
    change(entry, case_officer=officer)
    happens(entry, officer)
    entry.refresh_from_db()

    count = mail_officers([officer, other], now=MORNING)

    mails = OutgoingMail.objects.filter(key__startswith="inbox-reminder:")
    assert (count, len(mails)) == (words is not None, words is not None)
    if words:
        address = f"{settings.WAGTAILADMIN_BASE_URL}{reverse('awards_entry', args=[entry.pk])}"
        lines = told(officer, "reminder").strip().splitlines()[2:]
        assert lines == [gettext(words) % {"count": 1, "days": 14}, f"{entry.reference}: {address}"]
        for secret in SECRETS:
            assert secret not in mails[0].text + mails[0].html


@pytest.mark.parametrize(
    ("now", "count"),
    [
        # Wednesday, by Stockholm's clock.
        (datetime(2026, 11, 25, 6, 59, 59, tzinfo=STOCKHOLM), 0),
        (datetime(2026, 11, 25, 5, 59, 59, tzinfo=ZoneInfo("UTC")), 0),
        (datetime(2026, 11, 25, 6, 0, tzinfo=ZoneInfo("UTC")), 1),
        (datetime(2026, 11, 25, 23, 59, tzinfo=STOCKHOLM), 1),
        # Friday, Saturday, Sunday, Monday.
        (datetime(2026, 11, 27, 7, 0, tzinfo=STOCKHOLM), 1),
        (datetime(2026, 11, 28, 7, 0, tzinfo=STOCKHOLM), 0),
        (datetime(2026, 11, 29, 23, 0, tzinfo=STOCKHOLM), 0),
        (datetime(2026, 11, 30, 6, 59, tzinfo=STOCKHOLM), 0),
        (datetime(2026, 11, 30, 7, 0, tzinfo=STOCKHOLM), 1),
        # The working days on either side of the nights when the clock is changed.
        (datetime(2026, 3, 27, 6, 0, tzinfo=ZoneInfo("UTC")), 1),
        (datetime(2026, 3, 30, 4, 59, tzinfo=ZoneInfo("UTC")), 0),
        (datetime(2026, 3, 30, 5, 0, tzinfo=ZoneInfo("UTC")), 1),
        (datetime(2026, 10, 23, 5, 0, tzinfo=ZoneInfo("UTC")), 1),
        (datetime(2026, 10, 26, 5, 59, tzinfo=ZoneInfo("UTC")), 0),
        (datetime(2026, 10, 26, 6, 0, tzinfo=ZoneInfo("UTC")), 1),
    ],
)
def test_mail_is_written_on_working_days_from_seven(
    now: datetime, count: int, entry: Nomination, officer: User
) -> None:
    waits_for_an_officer(entry, officer)
    change(entry, received_at=now - timedelta(days=300), updated_at=now)

    assert mail_officers([officer], now=now) == count


def test_each_gets_it_once_a_day_and_is_told_what_is_new_since_the_last(
    entry: Nomination, form: NominationFormPage, officer: User
) -> None:
    comes_in(entry, officer)
    first = [mail_officers([officer], now=MORNING + timedelta(hours=late)) for late in range(3)]
    next_day = mail_officers([officer], now=MORNING + timedelta(days=1))

    # The worker was down on Friday.
    for number, moment in enumerate(
        [MORNING, MORNING + timedelta(days=1, hours=23), MORNING + timedelta(days=5)]
    ):
        other = make_nomination(form, email=f"{number}@example.se", namn=f"Namn {number}")
        change(other, reference=f"NY-{number}", received_at=moment, case_officer=officer)
    Nomination.objects.update(status=NominationStatus.WITH_JURY)
    OutgoingMail.objects.exclude(key__startswith="inbox-").delete()
    monday = mail_officers([officer], now=MORNING + timedelta(days=5, hours=9))

    assert (first, next_day, monday) == ([1, 0, 0], 0, 1)
    assert [line.partition(":")[0] for line in told(officer).strip().splitlines()[1:]] == [
        "NY-0",
        "NY-1",
    ]


def test_a_summary_tells_of_a_week_at_most(entry: Nomination, officer: User) -> None:
    change(entry, received_at=MORNING - timedelta(days=7, seconds=1))
    before = mail_officers([officer], now=MORNING)
    change(entry, received_at=MORNING - timedelta(days=7))

    assert (before, mail_officers([officer], now=MORNING)) == (0, 1)


def test_a_long_list_is_cut_and_counted(
    entry: Nomination, form: NominationFormPage, officer: User
) -> None:
    for number in range(22):
        other = make_nomination(form, email=f"{number}@example.se", namn=f"Namn {number}")
        change(other, received_at=YESTERDAY, status=NominationStatus.WITH_JURY)

    mail_officers([officer], now=MORNING)

    lines = told(officer).strip().splitlines()
    assert len(lines) == 22
    assert lines[0] == gettext("New entries: %(count)s") % {"count": 22}
    assert lines[-1] == gettext("and %(more)s more") % {"more": 2}


@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_two_workers_write_each_mail_once(
    postgres: object, entry: Nomination, officer: User
) -> None:
    comes_in(entry, officer)
    change(entry, case_officer=officer)
    is_late(entry, officer)

    at_once(*[lambda: mail_officers([officer], now=MORNING)] * 2)

    kinds = OutgoingMail.objects.order_by("key").values_list("key", flat=True)
    assert [key.partition(":")[0] for key in kinds] == ["inbox-digest", "inbox-reminder"]


@pytest.mark.parametrize(
    ("digest", "reminders", "keys"),
    [
        (True, True, ["inbox-digest", "inbox-reminder"]),
        (False, True, ["inbox-reminder"]),
        (True, False, ["inbox-digest"]),
        (False, False, []),
    ],
)
def test_what_is_switched_off_is_not_mailed(
    digest: bool, reminders: bool, keys: list[str], entry: Nomination, officer: User
) -> None:
    InboxPreferences.objects.create(user=officer, daily_digest=digest, reminders=reminders)
    writes(entry, officer)
    is_late(entry, officer)
    change(entry, case_officer=officer)

    mail_officers([officer], now=MORNING)

    mailed = OutgoingMail.objects.order_by("key").values_list("key", flat=True)
    assert [key.partition(":")[0] for key in mailed] == keys


def test_only_those_who_handle_entries_and_have_an_address_are_mailed(
    entry: Nomination, officer: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    waits_for_an_officer(entry, officer)
    UserFactory.create(role=Role.MODERATOR, email="")
    UserFactory.create(role=Role.COMMUNICATOR, email="k@example.se")
    UserFactory.create(role=Role.COMMUNICATOR, email="borta@example.se", is_active=False)
    UserFactory.create(admin=True, email="admin@example.se")
    UserFactory.create(role=Role.JUROR)
    UserFactory.create(role=Role.REGISTRAR)
    UserFactory.create()

    chore(MORNING)
    chore(MORNING)

    mailed = OutgoingMail.objects.values_list("recipient", flat=True)
    assert sorted(mailed) == ["admin@example.se", officer.email, "k@example.se"]


def test_it_asks_the_database_as_often_for_one_officer_as_for_three(
    entry: Nomination, officer: User
) -> None:
    three = [officer, *(UserFactory.create(role=Role.MODERATOR) for _ in range(2))]
    counts = []
    for officers in ([officer], three):
        with CaptureQueriesContext(connection) as queries:
            assert mail_officers(officers, now=MORNING) == 0
        counts.append(len(queries))

    assert counts[0] == counts[1]


def test_what_a_mail_needs_does_not_grow_with_what_it_tells(
    entry: Nomination, form: NominationFormPage, officer: User
) -> None:
    counts = []
    for number in range(3):
        other = make_nomination(form, email=f"{number}@example.se", namn=f"Namn {number}")
        change(other, received_at=YESTERDAY, case_officer=officer, updated_at=LONG_AGO)
        OutgoingMail.objects.all().delete()
        with CaptureQueriesContext(connection) as queries:
            assert mail_officers([officer], now=MORNING) == 2
        counts.append(len(queries))

    assert counts[0] == counts[2]


def test_the_morning_is_seven_in_stockholm() -> None:
    assert officer_mail.MORNING.isoformat() == "07:00:00"
