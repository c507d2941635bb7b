"""The answers of a version, and what differs between two, as the page of an entry shows them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from awards.domain.answers import readable
from awards.domain.questions import FormDefinition, Question, from_json
from awards.domain.versions import Change, QuestionDifference, Received, compare
from awards.enums import QuestionKind
from awards.models import NominationVersion, Upload

_LINKS = {QuestionKind.FILM, QuestionKind.LINK}


@dataclass(frozen=True)
class ShownAnswer:
    """A question beside its answer."""

    question: Question
    #: The answer, without what is shown in a way of its own.
    lines: list[str]
    upload: Upload | None
    #: What the applicant says that their picture shows.
    alt: str
    link: str
    #: Of a person; one of the lines.
    email: str

    @property
    def is_empty(self) -> bool:
        """Whether it was left without an answer."""
        return not (self.lines or self.upload or self.link)

    @property
    def host(self) -> str:
        """Where a link leads."""
        return urlsplit(self.link).hostname or ""

    @property
    def is_own_criterion(self) -> bool:
        """Whether the question is nothing but the criterion."""
        return bool(self.question.criterion) and self.question.criterion == self.question.label


@dataclass(frozen=True)
class ShownStep:
    """A step of the form with its answers."""

    title: str
    answers: list[ShownAnswer]


def steps_of(
    version: NominationVersion, definition: FormDefinition, uploads: Mapping[str, Upload]
) -> list[ShownStep]:
    """The questions of a version with their answers and files; ``uploads`` by public id."""
    return [
        ShownStep(
            step.title,
            [_shown(each, version.answers.get(each.key), uploads) for each in step.questions],
        )
        for step in definition.steps
    ]


def _shown(question: Question, answer: Any, uploads: Mapping[str, Upload]) -> ShownAnswer:
    parts = answer if isinstance(answer, dict) else {}
    upload = uploads.get(str(parts.get("upload")))
    lines = readable(question, answer, {})
    is_link = question.kind in _LINKS and bool(lines)
    return ShownAnswer(
        question=question,
        # The name of a file, and where a link leads, stand first.
        lines=lines[1:] if upload or is_link else lines,
        upload=upload,
        alt=parts.get("alt", ""),
        link=lines[0] if is_link else "",
        email=parts.get("email", ""),
    )


@dataclass(frozen=True)
class Comparison:
    """Two versions, the older one first, and what differs."""

    old: NominationVersion
    new: NominationVersion
    questions: list[QuestionDifference]

    @property
    def differing(self) -> list[QuestionDifference]:
        """The questions of which something differs."""
        return [each for each in self.questions if each.change != Change.KEPT]

    @property
    def counts(self) -> dict[str, int]:
        """How many questions were changed, inserted, deleted and kept."""
        found = Counter(each.change for each in self.questions)
        return {change.value: found[change] for change in Change}


def comparison(
    one: NominationVersion, other: NominationVersion, uploads: Mapping[str, Upload]
) -> Comparison:
    """What differs between two versions, whichever is named first."""
    old, new = sorted((one, other), key=lambda version: version.number)
    names = {key: upload.name for key, upload in uploads.items()}
    was, is_now = (Received(from_json(each.asked), each.answers, names) for each in (old, new))
    return Comparison(old, new, compare(was, is_now))
