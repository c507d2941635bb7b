"""Template tags of the applicant's room."""

from __future__ import annotations

from django import template
from django.forms.boundfield import BoundField

from awards.apply.files import file_url
from awards.apply.forms import StepForm
from awards.domain.drafts import delete_on
from awards.models import Draft, Upload

register = template.Library()


@register.simple_tag
def address_of(draft: Draft, upload: Upload, *, thumbnail: bool = False) -> str:
    """The address of a file, good for an hour."""
    return file_url(draft, upload, thumbnail=thumbnail)


@register.simple_tag
def stored_file(form: StepForm, field: BoundField) -> Upload | None:
    """The file that has been saved as the answer of an input, if there is one."""
    return form.stored_file(field.name)


@register.filter
def deleted_on(draft: Draft) -> object:
    """The day when a draft is deleted unless it is sent in."""
    return delete_on(draft)
