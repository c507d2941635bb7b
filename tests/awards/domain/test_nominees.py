"""Whoever is nominated by somebody else has to be told, and the inbox remembers it."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.utils import timezone
from wagtail.models import ModelLogEntry

from awards.domain.drafts import start_draft
from awards.domain.nominees import (
    BeforeTheEntryError,
    DayToComeError,
    NobodyNominatedError,
    mark_told,
    named_since,
)
from awards.domain.questions import definition_of, from_json
from awards.domain.submission import send
from awards.models import Draft, Nomination, NominationFormPage
from tests.awards.entries import ANSWERS, what_was_done
from tests.factories import (
    AwardYearFactory,
    NominationFormFactory,
    UserFactory,
    question,
    step,
)

pytestmark = pytest.mark.django_db

NOW = timezone.now()
TODAY = NOW.astimezone(ZoneInfo("Europe/Stockholm")).date()


def nominee(name: str) -> dict[str, Any]:
    return {"vem": {"name": name, "title": "", "email": "cia@example.se"}} if name else {}


@pytest.fixture
def form() -> NominationFormPage:
    made: NominationFormPage = NominationFormFactory.create(
        parent=AwardYearFactory.create(open=True)
    )
    asked = step("Vem", question("nominee", "Vem?", required=False))
    made.steps = [*made.steps.get_prep_value(), asked]
    made.save()
    return made


class Sender:
    """An applicant whose versions name one person after another."""

    def __init__(self, form: NominationFormPage) -> None:
        self.definition = definition_of(form)
        self.draft = start_draft(form, "ann@example.se", now=NOW)

    def send(self, name: str, *, after: timedelta = timedelta(0), text: str = "x") -> Nomination:
        """Send a version in that names somebody, or nobody."""
        draft = Draft.objects.get(pk=self.draft.pk)
        answers = ANSWERS | {"bakgrund": text} | nominee(name)
        nomination = send(draft, self.definition, answers, now=NOW + after).nomination
        return Nomination.objects.get(pk=nomination.pk)


@pytest.fixture
def sender(form: NominationFormPage) -> Sender:
    return Sender(form)


def since(nomination: Nomination) -> datetime | None:
    return named_since(nomination, from_json(nomination.newest_version.asked))


def test_who_is_nominated_is_kept_with_the_entry(sender: Sender) -> None:
    nomination = sender.send("Cia Norén")

    assert (nomination.nominee_name, nomination.nominee_told_on) == ("Cia Norén", None)
    assert "cia noren" in nomination.search_names


def test_nobody_is_nominated_by_a_form_that_was_left_without_an_answer(sender: Sender) -> None:
    assert sender.send("").nominee_name == ""


@pytest.mark.parametrize(
    ("second", "is_told"),
    [("Cia Norén", True), ("cia  noren", True), ("Dan Ek", False), ("", False)],
)
def test_another_person_has_not_been_told(second: str, is_told: bool, sender: Sender) -> None:
    nomination = sender.send("Cia Norén")
    mark_told(nomination, TODAY, name="Cia Norén", actor=UserFactory.create(), now=NOW)

    nomination = sender.send(second, text="y")

    assert nomination.nominee_name == second
    assert (nomination.nominee_told_on == TODAY) is is_told


def test_the_task_waits_since_the_person_was_named_first_in_a_row(sender: Sender) -> None:
    hours = [timedelta(hours=number) for number in range(5)]
    sender.send("Cia Norén", after=hours[0], text="0")
    sender.send("Dan Ek", after=hours[1], text="1")
    assert since(sender.send("Cia Norén", after=hours[2], text="2")) == NOW + hours[2]
    assert since(sender.send("Cia Noren", after=hours[3], text="3")) == NOW + hours[2]


def test_that_somebody_was_told_is_logged_and_can_be_undone(sender: Sender) -> None:
    nomination = sender.send("Cia Norén")
    actor = UserFactory.create()

    for day in (TODAY, TODAY, None):
        mark_told(nomination, day, name="Cia Norén", actor=actor, now=NOW)

    assert Nomination.objects.get().nominee_told_on is None
    log = ModelLogEntry.objects.filter(action="awards.nomination.nominee_told").order_by("pk")
    assert [(entry.user, entry.data) for entry in log] == [
        (actor, {"name": "Cia Norén", "day": TODAY.isoformat()}),
        (actor, {"name": "Cia Norén", "day": ""}),
    ]


@pytest.mark.parametrize(
    ("day", "name", "error"),
    [
        (TODAY + timedelta(days=1), "Cia Norén", DayToComeError),
        (TODAY - timedelta(days=1), "Cia Norén", BeforeTheEntryError),
        (TODAY, "Dan Ek", NobodyNominatedError),
        (TODAY, "", NobodyNominatedError),
        (None, "Dan Ek", NobodyNominatedError),
    ],
)
def test_nobody_is_told_too_early_or_in_somebody_elses_place(
    day: date | None, name: str, error: type[Exception], sender: Sender
) -> None:
    nomination = sender.send("Cia Norén")

    with pytest.raises(error):
        mark_told(nomination, day, name=name, actor=UserFactory.create(), now=NOW)

    assert Nomination.objects.get().nominee_told_on is None
    assert what_was_done().count() == 0
