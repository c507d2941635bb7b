"""Answers as they are stored with a version of an entry, and as they are read.

What is stored of an answer depends on the kind of its question:

=================  ==================================================================
short, long text   the text; also of a link, one of several, and an earlier entry
several of many    a list of texts
declaration        true
number             a whole number
film               ``url``, ``seconds``, ``captions`` (of ``Captions``; "" where it was not
                   told; true or false in what was received before a film could lack speech)
                   and ``lawful`` (true or false)
picture            ``upload`` (its public id), ``alt``, ``photographer``, ``rights``, ``people``
document           ``upload``
organisation       ``organisation`` (its id in the register, or null), ``name``
contact            ``name``, ``title``, ``email``, ``phone``
nominee            ``name``, ``title``, ``email``
=================  ==================================================================

A question that was left without an answer is not among them.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from django.utils.translation import gettext

from awards.enums import Captions, Meaning, People, QuestionKind
from cms.dates import in_words
from cms.fingerprints import fingerprint_of

from .questions import FormDefinition, Question, as_json

Answers = dict[str, Any]

#: What is told of a person, in order.
PERSON_PARTS = {
    QuestionKind.CONTACT: ("name", "title", "email", "phone"),
    QuestionKind.NOMINEE: ("name", "title", "email"),
}


def digest_of(definition: FormDefinition, answers: Answers) -> str:
    """The same for the same questions and answers."""
    return fingerprint_of([as_json(definition)["steps"]], answers)


def upload_ids(answers: Answers) -> list[str]:
    """The public ids of the files that the answers hold."""
    return [
        answer["upload"]
        for answer in answers.values()
        if isinstance(answer, dict) and "upload" in answer
    ]


def by_kind(definition: FormDefinition, answers: Answers, kind: QuestionKind) -> Any:
    """The answer to the first question of a kind that has one, or ``None``."""
    return next(
        (answers[q.key] for q in definition.questions() if q.kind == kind and q.key in answers),
        None,
    )


def by_meaning(definition: FormDefinition, answers: Answers, meaning: Meaning) -> str:
    """The answer to the first question that means something to the house, or an empty text."""
    return next(
        (
            str(answers[q.key])
            for q in definition.questions()
            if q.meaning == meaning and q.key in answers
        ),
        "",
    )


def readable(question: Question, answer: Any, file_names: Mapping[str, str]) -> list[str]:
    """An answer in lines that a person reads; none where there is no answer.

    ``file_names`` tells the names of files by their public ids.
    """
    if answer in (None, "", [], {}):
        return []
    return list(_lines(question, answer, file_names))


def _lines(question: Question, answer: Any, file_names: Mapping[str, str]) -> Iterator[str]:
    match question.kind:
        case QuestionKind.SEVERAL_OF:
            yield from answer
        case QuestionKind.DECLARATION:
            yield gettext("Yes")
        case QuestionKind.FILM:
            yield from _film_lines(answer)
        case QuestionKind.PICTURE:
            yield file_names.get(answer["upload"], gettext("A file that is gone"))
            yield from _picture_lines(answer)
        case QuestionKind.DOCUMENT:
            yield file_names.get(answer["upload"], gettext("A file that is gone"))
        case QuestionKind.ORGANISATION:
            yield answer["name"]
        case QuestionKind.CONTACT | QuestionKind.NOMINEE:
            yield from filter(None, (answer[name] for name in PERSON_PARTS[question.kind]))
        case _:
            yield str(answer)


def captions_of(film: Mapping[str, Any]) -> Captions:
    """Whether the film of an answer has captions, however that was stored."""
    told = film["captions"]
    return Captions.YES if told is True else Captions(told or Captions.NO)


def _film_lines(answer: dict[str, Any]) -> Iterator[str]:
    yield answer["url"]
    # What came on paper may lack this, and what is told of a picture.
    if answer["seconds"]:
        yield gettext("Length: %(length)s") % {"length": in_words(answer["seconds"])}
    match captions_of(answer):
        case Captions.YES:
            yield gettext("The film has captions")
        case Captions.NO_SPEECH:
            yield gettext("The film has no speech")
        case Captions.NO:
            pass
    if answer["lawful"]:
        yield gettext("Personal data in the film is handled lawfully")


def _picture_lines(answer: dict[str, Any]) -> Iterator[str]:
    if answer["alt"]:
        yield gettext("What it shows: %(text)s") % {"text": answer["alt"]}
    if answer["photographer"]:
        yield gettext("Photographer: %(name)s") % {"name": answer["photographer"]}
    if answer["people"]:
        yield gettext("People: %(answer)s") % {"answer": People(answer["people"]).label}
