"""The fixed lists of the domain. This module imports nothing of the project."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext, pgettext_lazy


class Accent(models.TextChoices):
    """An award's colour. Each is a token of ``static/css`` with guaranteed contrast."""

    LAKE = "lake", _("Lake blue")
    FOREST = "forest", _("Forest green")
    BRICK = "brick", _("Brick red")
    PLUM = "plum", _("Plum")
    OCHRE = "ochre", _("Ochre")
    SLATE = "slate", _("Slate")


class CriteriaRule(models.TextChoices):
    """How many of the criteria an entry has to meet."""

    ALL = "all", _("All of the criteria")
    ANY = "any", _("At least one of the criteria")


class PublicNoun(models.TextChoices):
    """What the public calls an entry; ``awards.nouns`` holds the sentences that follow."""

    APPLICATION = "application", _("application")
    PROPOSAL = "proposal", _("proposal")
    NOMINATION = "nomination", _("nomination")
    ENTRY = "entry", _("entry")


class Distinction(models.TextChoices):
    """What an awarded entry received. Declared in order of rank."""

    WINNER = "winner", _("Winner")
    SPECIAL_MENTION = "special_mention", _("Special mention")


class OrganisationKind(models.TextChoices):
    """What kind of organisation runs the operation that was awarded."""

    ADMINISTRATION = "administration", _("Administration")
    DISTRICT_ADMINISTRATION = "district_administration", _("District administration")
    COMPANY = "company", _("Company")
    CONTRACTOR = "contractor", _("Contractor")
    PRIVATE_OPERATOR = "private_operator", _("Private operator")
    OTHER = "other", _("Other")


class Captions(models.TextChoices):
    """Whether a film's speech can be read (WCAG 2.2, 1.2.2)."""

    YES = "yes", _("Yes, the film has captions")
    NO_SPEECH = "no_speech", _("Not needed: the film has no speech")
    NO = "no", _("No")


class AudioDescription(models.TextChoices):
    """Whether a film's picture can be heard (WCAG 2.2, 1.2.5)."""

    YES = "yes", _("Yes, the film has audio description")
    SPOKEN = "spoken", _("Not needed: all that matters is said aloud")
    NO = "no", _("No")


class ApplicationState(models.TextChoices):
    """Where an award year stands in time."""

    UNSCHEDULED = "unscheduled", pgettext_lazy("application state", "No dates yet")
    UPCOMING = "upcoming", pgettext_lazy("application state", "Upcoming")
    OPEN = "open", pgettext_lazy("application state", "Open")
    EXTENDED = "extended", pgettext_lazy("application state", "Extended")
    CLOSED = "closed", pgettext_lazy("application state", "Closed")

    @property
    def accepts_entries(self) -> bool:
        """Whether entries may be sent in now."""
        return self in {ApplicationState.OPEN, ApplicationState.EXTENDED}


class Role(models.TextChoices):
    """What a member of staff does. The value is the stable code of the role's group."""

    COMMUNICATOR = "communicator", _("Communicators")
    MODERATOR = "moderator", _("Moderators")
    JUROR = "juror", _("Jurors")
    REGISTRAR = "registrar", _("Registrars")


class QuestionKind(models.TextChoices):
    """What kind of answer a question of a form takes."""

    SHORT_TEXT = "short_text", _("Short text")
    LONG_TEXT = "long_text", _("Long text")
    ONE_OF = "one_of", _("One of several")
    SEVERAL_OF = "several_of", _("Several of many")
    DECLARATION = "declaration", _("Declaration")
    NUMBER = "number", _("Number")
    LINK = "link", _("Link")
    FILM = "film", _("Link to a film")
    PICTURE = "picture", _("Picture")
    DOCUMENT = "document", _("Document")
    ORGANISATION = "organisation", _("Organisation")
    CONTACT = "contact", _("Contact person")
    NOMINEE = "nominee", _("Nominated person")
    EARLIER_ENTRY = "earlier_entry", _("Earlier entry")


class Meaning(models.TextChoices):
    """What the answer to a text question is to the house, beside being an answer."""

    NONE = "", _("Nothing in particular")
    TITLE = "title", _("The name of the entry")
    UNIT = "unit", _("The unit that applies")
    PITCH = "pitch", _("The summary, kept to the year's longest pitch")


class Audience(models.TextChoices):
    """Who may see the answer to a question. Each adds to the one before it."""

    MODERATORS = "moderators", _("Those who handle entries")
    JURY = "jury", _("The jury too")
    PUBLIC = "public", _("The public too, if the entry wins")


