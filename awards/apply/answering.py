"""From valid inputs to the answer that is stored, and what several inputs must be together."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from django.utils.translation import gettext

from awards.domain.questions import Question
from awards.enums import QuestionKind

from .fields import OTHER

#: The part of a question (after its key) and what is wrong with it.
Problem = tuple[str, str]


def problems_of(question: Question, parts: Mapping[str, Any]) -> Iterator[Problem]:
    """What is missing or contradictory among the inputs of one question.

    ``parts`` are the valid inputs by part; "" is the question's own.
    """
    match question.kind:
        case QuestionKind.FILM if parts.get("url"):
            yield from _film_problems(question, parts)
        case QuestionKind.PICTURE if parts.get(""):
            yield from _picture_problems(parts)
        case QuestionKind.ORGANISATION if parts.get("") == OTHER and parts.get("other") == "":
            yield "other", gettext("Enter the name of the organisation.")
        case QuestionKind.CONTACT if not question.required and any(parts.values()):
            if parts.get("name") == "":
                yield "name", gettext("Enter the contact person's name.")
            if parts.get("email") == "":
                yield "email", gettext("Enter the contact person's e-mail address.")
        case _:
            pass


def _film_problems(question: Question, parts: Mapping[str, Any]) -> Iterator[Problem]:
    if "minutes" in parts and "seconds" in parts:
        length = _seconds(parts)
        limit = question.max_seconds or length
        if not length:
            yield "minutes", gettext("Enter how long the film is.")
        elif length > limit:
            minutes, seconds = divmod(limit, 60)
            yield (
                "seconds",
                gettext(
                    "The film may be at most %(minutes)d minutes and %(seconds)d seconds long. "
                    "Shorten it, or correct the length."
                )
                % {"minutes": minutes, "seconds": seconds},
            )
    if not parts.get("captions"):
        yield (
            "captions",
            gettext("The film needs captions. Have it captioned, and confirm it here."),
        )
    if not parts.get("lawful"):
        yield "lawful", gettext("Confirm that personal data in the film is handled lawfully.")


def _picture_problems(parts: Mapping[str, Any]) -> Iterator[Problem]:
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
        case QuestionKind.CONTACT if any(parts.values()):
            return {name: parts[name] for name in ("name", "title", "email", "phone")}
        case _:
            # Zero is an answer.
            return None if own is None or own is False or own in ("", []) else own


def _seconds(parts: Mapping[str, Any]) -> int:
    return (parts["minutes"] or 0) * 60 + (parts["seconds"] or 0)
