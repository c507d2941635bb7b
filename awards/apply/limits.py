"""What a good answer keeps to, in words: for those who read the questions before answering."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from django.utils.translation import gettext, ngettext

from awards.domain.questions import Question
from awards.enums import QuestionKind
from cms.dates import in_words
from cms.numbers import grouped
from cms.uploads import MAX_DOCUMENT_BYTES

from .fields import fields_of
from .fields.files import DOCUMENT_LIMIT, MB, picture_limit
from .fields.shared import Surroundings


def limits_of(question: Question) -> list[str]:
    """What an answer has to keep to, a phrase for each rule."""
    return list(_LIMITS[question.kind](question)) if question.kind in _LIMITS else []


def parts_of(question: Question) -> list[str]:
    """What a question of several inputs asks for, by their labels."""
    labels = [str(field.label) for field in fields_of(question, Surroundings()).values()]
    return [label for label in labels if label != question.label]


def _text(question: Question) -> Iterator[str]:
    if limit := question.max_characters:
        yield ngettext("At most %(number)s character", "At most %(number)s characters", limit) % {
            "number": grouped(limit)
        }


def _number(question: Question) -> Iterator[str]:
    yield gettext("A whole number")
    if question.minimum is not None:
        yield gettext("At least %(number)s") % {"number": grouped(question.minimum)}
    if question.maximum is not None:
        yield gettext("At most %(number)s") % {"number": grouped(question.maximum)}


def _film(question: Question) -> Iterator[str]:
    yield gettext("A link to a film, not a file")
    if question.max_seconds:
        length = in_words(question.max_seconds)
        yield gettext("The film is at most %(length)s long") % {"length": length}


def _picture(_question: Question) -> Iterator[str]:
    yield picture_limit()


def _document(_question: Question) -> Iterator[str]:
    yield str(DOCUMENT_LIMIT) % {"limit": MAX_DOCUMENT_BYTES // MB}


#: Other kinds have no limits that need to be told.
_LIMITS: dict[QuestionKind, Callable[[Question], Iterable[str]]] = {
    QuestionKind.SHORT_TEXT: _text,
    QuestionKind.LONG_TEXT: _text,
    QuestionKind.ONE_OF: lambda _question: [gettext("Choose one answer")],
    QuestionKind.SEVERAL_OF: lambda _question: [gettext("Choose one answer or more")],
    QuestionKind.DECLARATION: lambda _question: [gettext("You need to accept this to send in")],
    QuestionKind.NUMBER: _number,
    QuestionKind.LINK: lambda _question: [gettext("The address of a page on the web")],
    QuestionKind.FILM: _film,
    QuestionKind.PICTURE: _picture,
    QuestionKind.DOCUMENT: _document,
}
