"""Entries for tests of what happens after one has been sent in."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import Any

from django.db.models import QuerySet
from django.utils import timezone
from wagtail.models import ModelLogEntry

from awards.domain.drafts import start_draft
from awards.domain.questions import definition_of
from awards.domain.submission import send
from awards.enums import Audience, QuestionKind
from awards.models import AwardYearPage, Nomination, NominationFormPage, Upload
from awards.statuses import NominationStatus

#: Good answers to the short form of ``NominationFormFactory``.
ANSWERS = {
    "namn": "Färre fall",
    "bakgrund": "Många föll.",
    "kontaktperson": {"name": "Bo Al", "title": "", "email": "bo@example.se", "phone": ""},
}


def make_public(form: NominationFormPage, *kinds: QuestionKind) -> None:
    """Let everybody see what a form's questions of some kinds are answered with."""
    for step in form.steps:
        for question in step.value["questions"]:
            if question.block_type in kinds:
                question.value["audience"] = Audience.PUBLIC
    form.save()


def make_nomination(
    form: NominationFormPage, *, email: str = "ann@example.se", **answers: Any
) -> Nomination:
    """An entry that was sent in by the domain's own verbs, without a browser."""
    now = timezone.now()
    draft = start_draft(form, email, now=now)
    return send(draft, definition_of(form), ANSWERS | answers, now=now).nomination


def bare_nomination(
    year: AwardYearPage, number: int, status: NominationStatus, **fields: Any
) -> Nomination:
    """An entry of a status, without a form and versions: quick to make, and to list."""
    now = timezone.now()
    values = {
        "reference": f"FRA-2026-{number:04d}",
        "title": f"Nummer {number}",
        "search_names": f"nummer {number}",
        "email": f"s{number}@example.se",
        "received_at": now,
        "updated_at": now,
    } | fields
    return Nomination.objects.create(year=year, number=number, status=status, **values)


def receive(
    year: AwardYearPage,
    moment: str = "2026-09-01T12:00Z",
    status: NominationStatus = NominationStatus.SUBMITTED,
    **fields: Any,
) -> None:
    """A bare entry with the year's next number, received at a moment."""
    number = year.nominations.count() + 1
    fields |= {"reference": f"{year.pk}-{number}", "received_at": datetime.fromisoformat(moment)}
    bare_nomination(year, number, status, **fields)


def what_was_done() -> QuerySet[ModelLogEntry]:
    """What the log tells of entries, besides that they came."""
    return ModelLogEntry.objects.exclude(action="awards.nomination.received")


def lose(upload: Upload) -> None:
    """Remove the files of an upload from where they are kept."""
    for path in _paths(upload):
        path.unlink()


def put_out_of_reach(upload: Upload) -> None:
    """Have the storage fail with something else than that there is no such file."""
    lose(upload)
    for path in _paths(upload):
        # A folder in the file's place.
        path.mkdir()


def _paths(upload: Upload) -> list[Path]:
    return [Path(file.path) for file in (upload.file, upload.thumbnail) if file]
