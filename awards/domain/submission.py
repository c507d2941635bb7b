"""Sending in: where a draft becomes an entry, or a new version of one."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import transaction
from wagtail.log_actions import log

from awards import notifications
from awards.enums import EntrySource, Meaning, QuestionKind, SendingState
from awards.models import (
    Draft,
    Nomination,
    NominationVersion,
    Organisation,
    SupplementRequest,
)
from awards.statuses import NominationStatus

from .answers import Answers, by_kind, by_meaning, digest_of, upload_ids
from .drafts import lock_draft, state_of
from .flags import describe, mark_duplicates, mark_missing_file
from .lifecycle import change_status
from .links import link_to
from .mailing import SPAN, is_receipt_due, may_name
from .nominees import name_nominee, nominee_of
from .questions import FormDefinition, as_json, from_json
from .references import next_reference
from .supplement_requests import close_request, open_request
from .uploads import attach

#: What lists of entries show of the newest version.
_LISTED = (
    "updated_at",
    "title",
    "unit",
    "organisation",
    "organisation_name",
    "contact_name",
    "contact_email",
    "nominee_name",
    "nominee_told_on",
    "name_key",
    "search_names",
    "search_text",
)


class ClosedError(Exception):
    """The time for sending in, changing or withdrawing is over, or has not begun."""

    def __init__(self, state: SendingState) -> None:
        super().__init__(state)
        self.state = state


#: Versions of one entry in ``mailing.SPAN``: one each minute, which nobody writes.
MOST_VERSIONS = 60


class TooOftenError(Exception):
    """The entry has got ``MOST_VERSIONS`` in a short while: what is sent now has to wait."""


class AskedAnewError(Exception):
    """Something else is asked for than what was answered."""


def send(
    draft: Draft, definition: FormDefinition, answers: Answers, *, now: datetime
) -> NominationVersion:
    """Receive what a draft holds: as a new entry, or as the next version of its entry.

    ``answers`` have been validated against ``definition``. ``now`` is the server's time of
    receipt; where others are received at the same time, it may be told as a moment later, so that
    reference numbers follow the order of receipt. Sending the same thing twice in a row gives back
    the version that was received the first time, so a double click or a repetition after a lost
    connection makes one, even where the repetition comes too late. A receipt is mailed, but for
    what ``mailing`` leaves out. What staff enter was received when it came in, and then is in the
    applicant's hands. Raises ``ClosedError`` when the draft can't be sent in any more,
    ``TooOftenError`` where it has been sent in as often as a machine does, and
    ``uploads.FileGoneError`` when a file has been removed since the answers were checked: then
    nothing has been received.
    """
    typed = draft.data
    with transaction.atomic():
        draft = lock_draft(draft)
        state = state_of(draft, now=now)
        if not state.accepts:
            return _received_already(draft, typed, state)
        return _receive(draft, typed, definition, answers, now)


def answer_supplement(
    draft: Draft, request: SupplementRequest, answers: Answers, *, now: datetime
) -> NominationVersion:
    """Receive what a moderator asked for as the next version of the entry, whatever the date.

    Only the questions that ``request`` opened are answered anew; of the others, what was received
    last stays, and so do the questions as they were asked. An answer that changes nothing is
    received too; the form's pages let none such through. Raises ``ClosedError`` when nothing is
    asked for (any more), unless it is the same answer that was received last, and
    ``AskedAnewError`` when another request has taken the place of the one that was answered.
    """
    typed = draft.data
    with transaction.atomic():
        draft = lock_draft(draft)
        waiting = open_request(draft.nomination) if draft.nomination else None
        if draft.nomination is None or waiting is None:
            return _received_already(draft, typed, SendingState.CLOSED)
        if waiting != request:
            raise AskedAnewError
        last = draft.nomination.newest_version
        kept = {key: value for key, value in last.answers.items() if key not in request.questions}
        new = {key: value for key, value in answers.items() if key in request.questions}
        sent = (draft.sent_data or {}) | {
            name: value
            for name, value in typed.items()
            if name.partition("__")[0] in request.questions
        }
        actor = draft.entered_by
        version = _add(draft, sent, from_json(last.asked), kept | new, now)
        close_request(draft.nomination, answer=version, now=now)
        change_status(draft.nomination, NominationStatus.SUPPLEMENTED, actor=actor, now=now)
    return version


def _received_already(
    draft: Draft, typed: dict[str, Any], state: SendingState
) -> NominationVersion:
    """What was received, if the same is sent once more when nothing is taken any longer."""
    nomination = draft.nomination
    if (
        nomination is None
        or nomination.status == NominationStatus.WITHDRAWN
        or typed != draft.sent_data
    ):
        raise ClosedError(state)
    return nomination.newest_version


def _receive(
    draft: Draft, typed: dict[str, Any], definition: FormDefinition, answers: Answers, now: datetime
) -> NominationVersion:
    """The version of what was typed: the newest one if it says the same."""
    if draft.nomination and not _is_news(draft.nomination, digest_of(definition, answers)):
        draft.sent_data = typed
        draft.save(update_fields=["sent_data"])
        return draft.nomination.newest_version
    if draft.nomination and _of_late(draft.nomination, now) >= MOST_VERSIONS:
        raise TooOftenError
    return _add(draft, typed, definition, answers, now)


def _of_late(nomination: Nomination, now: datetime) -> int:
    """How many versions have been received lately."""
    return nomination.versions.filter(received_at__gt=now - SPAN).count()


def _add(
    draft: Draft, typed: dict[str, Any], definition: FormDefinition, answers: Answers, now: datetime
) -> NominationVersion:
    """Add a version, and note what of the draft it holds: it may have been changed meanwhile."""
    digest = digest_of(definition, answers)
    nomination = draft.nomination or _new_entry(draft, now)
    is_mailed = (
        draft.nomination is None or draft.is_entered_by_staff or is_receipt_due(nomination, now=now)
    )
    # Versions are received in the order of their numbers too.
    last = nomination.newest_version if nomination.pk else nomination
    moment = max(draft.came_in_at or now, last.received_at)
    former_key = nomination.name_key
    nomination.updated_at = max(now, moment)
    version = _add_version(nomination, definition, answers, digest, moment)
    attach(nomination, upload_ids(answers), draft)
    mark_missing_file(nomination)
    mark_duplicates(nomination, former_key=former_key)
    if nomination.status == NominationStatus.WITHDRAWN:
        change_status(nomination, NominationStatus.SUBMITTED, actor=None, now=now)
    draft.nomination = nomination
    draft.sent_data = typed
    _note_receipt(version, draft, now)
    if draft.is_entered_by_staff:
        draft.entered_by = draft.came_in_at = None
    draft.save(update_fields=["nomination", "sent_data", "entered_by", "came_in_at"])
    if is_mailed:
        link, names_it = link_to(draft.public_id, read_from=now), may_name(draft, nomination.title)
        notifications.received(version, link, names_it=names_it, now=now)
    return version


def _note_receipt(version: NominationVersion, draft: Draft, now: datetime) -> None:
    """Log that the version came, from the applicant or by the hand of staff."""
    if draft.is_entered_by_staff:
        action, source = "awards.nomination.entered", draft.source
    else:
        action, source = "awards.nomination.received", EntrySource.FORM
    log(
        version.nomination,
        action,
        user=draft.entered_by,
        timestamp=now,
        data={
            "source": source,
            "received_at": version.received_at.isoformat(),
            "version": version.number,
        },
    )


def withdraw(draft: Draft, *, now: datetime) -> Nomination:
    """Take back an entry, while entries are still accepted; it can be sent in again until then.

    One that is taken back already stays so, whatever the time. Raises ``ClosedError`` after that,
    and ``lifecycle.TransitionError`` where the entry has come too far.
    """
    with transaction.atomic():
        draft = lock_draft(draft)
        state = state_of(draft, now=now)
        if draft.nomination and draft.nomination.status == NominationStatus.WITHDRAWN:
            return draft.nomination
        if draft.nomination is None or not state.accepts:
            raise ClosedError(state)
        nomination = change_status(
            draft.nomination, NominationStatus.WITHDRAWN, actor=None, now=now
        )
        if is_receipt_due(nomination, now=now):
            notifications.withdrawn(nomination, link_to(draft.public_id, read_from=now), now=now)
    return nomination


def _is_news(nomination: Nomination, digest: str) -> bool:
    """Whether what is sent differs from what was received last, or was taken back since."""
    return (
        nomination.status == NominationStatus.WITHDRAWN
        or nomination.newest_version.digest != digest
    )


def _new_entry(draft: Draft, now: datetime) -> Nomination:
    """The entry with the year's next number, received no earlier than the one before it.

    While it waited for its number, one that came after it may have been given the number before.
    Moments then tell the same order as numbers do: ``now`` is moved on to what is past by then.
    What came in another way was received before it got its number, so it is no part of that order.
    """
    reference = next_reference(draft.year)
    by_form = Nomination.objects.filter(year=draft.year, source=EntrySource.FORM)
    last = by_form.order_by("-number").values_list("received_at", flat=True).first()
    moment = draft.came_in_at or max(now, last or now)
    return Nomination(
        reference=reference.text,
        number=reference.number,
        year=draft.year,
        form=draft.form,
        received_at=moment,
        email=draft.email,
        source=draft.source,
    )


def _add_version(
    nomination: Nomination,
    definition: FormDefinition,
    answers: Answers,
    digest: str,
    received_at: datetime,
) -> NominationVersion:
    _repeat_for_lists(nomination, definition, answers)
    # The status is the lifecycle's to write.
    nomination.save(update_fields=_LISTED if nomination.pk else None)
    return NominationVersion.objects.create(
        nomination=nomination,
        number=nomination.versions.count() + 1,
        received_at=received_at,
        asked=as_json(definition),
        answers=answers,
        digest=digest,
    )


def _repeat_for_lists(nomination: Nomination, definition: FormDefinition, answers: Answers) -> None:
    """Copy to the entry what lists of entries show of its newest version."""
    nomination.title = by_meaning(definition, answers, Meaning.TITLE)[:300]
    nomination.unit = by_meaning(definition, answers, Meaning.UNIT)[:300]
    organisation = by_kind(definition, answers, QuestionKind.ORGANISATION) or {}
    in_register = organisation.get("organisation") or 0
    nomination.organisation = Organisation.objects.filter(pk=in_register).first()
    nomination.organisation_name = organisation.get("name", "")[:300]
    contact = by_kind(definition, answers, QuestionKind.CONTACT) or {}
    nomination.contact_name = contact.get("name", "")[:300]
    nomination.contact_email = contact.get("email", "")[:300]
    name_nominee(nomination, nominee_of(definition, answers))
    describe(nomination, definition, answers)
