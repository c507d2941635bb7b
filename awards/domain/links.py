"""The links that lead an applicant back to a draft: signed, expiring, and renewed by mail."""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from uuid import UUID

from django.conf import settings
from django.core import signing
from django.urls import reverse

from awards.models import Draft, Nomination
from cms.dates import CITY_TIME_ZONE
from cms.mail import write_anew
from cms.models import OutgoingMail

#: How long a mailed link can be opened. A new one can always be asked for.
LINK_LIFETIME = timedelta(days=14)
_SALT = "awards.links"


class ExpiredLinkError(Exception):
    """The link was good once, but too long ago; ``public_id`` is the draft that it led to."""

    def __init__(self, public_id: UUID) -> None:
        super().__init__("The link is too old.")
        self.public_id = public_id


class ForgedLinkError(Exception):
    """The link was never given out: it was cut off, changed or made up."""


class _Signer(signing.TimestampSigner):
    """Signs as ``signing.dumps`` does, at a moment that may be still to come."""

    def __init__(self, moment: datetime) -> None:
        super().__init__(salt=_SALT)
        self.moment = moment

    def timestamp(self) -> str:
        """The moment in the form that a signature has it."""
        return signing.b62_encode(int(self.moment.timestamp()))


def link_to(public_id: UUID, *, read_from: datetime) -> str:
    """An absolute address that gives the right to a draft for ``LINK_LIFETIME``.

    The time is counted from ``read_from``: now, or later for a mail that is held until then.
    """
    token = _Signer(read_from).sign_object(str(public_id))
    return f"{settings.WAGTAILADMIN_BASE_URL}{reverse('apply:open', args=[token])}"


def link_for(nomination: Nomination, *, read_from: datetime) -> str:
    """The applicant's link to an entry, or nothing for one that no applicant can open.

    It works as long as ``link_to`` tells; while a supplement is asked for, at least to the end of
    the last day for that.
    """
    draft = Draft.objects.filter(nomination=nomination).only("public_id").first()
    if draft is None:
        return ""
    due = nomination.supplement_requests.waiting().values_list("due_on", flat=True)
    ends = (datetime.combine(day, datetime.max.time(), CITY_TIME_ZONE) for day in due[:1])
    start = max([read_from, *(end - LINK_LIFETIME for end in ends)])
    return link_to(draft.public_id, read_from=start)


def with_link(text: str, link: str) -> str:
    """The text with another link in place of every one that ``link_to`` made."""
    address = f"{settings.WAGTAILADMIN_BASE_URL}{reverse('apply:open', args=['TOKEN'])}"
    pattern = re.escape(address).replace("TOKEN", r"[\w:-]+")
    return re.sub(pattern, link, text)


def renew_link(mail: OutgoingMail, nomination: Nomination, *, read_from: datetime) -> None:
    """Let a mail that has not left lead the applicant to the entry by a link that is made now.

    Its row is locked by whoever calls; ``read_from`` is as for ``link_to``.
    """
    if link := link_for(nomination, read_from=read_from):
        write_anew(mail, with_link(mail.text, link), links=[link])


def read_token(token: str) -> UUID:
    """The draft that a link leads to; raises ``ExpiredLinkError`` or ``ForgedLinkError``."""
    try:
        return UUID(signing.loads(token, salt=_SALT, max_age=LINK_LIFETIME))
    except signing.SignatureExpired as error:
        raise ExpiredLinkError(UUID(signing.loads(token, salt=_SALT))) from error
    except (signing.BadSignature, ValueError) as error:
        raise ForgedLinkError from error
