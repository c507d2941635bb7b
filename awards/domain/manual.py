"""What came on paper, by phone or by e-mail, and is entered by staff in the applicant's stead.

A draft is begun with its source, filled in at the form's own pages, and sent in by
``domain.submission``. Until then it belongs to whoever began it, or takes over what nobody else can
go on with.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from uuid import UUID

from django.contrib.auth.models import User
from django.db import transaction
from django.db.models import QuerySet

from awards.enums import EntrySource
from awards.models import Draft, Nomination, NominationFormPage

from .deadlines import opens_at
from .supplement_requests import open_request

#: Nobody begins to enter something else that came in just so, so soon.
SECOND_CLICK_WITHIN = timedelta(seconds=10)
#: Nothing comes in so long before entries are asked for: it is a slip of the finger.
LONGEST_AHEAD = timedelta(days=366)


class NotComeYetError(ValueError):
    """Something is said to have come in at a moment that has not been yet."""


class TooLongAgoError(ValueError):
    """Something is said to have come in before ``earliest``, long before it was asked for."""

    def __init__(self, earliest: datetime) -> None:
        super().__init__(earliest)
        self.earliest = earliest


class BeforeTheEntryError(ValueError):
    """A supplement is said to have come in before the version that it adds to."""


class NotForStaffError(Exception):
    """The applicant is to send it themselves, or nothing is asked for."""


def begin(
    form: NominationFormPage,
    *,
    source: EntrySource,
    came_in_at: datetime,
    email: str,
    actor: User,
    now: datetime,
) -> Draft:
    """Begin to enter what came in another way, whatever the dates of the year; nobody is mailed.

    ``email`` may be empty. A second click begins nothing more (``SECOND_CLICK_WITHIN``). Raises
    ``NotComeYetError`` for a moment after ``now``, and ``TooLongAgoError`` for one more than
    ``LONGEST_AHEAD`` before the year opens, or before ``now`` where that is still to come.
    """
    if came_in_at > now:
        raise NotComeYetError
    asked_for = min(opens_at(form.year) or now, now)
    if asked_for - came_in_at > LONGEST_AHEAD:
        raise TooLongAgoError(asked_for - LONGEST_AHEAD)
    with transaction.atomic():
        # Of two clicks at once, one waits.
        User.objects.select_for_update(no_key=True).get(pk=actor.pk)
        begun = Draft.objects.filter(nomination=None, started_at__gt=now - SECOND_CLICK_WITHIN)
        draft, _is_new = begun.get_or_create(
            form=form,
            email=email,
            source=source,
            entered_by=actor,
            came_in_at=came_in_at,
            defaults={"year": form.year, "started_at": now, "saved_at": now},
        )
    return draft


def begun_by(actor: User) -> list[Draft]:
    """What somebody has begun to enter and not registered, newest first."""
    return list(_begun().filter(entered_by=actor))


def left_behind(handlers: QuerySet[User]) -> QuerySet[Draft]:
    """What somebody has begun to enter who is not, or is no longer, among those who may go on."""
    return _begun().exclude(entered_by__in=handlers)


def take_over(public_id: UUID, *, handlers: QuerySet[User], actor: User) -> Draft | None:
    """Hand what was left behind to ``actor``, with what is written; ``None`` if it is not so."""
    with transaction.atomic():
        left = left_behind(handlers).select_for_update(of=("self",))
        draft = left.filter(public_id=public_id).first()
        if draft:
            draft.entered_by = actor
            draft.save(update_fields=["entered_by"])
    return draft


def _begun() -> QuerySet[Draft]:
    begun = Draft.objects.filter(came_in_at__isnull=False, nomination__isnull=True)
    return begun.select_related("form", "year", "entered_by").order_by("-started_at")


def can_supplement(nomination: Nomination) -> bool:
    """Whether staff may enter the supplement: of those whom no mail reaches, who have no link."""
    return not nomination.email and open_request(nomination) is not None


def supplement_begun(nomination: Nomination) -> Draft | None:
    """The entry's draft, where somebody of the staff has begun to enter a supplement in it."""
    begun = Draft.objects.filter(nomination=nomination, came_in_at__isnull=False)
    return begun.select_related("entered_by").first()


def begin_supplement(
    nomination: Nomination,
    *,
    source: EntrySource,
    came_in_at: datetime,
    actor: User,
    now: datetime,
) -> Draft:
    """Hand the entry's draft to ``actor``, to enter the supplement that came in another way.

    Whoever began before loses it, and what they wrote stays. Raises ``NotForStaffError`` where
    the applicant has a link of their own or nothing is asked for, ``NotComeYetError`` for a moment
    after ``now``, and ``BeforeTheEntryError`` for one before the version that is there.
    """
    if came_in_at > now:
        raise NotComeYetError
    with transaction.atomic():
        draft = Draft.objects.select_for_update().get(nomination=nomination)
        entry = Nomination.objects.get(pk=nomination.pk)
        if not can_supplement(entry):
            raise NotForStaffError
        if came_in_at < entry.newest_version.received_at:
            raise BeforeTheEntryError
        draft.source, draft.came_in_at, draft.entered_by = source, came_in_at, actor
        draft.save(update_fields=["source", "came_in_at", "entered_by"])
    return draft
