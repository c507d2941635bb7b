"""What a form asks, as one definition that the form, its printed version and every copy build on.

The definition is kept ready on the form's page, gathered on publication as an award's digest is.
What was asked is stored with every answer, so a later change of the form rewrites nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext, override
from pydantic import TypeAdapter, ValidationError

from awards.enums import (
    Accent,
    Audience,
    CriteriaRule,
    Meaning,
    PublicNoun,
    QuestionKind,
)
from awards.models import AwardYearPage, Draft, NominationFormPage, YearCriterion

#: Where ``promised_audience`` is kept, beside the definition of a form.
_PROMISED = "promised"


@dataclass(frozen=True)
class Question:
    """One question, with all that decides what a good answer is."""

    #: The same for as long as the question stands in the form.
    key: str
    kind: QuestionKind
    label: str
    hint: str = ""
    required: bool = True
    audience: Audience = Audience.JURY
    meaning: Meaning = Meaning.NONE
    #: Of a text: the most characters, a line break being one.
    max_characters: int | None = None
    #: Of a number.
    minimum: int | None = None
    maximum: int | None = None
    #: Of a choice, in order.
    options: list[str] = field(default_factory=list)
    #: Of a film: its greatest length, and whether it may be hosted anywhere.
    max_seconds: int | None = None
    any_host: bool = False
    #: The criterion of the year that the answer speaks to, as it was worded.
    criterion: str = ""

    @property
    def is_optional(self) -> bool:
        """Whether it may be left without an answer."""
        return not self.required


@dataclass(frozen=True)
class Step:
    """A topic of the form, with its questions in order."""

    key: str
    title: str
    introduction: str
    questions: list[Question]


@dataclass(frozen=True)
class EligibilityQuestion:
    """A question before the form; another answer than ``answer`` leads to the explanation."""

    key: str
    question: str
    hint: str
    answer: str
    explanation: str


@dataclass(frozen=True)
class FormDefinition:
    """All that applicants meet of a form, and of the award that it belongs to."""

    title: str
    url: str
    award: str
    accent: Accent
    noun: PublicNoun
    contact_name: str
    contact_email: str
    contact_phone: str
    after_sending: str
    eligibility: list[EligibilityQuestion]
    steps: list[Step]

    def questions(self) -> Iterator[Question]:
        """Every question, in order."""
        for step in self.steps:
            yield from step.questions

    def step(self, key: str) -> Step | None:
        """The step with the given key, if there is one."""
        return next((step for step in self.steps if step.key == key), None)


_DEFINITION = TypeAdapter(FormDefinition)
_QUESTION = TypeAdapter(Question)


def as_json(definition: FormDefinition) -> dict[str, Any]:
    """The definition as it is stored."""
    stored: dict[str, Any] = _DEFINITION.dump_python(definition, mode="json")
    return stored


def from_json(stored: dict[str, Any]) -> FormDefinition:
    """The definition that was stored; raises pydantic's ``ValidationError`` for another shape."""
    return _DEFINITION.validate_python(stored)


def question_as_json(question: Question) -> dict[str, Any]:
    """One question as it is stored with an answer to it."""
    stored: dict[str, Any] = _QUESTION.dump_python(question, mode="json")
    return stored


def question_from_json(stored: dict[str, Any]) -> Question:
    """The question that was stored with an answer to it."""
    return _QUESTION.validate_python(stored)


def definition_of(form: NominationFormPage) -> FormDefinition:
    """The form's definition: as it was kept, or gathered anew if none was kept yet."""
    try:
        return from_json(form.definition) if form.definition else gather(form)
    except ValidationError:
        # It was kept by another version of the site, before or after this one.
        return gather(form)


def promised_audience(form: NominationFormPage, question: Question) -> Audience:
    """The fewest that anybody who may have answered the question was told may see the answer."""
    return Audience(form.definition.get(_PROMISED, {}).get(question.key, question.audience))


def gather(form: NominationFormPage) -> FormDefinition:
    """Gather the definition from the form's page, its year and its award."""
    year = form.year
    award = year.award
    # In the site's language, whatever the editor's own is.
    with override(settings.LANGUAGE_CODE):
        steps = [
            Step(
                key=step.id or f"step-{place}",
                title=step.value["title"],
                introduction=step.value["introduction"],
                questions=list(_questions(step.value["questions"], year)),
            )
            for place, step in enumerate(form.steps)
        ]
    return FormDefinition(
        title=form.title,
        url=form.get_url() or "",
        award=award.title,
        accent=Accent(award.accent),
        noun=PublicNoun(award.public_noun),
        contact_name=award.contact_name,
        contact_email=award.contact_email,
        contact_phone=award.contact_phone,
        after_sending=form.after_sending,
        eligibility=[
            EligibilityQuestion(key=block.id or f"eligibility-{place}", **block.value)
            for place, block in enumerate(form.eligibility)
        ],
        steps=steps,
    )


