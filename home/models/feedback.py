"""The feedback page, and the messages that visitors send from it."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.conf import settings
from django.contrib.auth.models import User
from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.cache import add_never_cache_headers
from django.utils.formats import date_format
from django.utils.text import Truncator
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.fields import RichTextField
from wagtail.search import index

from cms.blocks import INLINE_FEATURES, TEXT_FEATURES
from cms.dates import months_before
from cms.models import BasePage, OutgoingMail, SiteSettings
from cms.publication import Problems
from home.enums import FeedbackKind

#: Kept this long when the page that took the message is gone.
DEFAULT_KEEP_MONTHS = 24


class FeedbackPage(BasePage):
    """A form where anybody can tell what does not work, without saying who they are.

    Template ``home/feedback_page.html``: ``form`` (``home.forms.FeedbackForm``) and
    ``page.send_url``, where the form is posted. After sending, the visitor is led to
    ``home/feedback_sent.html``.
    """

    introduction = RichTextField(
        _("introduction"),
        features=INLINE_FEATURES,
        blank=True,
        help_text=_("What can be sent in here, and when a reply can be expected."),
    )
    privacy_text = RichTextField(
        _("personal data and public records"),
        features=TEXT_FEATURES,
        blank=True,
        help_text=_(
            "That a message becomes a public record, and what happens to an e-mail address. "
            "Shown below the form."
        ),
    )
    thanks = RichTextField(
        _("after sending"),
        features=INLINE_FEATURES,
        blank=True,
        help_text=_("What happens next, and when."),
    )
    notify_email = models.EmailField(
        _("messages are mailed to"),
        blank=True,
        help_text=_("Leave empty for the site's own e-mail address."),
    )
    keep_months = models.PositiveSmallIntegerField(
        _("months until a handled message is deleted"),
        default=DEFAULT_KEEP_MONTHS,
        validators=[MinValueValidator(1)],
        help_text=_("Follow your authority's disposal decision. Shown to visitors."),
    )

    page_description = _("A form where visitors report problems and ask for accessible versions")
    parent_page_types = ["home.HomePage"]
    subpage_types: list[str] = []
    max_count_per_parent = 1

    content_panels = [
        *BasePage.content_panels,
        FieldPanel("introduction"),
        FieldPanel("privacy_text"),
        FieldPanel("thanks"),
        MultiFieldPanel(
            [FieldPanel("notify_email"), FieldPanel("keep_months")], heading=_("Messages")
        ),
    ]
    search_fields = [*BasePage.search_fields, index.SearchField("introduction")]

    class Meta:
        verbose_name = _("feedback page")
        verbose_name_plural = _("feedback pages")

    @property
    def send_url(self) -> str:
        """Where the form is posted; empty for a page that is not saved yet."""
        return reverse("feedback_send", args=[self.pk]) if self.pk else ""

    @property
    def recipient(self) -> str:
        """The address that messages are mailed to; empty if none is given anywhere."""
        return self.notify_email or SiteSettings.for_page(self).contact_email

    def publication_problems(self) -> Problems:
        """A page whose messages nobody would receive."""
        problems = super().publication_problems()
        if not self.recipient:
            problems["notify_email"] = gettext(
                "Enter an e-mail address here or in the site's settings."
            )
        return problems

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Add the form, unless the view that received it gives one."""
        from home.forms import FeedbackForm  # noqa: PLC0415 - the form builds on this module

        kwargs.setdefault("form", FeedbackForm(page=self))
        return {**super().get_context(request, *args, **kwargs), **kwargs}

    def serve(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """The page with an empty form; never cached, since the form is stamped with its time."""
        response = super().serve(request, *args, **kwargs)
        add_never_cache_headers(response)
        return response


class FeedbackQuerySet(models.QuerySet["FeedbackMessage"]):
    """Messages in the words of those who handle them."""

    def not_queued(self) -> FeedbackQuerySet:
        """Those that should be mailed and are not in the outbox: nobody's address was given."""
        return self.filter(mail=None, suspicious=False)

    def to_delete(self, now: datetime) -> FeedbackQuerySet:
        """Those that have been kept as long as their page says, counted from the handling.

        Suspicious ones are not waited for: they are counted from the day they came.
        """
        kept = dict(FeedbackPage.objects.values_list("pk", "keep_months"))
        is_old = _is_before(months_before(now, DEFAULT_KEEP_MONTHS), Q(page=None))
        for page_id, months in kept.items():
            is_old |= _is_before(months_before(now, months), Q(page=page_id))
        return self.filter(is_old)


def _is_before(moment: datetime, messages: Q) -> Q:
    return messages & (Q(handled_at__lt=moment) | Q(suspicious=True, received_at__lt=moment))


class FeedbackMessage(models.Model):
    """What a visitor sent. What they wrote is never changed; only the handling is."""

    page = models.ForeignKey(
        FeedbackPage,
        verbose_name=_("sent from"),
        null=True,
        on_delete=models.SET_NULL,
        related_name="messages",
        editable=False,
    )
    #: Told apart from a second sending of the same; see ``home.forms.FeedbackForm``.
    submission_key = models.CharField(max_length=64, unique=True, editable=False)
    received_at = models.DateTimeField(_("received"), db_index=True, editable=False)
    kind = models.CharField(_("is about"), max_length=10, choices=FeedbackKind, editable=False)
    message = models.TextField(_("message"), editable=False)
    page_concerned = models.CharField(
        _("page concerned"), max_length=500, blank=True, editable=False
    )
    reply_email = models.EmailField(_("reply to"), blank=True, editable=False)
    suspicious = models.BooleanField(_("probably sent by a machine"), default=False, editable=False)

    #: None for a suspicious message, and while nobody's address is given.
    mail = models.OneToOneField(
        OutgoingMail, null=True, on_delete=models.SET_NULL, related_name="+", editable=False
    )

    handled_at = models.DateTimeField(_("handled"), null=True, editable=False)
    handled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("handled by"),
        null=True,
        on_delete=models.SET_NULL,
        related_name="+",
        editable=False,
    )
    note = models.TextField(
        _("note"), blank=True, help_text=_("What was done, for your colleagues.")
    )

    objects = FeedbackQuerySet.as_manager()

    class Meta:
        verbose_name = _("feedback message")
        verbose_name_plural = _("feedback messages")
        ordering = ["-received_at", "-pk"]

    def __str__(self) -> str:
        received = date_format(timezone.localtime(self.received_at), "SHORT_DATETIME_FORMAT")
        return f"{self.get_kind_display()} ({received})"

    def set_handled(self, by: User | None, now: datetime) -> None:
        """Note who handled the message at ``now``, or with ``None`` that it waits again."""
        self.handled_by = by
        self.handled_at = now if by else None

    @property
    def excerpt(self) -> str:
        """The beginning of the message, for lists."""
        return Truncator(self.message).chars(80)

    excerpt.fget.short_description = _("message")  # type: ignore[attr-defined]

    @property
    def handling(self) -> str:
        """Whether the message is handled, in words."""
        return gettext("Handled") if self.handled_at else gettext("Not handled")

    handling.fget.short_description = _("handling")  # type: ignore[attr-defined]

    @property
    def mailed_at(self) -> datetime | None:
        """When the message was mailed to those who handle it."""
        return self.mail.sent_at if self.mail else None

    mailed_at.fget.short_description = _("mailed")  # type: ignore[attr-defined]

    @property
    def mailing(self) -> str:
        """Whether the message was mailed, in words."""
        if self.suspicious:
            return gettext("Not to be mailed")
        return gettext("Mailed") if self.mailed_at else gettext("Not mailed")

    mailing.fget.short_description = _("e-mail")  # type: ignore[attr-defined]

    @property
    def mail_problem(self) -> str:
        """Why the message was not mailed, in words; empty if it was, or if nothing went wrong."""
        if self.suspicious or self.mailed_at:
            return ""
        if self.mail is None:
            return gettext("No e-mail address is given in the site's settings.")
        if self.mail.is_failed:
            return gettext("Mailing failed (%(error)s) and is not tried any more.") % {
                "error": self.mail.error
            }
        if self.mail.error:
            return gettext("Mailing failed (%(error)s) and is tried again by itself.") % {
                "error": self.mail.error
            }
        return ""

    mail_problem.fget.short_description = _("why it was not mailed")  # type: ignore[attr-defined]
