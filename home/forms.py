"""The feedback form, as visitors meet it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms
from django.core.validators import EmailValidator
from django.utils.translation import gettext_lazy as _

from cms.fingerprints import fingerprint_of
from cms.forms import PlainTextField
from cms.stamped_form import StampedForm
from home.enums import FeedbackKind
from home.models import FeedbackPage


class FeedbackForm(StampedForm):
    """What is wrong, where, and whom to answer: only the first two questions need answers."""

    kind = forms.ChoiceField(
        label=_("What is your message about?"),
        choices=FeedbackKind,
        widget=forms.RadioSelect,
        error_messages=dict.fromkeys(
            ("required", "invalid_choice"), _("Choose what your message is about.")
        ),
    )
    message = PlainTextField(
        label=_("Your message"),
        max_length=5000,
        help_text=_("Do not write about anybody's health or private life."),
        widget=forms.Textarea(attrs={"rows": 8}),
        error_messages={"required": _("Enter your message.")},
    )
    page_concerned = PlainTextField(
        label=_("Which page or document is it about?"),
        max_length=500,
        required=False,
        help_text=_("Its name or its address."),
    )
    reply_email = PlainTextField(
        label=_("Your e-mail address"),
        max_length=254,
        required=False,
        help_text=_("Only if you want an answer. It is not shown on the site."),
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
        validators=[EmailValidator(_("Enter an e-mail address such as name@example.se."))],
    )

    def __init__(
        self,
        *,
        page: FeedbackPage,
        data: Mapping[str, Any] | None = None,
        from_elsewhere: bool = False,
    ) -> None:
        super().__init__(f"feedback:{page.pk}", data, from_elsewhere=from_elsewhere)
        self.page = page

    def clean(self) -> dict[str, Any]:
        """Ask for one more sending of a form that is too old or was sent by another site."""
        if self.must_send_again:
            self.add_error(
                None,
                _(
                    "The form had been open for a long time, so nothing has been sent yet. "
                    "Your text is still here: send it once more."
                ),
            )
        return self.cleaned_data

    @property
    def submission_key(self) -> str:
        """The same for the same text sent twice from one copy of the form; for valid forms."""
        written = [self.cleaned_data[name] for name in self._written()]
        identity = self.given_stamp.id if self.given_stamp else ""
        return fingerprint_of(identity, *written)

    @property
    def answers(self) -> dict[str, str]:
        """What the visitor wrote, by field; for valid forms."""
        return {name: self.cleaned_data[name] for name in self._written()}

    @staticmethod
    def _written() -> tuple[str, ...]:
        return ("kind", "message", "page_concerned", "reply_email")
