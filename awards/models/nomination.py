"""An entry that has been received, with every version of it as it was sent in."""

from __future__ import annotations

from typing import Any, Self

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from awards.enums import EntrySource
from awards.statuses import NominationStatus

from .nomination_form import NominationFormPage
from .nomination_list import LIST_INDEXES
from .organisation import Organisation
from .year import AwardYearPage


class NominationQuerySet(models.QuerySet["Nomination"]):
    """Entries in the words of the domain."""

    def of_year(self, year: AwardYearPage) -> Self:
        """The entries to a year."""
        return self.filter(year=year)


class Nomination(models.Model):
    """An entry, from the moment it was first sent in. It is a public record: never deleted.

    What it says is in its versions. The fields here repeat what lists need of the newest one:
    ``domain.submission`` writes them when it is received, and ``domain.flags`` and
    ``domain.nominees`` what changes afterwards. ``domain.lifecycle`` alone writes the status.
    """

    #: Given at the first sending and told to the applicant, e.g. FRA-2022-0007.
    reference = models.CharField(_("reference number"), max_length=30, unique=True)
    number = models.PositiveIntegerField(_("number in its year"))
    year = models.ForeignKey(
        AwardYearPage,
        verbose_name=_("award year"),
        on_delete=models.PROTECT,
        related_name="nominations",
    )
    form = models.ForeignKey(
        NominationFormPage,
        verbose_name=_("form"),
        null=True,
        on_delete=models.SET_NULL,
        related_name="nominations",
    )
    status = models.CharField(
        _("status"),
        max_length=30,
        choices=NominationStatus,
        default=NominationStatus.SUBMITTED,
    )
    #: So many times the status has changed: it may be the same again, and not as it was.
    status_changes = models.PositiveIntegerField(default=0, db_default=0, editable=False)
    #: When the first version came in.
    received_at = models.DateTimeField(_("received"))
    #: When the newest version was registered, by the server's clock: lists are ordered and waiting
    #: is counted by it. What staff enter may have come in long before, as its version tells.
    updated_at = models.DateTimeField(_("last sent in"))

    source = models.CharField(
        _("source"), max_length=10, choices=EntrySource, default=EntrySource.FORM, db_default="form"
    )
    #: The number in the city's register of records, given by the registrar. Not the reference.
    registry_number = models.CharField(
        _("registry number"), max_length=60, blank=True, default="", db_default=""
    )

    #: Blank only for an entry that came in another way than by the form.
    email = models.EmailField(_("the applicant's e-mail address"), blank=True)
    title = models.CharField(_("name"), max_length=300, blank=True)
    unit = models.CharField(_("unit"), max_length=300, blank=True)
    organisation = models.ForeignKey(
        Organisation,
        verbose_name=_("organisation"),
        null=True,
        on_delete=models.SET_NULL,
        related_name="nominations",
    )
    #: As the applicant wrote or chose it, so that a later change of the register rewrites nothing.
    organisation_name = models.CharField(_("organisation, as written"), max_length=300, blank=True)
    contact_name = models.CharField(_("contact person"), max_length=300, blank=True)
    contact_email = models.CharField(_("the contact person's address"), max_length=300, blank=True)

    case_officer = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("case officer"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )

    #: Who is nominated, where that is somebody else than the applicant, and when they were told.
    nominee_name = models.CharField(
        _("nominated"), max_length=300, blank=True, default="", db_default=""
    )
    nominee_told_on = models.DateField(_("the nominated was told"), null=True, blank=True)

    # What came later has its default in the database too: while the site is updated, its old
    # version still receives entries.
    #: What lists can be narrowed to. ``domain.flags`` keeps what is not marked by hand right.
    possible_duplicate = models.BooleanField(
        _("possible duplicate"), default=False, db_default=False
    )
    #: Entries of the same name that staff have found to be others, not the same sent in twice.
    told_apart_from = models.ManyToManyField("self", blank=True, editable=False)
    file_missing = models.BooleanField(_("a file is missing"), default=False, db_default=False)
    #: Marked by hand, for whatever the staff agree that it means.
    flagged = models.BooleanField(_("flagged"), default=False, db_default=False)
    #: The applicant has written, and nobody has answered or marked it as read.
    message_waiting = models.BooleanField(_("a message waits"), default=False, db_default=False)

    #: The name as it is compared with others of the year: see ``domain.flags.name_key``.
    name_key = models.CharField(
        max_length=300, blank=True, default="", db_default="", editable=False
    )
    #: The words that a search finds the entry by: those of lists first, then the answers.
    search_names = models.TextField(blank=True, default="", db_default="", editable=False)
    search_text = models.TextField(blank=True, default="", db_default="", editable=False)

    winner_page = models.OneToOneField(
        "awards.WinnerPage",
        verbose_name=_("winner's page"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="nomination",
    )

    objects = NominationQuerySet.as_manager()

    # Who may know of an entry is told by awards.permissions, not by who may edit its form's page.
    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("entry")
        verbose_name_plural = _("entries")
        ordering = ["-received_at", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["year", "number"], name="one_number_in_a_year")
        ]
        indexes = [
            models.Index(fields=["year", "name_key"], name="nomination_same_name"),
            *LIST_INDEXES,
        ]
        # Who may see entries is told by awards.permissions. With any right on the model, Wagtail
        # would show what has been done with entries in the site's history.
        default_permissions = ()

    def __str__(self) -> str:
        return self.reference

    @property
    def newest_version(self) -> NominationVersion:
        """The version that counts."""
        return self.versions.order_by("-number")[0]


