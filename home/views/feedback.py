"""Receiving feedback: the form is posted here, and the thanks are said here."""

from __future__ import annotations

from datetime import timedelta
from http import HTTPStatus

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.translation import gettext
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe

from cms.anonymous import is_from_elsewhere, may_send
from home.feedback import receive
from home.forms import FeedbackForm
from home.models import FeedbackPage

#: A whole office may share an address, so the limit is only meant for machines.
MOST_SENDINGS = 20
SENDINGS_SPAN = timedelta(minutes=10)


@csrf_exempt  # the form's own stamp stands in for the cookie: docs/adr/
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def send(request: HttpRequest, page_id: int) -> HttpResponse:
    """Store a message and redirect, or show the form again with everything that was written."""
    page = _page_or_404(page_id)
    if request.method != "POST":
        return redirect(page.get_url(request))
    form = FeedbackForm(page=page, data=request.POST, from_elsewhere=is_from_elsewhere(request))
    if not form.is_valid():
        return _form_again(request, form, HTTPStatus.UNPROCESSABLE_ENTITY)
    if not may_send(request, "feedback", MOST_SENDINGS, SENDINGS_SPAN):
        form.add_error(
            None,
            gettext(
                "Many messages have been sent from here in a short time. Your text is still "
                "here: wait ten minutes and send it once more."
            ),
        )
        return _form_again(request, form, HTTPStatus.TOO_MANY_REQUESTS)
    receive(
        page,
        form.answers,
        submission_key=form.submission_key,
        suspicious=form.is_suspicious,
        now=timezone.now(),
    )
    return redirect("feedback_sent", page_id=page.pk)


@require_safe
def sent(request: HttpRequest, page_id: int) -> HttpResponse:
    """Thank for a message; the address can be bookmarked and reloaded."""
    page = _page_or_404(page_id)
    return TemplateResponse(request, "home/feedback_sent.html", page.get_context(request))


def _page_or_404(page_id: int) -> FeedbackPage:
    page: FeedbackPage = get_object_or_404(FeedbackPage.objects.live().public(), pk=page_id)
    return page


def _form_again(request: HttpRequest, form: FeedbackForm, status: HTTPStatus) -> HttpResponse:
    page = form.page
    context = page.get_context(request, form=form)
    return TemplateResponse(request, page.get_template(request), context, status=status)
