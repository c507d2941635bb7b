"""The fixed lists of the domain. This module imports nothing of the project."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


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
