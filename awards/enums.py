"""The fixed lists of the domain. This module imports nothing of the project."""

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