class NominationVersion(models.Model):
    """An entry as it was received once: what was asked and what was answered. Never changed."""

    nomination = models.ForeignKey(Nomination, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveSmallIntegerField(_("version"))
    received_at = models.DateTimeField(_("received"))
    #: The questions as they were asked: ``awards.domain.questions.FormDefinition`` as JSON.
    asked = models.JSONField()
    #: By the question's key: what its kind makes of an answer, see ``awards.domain.answers``.
    answers = models.JSONField()
    #: Of what was asked and answered (SHA-256), so that the same is not received twice in a row.
    digest = models.CharField(max_length=64)

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("version of an entry")
        verbose_name_plural = _("versions of entries")
        ordering = ["nomination", "number"]
        constraints = [
            models.UniqueConstraint(fields=["nomination", "number"], name="one_version_of_a_number")
        ]
        default_permissions = ()

    def __str__(self) -> str:
        return f"{self.nomination} ({self.number})"

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Store a new version; raises ``TypeError`` for one that is stored already."""
        if not self._state.adding:
            raise TypeError("A version that has been received is never changed.")
        super().save(*args, **kwargs)


class Note(models.Model):
    """What staff write to each other about an entry. The applicant and the jury never see it."""

    nomination = models.ForeignKey(Nomination, on_delete=models.PROTECT, related_name="notes")
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    text = models.TextField(_("note"))
    written_at = models.DateTimeField(_("written"))

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("internal note")
        verbose_name_plural = _("internal notes")
        ordering = ["-written_at", "-pk"]
        default_permissions = ()

    def __str__(self) -> str:
        return f"{self.nomination} {self.written_at:%Y-%m-%d %H:%M}"


class ReferenceCounter(models.Model):
    """The last number given in a year. Its row is locked while a number is given."""

    year = models.OneToOneField(
        AwardYearPage, primary_key=True, on_delete=models.PROTECT, related_name="+"
    )
    last = models.PositiveIntegerField(default=0)

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("counter of reference numbers")
        verbose_name_plural = _("counters of reference numbers")
        default_permissions = ()

    def __str__(self) -> str:
        return f"{self.year_id}: {self.last}"


class SupplementRequestQuerySet(models.QuerySet["SupplementRequest"]):
    """Requests for supplements in the words of the domain."""

    def waiting(self) -> Self:
        """What applicants are still asked for: one request of an entry at most."""
        return self.filter(closed_at=None)


class SupplementRequest(models.Model):
    """Something more that a moderator asked the applicant for."""

    nomination = models.ForeignKey(
        Nomination, on_delete=models.PROTECT, related_name="supplement_requests"
    )
    text = models.TextField(_("what is needed"))
    due_on = models.DateField(_("last day"))
    #: Keys of the questions that the applicant may answer anew.
    questions = models.JSONField(default=list)
    requested_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    requested_at = models.DateTimeField(_("requested"))
    #: The version that answered; ``None`` while the request waits or was taken back.
    answer = models.OneToOneField(
        NominationVersion, null=True, on_delete=models.PROTECT, related_name="answers_request"
    )
    closed_at = models.DateTimeField(_("closed"), null=True)

    objects = SupplementRequestQuerySet.as_manager()

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("request for a supplement")
        verbose_name_plural = _("requests for supplements")
        ordering = ["-requested_at"]
        default_permissions = ()

    def __str__(self) -> str:
        return f"{self.nomination}: {self.due_on}"
