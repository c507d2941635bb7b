"""Two moderators and an applicant acting on one entry, in every order and at the same moment.

What they do is made up by hypothesis. Each of them acts on what they saw last, as somebody does
who has had a form open for a while. In rounds, all act in turn or all at once, each by a connection
of their own. The entry has a double, which they may take for it: that is how locks meet.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from functools import partial
from itertools import count
from threading import Barrier
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.db import transaction
from django.utils import timezone
from hypothesis import HealthCheck, Phase, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st
from wagtail.log_actions import registry

from awards.domain.drafts import save_answers, start_draft
from awards.domain.handling import (
    ChangedMeanwhileError,
    Seen,
    act,
    add_note,
    as_seen,
    hand_over,
)
from awards.domain.holding import AT_ONCE, EarlyError, Hold
from awards.domain.lifecycle import NotUndoableError, TransitionError, undo
from awards.domain.messages import mark_read, receive_message, send_message
from awards.domain.outbox import MailChangedError, let_go, take_out
from awards.domain.promotion import AlreadyPromotedError, NotAwardedError, promote
from awards.domain.questions import FormDefinition, definition_of
from awards.domain.submission import AskedAnewError, ClosedError, answer_supplement, send, withdraw
from awards.domain.supplement_requests import open_request
from awards.domain.supplements import request_supplement
from awards.domain.unanswered import settle_waiting
from awards.enums import MessageDirection
from awards.models import Draft, Nomination, NominationFormPage, WinnerPage
from awards.statuses import ACTIONS, TRANSITIONS, InboxAction, NominationStatus
from cms.models import OutgoingMail
from tests.at_once import at_once
from tests.awards.entries import ANSWERS
from tests.factories import AwardYearFactory, NominationFormFactory, UserFactory, day

pytestmark = pytest.mark.django_db(transaction=True, serialized_rollback=True)

#: What may keep somebody from what they wanted; nothing else may.
TOO_LATE = (
    TransitionError,
    ChangedMeanwhileError,
    NotUndoableError,
    ClosedError,
    AskedAnewError,
    EarlyError,
    MailChangedError,
    OutgoingMail.DoesNotExist,
    NotAwardedError,
    AlreadyPromotedError,
)
#: Where the entries are when all begins: just sent in, or winners.
BEGINNINGS: tuple[list[InboxAction], ...] = (
    [],
    [InboxAction.REVIEW, InboxAction.TO_JURY, InboxAction.WINNER],
)

#: What a moderator does: look at an entry anew, or something with it as they saw it last.
DEEDS = ["look", "act", "act", "act", "undo", "take", "note"]
DEEDS += ["write", "write", "read", "let_go", "take_out", "promote"]
MODERATORS = st.tuples(st.sampled_from(DEEDS), st.integers(0, 9))
APPLICANTS = st.sampled_from(["send", "send", "answer", "withdraw", "write", "look"])
ROUNDS = st.lists(
    st.tuples(st.booleans(), st.permutations([0, 1, 2]), MODERATORS, MODERATORS, APPLICANTS),
    min_size=2,
    max_size=6,
)


@dataclass
class Moderator:
    """Somebody with two entries before them, as they were when they looked."""

    user: User
    entries: list[int]
    seen: list[Nomination] = field(default_factory=list)
    versions: list[int] = field(default_factory=list)
    notes: Iterator[int] = field(default_factory=count)

    def look(self) -> None:
        """Open both entries anew."""
        self.seen = [Nomination.objects.get(pk=pk) for pk in self.entries]
        self.versions = [entry.newest_version.number for entry in self.seen]

    def do(self, what: str, which: int) -> list[str]:
        """Do something, with the double at times; what has been done, as it will be logged."""
        # The double is there to be in the way, so it is seldom chosen.
        index = int(which == 9)
        entry, now = self.seen[index], timezone.now()
        seen = Seen.of(entry, version=self.versions[index])
        match what:
            case "look":
                self.look()
            case "act":
                return self._act(entry, seen, which, index)
            case "undo":
                undone = undo(entry, actor=self.user, now=now)
                return [f"{index} undo>{undone.status}"]
            case "take":
                hand_over(entry, self.user, seen=entry.case_officer_id, actor=self.user, now=now)
            case "note":
                add_note(entry, f"Tanke {next(self.notes)}", actor=self.user, now=now)
                return [f"{index} note"]
            case "write":
                self._write(entry, which)
            case "read":
                mark_read(entry, actor=self.user, now=now)
            case "let_go" | "take_out":
                return [f"{index} {done}" for done in self._handle_mail(entry, what, which)]
            case "promote":
                promote(entry, actor=self.user)
                return [f"{index} promoted"]
        return []

    def _write(self, entry: Nomination, which: int) -> None:
        """Write the same as everybody writes by this form, with a double click."""
        for _click in range(2):
            send_message(
                entry,
                subject="Hej",
                text=f"Ord {which}",
                language="sv",
                hold=Hold(by_hand=True) if which % 2 else AT_ONCE,
                key=f"{which}",
                actor=self.user,
                now=timezone.now(),
                is_answer=True,
                may_be_early=which % 3 > 0,
            )

    def _handle_mail(self, entry: Nomination, what: str, which: int) -> list[str]:
        """Do something with the mail that was written last, with a double click."""
        mail = OutgoingMail.objects.filter(message__nomination=entry).order_by("-pk").first()
        if mail is None:
            return []
        by: dict[str, Any] = {"actor": self.user, "now": timezone.now()}
        if what == "let_go":
            let_go(mail.pk, **by, may_be_early=which % 3 > 0)
            return ["released"]
        take_out(mail.pk, **by)
        with pytest.raises(OutgoingMail.DoesNotExist):
            take_out(mail.pk, **by)
        return ["taken_out"]

    def _act(self, entry: Nomination, seen: Seen, which: int, index: int) -> list[str]:
        actions = list(ACTIONS[seen.status])
        if not actions:
            return []
        action, now = actions[which % len(actions)], timezone.now()
        with as_seen(entry, seen):
            if action == InboxAction.SUPPLEMENT:
                request_supplement(
                    entry, text="Mer", questions=["namn"], due_on=day(7), actor=self.user, now=now
                )
            else:
                act(entry, action, actor=self.user, now=now, reason="Så är det.")
        return [f"{index} {seen.status}>{ACTIONS[seen.status][action]}"]


@dataclass
class Applicant:
    """Whoever sent the entry in."""

    draft: Draft
    definition: FormDefinition
    sent: Iterator[int]

    @property
    def nomination(self) -> Nomination:
        """The entry as it is now."""
        return Nomination.objects.get(draft=self.draft)

    def do(self, what: str) -> list[str]:
        """Do something; what has been done."""
        now, draft = timezone.now(), Draft.objects.get(pk=self.draft.pk)
        if what == "withdraw":
            before = self._times_withdrawn()
            withdraw(draft, now=now)
            return ["withdrawn"] * (self._times_withdrawn() - before)
        if what == "write":
            receive_message(draft, f"Fråga {next(self.sent)}", now=now)
        if what in {"look", "write"}:
            return []
        name = f"Version {next(self.sent)}"
        save_answers(draft, {"namn": name}, [], now=now)
        draft.refresh_from_db()
        if what == "send":
            version = send(draft, self.definition, ANSWERS | {"namn": name}, now=now)
        elif request := open_request(self.nomination):
            version = answer_supplement(draft, request, {"namn": name}, now=now)
        else:
            return []
        return [f"version {version.number}"] if version.answers["namn"] == name else []

    def _times_withdrawn(self) -> int:
        """How often the applicant has done it, whatever staff did for them."""
        changes = _changes(self.nomination)
        return [change.data["to"] for change in changes if change.user is None].count("withdrawn")


def attempt(deed: Callable[[], list[str]]) -> list[str]:
    """Do something that may come too late; then nothing has been done."""
    try:
        return deed()
    except TOO_LATE:
        return []


def all_at_once(deeds: Iterable[Callable[[], list[str]]]) -> list[str]:
    """Do all of it at the same time."""
    done = at_once(*[partial(attempt, deed) for deed in deeds])
    return [line for lines in done for line in lines]


@pytest.fixture
def form(postgres: object) -> NominationFormPage:
    made: NominationFormPage = NominationFormFactory.create(
        parent=AwardYearFactory.create(open=True, year=2026)
    )
    return made


def sent(form: NominationFormPage, definition: FormDefinition, name: str) -> Draft:
    draft = start_draft(form, "ann@example.se", now=timezone.now())
    save_answers(draft, {"namn": name}, [], now=timezone.now())
    draft.refresh_from_db()
    send(draft, definition, ANSWERS | {"namn": name}, now=timezone.now())
    return Draft.objects.get(pk=draft.pk)


@given(rounds=ROUNDS, beginning=st.sampled_from(BEGINNINGS))
@hypothesis_settings(
    max_examples=25,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
    # What depends on how threads met can't be made smaller by trying again.
    phases=[Phase.explicit, Phase.generate],
)
def test_whatever_happens_at_once_the_entry_tells_the_same_as_its_history(
    form: NominationFormPage,
    rounds: list[Any],
    beginning: list[InboxAction],
) -> None:
    OutgoingMail.objects.all().delete()
    definition = definition_of(form)
    number = Nomination.objects.count()
    drafts = [sent(form, definition, f"Bidrag {number}") for _entry in range(2)]
    entries = [draft.nomination for draft in drafts if draft.nomination]
    moderators = [Moderator(user, [entry.pk for entry in entries]) for user in users()]
    done = [line for action in beginning for line in begin(entries, action, moderators[0].user)]
    for moderator in moderators:
        moderator.look()
    applicant = Applicant(drafts[0], definition, count())

    for is_at_once, order, first, second, third in rounds:
        everything = [
            partial(moderators[0].do, *first),
            partial(moderators[1].do, *second),
            partial(applicant.do, third),
        ]
        if is_at_once:
            done += all_at_once(everything)
        else:
            for place in order:
                done += attempt(everything[place])

    for index, entry in enumerate(entries):
        check(Nomination.objects.get(pk=entry.pk), index, done)
    assert_each_mail_once(entries, done)


def begin(entries: list[Nomination], action: InboxAction, actor: User) -> list[str]:
    """Do something with each entry before all begins; what has been done."""
    done = []
    for index, entry in enumerate(entries):
        status = NominationStatus(entry.status)
        act(entry, action, actor=actor, now=timezone.now(), reason="Så är det.")
        entry.refresh_from_db()
        done.append(f"{index} {status}>{entry.status}")
    return done


def users() -> list[User]:
    known = list(User.objects.filter(username__in=["anna", "bo"]).order_by("username"))
    return known or [UserFactory.create(username=name) for name in ("anna", "bo")]


def check(entry: Nomination, index: int, done: list[str]) -> None:
    """Hold an entry to its own history, and that to what its people were told."""
    changes = _changes(entry)
    froms = [entry.data["from"] for entry in changes]
    tos = [entry.data["to"] for entry in changes]
    # Each change begins where the one before it ended, and the last one is what is stored.
    assert [*froms, entry.status] == [NominationStatus.SUBMITTED, *tos]
    for place, change in enumerate(changes):
        if change.action == "awards.nomination.undo":
            undone = changes[place - 1]
            assert (undone.data["to"], undone.data["from"]) == (froms[place], tos[place])
            assert (undone.action, undone.user) == ("awards.nomination.status", change.user)
            assert change.timestamp - undone.timestamp < timedelta(minutes=30)
        else:
            assert tos[place] in TRANSITIONS[NominationStatus(froms[place])]
    # What a moderator was told is done is there, from the status that they saw.
    by_staff = [f"{index} {_from(change)}>{change.data['to']}" for change in changes if change.user]
    told = [line for line in done if line.startswith(f"{index} ") and ">" in line]
    assert sorted(told) == sorted(by_staff)
    assert entry.notes.count() == done.count(f"{index} note")

    numbers = [version.number for version in entry.versions.order_by("pk")]
    assert numbers == list(range(1, len(numbers) + 1))
    moments = [version.received_at for version in entry.versions.order_by("number")]
    assert moments == sorted(moments)
    assert entry.title == entry.newest_version.answers["namn"]
    assert entry.updated_at == moments[-1]
    if index == 0:
        received = [f"version {number}" for number in numbers[1:]]
        assert sorted(line for line in done if line.startswith("version")) == sorted(received)

    assert WinnerPage.objects.filter(nomination=entry).count() == done.count(f"{index} promoted")
    check_messages(entry, index, done)
    waits = entry.supplement_requests.waiting().count()
    assert waits == (entry.status == NominationStatus.SUPPLEMENT_REQUESTED)
    assert entry.file_missing is False
    assert entry.possible_duplicate is _is_double(entry)


def check_messages(entry: Nomination, index: int, done: list[str]) -> None:
    """Hold what was written to the outbox and to the history."""
    logged = registry.get_logs_for_instance(entry)
    handled = logged.filter(action="awards.nomination.mail").values_list("data", flat=True)
    for what in ("released", "taken_out"):
        is_logged = [data["what"] for data in handled].count(what)
        assert is_logged == done.count(f"{index} {what}")
    assert logged.filter(action="awards.nomination.message").count() == entry.messages.count()
    written = entry.messages.filter(direction=MessageDirection.TO_APPLICANT)
    # Each is in the outbox or was taken out of it, and what is there is there once.
    assert written.filter(mail=None).count() == done.count(f"{index} taken_out")
    texts = list(written.exclude(mail=None).values_list("text", flat=True))
    assert sorted(texts) == sorted(set(texts))
    waits = entry.message_waiting
    settle_waiting(entry)
    assert waits == entry.message_waiting


def _changes(entry: Nomination) -> list[Any]:
    actions = ["awards.nomination.status", "awards.nomination.undo"]
    logged = registry.get_logs_for_instance(entry).filter(action__in=actions)
    return list(logged.select_related("user").order_by("pk"))


def _from(change: Any) -> str:
    return "undo" if change.action == "awards.nomination.undo" else change.data["from"]


def _is_double(entry: Nomination) -> bool:
    out = {NominationStatus.WITHDRAWN, NominationStatus.SPAM, NominationStatus.DISPOSED}
    same = Nomination.objects.filter(year=entry.year_id, name_key=entry.name_key)
    return entry.status not in out and same.exclude(status__in=out).count() > 1


def assert_each_mail_once(entries: list[Nomination], done: list[str]) -> None:
    """There is one mail of each thing that is told by mail, and no other."""
    expected = {
        "received": sum(entry.versions.count() for entry in entries),
        # Nothing leaves here, so whoever is not asked any longer has not been mailed about it.
        "supplement": sum(entry.supplement_requests.waiting().count() for entry in entries),
        "message": sum(entry.messages.exclude(mail=None).count() for entry in entries),
        "withdrawn": sum(
            change.data["to"] == NominationStatus.WITHDRAWN
            for entry in entries
            for change in _changes(entry)
        ),
    }
    keys = [key.partition(":")[0] for key in OutgoingMail.objects.values_list("key", flat=True)]
    keys = [key for key in keys if key != "draft-started"]
    assert {kind: keys.count(kind) for kind in expected} == expected
    assert len(keys) == sum(expected.values())
    by_applicant = [c for entry in entries for c in _changes(entry) if c.user is None]
    withdrawals = [c for c in by_applicant if c.data["to"] == NominationStatus.WITHDRAWN]
    assert len(withdrawals) == done.count("withdrawn")


def test_two_doubles_can_be_put_away_at_once(form: NominationFormPage) -> None:
    definition, (actor, _other) = definition_of(form), users()
    entries = [sent(form, definition, "Färre fall").nomination for _entry in range(2)]
    both_locked = Barrier(2)

    def put_away(entry: Nomination) -> None:
        with transaction.atomic():
            Nomination.objects.select_for_update().get(pk=entry.pk)
            both_locked.wait(30)
            act(entry, InboxAction.SPAM, actor=actor, now=timezone.now())

    at_once(*[partial(put_away, entry) for entry in entries if entry])

    flags = Nomination.objects.values_list("status", "possible_duplicate")
    assert list(flags) == [(NominationStatus.SPAM, False)] * 2
