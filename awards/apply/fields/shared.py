"""What the fields of all kinds of questions are made from."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, TypeAlias

from django import forms
from django.utils.functional import Promise
from django.utils.text import Truncator
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from awards.domain.questions import Question
from awards.models import Upload

#: The longest name, of a person or a thing.
NAME_CHARACTERS = 200

#: The fields of one question, each by its own part of the name.
Parts: TypeAlias = Iterator[tuple[str, forms.Field]]


@dataclass(frozen=True)
class Surroundings:
    """What decides about an answer besides its question."""

    #: The draft's files by their public ids.
    uploads: Mapping[str, Upload] = field(default_factory=dict)
    #: Why a file that was just sent is not taken, by the key of its question.
    refused: Mapping[str, str] = field(default_factory=dict)
    #: Hosts that films may be linked from.
    film_hosts: list[str] = field(default_factory=list)
    #: The register's organisations that exist today: id and name, in order.
    organisations: list[tuple[str, str]] = field(default_factory=list)


def _told(question: Question) -> str:
    """The question as it is named in a message."""
    return Truncator(question.label.rstrip(":. ")).chars(80)


def when_missing(message: Promise | str, question: Question) -> dict[str, Any]:
    """The error for whoever leaves the field out."""
    return {"required": str(message) % {"question": _told(question)}}


def as_asked(question: Question, message: Promise | str) -> dict[str, Any]:
    """What the one input of a question takes over from it."""
    return {
        "label": question.label,
        "help_text": question.hint,
        "required": question.required,
        "error_messages": when_missing(message, question),
    }


def first_of(own: dict[str, Any]) -> dict[str, Any]:
    """For the first of several inputs: the hint stands above them all."""
    return own | {"help_text": ""}


def choosing(question: Question) -> dict[str, Any]:
    """What a field with choices takes over."""
    own = as_asked(question, _("Choose an answer to “%(question)s”."))
    gone = gettext("Choose among the answers that are here now.")
    own["error_messages"] |= {"invalid_choice": gone, "invalid_list": gone}
    return own
