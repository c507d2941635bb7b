"""Who is mailed what: every mail of the awards is written here, and left in the outbox.

Each function is called inside the transaction of what it tells of, so that a mail is queued if and
only if that happened. A mail's key makes it leave once.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from django.conf import settings
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from awards.models import Draft, Nomination, NominationVersion, SupplementRequest
from cms.mail import queue_mail


def draft_started(draft: Draft, link: str, deleted_on: date | None, *, now: datetime) -> None:
    """The way back to a draft that was begun, and when it is deleted."""
    _queue(
        f"draft-started:{draft.pk}",
        draft.email,
        _("Your link to %(form)s"),
        "draft_started",
        {"draft": draft, "form": draft.form.title, "link": link, "deleted_on": deleted_on},
        now,
    )


def links_asked_for(drafts: Sequence[Draft], links: Sequence[str], *, now: datetime) -> None:
    """The way back to each of an applicant's drafts; all are the same applicant's."""
    first = drafts[0]
    _queue(
        f"links:{first.pk}:{now.isoformat()}",
        first.email,
        _("Your link to %(form)s"),
        "links",
        {"entries": list(zip(drafts, links, strict=True)), "form": first.form.title},
        now,
    )


def received(version: NominationVersion, link: str, *, now: datetime) -> None:
    """The receipt of an entry, or of a new version of one."""
    nomination = version.nomination
    _queue(
        f"received:{version.pk}",
        nomination.email,
        _("%(reference)s: we have received what you sent in"),
        "received",
        {"version": version, "nomination": nomination, "link": link},
        now,
        reference=nomination.reference,
    )


def withdrawn(nomination: Nomination, link: str, *, now: datetime) -> None:
    """That an entry was taken back, and by whom it can be sent in again."""
    _queue(
        f"withdrawn:{nomination.pk}:{now.isoformat()}",
        nomination.email,
        _("%(reference)s: you have taken back what you sent in"),
        "withdrawn",
        {"nomination": nomination, "link": link},
        now,
        reference=nomination.reference,
    )


def supplement_requested(request: SupplementRequest, link: str, *, now: datetime) -> None:
    """What more is needed of an applicant, and until when."""
    nomination = request.nomination
    _queue(
        f"supplement:{request.pk}",
        nomination.email,
        _("%(reference)s: we need something more from you"),
        "supplement_requested",
        {"request": request, "nomination": nomination, "link": link},
        now,
        reference=nomination.reference,
    )


def _queue(  # noqa: PLR0913, PLR0917 - a mail is told by all of these
    key: str,
    recipient: str,
    subject: Promise,
    template: str,
    context: dict[str, object],
    now: datetime,
    reference: str = "",
) -> None:
    names = {"form": context.get("form", ""), "reference": reference}
    with translation.override(settings.LANGUAGE_CODE):
        text = render_to_string(f"emails/apply/{template}.txt", context)
        queue_mail(
            key=key,
            recipient=recipient,
            subject=str(subject) % names,
            text=text,
            about=reference,
            now=now,
        )
