"""Writing to those who handle an entry, from the page that tells where it stands."""

from __future__ import annotations

from datetime import timedelta
from http import HTTPStatus

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods

from awards.apply.flow import Flow
from awards.apply.forms import WriteForm
from awards.domain.messages import receive_message
from cms.anonymous import may_send_to

from .guards import applicants_own, of_draft
from .sending import show_sent

#: A person has no more than this to say in a short while; a machine does.
MOST_MESSAGES = 10
SPAN = timedelta(minutes=10)


@of_draft
@applicants_own
@require_http_methods(["GET", "HEAD", "POST"])
def write(request: HttpRequest, flow: Flow) -> HttpResponse:
    """Receive a message, or tell what is wrong with it; what was written stays."""
    draft = flow.draft
    if draft.nomination is None or request.method != "POST":
        return redirect("apply:sent", public_id=draft.public_id)
    form = WriteForm(request.POST)
    status = HTTPStatus.UNPROCESSABLE_ENTITY
    if form.is_valid():
        if may_send_to(str(draft.public_id), "apply-write", MOST_MESSAGES, SPAN):
            subject, text = form.cleaned_data["subject"], form.cleaned_data["text"]
            receive_message(draft, text, subject=subject, now=timezone.now())
            return redirect(f"{reverse('apply:sent', args=[draft.public_id])}?tack=1#meddelanden")
        status = HTTPStatus.TOO_MANY_REQUESTS
        message = gettext("You have written many times in a short while. Wait ten minutes.")
        form.add_error(None, message)
    return show_sent(request, flow, draft.nomination, form, status=status)
