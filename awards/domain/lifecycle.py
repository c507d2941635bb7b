"""The one door through which an entry changes its status."""

from __future__ import annotations

from datetime import datetime

from django.contrib.auth.models import User
from django.db import transaction
from wagtail.log_actions import log

from awards.enums import TRANSITIONS, NominationStatus
from awards.models import Nomination

from .flags import OUT_OF_PLAY, mark_duplicates


class TransitionError(Exception):
    """The entry can't go from the status that it has to the one that was asked for.

    ``status`` is the one that it has: somebody else may just have changed it.
    """

    def __init__(self, status: NominationStatus, wanted: NominationStatus) -> None:
        super().__init__(f"{status} does not lead to {wanted}")
        self.status = status
        self.wanted = wanted


def change_status(
    nomination: Nomination,
    wanted: NominationStatus,
    *,
    actor: User | None,
    now: datetime,
    reason: str = "",
) -> Nomination:
    """Change the status and log who did it, when and why; ``actor`` is ``None`` for the applicant.

    The entry's row is locked and read anew. An entry that no longer waits for a supplement is no
    longer asked for one. Raises ``TransitionError`` where the status that it has by then does not
    lead to the wanted one.
    """
    with transaction.atomic():
        locked = Nomination.objects.select_for_update().get(pk=nomination.pk)
        status = NominationStatus(locked.status)
        if wanted not in TRANSITIONS[status]:
            raise TransitionError(status, wanted)
        locked.status = wanted
        locked.save(update_fields=["status"])
        if status == NominationStatus.SUPPLEMENT_REQUESTED:
            locked.supplement_requests.filter(closed_at=None).update(closed_at=now)
        if (status in OUT_OF_PLAY) != (wanted in OUT_OF_PLAY):
            mark_duplicates(locked)
        log(
            locked,
            "awards.nomination.status",
            user=actor,
            timestamp=now,
            data={"from": status.value, "to": wanted.value, "reason": reason},
        )
    nomination.status = wanted
    return locked
