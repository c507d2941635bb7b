"""Each kind of question as the fields of a form, and the names of its inputs.

An input is named after its question's key; where a question has several, each has a name of its
own after two underscores, such as ``…__alt``.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from django import forms

from awards.domain.questions import Question
from awards.enums import QuestionKind

from . import files, people, simple
from .shared import Parts, Surroundings


def question_key(name: str) -> str:
    """The key of the question that an input belongs to, by the input's name."""
    return name.partition("__")[0]


def names_of(question: Question, data: Mapping[str, Any]) -> list[str]:
    """The names among ``data`` that belong to a question."""
    return [name for name in data if name == question.key or name.startswith(f"{question.key}__")]


def fields_of(question: Question, around: Surroundings) -> dict[str, forms.Field]:
    """The inputs of a question, by name and in order."""
    return {
        f"{question.key}__{part}" if part else question.key: made
        for part, made in _MAKERS[question.kind](question, around)
    }


_MAKERS: dict[QuestionKind, Callable[[Question, Surroundings], Parts]] = {
    QuestionKind.SHORT_TEXT: simple.text,
    QuestionKind.LONG_TEXT: simple.text,
    QuestionKind.ONE_OF: simple.one_of,
    QuestionKind.SEVERAL_OF: simple.several_of,
    QuestionKind.DECLARATION: simple.declaration,
    QuestionKind.NUMBER: simple.number,
    QuestionKind.LINK: simple.link,
    QuestionKind.FILM: files.film,
    QuestionKind.PICTURE: files.picture,
    QuestionKind.DOCUMENT: files.document,
    QuestionKind.ORGANISATION: people.organisation,
    QuestionKind.CONTACT: people.contact,
    QuestionKind.NOMINEE: people.nominee,
    QuestionKind.EARLIER_ENTRY: simple.text,
}
