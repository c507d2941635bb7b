"""What of a draft is deleted: at the applicant's wish, and when its time is over."""

from __future__ import annotations

import logging
from contextlib import suppress
from datetime import date, datetime

from django.db import transaction
from django.db.models import F, Q, QuerySet
from wagtail.models import ModelLogEntry

from awards import notifications
from awards.models import Draft, SupplementRequest
from cms.dates import day_in_stockholm
from cms.models import OutgoingMail

from .drafts import delete_on, lock_draft
from .uploads import remove_unsent

logger = logging.getLogger(__name__)

#: What tells when a draft is deleted, and what is deleted of it.
_TIMES = (
    *("started_at", "extended_until", "came_in_at", "nomination", "email"),
    "form__keep_draft_days",
    *(f"year__{name}" for name in ("closes_on", "extended_to")),
)


class AlreadySentError(Exception):
    """What has been sent in can't be deleted by the applicant, only withdrawn."""


def delete_draft(draft: Draft) -> None:
    """Delete a draft, its files and the mail about it at the applicant's wish.

    Raises ``AlreadySentError`` for one that has been sent in.
    """
    with transaction.atomic():
        locked = lock_draft(draft)
        if locked.nomination_id:
            raise AlreadySentError
        _forget_unsent(locked)


def delete_old_drafts(*, now: datetime) -> int:
    """Delete the drafts whose time is over, and tell how many.

    Of one that has been sent in, only what was written since goes: the entry itself stays, and so
    does the applicant's way to it. While a supplement is asked for, all of it stays. One that can't
    be deleted now keeps no other one: it has its turn again.
    """
    today = day_in_stockholm(now)
    return sum(_delete_if_over(draft, today) for draft in _may_be_over(today))


def _may_be_over(today: date) -> QuerySet[Draft]:
    """Drafts with something unsent that may go, with what tells whether their time is over.

    What has been sent in and not changed since is kept for ever, and never read.
    """
    return (
        Draft.objects.select_related("form", "year")
        .only(*_TIMES)
        .filter(Q(year__closes_on__lt=today) | Q(came_in_at__isnull=False))
        .exclude(data=F("sent_data"))
        .exclude(nomination__supplement_requests__in=SupplementRequest.objects.waiting())
        .order_by("pk")
    )


def _is_over(draft: Draft, today: date) -> bool:
    day = delete_on(draft)
    return day is not None and day <= today


def _delete_if_over(draft: Draft, today: date) -> bool:
    """Delete the draft, or what was written in it since it was sent in; whether its time is over.

    Whatever goes wrong is logged.
    """
    try:
        return _is_over(draft, today) and _delete_if_still_over(draft, today)
    except Exception as error:  # noqa: BLE001 - whatever it is, the others go on
        logger.error("A draft was not deleted: %s", type(error).__name__)  # noqa: TRY400
        return False


def _delete_if_still_over(draft: Draft, today: date) -> bool:
    """Ask all of it again, now that nobody can change the draft.

    Since the list was made it may have been given more time, sent in or deleted, or a supplement
    been asked for.
    """
    with suppress(Draft.DoesNotExist), transaction.atomic():
        again = _may_be_over(today).get(pk=lock_draft(draft).pk)
        if _is_over(again, today):
            _forget_unsent(again)
            return True
    return False


def _forget_unsent(draft: Draft) -> None:
    """Delete the draft, or what was written in it since it was sent in. It is locked."""
    remove_unsent(draft)
    if draft.nomination_id is None:
        draft_started = notifications.draft_started_key(draft)
        # Whoever gave it more time wrote why.
        ModelLogEntry.objects.for_instance(draft).delete()
        draft.delete()
        _forget_mail(draft_started, draft.email)
    else:
        Draft.objects.filter(pk=draft.pk).update(data=F("sent_data"))


def _forget_mail(draft_started: str, email: str) -> None:
    """Let no mail about a draft that is deleted leave, and forget to whom it was sent before.

    What links were mailed goes with the last draft of the address: one mail leads to all of them.
    """
    about_it = Q(key=draft_started)
    if email and not Draft.objects.filter(email__iexact=email).exists():
        about_it |= Q(key__startswith=notifications.LINKS, recipient__iexact=email)
    # Locked as in ``holding``: the worker sends it before, and then it is only emptied, or never.
    found = OutgoingMail.objects.filter(about_it).select_for_update().order_by("-pk")
    mails = OutgoingMail.objects.filter(pk__in=[mail.pk for mail in found])
    mails.filter(sent_at=None).delete()
    mails.empty()
