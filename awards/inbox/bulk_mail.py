"""What is about to be written to many applicants, shown with one entry before anything is sent."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from awards.models import Nomination

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
