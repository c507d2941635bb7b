"""The outbox: mail that the site has to send, and has sent."""

from __future__ import annotations

from datetime import datetime, timedelta
from smtplib import SMTPDataError, SMTPRecipientsRefused

from django.db import models
from django.db.models import Q
from django.db.models.functions import Coalesce
from django.db.models.lookups import LessThan
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from cms.smtp import code_of

#: A mail that has not left is given up this long after it could have; longer than a weekend.
GIVE_UP_AFTER = timedelta(days=5)

#: It is tried so often before that, which takes four hours, also where nobody could try for days.
#: What is refused for good is given up then: a server may have been wrong for a while, and staff
#: have to know while the applicant can still be told in another way.
LEAST_ATTEMPTS = 10

#: The pause after a first failure; each further failure doubles it, up to the longest one.
FIRST_PAUSE = timedelta(minutes=1)
LONGEST_PAUSE = timedelta(hours=1)

#: What a mail said is kept this long, for questions about it; that it was sent is kept for ever.
KEEP_TEXT = timedelta(days=30)


class MailState(models.TextChoices):
    """What has become of a mail."""

    WAITING = "waiting", pgettext_lazy("mail", "On its way")
    HELD = "held", pgettext_lazy("mail", "Held")
    FAILED = "failed", pgettext_lazy("mail", "Not delivered")
    SENT = "sent", pgettext_lazy("mail", "Sent")


class OutgoingMailQuerySet(models.QuerySet["OutgoingMail"]):
    """Mail in the words of the outbox."""

    def waiting(self) -> OutgoingMailQuerySet:
        """What has not left yet and has not been given up, held mail included."""
        return self.filter(sent_at=None, next_attempt_at__isnull=False)

    def due(self, now: datetime) -> OutgoingMailQuerySet:
        """What should leave at ``now``, in the order of its turn."""
        not_held = Q(not_before=None) | Q(not_before__lte=now)
        due = self.waiting().filter(not_held, held=False, next_attempt_at__lte=now)
        return due.order_by("next_attempt_at", "pk")

    def failed(self) -> OutgoingMailQuerySet:
        """What has been given up."""
        return self.filter(sent_at=None, next_attempt_at=None)

    def in_state(self, state: MailState, now: datetime) -> OutgoingMailQuerySet:
        """What is in a state at ``now``: as ``OutgoingMail.state``."""
        held = Q(held=True) | Q(not_before__gt=now)
        return {
            MailState.WAITING: self.waiting().exclude(held),
            MailState.HELD: self.waiting().filter(held),
            MailState.FAILED: self.failed(),
            MailState.SENT: self.filter(sent_at__isnull=False),
        }[state]

    def to_empty(self, now: datetime) -> OutgoingMailQuerySet:
        """What waits no more, and was to leave so long ago that nobody asks what it said."""
        done = Q(sent_at__isnull=False) | Q(next_attempt_at=None)
        ended = Coalesce("sent_at", "not_before", "queued_at")
        return self.filter(done, LessThan(ended, now - KEEP_TEXT)).exclude(recipient="")

    def empty(self) -> None:
        """Forget to whom it was sent and what it said, but not that it was sent."""
        self.update(recipient="", reply_to="", subject="", text="", html="")


class OutgoingMail(models.Model):
    """A mail to one recipient; it is written whole when it is queued, and leaves once.

    What it tells of may change meanwhile, and the mail does not; ``cms.mail.write_anew`` gives it a
    link that works when it leaves.
    """

    #: Given by whoever queues it, and unique: the same key is queued only once.
    key = models.CharField(max_length=200, unique=True)
    recipient = models.EmailField()
    reply_to = models.EmailField(blank=True)
    subject = models.TextField()
    text = models.TextField()
    html = models.TextField(blank=True)
    language = models.CharField(max_length=20)
    #: For staff, such as a reference number; never what an applicant or a visitor wrote.
    about = models.CharField(max_length=100, blank=True, db_index=True)

    queued_at = models.DateTimeField()
    #: Held until somebody lets it go.
    held = models.BooleanField(default=False, db_default=False)
    #: Held until then.
    not_before = models.DateTimeField(null=True, blank=True)
    sent_at = models.DateTimeField(null=True, blank=True)
    #: Counted anew when it is sent again, and when it is refused for good for the first time.
    attempts = models.PositiveIntegerField(default=0)
    #: None when nothing more will be tried: it was sent, or given up.
    next_attempt_at = models.DateTimeField(null=True, blank=True)
    #: The last error, as ``failure_of`` has it.
    error = models.CharField(max_length=100, blank=True)

    objects = OutgoingMailQuerySet.as_manager()

    class Meta:
        verbose_name = _("outgoing mail")
        verbose_name_plural = _("outgoing mail")
        ordering = ["-queued_at", "-pk"]
        indexes = [
            models.Index(
                fields=["next_attempt_at"], condition=Q(sent_at=None), name="outgoing_mail_waiting"
            ),
            models.Index(
                fields=["about"],
                condition=Q(sent_at=None, next_attempt_at=None),
                name="outgoing_mail_failed",
            ),
        ]

    def __str__(self) -> str:
        return self.about or f"{self.pk}"

    @property
    def is_failed(self) -> bool:
        """Whether it has been given up."""
        return self.sent_at is None and self.next_attempt_at is None

    def state(self, now: datetime) -> MailState:
        """What has become of it at ``now``."""
        if self.sent_at:
            return MailState.SENT
        if self.is_failed:
            return MailState.FAILED
        is_early = self.not_before is not None and self.not_before > now
        return MailState.HELD if self.held or is_early else MailState.WAITING

    def note_sent(self, now: datetime) -> None:
        """Remember that the mail has left."""
        self.sent_at, self.next_attempt_at, self.error = now, None, ""
        self.attempts += 1

    def note_failure(self, error: Exception, now: datetime) -> None:
        """Remember what kind of error kept the mail from leaving, and when it is tried again."""
        failure = failure_of(error)
        is_final = _is_final(failure)
        if is_final and not _is_final(self.error):
            self.attempts = 0
        pause = min(FIRST_PAUSE * 2 ** min(self.attempts, 10), LONGEST_PAUSE)
        self.error = failure
        self.attempts += 1
        could_leave = max(self.queued_at, self.not_before or self.queued_at)
        is_late = is_final or now - could_leave >= GIVE_UP_AFTER
        is_given_up = is_late and self.attempts >= LEAST_ATTEMPTS
        self.next_attempt_at = None if is_given_up else now + pause


def failure_of(error: Exception) -> str:
    """The type of an error, and the server's code if it gave one: ``SMTPDataError 451``.

    The error's message may hold an address, and is kept nowhere.
    """
    code = code_of(error)
    return type(error).__name__ if code is None else f"{type(error).__name__} {code}"


#: How ``failure_of`` begins for a mail that the server will never take: codes from 500 on.
_FINAL = tuple(f"{kind.__name__} 5" for kind in (SMTPRecipientsRefused, SMTPDataError))


def _is_final(failure: str) -> bool:
    return failure.startswith(_FINAL)
