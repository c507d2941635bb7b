"""What the pages of the inbox show in one way."""

from __future__ import annotations

from functools import cache

from django import template
from django.forms import BaseForm, CharField
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from awards.inbox.badges import State, look_of
from awards.statuses import NominationStatus
from cms.models import MailState

register = template.Library()


@register.simple_tag
def badge(state: State | str) -> SafeString:
    """The badge of the status of an entry, as it is or as it is stored; or of a mail's state."""
    known = state if isinstance(state, MailState) else NominationStatus(state)
    return _badge(known, get_language())


@cache
def _badge(known: State, _language: str) -> SafeString:
    """The badge in a language: a list has fifty of the few that there are."""
    return format_html(
        '<span class="w-status inbox-status inbox-status--{}">{}</span>',
        look_of(known),
        known.label,
    )


@register.filter
def holds_text(form: BaseForm) -> bool:
    """Whether a form shows a text of its own words: what is lost when its page is left."""
    fields = [field for field in form.visible_fields() if isinstance(field.field, CharField)]
    return any(str(field.value() or "").strip() for field in fields)
