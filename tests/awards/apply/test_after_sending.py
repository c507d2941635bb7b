"""What an applicant is told of changing and taking back, wherever the entry has come."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.urls import reverse
from django.utils import timezone

from awards.domain.lifecycle import change_status
from awards.domain.submission import withdraw
from awards.domain.supplements import request_supplement
from awards.models import AwardYearPage, Draft, Nomination, NominationFormPage
from awards.statuses import NominationStatus
from tests.awards.apply.applicant import Applicant
from tests.factories import (
    AwardYearFactory,
    NominationFormFactory,
    UserFactory,
    WinnerFactory,
    day,
)

pytestmark = pytest.mark.django_db

NEXT = "<p>Juryn läser alla ansökningar.</p>"
PROMISE = "as long as it has not been handed on to the jury"
WITHDRAWN = "You have taken back what you sent in. It takes no part."
SUPPLEMENT = "While we wait for your supplement, nothing else can be changed."
WITH_JURY = "What you sent in is with the jury now and can no longer be changed."
HANDLED = "What you sent in has been handled and can no longer be changed."
OVER = "The time for changing what you sent in is over."
SENTENCES = (PROMISE, WITHDRAWN, SUPPLEMENT, WITH_JURY, HANDLED, OVER)


@pytest.fixture
def applicant() -> Applicant:
    """Somebody who has sent something in."""
    year = AwardYearFactory.create(open=True)
    made = Applicant(NominationFormFactory.create(parent=year, after_sending=NEXT))
    made.apply()
    return made


def to(*statuses: NominationStatus) -> None:
    for status in statuses:
        entry = Nomination.objects.get()
        change_status(entry, status, actor=UserFactory.create(), now=timezone.now())


def close(form: NominationFormPage) -> None:
    year = form.year
    year.opens_on, year.closes_on = day(-9), day(-3)
    year.save()


def sent(applicant: Applicant) -> None:
    pass


def withdrawn(applicant: Applicant) -> None:
    withdraw(Draft.objects.get(), now=timezone.now())


def supplement(applicant: Applicant) -> None:
    to(NominationStatus.UNDER_REVIEW)
    request_supplement(
        Nomination.objects.get(),
        text="Berätta mer.",
        questions=["bakgrund"],
        due_on=day(3),
        actor=UserFactory.create(),
        now=timezone.now(),
    )


def with_jury(applicant: Applicant) -> None:
    to(NominationStatus.UNDER_REVIEW, NominationStatus.WITH_JURY)


def secretly_won(applicant: Applicant) -> None:
    with_jury(applicant)
    to(NominationStatus.WINNER)
    year = applicant.form.year
    year.winners_released_at = timezone.now() + timedelta(days=1)
    year.save()


def ineligible(applicant: Applicant) -> None:
    to(NominationStatus.UNDER_REVIEW, NominationStatus.INELIGIBLE)


def closed(before: Callable[[Applicant], None]) -> Callable[[Applicant], None]:
    def state(applicant: Applicant) -> None:
        before(applicant)
        close(applicant.form)

    return state


def told(page: str) -> list[str]:
    return [sentence for sentence in SENTENCES if sentence in page]


def test_a_supplement_that_says_nothing_new_is_not_sent_in(
    applicant: Applicant, in_english: None
) -> None:
    supplement(applicant)
    close(applicant.form)

    as_before = applicant.send()
    applicant.post("step", "bidraget", data={"bakgrund": "  Svar på Bakgrund "})
    but_for_spaces = applicant.send()
    status = Nomination.objects.get().status
    applicant.post("step", "bidraget", data={"bakgrund": "Tio föll."})

    assert [as_before.status_code, but_for_spaces.status_code] == [422, 422]
    page = as_before.content.decode()
    assert "No question has been answered anew. Answer at least one of them." in page
    assert f'href="{applicant.url("sent")}"' in page
    assert status == NominationStatus.SUPPLEMENT_REQUESTED
    assert applicant.send().status_code == 302
    assert Nomination.objects.get().status == NominationStatus.SUPPLEMENTED


def test_what_is_asked_for_anew_is_shown_before_it_is_answered(applicant: Applicant) -> None:
    supplement(applicant)
    read = applicant.get("check").context["flow"].request
    applicant.post("step", "bidraget", data={"bakgrund": "Tio föll."})
    supplement(applicant)

    answered = applicant.post("check", data={"asked": read.pk})

    assert (answered.status_code, answered["Location"]) == (302, applicant.url("check"))
    shown = applicant.client.get(answered["Location"])
    asked = shown.context["flow"].request
    assert (asked.pk > read.pk, asked.closed_at) == (True, None)
    assert f'name="asked" value="{asked.pk}"' in shown.content.decode()
    assert "Tio föll." in shown.content.decode()
    assert applicant.post("check", data={"asked": asked.pk})["Location"] == applicant.url("sent")


def test_it_is_told_where_a_receipt_is_mailed_no_more(
    applicant: Applicant, in_english: None
) -> None:
    told = []
    for number in range(7):
        applicant.post("step", "bidraget", data={"bakgrund": f"{number}"})
        promise = applicant.get("check").content.decode()
        page = applicant.client.get(applicant.send()["Location"]).content.decode()
        told.append(
            (
                "You get a receipt by e-mail." in promise,
                "so none is mailed of this. You can save a copy" in promise,
                f"A receipt has been mailed to {applicant.email}." in page,
                "so none was mailed of this. It has been received all the same." in page,
            )
        )

    assert told == [(True, False, True, False)] * 5 + [(False, True, False, True)] * 2


def test_who_sends_in_too_often_is_told_to_wait(
    applicant: Applicant, in_english: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("awards.domain.submission.MOST_VERSIONS", 1)
    applicant.post("step", "bidraget", data={"bakgrund": "Tio föll."})

    refused = applicant.send()

    assert refused.status_code == 429
    assert "You have sent in many times in a short while" in refused.content.decode()
    assert "Tio föll." in refused.content.decode()


@pytest.mark.parametrize(
    ("state", "sentence", "can_change", "can_take_back"),
    [
        (sent, PROMISE, True, True),
        (closed(sent), OVER, False, False),
        (withdrawn, WITHDRAWN, True, False),
        (closed(withdrawn), WITHDRAWN, False, False),
        (supplement, SUPPLEMENT, True, True),
        (closed(supplement), SUPPLEMENT, True, False),
        (with_jury, WITH_JURY, False, False),
        (secretly_won, WITH_JURY, False, False),
        (ineligible, HANDLED, False, False),
    ],
)
def test_it_is_told_whether_it_can_be_changed_and_taken_back(
    state: Callable[[Applicant], None],
    sentence: str,
    can_change: bool,
    can_take_back: bool,
    applicant: Applicant,
    in_english: None,
) -> None:
    state(applicant)

    page = applicant.get("sent").content.decode()

    assert told(page) == [sentence]
    assert (f'"{applicant.url("tasks")}"' in page) is can_change
    assert (f'"{applicant.url("take_back")}"' in page) is can_take_back


def announced(status: NominationStatus) -> Callable[[Applicant], None]:
    def state(applicant: Applicant) -> None:
        with_jury(applicant)
        to(status)
        AwardYearPage.objects.update(winners_released_at=timezone.now() - timedelta(hours=1))

    return state


@pytest.mark.parametrize(
    ("state", "heading", "meaning", "tells_next"),
    [
        (sent, "We have received what you sent in", "", True),
        (with_jury, "We have received what you sent in", "", True),
        (secretly_won, "We have received what you sent in", "", True),
        (supplement, "We need something more from you", "", False),
        (withdrawn, "You have taken back what you sent in", "", False),
        (ineligible, "What you sent in does not meet the conditions", "It takes no part.", False),
        (
            announced(NominationStatus.WINNER),
            "What you sent in has won",
            "Congratulations!",
            False,
        ),
        (
            announced(NominationStatus.SPECIAL_MENTION),
            "What you sent in has received a special mention",
            "Congratulations!",
            False,
        ),
        (
            announced(NominationStatus.FINALIST),
            "What you sent in was one of the finalists",
            "Thank you for taking part.",
            False,
        ),
        (
            announced(NominationStatus.NOT_SELECTED),
            "What you sent in was not selected this time",
            "Thank you for taking part.",
            False,
        ),
    ],
)
def test_the_page_begins_with_where_the_entry_stands(
    state: Callable[[Applicant], None],
    heading: str,
    meaning: str,
    *,
    tells_next: bool,
    applicant: Applicant,
    in_english: None,
) -> None:
    state(applicant)

    page = applicant.get("sent").content.decode()

    assert f"<h1>{heading}</h1>" in page
    assert meaning in page
    assert (NEXT in page) is tells_next


def test_the_winner_is_led_to_its_page_once_visitors_may_see_it(applicant: Applicant) -> None:
    announced(NominationStatus.WINNER)(applicant)
    entry = Nomination.objects.get()
    winner = WinnerFactory.create(parent=entry.year, title="Färre fall", draft=True)
    Nomination.objects.update(winner_page=winner)
    to_winner, to_year = f'href="{winner.url}"', f'<a href="{entry.year.url}">Se vilka'

    before = applicant.get("sent").content.decode()
    winner.save_revision().publish()
    after = applicant.get("sent").content.decode()

    assert (to_winner in before, to_year in before) == (False, True)
    assert (to_winner in after, to_year in after) == (True, False)
    AwardYearPage.objects.update(winners_released_at=timezone.now() + timedelta(hours=1))
    secret = applicant.get("sent").content.decode()
    assert (to_winner in secret, to_year in secret) == (False, False)


@pytest.mark.parametrize(
    ("state", "is_told"), [(sent, True), (withdrawn, False), (closed(withdrawn), False)]
)
def test_what_happens_next_happens_to_what_takes_part(
    state: Callable[[Applicant], None], is_told: bool, applicant: Applicant, in_english: None
) -> None:
    state(applicant)

    page = applicant.get("sent").content.decode()

    found = [words in page for words in (NEXT, "A receipt has been mailed", "What happens next")]
    assert found == [is_told] * 3


def text_of(applicant: Applicant, name: str) -> Any:
    return applicant.client.get(applicant.url(name), follow=True).content.decode()


@pytest.mark.parametrize(
    ("state", "words"),
    [
        (
            withdrawn,
            {
                "tasks": "You have taken back {reference}. It takes no part unless you send it in "
                "again.",
                "check": "You have taken back {reference}. It takes no part unless you send it in "
                "again.",
            },
        ),
        (closed(withdrawn), {"check": "You have taken back {reference}. It takes no part."}),
        (
            sent,
            {
                "tasks": "You have sent this in with the reference number {reference}.",
                "check": "This is what you have sent in, with the reference number {reference}.",
            },
        ),
    ],
)
def test_what_was_taken_back_is_told_as_that_where_it_can_be_changed(
    state: Callable[[Applicant], None],
    words: dict[str, str],
    applicant: Applicant,
    in_english: None,
) -> None:
    state(applicant)

    reference = Nomination.objects.get().reference
    found = {
        name: sentence.format(reference=reference) in text_of(applicant, name)
        for name, sentence in words.items()
    }
    assert found == dict.fromkeys(words, True)


def test_taking_back_is_possible_while_a_supplement_is_waited_for(applicant: Applicant) -> None:
    supplement(applicant)

    response = applicant.post("take_back")

    assert response["Location"] == reverse("apply:sent", args=[applicant.draft.public_id])
    assert Nomination.objects.get().status == NominationStatus.WITHDRAWN
