"""What a good answer keeps to, in words: for those who read the questions before answering."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.formats import number_format
from django.utils.translation import gettext, ngettext

from awards.domain.questions import Question
from awards.enums import QuestionKind
from cms.dates import in_words
from cms.uploads import MAX_DOCUMENT_BYTES, MAX_PICTURE_BYTES

from .fields import Surroundings, fields_of

_MB = 1024 * 1024


def limits_of(question: Question) -> list[str]:
    """What an answer has to keep to, a phrase for each rule."""
    return list(_limits(question))


def parts_of(question: Question) -> list[str]:
    """What a question of several inputs asks for, by their labels."""
    labels = [str(field.label) for field in fields_of(question, Surroundings()).values()]
    return [label for label in labels if label != question.label]


def _limits(question: Question) -> Iterator[str]:
    match question.kind:
        case QuestionKind.SHORT_TEXT | QuestionKind.LONG_TEXT if question.max_characters:
            yield ngettext(
                "At most %(number)s character",
                "At most %(number)s characters",
                question.max_characters,
            ) % {"number": _grouped(question.max_characters)}
        case QuestionKind.ONE_OF:
            yield gettext("Choose one answer")
        case QuestionKind.SEVERAL_OF:
            yield gettext("Choose one answer or more")
        case QuestionKind.DECLARATION:
            yield gettext("You need to accept this to send in")
        case QuestionKind.NUMBER:
            yield gettext("A whole number")
            if question.minimum is not None:
                yield gettext("At least %(number)s") % {"number": _grouped(question.minimum)}
            if question.maximum is not None:
                yield gettext("At most %(number)s") % {"number": _grouped(question.maximum)}
        case QuestionKind.LINK:
            yield gettext("The address of a page on the web")
        case QuestionKind.FILM:
            yield gettext("A link to a film, not a file")
            if question.max_seconds:
                yield gettext("The film is at most %(length)s long") % {
                    "length": in_words(question.max_seconds)
                }
        case QuestionKind.PICTURE:
            yield gettext("JPEG, PNG, WebP, AVIF or HEIC, at most %(limit)d MB") % {
                "limit": MAX_PICTURE_BYTES // _MB
            }
        case QuestionKind.DOCUMENT:
            yield gettext("PDF, at most %(limit)d MB") % {"limit": MAX_DOCUMENT_BYTES // _MB}


def _grouped(number: int) -> str:
    """A number with its thousands apart, as the reader's language has it."""
    return number_format(number, use_l10n=True, force_grouping=True)
