"""What staff and an applicant write to each other, and the templates that staff write from."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from awards.enums import MessageDirection
from awards.statuses import OUTCOMES, NominationStatus
from cms.models import OutgoingMail

from .award import AwardPage
from .nomination import Nomination

#: Stands in a message where the applicant's own link is put in when it is mailed. The link itself
#: is never kept: whoever has it can change what the applicant has written.
LINK = "{link}"
#: Stands in a template for the name of whoever is nominated.
NOMINEE = "{nominee}"


class Message(models.Model):
    """A message to or from the applicant of an entry. It is part of the record: never changed."""

    nomination = models.ForeignKey(Nomination, on_delete=models.PROTECT, related_name="messages")
    direction = models.CharField(_("direction"), max_length=20, choices=MessageDirection)
    subject = models.CharField(_("subject"), max_length=200)
    text = models.TextField(_("text"))
    written_at = models.DateTimeField(_("written"))
    #: ``None`` for what the applicant wrote.
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    #: Where the entry stood then; "" for what the applicant wrote, or staff before this was kept.
    status = models.CharField(max_length=30, blank=True, default="", db_default="", editable=False)
    #: Staff wrote it to this applicant, so that what the applicant had written waits no more.
    is_answer = models.BooleanField(default=False, db_default=False, editable=False)
    #: How it travels to the applicant; ``None`` for what the applicant wrote.
    mail = models.OneToOneField(
        OutgoingMail, null=True, on_delete=models.SET_NULL, related_name="message"
    )

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("message")
        verbose_name_plural = _("messages")
        ordering = ["-written_at", "-pk"]
        default_permissions = ()

    def __str__(self) -> str:
        return f"{self.nomination}: {self.subject}"

    @property
    def is_from_applicant(self) -> bool:
        """Whether the applicant wrote it."""
        return self.direction == MessageDirection.FROM_APPLICANT

    @property
    def is_outdated(self) -> bool:
        """Whether it may tell an outcome that the entry has no longer."""
        return self.status in OUTCOMES and self.status != self.nomination.status


class MessageTemplate(models.Model):
    """A message that is written again and again, with named fields in braces, in two languages."""

    #: ``None`` for one that every award may use.
    award = models.ForeignKey(
        AwardPage,
        verbose_name=_("award"),
        null=True,
        blank=True,
        on_delete=models.CASCADE,
        related_name="message_templates",
    )
    #: Which entries it speaks of; "" for any.
    status = models.CharField(
        _("for entries that are"),
        max_length=30,
        choices=NominationStatus,
        blank=True,
        default="",
        db_default="",
    )
    name = models.CharField(_("name"), max_length=100)
    subject_sv = models.CharField(_("subject in Swedish"), max_length=200)
    text_sv = models.TextField(_("text in Swedish"))
    subject_en = models.CharField(_("subject in English"), max_length=200, blank=True)
    text_en = models.TextField(_("text in English"), blank=True)

    class Meta:
        verbose_name = _("message template")
        verbose_name_plural = _("message templates")
        ordering = ["name", "pk"]
        # Who may edit them is told by awards.permissions, not by rights on the model.
        default_permissions = ()

    def __str__(self) -> str:
        return self.name

    @property
    def languages(self) -> list[str]:
        """The codes of the languages that it is written in; Swedish always is."""
        return ["sv", "en"] if self.text_en else ["sv"]

    @property
    def names_nominee(self) -> bool:
        """Whether it speaks of somebody who is nominated."""
        texts = (self.subject_sv, self.text_sv, self.subject_en, self.text_en)
        return any(NOMINEE in text for text in texts)

    def fits_status(self, nomination: Nomination) -> bool:
        """Whether what it says is so of an entry, by the entry's status."""
        return self.status in {"", nomination.status}

    def fits(self, nomination: Nomination) -> bool:
        """Whether what it says is so of an entry, which names whoever it speaks of."""
        is_named = bool(nomination.nominee_name) or not self.names_nominee
        return self.fits_status(nomination) and is_named

    def in_language(self, language: str) -> tuple[str, str]:
        """Subject and text; raises ``LookupError`` for a language that it is not written in."""
        if language not in self.languages:
            raise LookupError(language)
        return getattr(self, f"subject_{language}"), getattr(self, f"text_{language}")
