"""All the questions of a form on one page: to prepare oneself by, to print, and to discuss."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.views.decorators.http import require_safe

from awards.domain.questions import definition_of

from .beginning import published_form


@require_safe
def printable(request: HttpRequest, form_id: int) -> HttpResponse:
    """Show what a published form asks, before, during and after the time for entries."""
    definition = definition_of(published_form(form_id))
    return TemplateResponse(request, "awards/apply/questions.html", {"definition": definition})
