"""What an applicant goes through: which steps, in which order, and how far they have come."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from awards.domain.answers import Answers, readable
from awards.domain.deadlines import closes_at
from awards.domain.drafts import Typed, state_of
from awards.domain.questions import (
    FormDefinition,
    Question,
    Step,
    definition_of,
    from_json,
    question_as_json,
    question_from_json,
)
from awards.domain.supplement_requests import open_request
from awards.domain.uploads import uploads_of
from awards.enums import Captions, People, QuestionKind, SendingState
from awards.models import Draft, Organisation, SupplementRequest, Upload
from awards.statuses import NominationStatus
from cms.models import SiteSettings
from cms.typed import TICKED

from .fields import names_of
from .fields.shared import Surroundings
from .forms import StepForm

#: What the choices say that have other values, by the ending of the input's name.
_LABELS = {"__captions": dict(Captions.choices), "__people": dict(People.choices)}
#: Kinds of questions whose answer is a file.
FILES = {QuestionKind.PICTURE, QuestionKind.DOCUMENT}


@dataclass(frozen=True)
class AnsweredQuestion:
    """A question with its answer as it is read, and what is wrong with it."""

    question: Question
    lines: list[str]
    #: The id of the input to mend, and what to do.
    problems: list[tuple[str, str]]
    upload: Upload | None = None


@dataclass(frozen=True)
class CheckedStep:
    """A step with its answers, to be checked before sending."""

    step: Step
    questions: list[AnsweredQuestion]


class Progress(TextChoices):
    """How far a step has come."""

    NOT_BEGUN = "not_begun", _("Not begun")
    BEGUN = "begun", _("Begun")
    DONE = "done", _("Done")


class Flow:
    """The way of one draft, at one moment.

    While a moderator waits for a supplement, it is only the questions that were asked for.
    """

    def __init__(self, draft: Draft, state: SendingState) -> None:
        self.draft = draft
        self.state = state
        self.request: SupplementRequest | None = (
            open_request(draft.nomination) if draft.nomination else None
        )
        self.definition: FormDefinition = definition_of(draft.form)
        if self.request and draft.nomination:
            asked = from_json(draft.nomination.newest_version.asked)
            self.definition = replace(asked, steps=_only(asked.steps, self.request.questions))

    @property
    def is_open(self) -> bool:
        """Whether anything can be written and sent in now."""
        return self.state.accepts or self.request is not None

    @property
    def is_withdrawn(self) -> bool:
        """Whether what was sent in has been taken back, so that it takes no part."""
        entry = self.draft.nomination
        return entry is not None and entry.status == NominationStatus.WITHDRAWN

    @property
    def can_send(self) -> bool:
        """Whether there is anything to send in: something new, or what was taken back."""
        if not self.is_open or self.request:
            return self.is_open
        return self.draft.nomination is None or self.draft.has_unsent_changes or self.is_withdrawn

    def says_nothing_new(self, answers: Answers) -> bool:
        """Whether a supplement would answer all that was asked for just as it was before."""
        if not (self.request and self.draft.nomination):
            return False
        before = self.draft.nomination.newest_version.answers
        return all(answers.get(key) == before.get(key) for key in self.request.questions)

    @property
    def own_deadline(self) -> datetime | None:
        """Until when this draft can be sent in, where that is later than for others."""
        closing, own = closes_at(self.draft.year), self.draft.extended_until
        return own if own and closing and own > closing else None

    def step(self, key: str) -> Step | None:
        """The step with a key, if the draft goes through it."""
        return self.definition.step(key)

    def place(self, step: Step) -> int:
        """The number of a step, from one."""
        return self.definition.steps.index(step) + 1

    def next_step(self, step: Step) -> Step | None:
        """The step after one; ``None`` after the last."""
        steps = self.definition.steps
        place = self.place(step)
        return steps[place] if place < len(steps) else None

    def previous_step(self, step: Step) -> Step | None:
        """The step before one; ``None`` before the first."""
        place = self.place(step)
        return self.definition.steps[place - 2] if place > 1 else None

    def progress(self, step: Step) -> Progress:
        """How far a step has come: done is what has no error and asks the same as then.

        While a supplement is waited for, only what has been written since counts.
        """
        is_written = self._is_written(step)
        has_no_error = step.key in self.draft.completed and all(
            self.draft.asked.get(question.key) == question_as_json(question)
            for question in step.questions
        )
        if has_no_error and (is_written or not self.request):
            return Progress.DONE
        return Progress.BEGUN if is_written else Progress.NOT_BEGUN

    def _is_written(self, step: Step) -> bool:
        before = (self.draft.sent_data or {}) if self.request else {}
        now = self.draft.data
        return any(
            (before.get(name) or "") != (now.get(name) or "")
            for question in step.questions
            for name in names_of(question, {**before, **now})
        )

    def form(self, step: Step, around: Surroundings, *, check: bool) -> StepForm:
        """A step's form with what has been typed, or with ``check`` what is wrong with that."""
        by_staff = self.draft.is_entered_by_staff
        data = self.draft.data if check else self._own_address(step) | self.draft.data
        return StepForm(step, around, data, check=check, may_lack=by_staff)

    def _own_address(self, step: Step) -> dict[str, Typed]:
        """The applicant's address, which has been told already, for a contact not yet filled in.

        Nobody needs to enter it twice (WCAG 2.2, 3.3.7); who is the contact is theirs to change.
        """
        contacts = [q for q in self.definition.questions() if q.kind == QuestionKind.CONTACT]
        return {
            f"{contact.key}__email": self.draft.email
            for contact in contacts[:1]
            if contact in step.questions
            and contact.required
            and not names_of(contact, self.draft.data)
            and not self.draft.is_entered_by_staff
        }

    def surroundings(self, steps: list[Step]) -> Surroundings:
        """What decides about the answers of some steps; asks for no more than they need."""
        questions = [question for step in steps for question in step.questions]
        kinds = {question.kind for question in questions}
        has_files = any(q.kind in FILES and self.draft.data.get(q.key) for q in questions)
        return Surroundings(
            uploads=uploads_of(self.draft) if has_files else {},
            film_hosts=_film_hosts(self.draft) if QuestionKind.FILM in kinds else [],
            organisations=_organisations() if QuestionKind.ORGANISATION in kinds else [],
        )

    def checked(self) -> tuple[list[CheckedStep], Answers]:
        """Every step with what was typed and what is wrong, and the answers that are valid."""
        around = self.surroundings(self.definition.steps)
        answers: Answers = {}
        steps = []
        for step in self.definition.steps:
            form = self.form(step, around, check=True)
            if form.is_valid():
                answers |= form.answers()
            steps.append(CheckedStep(step, list(self._answered(form, around))))
        return steps, answers

    def taken_away(self) -> list[AnsweredQuestion]:
        """Questions that were answered and are no longer asked. Their answers are not sent in."""
        if self.request:
            return []
        asked = {question.key for question in self.definition.questions()}
        gone = [
            question_from_json(stored)
            for key, stored in self.draft.asked.items()
            if key not in asked
        ]
        return [
            AnsweredQuestion(question, lines, [])
            for question in gone
            if (lines := self._typed_lines(question))
        ]

    def _answered(self, form: StepForm, around: Surroundings) -> Iterator[AnsweredQuestion]:
        names = {key: upload.name for key, upload in around.uploads.items()}
        for question in form.step.questions:
            inputs = names_of(question, form.fields)
            problems = [
                (form.input_id(name), str(message))
                for name in inputs
                for message in form.errors.get(name, [])
            ]
            answer = None if problems else form.answer(question)
            lines = readable(question, answer, names)
            yield AnsweredQuestion(
                question,
                lines or self._typed_lines(question),
                problems,
                around.uploads.get(str(self.draft.data.get(question.key))),
            )

    def _typed_lines(self, question: Question) -> list[str]:
        """What was typed, as it is, where it is not (yet) an answer."""
        lines: list[str] = []
        for name in names_of(question, self.draft.data):
            value = self.draft.data[name]
            if not (name == question.key and question.kind in FILES):
                labels = _LABELS.get(name.removeprefix(question.key), {})
                lines += [str(labels.get(value, value))] if isinstance(value, str) else value
        return [line for line in lines if line not in {"", TICKED}]


def flow_of(draft: Draft, *, now: datetime) -> Flow:
    """The way of a draft at ``now``."""
    return Flow(draft, state_of(draft, now=now))


def _only(steps: list[Step], keys: list[str]) -> list[Step]:
    """The steps with just the questions of the given keys."""
    some = (replace(step, questions=[q for q in step.questions if q.key in keys]) for step in steps)
    return [step for step in some if step.questions]


def _film_hosts(draft: Draft) -> list[str]:
    return SiteSettings.for_page(draft.form).allowed_film_hosts()


def _organisations() -> list[tuple[str, str]]:
    found = Organisation.objects.filter(successor=None).order_by("name")
    return [(str(pk), name) for pk, name in found.values_list("pk", "name")]
