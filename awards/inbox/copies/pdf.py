"""One version of an entry as a PDF, with its pictures."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import datetime
from io import BytesIO
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, TypedDict

from django.conf import settings
from django.utils.translation import gettext, override

from awards.domain.answers import readable
from awards.domain.fetching import FileMissingError, fetched
from awards.domain.questions import Question, from_json
from awards.enums import QuestionKind, UploadState
from awards.models import Nomination, NominationVersion, Upload
from awards.statuses import NominationStatus
from cms.dates import in_stockholm
from cms.decoding import TooManyPixelsError, UndecodableError, opened
from cms.typesetting import shows_every_sign, typeset
from cms.uploads.checking import MAX_PIXELS

_TEMPLATE = Path(__file__).with_name("entry.typ")
#: Pixels of the longer side: sharp on paper at the size that ``entry.typ`` gives a picture.
_LONGEST_SIDE = 1600


_LINKS = (QuestionKind.FILM, QuestionKind.LINK)
_ADDRESS = re.compile(r"https?://\S{1,2000}")
_FILES = (QuestionKind.PICTURE, QuestionKind.DOCUMENT)


class Picture(TypedDict):
    """A picture in the folder; ``name`` stands in for a text that says nothing."""

    file: str
    name: str
    alt: str
    is_tall: bool


class Asked(TypedDict):
    """A question and its answer, as ``entry.typ`` shows them."""

    label: str
    criterion: str
    picture: Picture | None
    link: str
    lines: list[str]
    is_list: bool
    #: What the house adds, such as that a file is missing.
    remarks: list[str]


def entry_pdf(nomination: Nomination, version: NominationVersion, *, now: datetime) -> bytes:
    """A version of an entry as PDF/UA-1.

    A file that is missing is told of in its place, and on top that there are signs which no font
    has. Raises ``NotFetchedError``.
    """
    with TemporaryDirectory() as folder, override(settings.LANGUAGE_CODE):
        facts = list(_facts(nomination, version, now))
        data = {
            "title": f"{nomination.reference} {nomination.title}".strip(),
            "language": settings.LANGUAGE_CODE,
            "reference": nomination.reference,
            "page": gettext("Page %(number)s of %(count)s")
            % {"number": "{number}", "count": "{count}"},
            "facts": facts,
            "steps": _steps(nomination, version, Path(folder)),
            "versions": {
                "title": gettext("Versions"),
                "items": [version_line(each) for each in nomination.versions.all()],
            },
        }
        pdf = typeset(_TEMPLATE, data, folder=Path(folder), now=now)
        if shows_every_sign(pdf):
            return pdf
        facts.append({"label": gettext("Boxes"), "value": _about_boxes()})
        return typeset(_TEMPLATE, data, folder=Path(folder), now=now)


def _about_boxes() -> str:
    return gettext(
        "Signs that this copy can't show, such as emojis, are boxes. Copied or read aloud they are "
        "as they were written, and they are seen in the inbox."
    )


def version_line(version: NominationVersion) -> str:
    """Which version it is, and when it was received."""
    return gettext("Version %(number)s, received on %(moment)s") % {
        "number": version.number,
        "moment": in_stockholm(version.received_at),
    }


def _facts(
    nomination: Nomination, version: NominationVersion, now: datetime
) -> Iterator[dict[str, str]]:
    facts = {
        gettext("Reference number"): nomination.reference,
        gettext("Registry number"): nomination.registry_number,
        gettext("Award and year"): nomination.year.title,
        gettext("Received"): in_stockholm(nomination.received_at),
        gettext("Source"): nomination.get_source_display(),
        gettext("This copy shows"): version_line(version),
        gettext("Status on %(moment)s") % {"moment": in_stockholm(now)}: _status(nomination, now),
        gettext("The applicant's e-mail address"): nomination.email,
    }
    for label, value in facts.items():
        if value:
            yield {"label": label, "value": value}


def _status(nomination: Nomination, now: datetime) -> str:
    """The status in words. A copy is passed on: it tells no outcome before that is announced."""
    announced = nomination.year.has_announced(now)
    return str(NominationStatus(nomination.status).without_secrets(announced=announced).label)


def _steps(nomination: Nomination, version: NominationVersion, folder: Path) -> list[Any]:
    uploads = {str(upload.public_id): upload for upload in nomination.uploads.all()}
    return [
        {
            "title": step.title,
            "questions": [
                _asked(question, version.answers.get(question.key), uploads, folder)
                for question in step.questions
            ],
        }
        for step in from_json(version.asked).steps
    ]


def _asked(question: Question, answer: Any, uploads: Mapping[str, Upload], folder: Path) -> Asked:
    lines = readable(question, answer, {key: upload.name for key, upload in uploads.items()})
    asked = Asked(
        label=question.label,
        criterion="",
        picture=None,
        link="",
        lines=lines,
        is_list=question.kind == QuestionKind.SEVERAL_OF,
        remarks=[] if lines else [gettext("No answer")],
    )
    if question.criterion not in {"", question.label}:
        asked["criterion"] = gettext("Criterion: %(text)s") % {"text": question.criterion}
    if question.kind in _LINKS and lines and _ADDRESS.fullmatch(lines[0]):
        asked["link"] = lines.pop(0)
    if lines and question.kind in _FILES and (upload := uploads.get(answer["upload"])):
        try:
            asked["picture"] = _picture(upload, answer, folder)
        except FileMissingError as missing:
            asked["remarks"].append(str(missing))
    return asked


def _picture(upload: Upload, answer: dict[str, Any], folder: Path) -> Picture | None:
    """The picture of an answer, small enough to print, in the folder; ``None`` for a document.

    Raises ``FileMissingError`` and ``NotFetchedError``.
    """
    with fetched(upload) as file:
        if "alt" not in answer:
            return None
        content = BytesIO(file.read())
    name = f"{upload.public_id}.jpg"
    try:
        with opened(content, most_pixels=MAX_PIXELS) as picture:
            picture.thumbnail((_LONGEST_SIDE, _LONGEST_SIDE))
            picture.convert("RGB").save(folder / name, quality=85)
            is_tall = picture.height > picture.width
    except (TooManyPixelsError, UndecodableError) as error:
        raise FileMissingError(UploadState.UNREADABLE.label) from error
    return Picture(file=name, name=upload.name, alt=answer["alt"], is_tall=is_tall)