def refresh(forms: Iterable[NominationFormPage]) -> None:
    """Gather the definitions of some forms anew and keep them, and what they have promised.

    A form is locked meanwhile, so that nobody begins to answer what is about to be asked otherwise.
    """
    for pk in sorted(form.pk for form in forms):
        with transaction.atomic():
            form = NominationFormPage.objects.select_for_update(of=("self",)).filter(pk=pk).first()
            if form:
                definition = gather(form)
                kept = as_json(definition) | {_PROMISED: _promises(form, definition)}
                if kept != form.definition:
                    NominationFormPage.objects.filter(pk=pk).update(definition=kept)


def _promises(form: NominationFormPage, definition: FormDefinition) -> dict[str, Audience]:
    """The promised audience by the key of each question, with what is about to be asked."""
    promises: dict[str, Audience] = {}
    # Before that, nobody has been told anything.
    if Draft.objects.filter(form=form).exists() or form.nominations.exists():
        promises = {each.key: each.audience for each in definition_of(form).questions()}
        promises |= form.definition.get(_PROMISED, {})
    for each in definition.questions():
        told = promises.get(each.key, each.audience)
        promises[each.key] = min(told, each.audience, key=list(Audience).index)
    return promises


def _questions(blocks: Any, year: AwardYearPage) -> Iterator[Question]:
    for place, block in enumerate(blocks):
        if block.block_type == "criteria":
            yield from _criteria_questions(block.value, year)
        else:
            key = block.id or f"question-{place}"
            yield _question(key, QuestionKind(block.block_type), block.value, year)


def _question(key: str, kind: QuestionKind, value: dict[str, Any], year: AwardYearPage) -> Question:
    facts = {
        name: value[name]
        for name in ("label", "hint", "required", "max_characters", "minimum", "maximum")
        if name in value
    }
    question = Question(
        key=key,
        kind=kind,
        audience=Audience(value.get("audience", Audience.MODERATORS)),
        meaning=Meaning(value.get("meaning") or Meaning.NONE),
        options=list(value.get("options", [])),
        **facts,
    )
    return _within_limits(question, year)


def _within_limits(question: Question, year: AwardYearPage) -> Question:
    """The question under the limits of its year."""
    limits: dict[str, Any] = {}
    if question.meaning == Meaning.PITCH:
        limits = {"max_characters": year.pitch_max_characters}
    if question.kind == QuestionKind.FILM:
        limits = {
            "required": year.film_required,
            "max_seconds": year.film_max_seconds,
            "any_host": year.film_any_host,
        }
    return Question(**{**vars(question), **limits})


def _criteria_questions(value: dict[str, Any], year: AwardYearPage) -> Iterator[Question]:
    """One question for each criterion, or one choice among them where one is enough."""
    criteria = list(year.criteria.all())
    limit = value["max_characters"]
    if year.criteria_rule == CriteriaRule.ANY and criteria:
        yield Question(
            key="criteria",
            kind=QuestionKind.SEVERAL_OF,
            label=gettext("Which of these does it meet?"),
            options=[criterion.text for criterion in criteria],
        )
        yield Question(
            key="criteria-how",
            kind=QuestionKind.LONG_TEXT,
            label=gettext("Describe how it meets what you chose"),
            hint=value["hint"],
            max_characters=limit,
        )
        return
    for place, criterion in enumerate(criteria):
        yield from _criterion_questions(criterion, place, value["hint"], limit)


def _criterion_questions(
    criterion: YearCriterion, place: int, hint: str, limit: int
) -> Iterator[Question]:
    key = f"criterion-{criterion.pk or f'new-{place}'}"
    label = criterion.text
    if criterion.kinds:
        yield Question(
            key=f"{key}-kinds",
            kind=QuestionKind.SEVERAL_OF,
            label=criterion.text,
            hint=gettext("Choose one or several ways."),
            options=criterion.kinds,
            criterion=criterion.text,
        )
        label = gettext("Describe in what way")
    yield Question(
        key=key,
        kind=QuestionKind.LONG_TEXT,
        label=label,
        hint=hint,
        max_characters=limit,
        criterion=criterion.text,
    )
