"""Sending in: what is received, what stays as it was, and what is refused."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from awards.domain.drafts import extend_draft, note_proved, save_answers, start_draft
from awards.domain.lifecycle import change_status
from awards.domain.mailing import SPAN, was_mailed
from awards.domain.questions import definition_of
from awards.domain.submission import (
    MOST_VERSIONS,
    AskedAnewError,
    ClosedError,
    TooOftenError,
    answer_supplement,
    send,
    withdraw,
)
from awards.domain.supplements import NothingAskedError, request_supplement
from awards.domain.uploads import receive, remove, remove_unsent
from awards.enums import Meaning, QuestionKind, SendingState
from awards.models import (
    Draft,
    Nomination,
    NominationFormPage,
    NominationVersion,
    SupplementRequest,
    Upload,
)
from awards.statuses import NominationStatus
from cms.models import OutgoingMail
from tests.cms.picture_files import photo
from tests.factories import (
    AwardFactory,
    AwardYearFactory,
    NominationFormFactory,
    OrganisationFactory,
    UserFactory,
    day,
    question,
    step,
)

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]

NOW = timezone.now()
CONTACT = {"name": "Bo Al", "title": "", "email": "bo@example.se", "phone": ""}
ANSWERS: dict[str, Any] = {
    "namn": "Färre fall",
    "bakgrund": "Många föll.",
    "kontaktperson": CONTACT,
}
OTHER = ANSWERS | {"namn": "Inga fall"}


@pytest.fixture
def form() -> NominationFormPage:
    award = AwardFactory.create(title="Framsteget")
    year = AwardYearFactory.create(parent=award, open=True, year=2026)
    made: NominationFormPage = NominationFormFactory.create(parent=year)
    return made


@pytest.fixture
def draft(form: NominationFormPage) -> Draft:
    made = start_draft(form, "ann@example.se", now=NOW)
    OutgoingMail.objects.all().delete()
    return made


def write(draft: Draft, **typed: str) -> Draft:
    """Save what was typed; the draft as it then is."""
    save_answers(draft, typed, [], now=NOW)
    return Draft.objects.get(pk=draft.pk)


def send_in(draft: Draft, answers: dict[str, Any] = ANSWERS) -> NominationVersion:
    fresh = write(draft, namn=answers["namn"])
    return send(fresh, definition_of(fresh.form), answers, now=NOW)


def close(draft: Draft, *, upcoming: bool = False) -> None:
    """Move the period so that it is over, or has not begun."""
    year = draft.year
    year.opens_on, year.closes_on = (day(3), day(9)) if upcoming else (day(-9), day(-3))
    year.save()


def queued() -> list[str]:
    return list(OutgoingMail.objects.order_by("pk").values_list("key", flat=True))


def facts(nomination: Nomination) -> dict[str, Any]:
    fresh = Nomination.objects.get(pk=nomination.pk)
    return {
        name: getattr(fresh, name)
        for name in ("reference", "status", "title", "organisation_name", "contact_email", "email")
    }


# --- Versions ---


def test_the_first_sending_makes_an_entry(draft: Draft) -> None:
    version = send_in(draft)

    assert facts(version.nomination) == {
        "reference": "FRA-2026-0001",
        "status": "submitted",
        "title": "Färre fall",
        "organisation_name": "",
        "contact_email": "bo@example.se",
        "email": "ann@example.se",
    }
    assert (version.number, version.received_at, version.answers) == (1, NOW, ANSWERS)
    assert queued() == [f"received:{version.pk}"]
    assert Draft.objects.get().has_unsent_changes is False


def test_a_change_makes_another_version_and_leaves_the_first(draft: Draft) -> None:
    first = send_in(draft)
    second = send_in(draft, OTHER)

    assert Nomination.objects.get().title == "Inga fall"
    assert list(NominationVersion.objects.values_list("number", "answers")) == [
        (1, ANSWERS),
        (2, OTHER),
    ]
    assert queued() == [f"received:{first.pk}", f"received:{second.pk}"]


def test_the_same_once_more_is_the_same_version(draft: Draft) -> None:
    versions = [send_in(draft) for _ in range(3)]

    assert {version.pk for version in versions} == {NominationVersion.objects.get().pk}
    assert len(queued()) == 1


def test_what_was_typed_otherwise_but_says_the_same_is_no_unsent_change(draft: Draft) -> None:
    send_in(draft)
    fresh = write(draft, namn="Färre fall  ")

    send(fresh, definition_of(fresh.form), ANSWERS, now=NOW)

    assert Draft.objects.get().has_unsent_changes is False
    assert NominationVersion.objects.count() == 1


def test_what_was_typed_while_it_was_sent_is_not_taken_for_sent(draft: Draft) -> None:
    checked = write(draft, namn="Färre fall")
    write(draft, namn="Ändrat i ett annat fönster")

    send(checked, definition_of(checked.form), ANSWERS, now=NOW)

    stored = Draft.objects.get()
    assert stored.sent_data == {"namn": "Färre fall"}
    assert stored.data == {"namn": "Ändrat i ett annat fönster"}


def test_a_version_is_never_changed(draft: Draft) -> None:
    version = send_in(draft)
    version.answers = {}

    with pytest.raises(TypeError):
        version.save()

    assert NominationVersion.objects.get().answers == ANSWERS


def test_editing_the_form_changes_nothing_of_what_was_received(
    draft: Draft, form: NominationFormPage
) -> None:
    version = send_in(draft)
    asked = version.asked
    form.steps = form.steps.stream_block.to_python(
        [step("Bidraget", question("short_text", "Något annat", meaning=Meaning.TITLE))]
    )
    form.save_revision().publish()

    assert NominationVersion.objects.get().asked == asked
    assert NominationVersion.objects.get().answers == ANSWERS


# --- The organisation ---


@pytest.mark.parametrize("is_in_register", [True, False])
def test_an_organisation_is_told_by_its_name_of_that_day(is_in_register: bool) -> None:
    year = AwardYearFactory.create(open=True)
    steps = [step("Enheten", question("organisation", "Förvaltning"))]
    form = NominationFormFactory.create(parent=year, steps=steps)
    draft = start_draft(form, "ann@example.se", now=NOW)
    known = OrganisationFactory.create(name="SISAB")
    answer = {"organisation": known.pk if is_in_register else None, "name": "SISAB"}

    send(draft, definition_of(form), {"forvaltning": answer}, now=NOW)
    known.name = "SISAB Skolfastigheter"
    known.save()

    nomination = Nomination.objects.get()
    assert nomination.organisation == (known if is_in_register else None)
    assert nomination.organisation_name == "SISAB"


# --- Time ---


@pytest.mark.parametrize(
    ("upcoming", "state"), [(True, SendingState.UPCOMING), (False, SendingState.CLOSED)]
)
def test_outside_the_period_nothing_is_received(
    upcoming: bool, state: SendingState, draft: Draft
) -> None:
    close(draft, upcoming=upcoming)

    with pytest.raises(ClosedError) as caught:
        send_in(draft)

    assert caught.value.state == state
    assert (Nomination.objects.count(), queued()) == (0, [])
    assert Draft.objects.get().data == {"namn": "Färre fall"}


def test_a_change_is_refused_after_the_last_day(draft: Draft) -> None:
    send_in(draft)
    close(draft)

    with pytest.raises(ClosedError):
        send_in(draft, OTHER)

    assert NominationVersion.objects.get().answers == ANSWERS


def test_a_repetition_that_comes_too_late_is_told_what_was_received(draft: Draft) -> None:
    version = send_in(draft)
    close(draft)

    assert send_in(draft) == version


def test_the_time_that_counts_is_the_servers(draft: Draft) -> None:
    until = NOW + timedelta(hours=1)
    close(draft)
    extend_draft(draft.code, until, actor=UserFactory.create(), reason="", now=NOW)
    fresh = Draft.objects.get()

    def received(at: datetime) -> bool:
        try:
            send(fresh, definition_of(fresh.form), ANSWERS, now=at)
        except ClosedError:
            return False
        return True

    assert [received(until), received(until - timedelta(seconds=1))] == [False, True]


# --- Taking back ---


def test_an_entry_is_taken_back_and_sent_in_again(draft: Draft) -> None:
    first = send_in(draft)
    withdraw(draft, now=NOW)
    assert facts(first.nomination)["status"] == "withdrawn"

    second = send_in(draft)

    assert (second.number, facts(second.nomination)["status"]) == (2, "submitted")
    assert second.nomination == first.nomination
    assert queued() == [
        f"received:{first.pk}",
        f"withdrawn:{first.nomination_id}:{NOW.isoformat()}",
        f"received:{second.pk}",
    ]


def test_a_double_click_takes_back_once(draft: Draft) -> None:
    send_in(draft)

    for _ in range(2):
        withdraw(draft, now=NOW + timedelta(seconds=1))

    assert len(queued()) == 2


def test_an_address_is_not_flooded_and_all_is_received(draft: Draft) -> None:
    def again(number: int, moment: datetime) -> NominationVersion:
        fresh = write(draft, namn=f"{number}")
        answers = ANSWERS | {"namn": f"{number}"}
        version = send(fresh, definition_of(fresh.form), answers, now=moment)
        withdraw(Draft.objects.get(pk=draft.pk), now=moment)
        return version

    versions = [again(number, NOW + timedelta(minutes=number)) for number in range(9)]
    other = start_draft(draft.form, draft.email, now=NOW)
    another = send(other, definition_of(draft.form), OTHER, now=NOW + timedelta(minutes=9))
    later = again(9, NOW + timedelta(hours=2))

    assert [version.number for version in versions] == list(range(1, 10))
    assert facts(later.nomination)["status"] == "withdrawn"
    receipts = [was_mailed(version) for version in (*versions, another, later)]
    assert receipts == [True] * 3 + [False] * 6 + [True] * 2
    mailed = [key.partition(":")[0] for key in queued() if not key.startswith("draft-started")]
    assert mailed[:6] == ["received", "withdrawn"] * 3
    assert mailed[6:] == ["received", "received", "withdrawn"]


def test_what_staff_enter_has_its_receipt_always(draft: Draft) -> None:
    for number in range(9):
        send_in(draft, ANSWERS | {"namn": f"{number}"})
    entered = start_draft(draft.form, draft.email, now=NOW)
    entered.entered_by, entered.came_in_at = UserFactory.create(), NOW
    entered.save()

    assert was_mailed(send_in(entered, OTHER)) is True


@pytest.mark.parametrize(
    ("name", "is_named"),
    [
        ("Färre fall", True),
        ("Kl. 10: 2.5 timmar", True),
        ("Logga in på https://evil.example/ nu", False),
        ("Logga in på evil.example nu", False),
        ("Skriv till vinst@evil.example", False),
    ],
)
def test_a_name_that_leads_away_is_mailed_to_whoever_has_shown_the_address(
    name: str, is_named: bool, draft: Draft
) -> None:
    def told() -> bool:
        mail = OutgoingMail.objects.order_by("pk").last()
        return bool(mail and name in mail.text)

    send_in(draft, ANSWERS | {"namn": name})
    at_first = told()
    note_proved(Draft.objects.get(pk=draft.pk), now=NOW)
    send_in(draft, ANSWERS | {"namn": name, "bakgrund": "Mer."})

    assert (at_first, told()) == (is_named, True)


def test_what_is_sent_as_often_as_a_machine_does_has_to_wait(draft: Draft) -> None:
    first = send_in(draft)
    for number in range(2, MOST_VERSIONS + 1):
        NominationVersion.objects.create(
            nomination=first.nomination,
            number=number,
            received_at=NOW,
            asked=first.asked,
            answers=first.answers,
            digest=f"{number}",
        )

    with pytest.raises(TooOftenError):
        send_in(draft, OTHER)
    again = write(draft, namn="Inga fall")
    later = send(again, definition_of(again.form), OTHER, now=NOW + SPAN)

    assert later.number == MOST_VERSIONS + 1


def test_nothing_is_taken_back_when_nothing_was_sent_or_the_time_is_over(draft: Draft) -> None:
    with pytest.raises(ClosedError):
        withdraw(draft, now=NOW)
    send_in(draft)
    close(draft)

    with pytest.raises(ClosedError):
        withdraw(draft, now=NOW)

    assert Nomination.objects.get().status == "submitted"


# --- Files ---


def test_a_file_that_was_sent_in_stays(draft: Draft) -> None:
    def picture() -> Upload:
        file = SimpleUploadedFile("bild.jpg", photo("jpg"))
        return receive(draft, "bild", QuestionKind.PICTURE, file, now=NOW)

    sent, unused = picture(), picture()
    answers = ANSWERS | {"bild": {"upload": str(sent.public_id)}}
    version = send_in(draft, answers)

    remove(sent)
    remove_unsent(draft)

    assert list(Upload.objects.values_list("pk", "nomination")) == [
        (sent.pk, version.nomination_id)
    ]
    assert sent.file.storage.exists(str(sent.file.name)) is True
    assert unused.pk not in Upload.objects.values_list("pk", flat=True)


# --- Supplements ---


def ask(draft: Draft, *questions: str) -> SupplementRequest:
    """Ask for a supplement after the last day, as a moderator does."""
    nomination = Nomination.objects.get(draft=draft)
    if nomination.status == NominationStatus.SUBMITTED:
        change_status(nomination, NominationStatus.UNDER_REVIEW, actor=None, now=NOW)
    close(draft)
    return request_supplement(
        nomination,
        text="Berätta mer.",
        questions=questions,
        due_on=day(5),
        actor=UserFactory.create(),
        now=NOW,
    )


def test_only_what_was_asked_for_changes_after_the_last_day(draft: Draft) -> None:
    send_in(draft)
    request = ask(draft, "bakgrund")

    version = answer_supplement(
        Draft.objects.get(), request, {"bakgrund": "Tio föll.", "namn": "Annat"}, now=NOW
    )

    request.refresh_from_db()
    assert version.answers == ANSWERS | {"bakgrund": "Tio föll."}
    assert (request.answer, request.closed_at) == (version, NOW)
    assert facts(version.nomination)["status"] == "supplemented"
    # Nobody is asked for more who has answered before the mail about it has left.
    assert queued()[-1:] == [f"received:{version.pk}"]
    assert f"supplement:{request.pk}" not in queued()


def test_a_second_answer_is_refused_and_a_repetition_is_not(draft: Draft) -> None:
    send_in(draft)
    request = ask(draft, "bakgrund")
    fresh = write(draft, bakgrund="Tio föll.")
    version = answer_supplement(fresh, request, {"bakgrund": "Tio föll."}, now=NOW)

    assert answer_supplement(fresh, request, {"bakgrund": "Tio föll."}, now=NOW) == version
    with pytest.raises(ClosedError):
        answer_supplement(write(draft, bakgrund="Elva."), request, {"bakgrund": "Elva."}, now=NOW)
    assert NominationVersion.objects.count() == 2


def test_an_answer_that_changes_nothing_is_an_answer_each_time(draft: Draft) -> None:
    send_in(draft)
    for number in (2, 3):
        request = ask(draft, "bakgrund")
        answers = {"bakgrund": ANSWERS["bakgrund"]}
        version = answer_supplement(Draft.objects.get(), request, answers, now=NOW)
        request.refresh_from_db()
        assert (version.number, request.answer) == (number, version)


def test_an_answer_may_be_taken_away(draft: Draft) -> None:
    send_in(draft)
    request = ask(draft, "bakgrund")

    version = answer_supplement(Draft.objects.get(), request, {}, now=NOW)

    assert set(version.answers) == {"namn", "kontaktperson"}


def test_an_answer_to_what_is_asked_for_no_longer_answers_nothing_else(draft: Draft) -> None:
    send_in(draft)
    former = ask(draft, "namn")
    change_status(former.nomination, NominationStatus.UNDER_REVIEW, actor=None, now=NOW)
    request = ask(draft, "namn", "bakgrund")

    with pytest.raises(AskedAnewError):
        answer_supplement(write(draft, namn="Nytt"), former, {"namn": "Nytt"}, now=NOW)

    request.refresh_from_db()
    assert (request.closed_at, NominationVersion.objects.count()) == (None, 1)


def test_what_else_was_changed_in_the_draft_is_not_taken_for_sent(draft: Draft) -> None:
    send_in(draft)
    request = ask(draft, "bakgrund")
    fresh = write(draft, namn="Ändrat", bakgrund="Tio föll.")

    answer_supplement(fresh, request, {"bakgrund": "Tio föll."}, now=NOW)

    assert Draft.objects.get().sent_data == {"namn": "Färre fall", "bakgrund": "Tio föll."}


@pytest.mark.parametrize("questions", [[], ["finns inte"]])
def test_nothing_is_asked_for_without_a_question(questions: list[str], draft: Draft) -> None:
    send_in(draft)

    with pytest.raises(NothingAskedError):
        ask(draft, *questions)

    assert SupplementRequest.objects.count() == 0
    assert Nomination.objects.get().status == "under_review"


def test_who_takes_an_entry_back_is_not_asked_for_more(draft: Draft) -> None:
    send_in(draft)
    ask(draft, "bakgrund")
    year = draft.year
    year.closes_on = day(3)
    year.save()

    withdraw(Draft.objects.get(), now=NOW)

    assert SupplementRequest.objects.get().closed_at == NOW
    version = send_in(draft, OTHER)
    assert facts(version.nomination)["status"] == "submitted"
