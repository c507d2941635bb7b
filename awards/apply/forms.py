"""The forms of the applicant: one for each step, and those before the first step."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from itertools import chain
from typing import Any

from django import forms
from django.forms.boundfield import BoundField
from django.utils.datastructures import MultiValueDict
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from awards.domain.answers import Answers
from awards.domain.drafts import Typed
from awards.domain.questions import EligibilityQuestion, Question, Step
from awards.enums import Meaning, QuestionKind
from awards.models import Upload
from cms.forms import PlainTextField, PublicForm
from cms.stamped_form import StampedForm

from .answering import answer_of, contradictions_of, lacks_of
from .fields import fields_of
from .fields.inputs import CheckedEmail, StoredFile
from .fields.shared import Surroundings

#: Kinds of questions that have several inputs under one heading.
COMPOSITE = {
    QuestionKind.FILM,
    QuestionKind.PICTURE,
    QuestionKind.ORGANISATION,
    QuestionKind.CONTACT,
    QuestionKind.NOMINEE,
}
_NUL = "\x00"


@dataclass(frozen=True)
class AskedQuestion:
    """A question with its inputs, as a template shows it."""

    question: Question
    #: Its own input, which a question of several may lack.
    own: BoundField | None
    parts: dict[str, BoundField]

    @property
    def is_composite(self) -> bool:
        """Whether it has several inputs under one heading."""
        return self.question.kind in COMPOSITE

    @property
    def template(self) -> str:
        """The template of the inputs of a question that has several."""
        return f"awards/apply/{self.question.kind}.html"


class StepForm(PublicForm):
    """The questions of one step. What is typed is kept whether it is valid or not."""

    def __init__(
        self,
        step: Step,
        around: Surroundings,
        data: Mapping[str, Typed],
        *,
        check: bool,
        may_lack: bool = False,
    ) -> None:
        """Show what was typed; with ``check``, tell what is wrong with it too.

        With ``may_lack`` nothing has to be answered but the name of the entry; what is has to be
        right all the same.
        """
        made = {
            name: made
            for question in step.questions
            for name, made in fields_of(
                replace(question, required=_has_to_be_answered(question, may_lack=may_lack)), around
            ).items()
        }
        self.may_lack = may_lack
        self.step = step
        self.around = around
        self._kept = data
        super().__init__(
            _as_posted(data) if check else None,
            initial={name: _initial(made[name], data[name]) for name in made if name in data},
        )
        self.fields.update(made)

    def asked(self) -> Iterator[AskedQuestion]:
        """The questions of the step with their inputs."""
        for question in self.step.questions:
            parts = {
                name.partition("__")[2]: self[name]
                for name in self.fields
                if name.partition("__")[0] == question.key
            }
            yield AskedQuestion(question, parts.pop("", None), parts)

    def clean(self) -> dict[str, Any]:
        """Tell what the inputs of a question lack together."""
        for question in self.step.questions:
            parts = self._parts(question)
            lacks = () if self.may_lack else lacks_of(question, parts)
            for part, message in chain(contradictions_of(question, parts), lacks):
                self.add_error(_named(question, part), message)
        return self.cleaned_data

    def answers(self) -> Answers:
        """The answers of a valid form by the keys of their questions."""
        found = {question.key: self.answer(question) for question in self.step.questions}
        return {key: answer for key, answer in found.items() if answer is not None}

    def answer(self, question: Question) -> Any:
        """The answer to a question of which nothing is wrong, or ``None`` for none at all."""
        return answer_of(question, self._parts(question), dict(self.around.organisations))

    def typed(self, posted: MultiValueDict[str, str]) -> dict[str, Typed]:
        """What was typed in this step's inputs; files are told by ``uploads``, not by browsers.

        An unticked box is posted as nothing at all, so every input that can be ticked is told.
        """
        return {
            name: _as_typed(field, posted, name)
            for name, field in self.fields.items()
            if not isinstance(field, StoredFile) and (name in posted or _is_ticked(field))
        }

    def stored_file(self, name: str) -> Upload | None:
        """The file that has been saved as the answer of an input, if there is one."""
        return self.around.uploads.get(str(self._kept.get(name)))

    def _parts(self, question: Question) -> dict[str, Any]:
        """The valid inputs of a question by their parts."""
        return {
            name.partition("__")[2]: value
            for name, value in self.cleaned_data.items()
            if name.partition("__")[0] == question.key
        }


class EligibilityForm(PublicForm):
    """The questions before the form."""

    def __init__(
        self, questions: list[EligibilityQuestion], data: Mapping[str, Any] | None = None
    ) -> None:
        super().__init__(data)
        self.questions = questions
        for question in questions:
            self.fields[question.key] = forms.ChoiceField(
                label=question.question,
                help_text=question.hint,
                choices=[("yes", _("Yes")), ("no", _("No"))],
                widget=forms.RadioSelect,
                error_messages=dict.fromkeys(
                    ("required", "invalid_choice"),
                    gettext("Answer yes or no to “%(question)s”.")
                    % {"question": question.question},
                ),
            )

    def unmet(self) -> list[str]:
        """The keys of what is not true of the applicant; empty if they can take part.

        For valid forms.
        """
        return [
            question.key
            for question in self.questions
            if self.cleaned_data[question.key] != question.answer
        ]


class EmailForm(StampedForm):
    """Where the link back is mailed.

    A form that a machine seems to have sent is shown once more too, with its stamp, which ages
    meanwhile, so that a person whose browser fills in what can't be seen only has to send it again.
    """

    email = CheckedEmail(
        label=_("Your e-mail address"),
        help_text=_("The link back to what you write is sent here, and later the receipt."),
        error_messages={"required": _("Enter your e-mail address.")},
    )

    def __init__(
        self,
        purpose: str,
        data: Mapping[str, Any] | None = None,
        *,
        from_elsewhere: bool = False,
    ) -> None:
        super().__init__(purpose, data, from_elsewhere=from_elsewhere)
        if self.is_suspicious:
            self.must_send_again = True
            self.data = {key: self.data.get(key) for key in self.data} | {"website": ""}

    def clean(self) -> dict[str, Any]:
        """Ask for one more sending of a form that is too old, too young or not from here."""
        if self.must_send_again and not self.errors:
            self.add_error(None, _("Nothing has been sent yet. Send the form once more."))
        return self.cleaned_data


class WriteForm(PublicForm):
    """What an applicant writes about an entry, for those who handle it."""

    subject = PlainTextField(label=_("What it is about"), max_length=150, required=False)
    text = PlainTextField(
        label=_("Your message"),
        max_length=5000,
        help_text=_("What you write is a public record, like what you sent in."),
        widget=forms.Textarea(attrs={"rows": 6, "data-limit": "5000"}),
        error_messages={"required": _("Enter your message.")},
    )


def _has_to_be_answered(question: Question, *, may_lack: bool) -> bool:
    """By an entry's name staff find it again; each form asks for one."""
    return question.required and (not may_lack or question.meaning == Meaning.TITLE)


def _named(question: Question, part: str) -> str:
    return f"{question.key}__{part}" if part else question.key


def _as_posted(data: Mapping[str, Typed]) -> MultiValueDict[str, str]:
    """What was typed, as a browser posts it: an unticked box is not there."""
    return MultiValueDict(
        {
            name: value if isinstance(value, list) else [value]
            for name, value in data.items()
            if value not in ("", [])
        }
    )


def _initial(field: forms.Field, value: Typed) -> Any:
    if isinstance(field, StoredFile):
        return None
    return bool(value) if isinstance(field, forms.BooleanField) else value


def _is_ticked(field: forms.Field) -> bool:
    return isinstance(field, forms.BooleanField | forms.MultipleChoiceField) or isinstance(
        field.widget, forms.RadioSelect
    )


def _as_typed(field: forms.Field, posted: MultiValueDict[str, str], name: str) -> Typed:
    if isinstance(field, forms.MultipleChoiceField):
        return [text.replace(_NUL, "") for text in posted.getlist(name)]
    return posted.get(name, "").replace(_NUL, "")
