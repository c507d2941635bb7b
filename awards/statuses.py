"""Where an entry can stand, what leads from one status to another, and what staff do to get there.

This module imports nothing of the project but the other fixed lists.
"""

from __future__ import annotations

from django.db import models
from django.utils.translation import pgettext, pgettext_lazy

from .enums import Distinction


class NominationStatus(models.TextChoices):
    """Where an entry stands. A draft is no entry yet: see ``models.draft``."""

    SUBMITTED = "submitted", pgettext_lazy("status", "Submitted")
    UNDER_REVIEW = "under_review", pgettext_lazy("status", "Under review")
    SUPPLEMENT_REQUESTED = "supplement_requested", pgettext_lazy("status", "Supplement requested")
    SUPPLEMENTED = "supplemented", pgettext_lazy("status", "Supplemented")
    INELIGIBLE = "ineligible", pgettext_lazy("status", "Does not meet the conditions")
    WITH_JURY = "with_jury", pgettext_lazy("status", "With the jury")
    FINALIST = "finalist", pgettext_lazy("status", "Finalist")
    WINNER = "winner", pgettext_lazy("status", "Winner")
    SPECIAL_MENTION = "special_mention", pgettext_lazy("status", "Special mention")
    NOT_SELECTED = "not_selected", pgettext_lazy("status", "Not selected")
    WITHDRAWN = "withdrawn", pgettext_lazy("status", "Withdrawn")
    SPAM = "spam", pgettext_lazy("status", "Spam")
    DISPOSED = "disposed", pgettext_lazy("status", "Disposed of")

    @property
    def is_outcome(self) -> bool:
        """Whether it tells what the jury decided, which is secret until it is announced."""
        return self in OUTCOMES

    def as_told_to_applicant(self, *, announced: bool) -> NominationStatus:
        """The status that the applicant may know of, before and after the announcement."""
        if self is NominationStatus.SPAM:
            return NominationStatus.SUBMITTED
        return self.without_secrets(announced=announced)

    def without_secrets(self, *, announced: bool) -> NominationStatus:
        """The status as it may be passed on: before the announcement without the outcome."""
        return NominationStatus.WITH_JURY if self.is_outcome and not announced else self


#: What the jury decides.
OUTCOMES = frozenset(
    {
        NominationStatus.FINALIST,
        NominationStatus.WINNER,
        NominationStatus.SPECIAL_MENTION,
        NominationStatus.NOT_SELECTED,
    }
)

#: What an entry's page is of, by the entry's status; no other entry has a page.
DISTINCTIONS = {
    NominationStatus.WINNER: Distinction.WINNER,
    NominationStatus.SPECIAL_MENTION: Distinction.SPECIAL_MENTION,
}

#: What the staff has to do something about; a tuple, since conditions of indexes hold the order.
WAITING_FOR_STAFF = (
    NominationStatus.SUBMITTED,
    NominationStatus.UNDER_REVIEW,
    NominationStatus.SUPPLEMENTED,
)

#: What takes no part: nothing is a duplicate of it, and nobody is reminded or told of it.
OUT_OF_PLAY = frozenset(
    {NominationStatus.WITHDRAWN, NominationStatus.SPAM, NominationStatus.DISPOSED}
)

#: Where an entry has come too far for its applicant to change or withdraw it.
OUT_OF_THE_APPLICANTS_HANDS = OUTCOMES | {
    NominationStatus.WITH_JURY,
    NominationStatus.INELIGIBLE,
    NominationStatus.DISPOSED,
}


class InboxAction(models.TextChoices):
    """What staff may do with an entry; the words are those of the button."""

    REVIEW = "review", pgettext_lazy("action", "Start review")
    SUPPLEMENT = "supplement", pgettext_lazy("action", "Ask for a supplement")
    TO_JURY = "to_jury", pgettext_lazy("action", "Accept to the jury")
    INELIGIBLE = "ineligible", pgettext_lazy("action", "Does not meet the conditions")
    SHORTLIST = "shortlist", pgettext_lazy("action", "Make a finalist")
    WINNER = "winner", pgettext_lazy("action", "Decide: winner")
    SPECIAL_MENTION = "special_mention", pgettext_lazy("action", "Decide: special mention")
    NOT_SELECTED = "not_selected", pgettext_lazy("action", "Decide: not selected")
    SPAM = "spam", pgettext_lazy("action", "Mark as spam")
    REOPEN = "reopen", pgettext_lazy("action", "Reopen")
    #: At the wish of an applicant who can't do it, or can't any more.
    WITHDRAW = "withdraw", pgettext_lazy("action", "Withdraw for the applicant")

    @property
    def needs_reason(self) -> bool:
        """Whether it has to be told why."""
        return self in {InboxAction.INELIGIBLE, InboxAction.REOPEN, InboxAction.WITHDRAW}

    @property
    def ends_changes(self) -> bool:
        """Whether the applicant can change the entry or take it back before it, and not after."""
        return self in {InboxAction.TO_JURY, InboxAction.INELIGIBLE}

    def is_asked_about(self, status: NominationStatus) -> bool:
        """Whether a page asks for a reason, or whether it is meant, on an entry of a status.

        To begin a review is done at once: it takes nothing from anybody, and can be undone.
        """
        return self != InboxAction.REVIEW or status == NominationStatus.SUPPLEMENT_REQUESTED

    def words(self, status: NominationStatus) -> str:
        """What the button says on an entry of a status."""
        if (self, status) == (InboxAction.REVIEW, NominationStatus.SUPPLEMENT_REQUESTED):
            return pgettext("action", "Go on without the supplement")
        return str(self.label)


