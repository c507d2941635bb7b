"""Choices of the general pages; imports nothing of the project."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Conformance(models.TextChoices):
    """How well a service conforms to the accessibility law."""

    FULL = "full", _("Fully: everything conforms")
    PARTIAL = "partial", _("Partly: something does not conform")
    NONE = "none", _("Not: most of it does not conform")


class BarrierReason(models.TextChoices):
    """Why content is not accessible: the three groups of the model statement (EU) 2018/1523."""

    NONCOMPLIANCE = "noncompliance", _("It does not meet the requirements yet")
    BURDEN = "burden", _("Disproportionate burden")
    OUTSIDE = "outside", _("The law does not cover it")


class AssessmentMethod(models.TextChoices):
    """Who assessed the service."""

    SELF = "self", _("We assessed it ourselves")
    THIRD_PARTY = "third_party", _("Somebody else assessed it for us")


class FeedbackKind(models.TextChoices):
    """What a visitor writes about."""

    PROBLEM = "problem", _("Something on the site is hard or impossible to use")
    VERSION = "version", _("I need an accessible version of something")
    OTHER = "other", _("Something else")


class ListedPages(models.TextChoices):
    """Which pages a front page lists."""

    CHOSEN = "chosen", _("The pages chosen below")
    CHILDREN = "children", _("The pages right below the page chosen below")
    NONE = "none", _("No pages")
