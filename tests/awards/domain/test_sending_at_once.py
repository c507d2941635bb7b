"""Sending in while something else happens to the same entry, on a database with real locks."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from datetime import timedelta
from threading import Event

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.db.models.signals import pre_delete
from django.utils import timezone

from awards.domain.answers import Answers
from awards.domain.deletion import delete_old_drafts
from awards.domain.drafts import extend_draft, save_answers, start_draft
from awards.domain.lifecycle import change_status
from awards.domain.questions import FormDefinition, definition_of
from awards.domain.submission import send
from awards.domain.uploads import prepare, receive
from awards.enums import QuestionKind
from awards.models import (
    AwardYearPage,
    Draft,
    Nomination,
    NominationFormPage,
    NominationVersion,
    Upload,
)
from awards.statuses import NominationStatus
from cms.models import OutgoingMail
from tests.at_once import at_once
from tests.cms.picture_files import photo
from tests.factories import AwardYearFactory, NominationFormFactory, UserFactory, day
from tests.storages import waits_in_transactions

pytestmark = pytest.mark.django_db(transaction=True, serialized_rollback=True)

#: Seconds that something is held locked, for others to run into it.
HELD = 0.2


@pytest.fixture
def form(postgres: object) -> NominationFormPage:
    made: NominationFormPage = NominationFormFactory.create(
        parent=AwardYearFactory.create(open=True, year=2026)
    )
    return made


def answers(name: str) -> Answers:
    contact = {"name": "Bo Al", "title": "", "email": "bo@example.se", "phone": ""}
    return {"namn": name, "bakgrund": "Det var svårt.", "kontaktperson": contact}


def new_draft(form: NominationFormPage, email: str = "ann@example.se") -> Draft:
    draft = start_draft(form, email, now=timezone.now())
    save_answers(draft, {"namn": "Färre fall"}, [], now=timezone.now())
    return Draft.objects.get(pk=draft.pk)


def held(act: Callable[[], object], done: Event) -> None:
    """Do something, and commit it a while after it has been done."""
    with transaction.atomic():
        act()
        done.set()
        time.sleep(HELD)


def after(done: Event, act: Callable[[], object]) -> object:
    """Do something as soon as something else has been done, though not committed."""
    assert done.wait(30)
    return act()


def sender(draft: Draft, definition: FormDefinition, name: str) -> Callable[[], NominationVersion]:
    return lambda: send(draft, definition, answers(name), now=timezone.now())


def receipts() -> int:
    return OutgoingMail.objects.filter(key__startswith="received:").count()


@pytest.fixture
def times() -> Iterator[int]:
    """Races are run so often: not every one of them is close."""
    return iter(range(10))


def test_a_double_click_begins_one_draft(form: NominationFormPage, times: Iterator[int]) -> None:
    for number in times:

        def begin(sheet: str = f"{number}") -> Draft:
            return start_draft(form, "ann@example.se", now=timezone.now(), sheet=sheet)

        first, second = at_once(begin, begin)

        assert first == second
    assert Draft.objects.count() == 10
    assert OutgoingMail.objects.count() == 10


def test_a_double_click_makes_one_entry_and_one_receipt(
    form: NominationFormPage, times: Iterator[int]
) -> None:
    definition = definition_of(form)
    for number in times:
        draft = new_draft(form, f"{number}@example.se")

        first, second = at_once(*[sender(draft, definition, "Färre fall")] * 2)

        assert first == second
        assert Nomination.objects.count() == number + 1
        assert NominationVersion.objects.count() == number + 1
        assert receipts() == number + 1


def test_entries_that_are_sent_at_once_get_numbers_in_the_order_of_receipt(
    form: NominationFormPage, times: Iterator[int]
) -> None:
    definition = definition_of(form)
    drafts = [new_draft(form, f"{number}@example.se") for number in times]

    at_once(*[sender(draft, definition, "Färre fall") for draft in drafts])

    entries = list(Nomination.objects.order_by("number"))
    assert [entry.number for entry in entries] == list(range(1, len(drafts) + 1))
    moments = [entry.received_at for entry in entries]
    assert moments == sorted(moments)
    assert receipts() == len(drafts)


def test_an_entry_is_never_received_before_the_one_with_the_number_before(
    form: NominationFormPage,
) -> None:
    definition, now = definition_of(form), timezone.now()
    late = send(new_draft(form, "a@example.se"), definition, answers("A"), now=now)
    draft = new_draft(form, "b@example.se")

    # It came earlier, and waited for its number.
    early = send(draft, definition, answers("B"), now=now - timedelta(seconds=1))

    assert (late.nomination.number, early.nomination.number) == (1, 2)
    assert (early.received_at, early.nomination.received_at) == (now, now)
    again = send(draft, definition, answers("C"), now=now - timedelta(seconds=1))
    assert (again.number, again.received_at) == (2, now)


def test_a_save_during_a_sending_is_kept_as_not_yet_sent(form: NominationFormPage) -> None:
    draft, done = new_draft(form), Event()
    act = sender(draft, definition_of(form), "Färre fall")
    typed = {"bakgrund": "Mer."}

    at_once(
        lambda: held(act, done),
        lambda: after(
            done,
            lambda: save_answers(Draft.objects.get(pk=draft.pk), typed, [], now=timezone.now()),
        ),
    )

    draft.refresh_from_db()
    assert draft.nomination
    assert draft.data == {"namn": "Färre fall", "bakgrund": "Mer."}
    assert draft.sent_data == {"namn": "Färre fall"}


def test_a_save_between_the_check_and_the_sending_is_kept_as_not_yet_sent(
    form: NominationFormPage,
) -> None:
    checked = new_draft(form)
    other_window = Draft.objects.get(pk=checked.pk)
    save_answers(other_window, {"namn": "Inga fall"}, [], now=timezone.now())

    send(checked, definition_of(form), answers("Färre fall"), now=timezone.now())

    other_window.refresh_from_db()
    assert other_window.data == {"namn": "Inga fall"}
    assert other_window.has_unsent_changes


@pytest.mark.parametrize("moderator_first", [True, False])
def test_a_moderators_change_of_status_stays_when_the_entry_is_sent_again(
    form: NominationFormPage, moderator_first: bool
) -> None:
    draft, definition = new_draft(form), definition_of(form)
    entry = sender(draft, definition, "Färre fall")().nomination
    actor, done = UserFactory.create(admin=True), Event()

    def review() -> None:
        under_review = NominationStatus.UNDER_REVIEW
        change_status(entry, under_review, actor=actor, now=timezone.now())

    again = sender(Draft.objects.get(pk=draft.pk), definition, "Inga fall")
    first, second = (review, again) if moderator_first else (again, review)
    at_once(lambda: held(first, done), lambda: after(done, second))

    entry.refresh_from_db()
    assert (entry.status, entry.title) == (NominationStatus.UNDER_REVIEW, "Inga fall")
    assert entry.versions.count() == 2


def test_a_file_that_is_being_sent_in_stays_when_old_drafts_go(form: NominationFormPage) -> None:
    definition, now = definition_of(form), timezone.now()
    new_draft(form, "bo@example.se")
    second = new_draft(form)
    sender(second, definition, "Färre fall")()
    file = SimpleUploadedFile("bild.jpg", photo("jpg"))
    upload = receive(second, "bild", QuestionKind.PICTURE, file, now=now)
    save_answers(second, {"bild": str(upload.public_id)}, [], now=now)
    AwardYearPage.objects.update(opens_on=day(-90), closes_on=day(-40))
    actor, deleting, done = UserFactory.create(admin=True), Event(), Event()
    changed = answers("Inga fall") | {"bild": {"upload": str(upload.public_id)}}

    def send_again() -> None:
        until = now + timedelta(days=1)
        draft = extend_draft(second.code, until, actor=actor, reason="", now=now)
        send(draft, definition, changed, now=now)

    def wait(sender: object, instance: Draft, **_: object) -> None:
        deleting.set()
        assert done.wait(30)

    pre_delete.connect(wait, sender=Draft)
    try:
        at_once(
            lambda: delete_old_drafts(now=now),
            lambda: after(deleting, lambda: held(send_again, done)),
        )
    finally:
        pre_delete.disconnect(wait, sender=Draft)

    assert list(Draft.objects.all()) == [second]
    assert list(Upload.objects.values_list("pk", "nomination__draft")) == [(upload.pk, second.pk)]


def test_nothing_waits_for_a_storage_while_a_picture_is_prepared(
    form: NominationFormPage, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nor for two workers that prepare it at once, of whom one leaves its files behind."""
    file = SimpleUploadedFile("bild.jpg", photo("jpg"))
    upload = receive(new_draft(form), "bild", QuestionKind.PICTURE, file, now=timezone.now())
    waits = waits_in_transactions(monkeypatch)

    first, second = at_once(*[lambda: prepare(Upload.objects.get())] * 2)

    assert waits == [False] * len(waits) != []
    assert first.file.name == second.file.name == Upload.objects.get().file.name
    assert not upload.file.storage.exists(str(upload.file.name))
