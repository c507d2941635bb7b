"""Who is mailed what: every mail of the awards is written here, and left in the outbox.

Each function is called inside the transaction of what it tells of, so that a mail is queued if and
only if that happened. A mail's key makes it leave once.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime

from django.conf import settings
from django.contrib.auth.models import User
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from awards.models import AwardYearPage, Draft, Nomination, NominationVersion, SupplementRequest
from awards.models.message import LINK, Message
from cms.mail import queue_mail
from cms.models import OutgoingMail

#: How the key begins of a mail with the links that an applicant asked for, of a receipt, and of
#: what tells that an entry was taken back.
LINKS, RECEIVED, WITHDRAWN = "links:", "received:", "withdrawn:"
#: How many entries a mail to staff names in each of its parts.
NAMED = 20


@dataclass(frozen=True)
class _Letter:
    """A text to an applicant, from its template, with the contact of the award below it."""

    template: str
    year: AwardYearPage
    context: Mapping[str, object]
    #: Addresses in the text that the site itself wrote.
    links: Sequence[str]

    @property
    def reply_to(self) -> str:
        """Where an answer goes; where there is no such address, the text tells what to do."""
        return self.year.award.contact_email

    def text(self) -> str:
        """The text in the active language."""
        parts = [
            render_to_string(f"emails/apply/{name}.txt", {**self.context, **more}).strip()
            for name, more in ((self.template, {}), ("contact", {"award": self.year.award}))
        ]
        return "\n\n".join(part for part in parts if part) + "\n"


def draft_started_key(draft: Draft) -> str:
    """The key of the mail that tells that a draft was begun."""
    return f"draft-started:{draft.pk}"


def draft_started(draft: Draft, link: str, deleted_on: date | None, *, now: datetime) -> None:
    """The way back to a draft that was begun, and when it is deleted."""
    form = draft.form.title
    context = {"draft": draft, "form": form, "link": link, "deleted_on": deleted_on}
    _queue(
        _Letter("draft_started", draft.year, context, [link]),
        key=draft_started_key(draft),
        recipient=draft.email,
        subject=_("Your link to %(form)s"),
        now=now,
    )


def links_asked_for(drafts: Sequence[Draft], links: Sequence[str], *, now: datetime) -> None:
    """The way back to each of an applicant's drafts; all are the same applicant's."""
    first = drafts[0]
    context = {"entries": list(zip(drafts, links, strict=True)), "form": first.form.title}
    _queue(
        _Letter("links", first.year, context, links),
        key=f"{LINKS}{first.pk}:{now.isoformat()}",
        recipient=first.email,
        subject=_("Your link to %(form)s"),
        now=now,
    )


def received_key(version: NominationVersion) -> str:
    """The key of the receipt of a version."""
    return f"{RECEIVED}{version.pk}"


def received(
    version: NominationVersion, link: str, *, names_it: bool = True, now: datetime
) -> None:
    """The receipt of an entry, or of a new version of one; with its name if it ``names_it``."""
    _queue(
        _letter_about("received", version.nomination, link, version=version, names_it=names_it),
        key=received_key(version),
        recipient=version.nomination.email,
        subject=_("%(reference)s: we have received what you sent in"),
        about=version.nomination.reference,
        now=now,
    )


def withdrawn(nomination: Nomination, link: str, *, now: datetime) -> None:
    """That an entry was taken back, and by whom it can be sent in again."""
    _queue(
        _letter_about("withdrawn", nomination, link),
        key=f"{WITHDRAWN}{nomination.pk}:{now.isoformat()}",
        recipient=nomination.email,
        subject=_("%(reference)s: you have taken back what you sent in"),
        about=nomination.reference,
        now=now,
    )


def supplement_key(request: SupplementRequest) -> str:
    """The key of the mail that tells what more is needed; that of what is told later is longer."""
    return f"supplement:{request.pk}"


def supplement_requested(request: SupplementRequest, link: str, *, now: datetime) -> None:
    """What more is needed of an applicant, and until when."""
    nomination = request.nomination
    _queue(
        _letter_about("supplement_requested", nomination, link, request=request),
        key=supplement_key(request),
        recipient=nomination.email,
        subject=_("%(reference)s: we need something more from you"),
        about=nomination.reference,
        now=now,
    )


def supplement_due(request: SupplementRequest, link: str, *, now: datetime) -> None:
    """That the last day for what is asked for has become another one."""
    nomination = request.nomination
    _queue(
        _letter_about("supplement_due", nomination, link, request=request),
        key=f"{supplement_key(request)}:{now.isoformat()}",
        recipient=nomination.email,
        subject=_("%(reference)s: a new last day for what we need from you"),
        about=nomination.reference,
        now=now,
    )


def message(  # noqa: PLR0913 - a mail is told by all of these
    written: Message,
    link: str,
    *,
    key: str,
    language: str,
    not_before: datetime | None,
    held: bool,
    now: datetime,
) -> OutgoingMail:
    """What staff wrote to an applicant, in the language that they chose."""
    with translation.override(language):
        letter = _message_letter(written, link)
        return queue_mail(
            key=key,
            recipient=written.nomination.email,
            subject=written.subject,
            text=letter.text(),
            links=letter.links,
            reply_to=letter.reply_to,
            about=written.nomination.reference,
            not_before=not_before,
            held=held,
            now=now,
        )


@dataclass(frozen=True)
class Pile:
    """Entries that a mail to staff tells of: reference number and address in the inbox of each.

    Nothing else of them is told: a mail is read by more people, and longer, than the inbox is.
    """

    count: int = 0
    #: Those that are named, ``NAMED`` at most.
    shown: list[tuple[str, str]] = field(default_factory=list)

    @property
    def more(self) -> int:
        """How many there are beside those."""
        return self.count - len(self.shown)


@dataclass(frozen=True)
class InboxSummary:
    """What has happened in the inbox, and what waits."""

    new: Pile
    supplemented: Pile
    messages: Pile
    unassigned: Pile
    undelivered: Pile

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing to tell."""
        return not any(pile.count for pile in _piles(self))


