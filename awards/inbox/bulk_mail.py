"""What is written to many applicants: shown with one entry first, and what of it waits."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from awards.domain.holding import NOT_SET
from awards.models import Nomination
from cms.models import MailState, OutgoingMail

from .bulk_forms import ConfirmForm, MailForm
from .message_forms import mark_of
from .previews import Preview, preview_of


@dataclass(frozen=True)
class Sample:
    """The message as one of the entries would get it."""

    nomination: Nomination
    preview: Preview
    #: The mark of what was shown, which is posted with the order to send it.
    mark: str


@dataclass(frozen=True)
class StillHere:
    """How many of the messages that were written have not left."""

    #: Until somebody lets them go in the outbox.
    by_hand: int
    #: Until a moment: that at which the winners of the year are announced.
    scheduled: int
    #: Whether that moment is not set yet, for any of them.
    is_not_set: bool


def still_here(token: UUID, nominations: Iterable[Nomination], *, now: datetime) -> StillHere:
    """What of the messages that an order wrote about the entries waits in the outbox."""
    written = OutgoingMail.objects.filter(
        message__nomination__in=[each.pk for each in nominations], key__contains=f":{token}:"
    )
    held = written.in_state(MailState.HELD, now)
    by_hand = held.filter(held=True).count()
    is_not_set = held.filter(not_before=NOT_SET).exists()
    return StillHere(by_hand, held.count() - by_hand, is_not_set)


def mail_asked_for(form: ConfirmForm) -> MailForm | None:
    """The form, where it tells of a mail what has to be told."""
    return form if isinstance(form, MailForm) and form.is_bound and form.is_valid() else None


def is_shown(form: MailForm, mark: str) -> bool:
    """Whether ``mark`` is that of what would be sent now: nobody sends what they have not seen."""
    return mark == _mark_of(form)


def sample_of(form: MailForm, entries: Sequence[Nomination]) -> Sample | None:
    """What the first of the entries would get; ``None`` without any."""
    if not entries:
        return None
    nomination = Nomination.objects.select_related("case_officer").get(pk=entries[0].pk)
    asked = form.cleaned_data
    preview = preview_of(asked["template"], nomination, asked["language"])
    return Sample(nomination, preview, _mark_of(form))


def _mark_of(form: MailForm) -> str:
    template, language = form.cleaned_data["template"], form.cleaned_data["language"]
    return f"{template.pk}.{language}.{mark_of(*template.in_language(language))}"
