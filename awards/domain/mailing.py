"""Which receipts are mailed to whoever sends in: an address that nobody has proved is not flooded.

Anybody may begin a draft with anybody's address. What is sent in is received all the same, and its
page is a receipt that can be saved.
"""

from __future__ import annotations

import re
from datetime import datetime, timedelta

from django.db.models import Q

from awards import notifications
from awards.models import Draft, Nomination, NominationVersion
from cms.models import OutgoingMail

#: An address is mailed the first receipt of each entry. Of all else that its applicants do to their
#: entries (changing, taking back, sending in again) so much is mailed in ``SPAN``.
MOST_RECEIPTS = 5
SPAN = timedelta(hours=1)
#: What mail programs make a link of: in a name it would lead where a stranger wants.
_LEADS_AWAY = re.compile(r"\w\.\w\w|://|@")


def is_receipt_due(nomination: Nomination, *, now: datetime) -> bool:
    """Whether what the applicant does next to an entry that has been received is mailed too."""
    theirs = Nomination.objects.filter(updated_at__gt=now - SPAN, email__iexact=nomination.email)
    references = {nomination.reference, *theirs.values_list("reference", flat=True)}
    mailed = OutgoingMail.objects.filter(
        Q(key__startswith=notifications.RECEIVED) | Q(key__startswith=notifications.WITHDRAWN),
        about__in=references,
        queued_at__gt=now - SPAN,
    )
    # The first receipt of each entry is not counted.
    return mailed.count() < MOST_RECEIPTS + len(references)


def was_mailed(version: NominationVersion) -> bool:
    """Whether a receipt of a version was mailed, or is about to be."""
    return OutgoingMail.objects.filter(key=notifications.received_key(version)).exists()


def may_name(draft: Draft, title: str) -> bool:
    """Whether a mail to the applicant repeats the name that they gave their entry."""
    return draft.proved_at is not None or not _LEADS_AWAY.search(title)