@dataclass(frozen=True)
class Reminder:
    """What of an officer's own has waited too long."""

    late: Pile
    overdue: Pile
    not_told: Pile
    #: After how many days an entry is late.
    days: int


def inbox_summary(officer: User, told: InboxSummary, *, key: str, now: datetime) -> None:
    """What an officer has to know of the inbox this morning."""
    _queue_to_staff(officer, "summary", told, _("The inbox this morning"), key=key, now=now)


def reminder(officer: User, told: Reminder, *, key: str, now: datetime) -> None:
    """What an officer has left for too long."""
    _queue_to_staff(officer, "reminder", told, _("Entries that wait for you"), key=key, now=now)


def _queue_to_staff(
    officer: User,
    template: str,
    told: InboxSummary | Reminder,
    subject: Promise,
    *,
    key: str,
    now: datetime,
) -> None:
    inbox, account = (
        f"{settings.WAGTAILADMIN_BASE_URL}{reverse(name)}"
        for name in ("entries_modeladmin_index", "wagtailadmin_account")
    )
    context = {"told": told, "inbox": inbox, "account": account}
    links = [address for pile in _piles(told) for _reference, address in pile.shown]
    with translation.override(settings.LANGUAGE_CODE):
        queue_mail(
            key=key,
            recipient=officer.email,
            subject=str(subject),
            text=render_to_string(f"emails/inbox/{template}.txt", context),
            links=[*links, inbox, account],
            now=now,
        )


def _piles(told: InboxSummary | Reminder) -> list[Pile]:
    return [pile for pile in vars(told).values() if isinstance(pile, Pile)]


def _message_letter(written: Message, link: str) -> _Letter:
    """The message with the applicant's link in it, or below it where staff did not put it in."""
    text = written.text.replace(LINK, link)
    below = "" if LINK in written.text else link
    letter = _letter_about("message", written.nomination, below, text=text, has_link=bool(link))
    return replace(letter, links=[link])


def _letter_about(template: str, nomination: Nomination, link: str, **context: object) -> _Letter:
    context |= {"nomination": nomination, "link": link}
    return _Letter(template, nomination.year, context, [link])


def _queue(
    letter: _Letter, *, key: str, recipient: str, subject: Promise, about: str = "", now: datetime
) -> None:
    """Leave a mail in the outbox; none to an applicant whose entry came without an address."""
    if not recipient:
        return
    with translation.override(settings.LANGUAGE_CODE):
        queue_mail(
            key=key,
            recipient=recipient,
            subject=str(subject) % {"form": letter.context.get("form", ""), "reference": about},
            text=letter.text(),
            links=letter.links,
            reply_to=letter.reply_to,
            about=about,
            now=now,
        )