#: What each action makes of an entry, by the status that it has.
ACTIONS: dict[NominationStatus, dict[InboxAction, NominationStatus]] = {
    NominationStatus.SUBMITTED: {
        InboxAction.REVIEW: NominationStatus.UNDER_REVIEW,
        InboxAction.SPAM: NominationStatus.SPAM,
        InboxAction.WITHDRAW: NominationStatus.WITHDRAWN,
    },
    NominationStatus.UNDER_REVIEW: {
        InboxAction.SUPPLEMENT: NominationStatus.SUPPLEMENT_REQUESTED,
        InboxAction.TO_JURY: NominationStatus.WITH_JURY,
        InboxAction.INELIGIBLE: NominationStatus.INELIGIBLE,
        InboxAction.SPAM: NominationStatus.SPAM,
        InboxAction.WITHDRAW: NominationStatus.WITHDRAWN,
    },
    NominationStatus.SUPPLEMENT_REQUESTED: {
        InboxAction.REVIEW: NominationStatus.UNDER_REVIEW,
        InboxAction.WITHDRAW: NominationStatus.WITHDRAWN,
    },
    NominationStatus.SUPPLEMENTED: {
        InboxAction.REVIEW: NominationStatus.UNDER_REVIEW,
        InboxAction.SUPPLEMENT: NominationStatus.SUPPLEMENT_REQUESTED,
        InboxAction.TO_JURY: NominationStatus.WITH_JURY,
        InboxAction.INELIGIBLE: NominationStatus.INELIGIBLE,
        InboxAction.WITHDRAW: NominationStatus.WITHDRAWN,
    },
    NominationStatus.INELIGIBLE: {InboxAction.REOPEN: NominationStatus.UNDER_REVIEW},
    NominationStatus.WITH_JURY: {
        InboxAction.SHORTLIST: NominationStatus.FINALIST,
        InboxAction.WINNER: NominationStatus.WINNER,
        InboxAction.SPECIAL_MENTION: NominationStatus.SPECIAL_MENTION,
        InboxAction.NOT_SELECTED: NominationStatus.NOT_SELECTED,
        InboxAction.REOPEN: NominationStatus.UNDER_REVIEW,
    },
    NominationStatus.FINALIST: {
        InboxAction.WINNER: NominationStatus.WINNER,
        InboxAction.SPECIAL_MENTION: NominationStatus.SPECIAL_MENTION,
        InboxAction.NOT_SELECTED: NominationStatus.NOT_SELECTED,
        InboxAction.REOPEN: NominationStatus.WITH_JURY,
    },
    NominationStatus.WINNER: {InboxAction.REOPEN: NominationStatus.WITH_JURY},
    NominationStatus.SPECIAL_MENTION: {InboxAction.REOPEN: NominationStatus.WITH_JURY},
    NominationStatus.NOT_SELECTED: {InboxAction.REOPEN: NominationStatus.WITH_JURY},
    NominationStatus.WITHDRAWN: {InboxAction.REOPEN: NominationStatus.UNDER_REVIEW},
    NominationStatus.SPAM: {
        InboxAction.REOPEN: NominationStatus.SUBMITTED,
        # Its sender too may take it back like anything else, so nothing tells what it is taken for.
        InboxAction.WITHDRAW: NominationStatus.WITHDRAWN,
    },
    NominationStatus.DISPOSED: {},
}

#: Where no action leads: the applicant answers or sends in again, or an entry is disposed of.
_BY_NO_ACTION = {
    NominationStatus.SUPPLEMENT_REQUESTED: {NominationStatus.SUPPLEMENTED},
    NominationStatus.WITHDRAWN: {NominationStatus.SUBMITTED, NominationStatus.DISPOSED},
    NominationStatus.SPAM: {NominationStatus.DISPOSED},
}

#: From which status an entry may go on to which. ``domain.lifecycle`` asks it, and nobody else.
TRANSITIONS: dict[NominationStatus, frozenset[NominationStatus]] = {
    status: frozenset(ACTIONS[status].values()) | _BY_NO_ACTION.get(status, frozenset())
    for status in NominationStatus
}
