"""What a message template says of a real entry."""

from __future__ import annotations

from dataclasses import dataclass

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext

from awards.domain.messages import filled
from awards.models import MessageTemplate, Nomination
from awards.models.message import LINK


@dataclass(frozen=True)
class Preview:
    """What a template says of an entry in one language."""

    code: str
    language: str
    subject: str
    text: str


def preview_of(template: MessageTemplate, nomination: Nomination, code: str) -> Preview:
    """What the applicant would get; raises ``LookupError`` for a language that is not written."""
    subject, text = filled(template, nomination, code)
    # Whoever has the link can change what the applicant has written.
    with translation.override(code):
        text = text.replace(LINK, gettext("[the applicant's link]"))
    return Preview(code, str(dict(settings.LANGUAGES)[code]), subject, text)
