"""How the badge of a status looks: whose turn it is is told by its words, and shown by its look."""

from __future__ import annotations

from awards.statuses import OUTCOMES, WAITING_FOR_STAFF, NominationStatus
from cms.models import MailState

State = NominationStatus | MailState

_LOOKS: dict[State, str] = {
    **dict.fromkeys(WAITING_FOR_STAFF, "staff"),
    **dict.fromkeys((NominationStatus.SUPPLEMENT_REQUESTED, NominationStatus.WITH_JURY), "others"),
    **dict.fromkeys(OUTCOMES - {NominationStatus.NOT_SELECTED}, "chosen"),
    **dict.fromkeys((MailState.HELD, MailState.FAILED), "staff"),
    MailState.WAITING: "others",
}


def look_of(state: State) -> str:
    """How the badge of an entry's or a mail's state looks: the end of a class in shared.css."""
    return _LOOKS.get(state, "done")
