"""What was received, question by question, as the applicant reads and keeps it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.template.loader import render_to_string

from awards.models import Nomination, NominationVersion

from .answers import readable
from .questions import from_json


@dataclass(frozen=True)
class Receipt:
    """A version of an entry, in lines."""

    reference: str
    title: str
    award: str
    form: str
    number: int
    received_at: datetime
    #: Of each step: its title, and its questions with their lines of answers.
    steps: list[tuple[str, list[tuple[str, list[str]]]]]


def receipt_of(nomination: Nomination, version: NominationVersion | None = None) -> Receipt:
    """The receipt of a version of an entry: the newest one unless another is given."""
    version = version or nomination.newest_version
    definition = from_json(version.asked)
    names = {str(upload.public_id): upload.name for upload in nomination.uploads.all()}
    return Receipt(
        reference=nomination.reference,
        title=nomination.title,
        award=definition.award,
        form=definition.title,
        number=version.number,
        received_at=version.received_at,
        steps=[
            (
                step.title,
                [
                    (question.label, readable(question, version.answers.get(question.key), names))
                    for question in step.questions
                ],
            )
            for step in definition.steps
        ],
    )


def as_text(receipt: Receipt) -> str:
    """The receipt as plain text."""
    return render_to_string("awards/receipt.txt", {"receipt": receipt})
