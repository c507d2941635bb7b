"""What staff and an applicant have written to each other about an entry, as each may read it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime

from django.contrib.auth.models import User
from django.db.models import Max, OuterRef, Subquery
from django.db.models.functions import Coalesce
from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from awards import notifications
from awards.models import Message, Nomination
from awards.models.message import LINK
from cms.models import MailState, OutgoingMail

from .holding import NOT_SET
from .mail_problems import problem_of


@dataclass(frozen=True)
class Told:
    """A message, or what was asked for, as it is shown; the applicant's link is shown to nobody."""

    subject: str
    text: str
    #: When it was written, or for the applicant when they got it.
    moment: datetime
    is_from_applicant: bool
    author: User | None = None
    #: ``None`` for what the applicant wrote, and for what was taken out of the outbox.
    state: MailState | None = None
    held_until: datetime | None = None
    #: What has kept its mail from leaving until now, in words.
    problem: str | Promise = ""
    #: The last day for what was asked for; ``None`` for a message.
    due_on: date | None = None

    @property
    def state_label(self) -> str | Promise:
        """What has become of it, in words; empty for what the applicant wrote."""
        if self.is_from_applicant:
            return ""
        return self.state.label if self.state else _("Never sent")


def newest_message(nomination: Nomination) -> int:
    """The id of what was written last to or from the applicant, or 0."""
    return nomination.messages.aggregate(newest=Max("pk"))["newest"] or 0


def newest_messages() -> Coalesce:
    """The same of each entry of a query."""
    written = Message.objects.filter(nomination=OuterRef("pk")).order_by().values("nomination")
    return Coalesce(Subquery(written.annotate(newest=Max("pk")).values("newest")), 0)


def conversation(nomination: Nomination, *, now: datetime) -> list[Told]:
    """All that has been written to and from the applicant, the newest first, for staff.

    What was asked for as a supplement is among it.
    """
    told = [*messages_after(nomination, 0, now=now), *_requests(nomination, now)]
    return sorted(told, key=lambda each: each.moment, reverse=True)


def messages_after(nomination: Nomination, seen: int, *, now: datetime) -> list[Told]:
    """The messages after the one with an id, the newest first, for staff."""
    return [
        Told(
            subject=message.subject,
            text=_text_of(message, link=gettext("[the applicant's link]")),
            moment=message.written_at,
            is_from_applicant=message.is_from_applicant,
            author=message.author,
            state=message.mail.state(now) if message.mail else None,
            held_until=_known_moment(message.mail) if message.mail else None,
            problem=problem_of(message.mail, now=now) if message.mail else "",
        )
        for message in nomination.messages.filter(pk__gt=seen).select_related("author", "mail")
    ]


def _known_moment(mail: OutgoingMail) -> datetime | None:
    """The moment that a mail waits for; ``None`` where it waits for none, or for one to be set."""
    return mail.not_before if mail.not_before != NOT_SET else None


def _text_of(message: Message, *, link: str) -> str:
    """What a message says, with words for the link that is put in where staff write it."""
    return message.text if message.is_from_applicant else message.text.replace(LINK, link)


def _requests(nomination: Nomination, now: datetime) -> Iterator[Told]:
    """What was asked for, with what has become of its mail."""
    requests = list(nomination.supplement_requests.select_related("requested_by"))
    keys = [notifications.supplement_key(request) for request in requests]
    mails = OutgoingMail.objects.in_bulk(keys, field_name="key")
    for request, key in zip(requests, keys, strict=True):
        mail = mails.get(key)
        yield Told(
            subject=gettext("Supplement asked for"),
            text=request.text,
            moment=request.requested_at,
            is_from_applicant=False,
            author=request.requested_by,
            state=mail.state(now) if mail else None,
            held_until=mail.not_before if mail else None,
            problem=problem_of(mail, now=now) if mail else "",
            due_on=request.due_on,
        )


def told_to_applicant(nomination: Nomination, *, now: datetime) -> list[Told]:
    """What the applicant has written and got, the newest first; nothing that is still held.

    A supplement that is still asked for is not among it: that stands above.
    """
    return sorted(_told(nomination, now), key=lambda told: told.moment, reverse=True)


def _told(nomination: Nomination, now: datetime) -> Iterator[Told]:
    for message in nomination.messages.select_related("mail"):
        mail, moment = message.mail, message.written_at
        if not message.is_from_applicant:
            if mail is None or mail.state(now) == MailState.HELD:
                continue
            moment = mail.sent_at or mail.not_before or moment
        text = _text_of(message, link=gettext("[the link in the e-mail]"))
        yield Told(message.subject, text, moment, message.is_from_applicant)
    for request in nomination.supplement_requests.exclude(closed_at=None):
        yield Told(
            subject=gettext("Supplement asked for"),
            text=request.text,
            moment=request.requested_at,
            is_from_applicant=False,
            due_on=request.due_on,
        )
