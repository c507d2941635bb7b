"""What staff write to an applicant, and an applicant to staff; see ``conversation`` for reading."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.contrib.auth.models import User
from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import translation
from wagtail.log_actions import log

from awards import notifications
from awards.enums import MessageDirection
from awards.models import Draft, Message, MessageTemplate, Nomination
from cms.fingerprints import fingerprint_of

from .handling import ChangedMeanwhileError
from .holding import AT_ONCE, Hold, refuse_early
from .links import link_for
from .message_fields import fill
from .unanswered import MARKED_READ, settle_waiting

_LONGEST_SUBJECT = 200


class NoAddressError(Exception):
    """The entry came in another way than by the form, and has no e-mail address."""


class NotSentInError(Exception):
    """The draft has not been sent in, so there is no entry to write about."""


class RewrittenError(Exception):
    """The message has been written already, in other words or to leave at another time."""


#: Nobody means to say the same thing twice in so short a time.
SAME_MESSAGE_WITHIN = timedelta(minutes=10)


def templates_for(nomination: Nomination) -> QuerySet[MessageTemplate]:
    """The templates that messages about an entry can be written from, whatever its status."""
    return MessageTemplate.objects.filter(Q(award=None) | Q(award=nomination.year.award))


def filled(template: MessageTemplate, nomination: Nomination, language: str) -> tuple[str, str]:
    """Subject and text of a template with what the entry says; the link stays a field.

    Raises ``LookupError`` for a language that the template is not written in.
    """
    subject, text = template.in_language(language)
    with translation.override(language):
        return _one_line(fill(subject, nomination)), fill(text, nomination)


def write(  # noqa: PLR0913 - a message is told by all of these
    nomination: Nomination,
    template: MessageTemplate,
    language: str,
    *,
    hold: Hold = AT_ONCE,
    key: str,
    actor: User,
    now: datetime,
) -> Message:
    """Write to the applicant by a template; for the rest as ``send_message`` and ``filled``."""
    subject, text = filled(template, nomination, language)
    return send_message(
        nomination,
        subject=subject,
        text=text,
        language=language,
        hold=hold,
        key=key,
        actor=actor,
        now=now,
    )


def send_message(  # noqa: PLR0913 - a message is told by all of these
    nomination: Nomination,
    *,
    subject: str,
    text: str,
    language: str,
    hold: Hold = AT_ONCE,
    key: str,
    actor: User,
    now: datetime,
    is_answer: bool = False,
    seen: int | None = None,
    may_be_early: bool = False,
) -> Message:
    """Write to the applicant, and mail it.

    With ``is_answer`` what the applicant has written waits no more, as soon as nobody has to let
    the answer go. ``seen`` is the id of the
    newest message that the actor had seen, or 0; with ``None`` nothing was seen, nor is asked.
    ``{link}`` in the text becomes the applicant's link when it is mailed. The same ``key`` about
    the same entry is written once: a repetition gives back the first. Raises ``NoAddressError``,
    ``RewrittenError`` for the same key with anything else, ``ChangedMeanwhileError`` where
    somebody wrote after what was seen, and ``holding.EarlyError`` where the message may tell an
    outcome and would leave before that is announced, unless it ``may_be_early``.
    """
    key = f"message:{nomination.pk}:{key}:"
    whole_key = key + _mark_of(subject, text, language, hold)
    with transaction.atomic():
        locked = Nomination.objects.select_for_update().get(pk=nomination.pk)
        if not locked.email:
            raise NoAddressError
        written = nomination.messages.filter(mail__key__startswith=key).select_related("mail")
        if first := written.first():
            if first.mail and first.mail.key == whole_key:
                return first
            raise RewrittenError
        if seen is not None and nomination.messages.filter(pk__gt=seen).exists():
            raise ChangedMeanwhileError
        if not may_be_early:
            refuse_early(locked, hold, now=now)
        message = Message.objects.create(
            nomination=nomination,
            direction=MessageDirection.TO_APPLICANT,
            subject=_one_line(subject),
            text=text,
            written_at=now,
            author=actor,
            status=locked.status,
            is_answer=is_answer,
        )
        message.mail = notifications.message(
            message,
            link_for(nomination, read_from=hold.leaves_at(now)),
            key=whole_key,
            language=language,
            not_before=hold.until,
            held=hold.by_hand,
            now=now,
        )
        message.save(update_fields=["mail"])
        if is_answer:
            settle_waiting(nomination)
        _log(message, actor, now)
    return message


def receive_message(draft: Draft, text: str, *, subject: str = "", now: datetime) -> Message:
    """Receive what an applicant writes about the entry; it then waits to be answered or read.

    The same thing twice within ``SAME_MESSAGE_WITHIN`` is received once.
    Raises ``NotSentInError``.
    """
    nomination = draft.nomination
    if nomination is None:
        raise NotSentInError
    subject = _one_line(subject)
    with transaction.atomic():
        Nomination.objects.select_for_update().get(pk=nomination.pk)
        last = nomination.messages.first()
        is_same = last and last.is_from_applicant and (last.subject, last.text) == (subject, text)
        if last and is_same and now - last.written_at < SAME_MESSAGE_WITHIN:
            return last
        message = Message.objects.create(
            nomination=nomination,
            direction=MessageDirection.FROM_APPLICANT,
            subject=subject,
            text=text,
            written_at=now,
        )
        _note_waiting(nomination, is_waiting=True)
        _log(message, None, now)
    return message


def others_wrote(nomination: Nomination, *, seen: int, actor: User) -> bool:
    """Whether somebody but the actor has written after the message with an id, or 0 for none."""
    return nomination.messages.filter(pk__gt=seen).exclude(author=actor).exists()


def mark_read(
    nomination: Nomination, *, seen: int | None = None, actor: User, now: datetime
) -> None:
    """Note that what the applicant wrote needs no answer; logged if anything waited.

    ``seen`` is as for ``send_message``. Raises ``ChangedMeanwhileError`` where the applicant wrote
    after that, which goes on waiting.
    """
    with transaction.atomic():
        locked = Nomination.objects.select_for_update().get(pk=nomination.pk)
        later = locked.messages.filter(direction=MessageDirection.FROM_APPLICANT, pk__gt=seen or 0)
        if locked.message_waiting and seen is not None and later.exists():
            raise ChangedMeanwhileError
        if locked.message_waiting:
            _note_waiting(locked, is_waiting=False)
            log(nomination, MARKED_READ, user=actor, timestamp=now)
    nomination.message_waiting = False


def _one_line(subject: str) -> str:
    """A subject without line breaks that fits its column, which counts combining signs too."""
    line = " ".join(subject.split())
    return line if len(line) <= _LONGEST_SUBJECT else f"{line[: _LONGEST_SUBJECT - 1]}…"


def _mark_of(subject: str, text: str, language: str, hold: Hold) -> str:
    """The same for the same message only; what becomes of its mail later changes nothing."""
    until = hold.until.timestamp() if hold.until else None
    return fingerprint_of(subject, text, language, until, hold.by_hand)[:16]


def _note_waiting(nomination: Nomination, *, is_waiting: bool) -> None:
    nomination.message_waiting = is_waiting
    nomination.save(update_fields=["message_waiting"])


def _log(message: Message, actor: User | None, now: datetime) -> None:
    """Note that there is a message, and not what it says: that is in the message itself."""
    log(
        message.nomination,
        "awards.nomination.message",
        user=actor,
        timestamp=now,
        data={"direction": message.direction},
    )
