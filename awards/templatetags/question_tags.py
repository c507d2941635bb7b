"""Template tags that show what a form asks, to those who read it before answering."""

from __future__ import annotations

from django import template

from awards.apply.limits import limits_of, parts_of
from awards.domain.questions import FormDefinition, gather
from awards.models import NominationFormPage

register = template.Library()

register.filter("limits", limits_of)
register.filter("parts", parts_of)


@register.simple_tag
def gathered(page: NominationFormPage) -> FormDefinition:
    """What a page asks as it stands, saved or not: for its preview."""
    return gather(page)
