"""What a new form begins with, so that nobody has to start from an empty page.

Each template is a file of content beside this one, in the site's language. A form that has begun
is the editor's own: nothing here changes it afterwards.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from pathlib import Path
from typing import Any
from uuid import uuid4

import yaml

from awards.enums import PublicNoun
from awards.models import AwardYearPage, NominationFormPage

#: The file of each public noun: all of an application, or a short proposal.
_FILES = {
    PublicNoun.APPLICATION: "application",
    PublicNoun.ENTRY: "application",
    PublicNoun.PROPOSAL: "proposal",
    PublicNoun.NOMINATION: "proposal",
}

#: Texts that the template gives where there is none.
_TEXTS = ("introduction", "after_sending")


def start_from_template(form: NominationFormPage, year: AwardYearPage) -> None:
    """Give a new form of a year all that its template has: title, address, texts and questions."""
    noun = PublicNoun(year.award.public_noun)
    template = _read(noun)
    form.title = template["title"].format(year=year.title)
    form.slug = template["slug"]
    fill_in(form, noun)


def fill_in(form: NominationFormPage, noun: PublicNoun) -> None:
    """Give a form what its template asks and tells, where it does not ask and tell already."""
    template = _read(noun)
    for name in _TEXTS:
        if not getattr(form, name):
            setattr(form, name, template[name])
    if not form.steps:
        form.eligibility = _eligibility(template["eligibility"])
        form.steps = _steps(template["steps"])


@cache
def _read(noun: PublicNoun) -> dict[str, Any]:
    path = Path(__file__).with_name(f"{_FILES[noun]}.yaml")
    template: dict[str, Any] = yaml.safe_load(path.read_text(encoding="utf-8"))
    return template


def _eligibility(questions: Iterable[dict[str, Any]]) -> list[dict[str, Any]]:
    return [_block("question", {"hint": "", **question}) for question in questions]


def _steps(steps: Iterable[dict[str, Any]]) -> list[dict[str, Any]]:
    return [
        _block("step", {"introduction": "", **step, "questions": _questions(step["questions"])})
        for step in steps
    ]


def _questions(questions: Iterable[dict[str, Any]]) -> list[dict[str, Any]]:
    return [
        _block(kind, {"hint": "", **value})
        for question in questions
        for kind, value in question.items()
    ]


def _block(kind: str, value: dict[str, Any]) -> dict[str, Any]:
    """A block of a stream field as it is stored, with a key of its own."""
    return {"type": kind, "id": str(uuid4()), "value": value}