class People(models.TextChoices):
    """Whether a picture shows people who can be recognised (GDPR, article 4.1)."""

    NOBODY = "nobody", _("Nobody can be recognised")
    INFORMED = "informed", _("Yes, and they know that the picture may be published")
    NOT_INFORMED = "not_informed", _("Yes, and they have not been asked")


class SendingState(models.TextChoices):
    """Whether one draft may be sent in now."""

    UPCOMING = "upcoming"
    OPEN = "open"
    GRACE = "grace"
    CLOSED = "closed"
    #: What was sent in has come so far that the applicant can't change it.
    HANDLED = "handled"

    @property
    def accepts(self) -> bool:
        """Whether the draft may be sent in now."""
        return self in {SendingState.OPEN, SendingState.GRACE}


class EntrySource(models.TextChoices):
    """How an entry reached the city."""

    FORM = "form", pgettext_lazy("source", "The form")
    PAPER = "paper", pgettext_lazy("source", "On paper")
    PHONE = "phone", pgettext_lazy("source", "By phone")
    EMAIL = "email", pgettext_lazy("source", "By e-mail")


class MessageDirection(models.TextChoices):
    """Who wrote a message about an entry."""

    TO_APPLICANT = "to_applicant", _("To the applicant")
    FROM_APPLICANT = "from_applicant", _("From the applicant")


class UploadState(models.TextChoices):
    """What has been done with a file that an applicant sent."""

    RECEIVED = "received", _("Being prepared")
    READY = "ready", _("Ready")
    UNREADABLE = "unreadable", _("Can't be read")


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

_DECIDED = frozenset(
    {
        NominationStatus.WINNER,
        NominationStatus.SPECIAL_MENTION,
        NominationStatus.NOT_SELECTED,
    }
)

#: From which status an entry may go on to which. ``domain.lifecycle`` asks it, and nobody else.
TRANSITIONS: dict[NominationStatus, frozenset[NominationStatus]] = {
    NominationStatus.SUBMITTED: frozenset(
        {
            NominationStatus.UNDER_REVIEW,
            NominationStatus.WITHDRAWN,
            NominationStatus.SPAM,
        }
    ),
    NominationStatus.UNDER_REVIEW: frozenset(
        {
            NominationStatus.SUPPLEMENT_REQUESTED,
            NominationStatus.WITH_JURY,
            NominationStatus.INELIGIBLE,
            NominationStatus.WITHDRAWN,
            NominationStatus.SPAM,
        }
    ),
    NominationStatus.SUPPLEMENT_REQUESTED: frozenset(
        {
            NominationStatus.SUPPLEMENTED,
            NominationStatus.UNDER_REVIEW,
            NominationStatus.WITHDRAWN,
        }
    ),
    NominationStatus.SUPPLEMENTED: frozenset(
        {
            NominationStatus.UNDER_REVIEW,
            NominationStatus.SUPPLEMENT_REQUESTED,
            NominationStatus.WITH_JURY,
            NominationStatus.INELIGIBLE,
            NominationStatus.WITHDRAWN,
        }
    ),
    NominationStatus.INELIGIBLE: frozenset({NominationStatus.UNDER_REVIEW}),
    NominationStatus.WITH_JURY: frozenset(
        {NominationStatus.FINALIST, NominationStatus.UNDER_REVIEW} | _DECIDED
    ),
    NominationStatus.FINALIST: frozenset({NominationStatus.WITH_JURY} | _DECIDED),
    NominationStatus.WINNER: frozenset({NominationStatus.WITH_JURY}),
    NominationStatus.SPECIAL_MENTION: frozenset({NominationStatus.WITH_JURY}),
    NominationStatus.NOT_SELECTED: frozenset({NominationStatus.WITH_JURY}),
    NominationStatus.WITHDRAWN: frozenset(
        {NominationStatus.SUBMITTED, NominationStatus.UNDER_REVIEW, NominationStatus.DISPOSED}
    ),
    # Its sender may take it back like anything else, so nothing tells that it is taken for spam.
    NominationStatus.SPAM: frozenset(
        {NominationStatus.SUBMITTED, NominationStatus.WITHDRAWN, NominationStatus.DISPOSED}
    ),
    NominationStatus.DISPOSED: frozenset(),
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
        InboxAction.WITHDRAW: NominationStatus.WITHDRAWN,
    },
    NominationStatus.DISPOSED: {},
}
