"""From valid inputs to the answer that is stored, and what several inputs must be together."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from django.utils.translation import gettext

from awards.domain.answers import PERSON_PARTS
from awards.domain.questions import Question
from awards.enums import QuestionKind
from cms.dates import in_words

from .fields.people import OTHER, PERSON_MISSING

#: The part of a question (after its key) and what is wrong with it.
Problem = tuple[str, str]


def contradictions_of(question: Question, parts: Mapping[str, Any]) -> Iterator[Problem]:
    """What can't be true together among the inputs of one question.

    ``parts`` are the valid inputs by part; "" is the question's own. One that is not valid is not
    among them, and is told of by itself: all else is judged as if it were, so that whoever fills in
    the form is told everything at once.
    """
    match question.kind:
        case QuestionKind.FILM if parts.get("url") != "":
            yield from _too_long(question, parts)
        case QuestionKind.FILM if parts.get("url") == "" and any(parts.values()):
            yield "url", gettext("Enter the link to the film, or take away what is told of a film.")
        case QuestionKind.PICTURE if parts.get("") == "" and any(parts.values()):
            yield "", gettext("Choose the picture, or take away what is told of a picture.")
        case QuestionKind.ORGANISATION if parts.get("") == OTHER and parts.get("other") == "":
            yield "other", gettext("Enter the name of the organisation.")
        case QuestionKind.ORGANISATION if parts.get("") != OTHER and parts.get("other"):
            yield (
                "other",
                gettext(
                    "Empty this field, or choose “Another one, that is not in the list” above it."
                ),
            )
        case _:
            pass


def lacks_of(question: Question, parts: Mapping[str, Any]) -> Iterator[Problem]:
    """What is missing among the inputs of one question, where it has to be or is being answered.

    ``parts`` are as for ``contradictions_of``.
    """
    match question.kind:
        case QuestionKind.FILM if parts.get("url") != "":
            yield from _film_lacks(parts)
        case QuestionKind.PICTURE if parts.get("") != "":
            yield from _picture_lacks(parts)
        case QuestionKind.CONTACT | QuestionKind.NOMINEE if not question.required and any(
            parts.get(name) != "" for name in PERSON_PARTS[question.kind]
        ):
            for part, message in PERSON_MISSING[question.kind].items():
                if parts.get(part) == "":
                    yield part, str(message)
        case _:
            pass


def _too_long(question: Question, parts: Mapping[str, Any]) -> Iterator[Problem]:
    is_told = "minutes" in parts and "seconds" in parts
    if is_told and question.max_seconds and _seconds(parts) > question.max_seconds:
        yield (
            "seconds",
            gettext("The film may be at most %(length)s long. Shorten it, or correct the length.")
            % {"length": in_words(question.max_seconds)},
        )


def _film_lacks(parts: Mapping[str, Any]) -> Iterator[Problem]:
    if "minutes" in parts and "seconds" in parts and not _seconds(parts):
        yield "minutes", gettext("Enter how long the film is.")
    if "captions" in parts and not parts["captions"]:
        yield (
            "captions",
            gettext(
                "Tell whether the film has captions. One with speech needs them: have it captioned "
                "first."
            ),
        )
    if not parts.get("lawful"):
        yield "lawful", gettext("Confirm that personal data in the film is handled lawfully.")


def _picture_lacks(parts: Mapping[str, Any]) -> Iterator[Problem]:
    if "alt" in parts and not parts["alt"]:
        yield "alt", gettext("Describe what the picture shows.")
    if "photographer" in parts and not parts["photographer"]:
        yield "photographer", gettext("Enter who took the picture.")
    if "people" in parts and not parts["people"]:
        yield "people", gettext("Choose whether people in the picture can be recognised.")
    if not parts.get("rights"):
        yield "rights", gettext("Confirm that you have the right to use the picture.")


def answer_of(  # noqa: PLR0911 - one for each kind
    question: Question, parts: Mapping[str, Any], organisations: Mapping[str, str]
) -> Any:
    """The answer as it is stored (see ``awards.domain.answers``), or ``None`` for none at all."""
    own = parts.get("")
    match question.kind:
        case QuestionKind.FILM if parts["url"]:
            return {
                "url": parts["url"],
                "seconds": _seconds(parts),
                "captions": parts["captions"],
                "lawful": parts["lawful"],
            }
        case QuestionKind.PICTURE if own:
            return {"upload": own} | {
                name: parts[name] for name in ("alt", "photographer", "rights", "people")
            }
        case QuestionKind.DOCUMENT if own:
            return {"upload": own}
        case QuestionKind.ORGANISATION if own == OTHER:
            return {"organisation": None, "name": parts["other"]}
        case QuestionKind.ORGANISATION if own:
            return {"organisation": int(own), "name": organisations[own]}
        case QuestionKind.CONTACT | QuestionKind.NOMINEE if any(parts.values()):
            return {name: parts[name] for name in PERSON_PARTS[question.kind]}
        case _:
            # Zero is an answer.
            return None if own is None or own is False or own in ("", []) else own


def _seconds(parts: Mapping[str, Any]) -> int:
    return (parts["minutes"] or 0) * 60 + (parts["seconds"] or 0)
