"""What an applicant writes before it is sent in: begun, found again, saved, given more time."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

from django.contrib.auth.models import User
from django.db import transaction
from django.db.models import Q
from django.utils.crypto import salted_hmac
from wagtail.log_actions import log

from awards import notifications
from awards.enums import EntrySource, SendingState
from awards.models import Draft, Nomination, NominationFormPage
from awards.statuses import OUT_OF_THE_APPLICANTS_HANDS

from .deadlines import application_state, closes_at, deleted_on, sending_state
from .links import link_to
from .questions import Question, question_as_json

#: What was typed in one input: a text, or several where several can be chosen.
Typed = str | list[str]

#: A form has a few hundred inputs at most; what a machine adds to them is not kept.
MOST_INPUTS = 2000
#: The answers of a hundred questions, each as long as a question may allow; nobody types as much.
MOST_CHARACTERS = 2_000_000


class NotOpenError(Exception):
    """The year does not take entries now."""


class TooLongError(Exception):
    """What was typed would make the draft longer than ``MOST_CHARACTERS``."""


class HandledError(Exception):
    """The draft, or what was sent in from it, is in the hands of staff, not of the applicant."""


class NoMoreTimeError(ValueError):
    """The draft can be sent in as long as that already: until ``until``."""

    def __init__(self, until: datetime) -> None:
        super().__init__(f"It can be sent in until {until} already.")
        self.until = until


class ShorterTimeError(NoMoreTimeError):
    """The draft was given that long, which is taken back only by who means it."""


def start_draft(form: NominationFormPage, email: str, *, now: datetime, sheet: str = "") -> Draft:
    """Begin a draft and mail the link back to it.

    ``sheet`` names the copy of the page that was sent: of two clicks on the same one, the second
    gives the draft that the first began. Raises ``NotOpenError`` outside the period, and where
    the year is not published.
    """
    year = form.year
    if not (year.live and application_state(year, now=now).accepts_entries):
        raise NotOpenError
    began = {"form": form, "year": year, "email": email, "started_at": now, "saved_at": now}
    public_id = _id_by_sheet(form, email, sheet) if sheet else uuid4()
    with transaction.atomic():
        draft, is_new = Draft.objects.get_or_create(public_id=public_id, defaults=began)
        if is_new:
            link = link_to(draft.public_id, read_from=now)
            notifications.draft_started(draft, link, delete_on(draft), now=now)
    return draft


def _id_by_sheet(form: NominationFormPage, email: str, sheet: str) -> UUID:
    """The same for the same copy of a page and address; nobody else can work it out."""
    told = f"{form.pk} {sheet} {email}"
    secret = salted_hmac("awards.domain.drafts", told, algorithm="sha256")
    return UUID(bytes=secret.digest()[:16], version=4)


def state_of(draft: Draft, *, now: datetime) -> SendingState:
    """Whether the draft may be sent in at ``now``, or sent in again.

    What came in another way has been received already, so it may be entered whatever the date. Of
    what has been registered, staff enter nothing but supplements. A year that is not published
    takes nothing: its dates may be a draft's.
    """
    if draft.is_entered_by_staff:
        return SendingState.HANDLED if draft.nomination_id else SendingState.OPEN
    if draft.nomination and draft.nomination.status in OUT_OF_THE_APPLICANTS_HANDS:
        return SendingState.HANDLED
    if not draft.year.live:
        return SendingState.CLOSED
    return sending_state(
        draft.year,
        started_at=draft.started_at,
        extended_until=draft.extended_until,
        grace=timedelta(minutes=draft.form.grace_minutes),
        now=now,
    )


def delete_on(draft: Draft) -> date | None:
    """The day when the draft is deleted unless it is sent in; ``None`` while that is not known.

    One that staff entered may be begun long after the last day.
    """
    own = draft.started_at if draft.is_entered_by_staff else draft.extended_until
    return deleted_on(draft.year, extended_until=own, days=draft.form.keep_draft_days)


def save_answers(
    draft: Draft,
    typed: Mapping[str, Typed],
    asked: Iterable[Question],
    *,
    now: datetime,
    completed: tuple[str, bool] | None = None,
) -> None:
    """Keep what was typed, as it was typed, without a word on whether it is right.

    Only what no database can store is left out: NUL, and halves of characters. Inputs that are not
    among ``typed`` keep what they held, so that two windows of the same draft overwrite each other
    only where both have written. ``asked`` are the questions that
    were shown. ``completed`` tells of a step's key whether it was gone through without an error.
    Raises ``TooLongError``, and keeps nothing of it then.
    """
    with transaction.atomic():
        locked = (
            Draft.objects.select_for_update()
            .only("data", "asked", "completed", "saved_at")
            .get(pk=draft.pk)
        )
        data = _first(locked.data | {name: _storable(value) for name, value in typed.items()})
        if _length(data) > max(MOST_CHARACTERS, _length(locked.data)):
            raise TooLongError
        told = {
            "data": data,
            "asked": _first(
                locked.asked | {question.key: question_as_json(question) for question in asked}
            ),
            "completed": _completed(locked.completed, completed),
            "saved_at": now,
        }
        # What was asked is long, and seldom news.
        news = {name: value for name, value in told.items() if value != getattr(locked, name)}
        for name, value in news.items():
            setattr(locked, name, value)
        locked.save(update_fields=list(news))
    for name, value in told.items():
        setattr(draft, name, value)


def _first(inputs: dict[str, Any]) -> dict[str, Any]:
    """As much as a form can hold."""
    return dict(list(inputs.items())[:MOST_INPUTS])


def _length(data: Mapping[str, Typed]) -> int:
    """How many characters were typed: in a text, or in all of several."""
    return sum(len(value if isinstance(value, str) else "".join(value)) for value in data.values())


def _completed(steps: list[str], told: tuple[str, bool] | None) -> list[str]:
    """The steps that have been gone through, by what is told of one of them."""
    if told is None:
        return steps
    key, is_done = told
    return [step for step in steps if step != key] + [key] * is_done


def _storable(value: Typed) -> Typed:
    """What was typed, without the signs that PostgreSQL takes in no text."""
    if isinstance(value, list):
        return [storable_text(text) for text in value]
    return storable_text(value)


def storable_text(text: str) -> str:
    """A text without NUL and halves of characters."""
    return text.replace("\x00", "").encode(errors="ignore").decode()


def drafts_of(form: NominationFormPage, email: str) -> list[Draft]:
    """The drafts of one applicant to a form, newest first; not what staff have not entered yet."""
    theirs = form.drafts.filter(Q(source=EntrySource.FORM) | Q(nomination__isnull=False))
    return list(theirs.filter(email__iexact=email).order_by("-started_at"))


def mail_links(form: NominationFormPage, email: str, *, now: datetime) -> None:
    """Mail an applicant the way back to each of their drafts; nothing if there are none."""
    drafts = drafts_of(form, email)
    if drafts:
        with transaction.atomic():
            notifications.links_asked_for(
                drafts, [link_to(draft.public_id, read_from=now) for draft in drafts], now=now
            )


def extend_draft(
    code: str,
    until: datetime,
    *,
    may_shorten: bool = False,
    actor: User,
    reason: str,
    now: datetime,
) -> Draft:
    """Let one draft be sent in until a moment after the others.

    The year's log tells that it was done; which draft, and why, is told by that of the draft, which
    goes when the draft goes.
    What it was given too much of by mistake is taken back with ``may_shorten``. Raises
    ``Draft.DoesNotExist`` for a code that names no draft, ``HandledError`` for what staff have in
    hand, ``NoMoreTimeError`` for a moment that gives no more time than there is, and
    ``ShorterTimeError`` for one that takes back what was given.
    """
    with transaction.atomic():
        draft = Draft.objects.select_for_update().get(code=code.strip().upper())
        if draft.is_entered_by_staff or state_of(draft, now=now) == SendingState.HANDLED:
            raise HandledError
        closing, own = closes_at(draft.year), draft.extended_until
        if closing and until <= closing:
            raise NoMoreTimeError(closing)
        if until == own:
            raise NoMoreTimeError(own)
        taken_back = own if own and until < own else None
        if taken_back and not may_shorten:
            raise ShorterTimeError(taken_back)
        draft.extended_until = until
        draft.save(update_fields=["extended_until"])
        told = {"until": until.isoformat()}
        if taken_back:
            told["shortened_from"] = taken_back.isoformat()
        log(draft.year, "awards.draft.extend", user=actor, timestamp=now, data=told)
        told |= {"code": draft.code, "reason": reason}
        log(draft, "awards.draft.time", user=actor, timestamp=now, data=told)
    return draft


def note_proved(draft: Draft, *, now: datetime) -> None:
    """Note that somebody writes who came by a mailed link, and so has the address."""
    if draft.proved_at is None:
        Draft.objects.filter(pk=draft.pk, proved_at=None).update(proved_at=now)
        draft.proved_at = now


def lock_draft(draft: Draft) -> Draft:
    """The draft and its entry as they are now, their rows locked: of two writers, one waits.

    Raises ``Draft.DoesNotExist`` where it has been deleted meanwhile.
    """
    Draft.objects.select_for_update().get(pk=draft.pk)
    fresh = Draft.objects.select_related("form", "year").get(pk=draft.pk)
    if fresh.nomination_id:
        fresh.nomination = Nomination.objects.select_for_update().get(pk=fresh.nomination_id)
    return fresh


#: What the pages of a draft read of it, of its form and of its year; all else is asked for when it
#: is needed. A form's blocks and a year's texts are long, and ``definition`` holds what they say.
_READ = (
    *("public_id", "code", "email", "started_at", "saved_at", "extended_until"),
    *("data", "asked", "completed", "nomination", "source", "entered_by", "came_in_at"),
    "proved_at",
    *(f"form__{name}" for name in ("definition", "grace_minutes", "keep_draft_days")),
    *(f"year__{name}" for name in ("live", "opens_on", "closes_on", "extended_to")),
    "year__winners_released_at",
)


def find_draft(public_id: UUID) -> Draft | None:
    """The draft with what a page of it needs, in one query."""
    drafts = Draft.objects.select_related("form", "year").only(*_READ)
    return next(iter(drafts.filter(public_id=public_id)), None)
