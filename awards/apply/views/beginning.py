"""Before there is a draft: who can take part, where the link is mailed, and links that are lost."""

from __future__ import annotations

from datetime import timedelta
from http import HTTPStatus
from typing import Any
from urllib.parse import urlencode

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe
from wagtail.query import PageQuerySet

from awards.apply.access import grant
from awards.apply.forms import EligibilityForm, EmailForm
from awards.domain.deadlines import application_state
from awards.domain.drafts import find_draft, mail_links, start_draft
from awards.domain.links import ExpiredLinkError, ForgedLinkError, read_token
from awards.domain.questions import definition_of
from awards.models import AwardYearPage, NominationFormPage
from cms.anonymous import Stamp, is_from_elsewhere, may_send, may_send_to, new_stamp
from cms.visibility import below_unpublished

#: A whole office may share an address, so these are only meant for machines.
MOST_STARTS = 30
MOST_MAILS = 6
SPAN = timedelta(minutes=10)
_ELIGIBLE = "eligible"


@csrf_exempt  # it changes nothing
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def eligibility(request: HttpRequest, form_id: int) -> HttpResponse:
    """Ask what has to be true of those who take part; others are told why they can't."""
    page = published_form(form_id)
    if not _accepts_entries(page):
        return redirect(page.get_url(request))
    definition = definition_of(page)
    if not definition.eligibility:
        return redirect("apply:begin", form_id=page.pk)
    form = EligibilityForm(
        definition.eligibility, request.POST if request.method == "POST" else None
    )
    context = {"form_page": page, "definition": definition, "form": form}
    if not form.is_bound:
        return TemplateResponse(request, "awards/apply/eligibility.html", context)
    if not form.is_valid():
        return TemplateResponse(
            request,
            "awards/apply/eligibility.html",
            context,
            status=HTTPStatus.UNPROCESSABLE_ENTITY,
        )
    if unmet := form.unmet():
        query = urlencode({"question": unmet}, doseq=True)
        return HttpResponseRedirect(f"{reverse('apply:not_eligible', args=[page.pk])}?{query}")
    query = urlencode({_ELIGIBLE: new_stamp(_eligible_purpose(page))})
    return HttpResponseRedirect(f"{reverse('apply:begin', args=[page.pk])}?{query}")


@require_safe
def not_eligible(request: HttpRequest, form_id: int) -> HttpResponse:
    """Explain why somebody can't take part, by what they answered."""
    page = published_form(form_id)
    definition = definition_of(page)
    unmet = request.GET.getlist("question")
    explanations = [
        question.explanation for question in definition.eligibility if question.key in unmet
    ]
    if not explanations:
        return redirect("apply:eligibility", form_id=page.pk)
    context = {"form_page": page, "definition": definition, "explanations": explanations}
    return TemplateResponse(request, "awards/apply/not_eligible.html", context)


@csrf_exempt  # the form's own stamp stands in for the cookie: docs/adr/
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def begin(request: HttpRequest, form_id: int) -> HttpResponse:
    """Ask for an e-mail address, and begin a draft that can be filled in at once."""
    page = published_form(form_id)
    if not _accepts_entries(page):
        # The form's own page tells since when, or from when.
        return redirect(page.get_url(request))
    definition = definition_of(page)
    if definition.eligibility and not _is_eligible(request, page):
        return redirect("apply:eligibility", form_id=page.pk)
    form = _email_form(request, f"apply:begin:{page.pk}")
    template, context = "awards/apply/begin.html", {"form_page": page, "definition": definition}
    if not form.is_bound:
        return TemplateResponse(request, template, context | {"form": form})
    if not form.is_valid():
        return _again(request, template, form, context, HTTPStatus.UNPROCESSABLE_ENTITY)
    if not _may_mail(request, form, "apply-begin"):
        return _again(request, template, form, context, HTTPStatus.TOO_MANY_REQUESTS)
    sheet = form.given_stamp.id if form.given_stamp else ""
    draft = start_draft(page, form.cleaned_data["email"], now=timezone.now(), sheet=sheet)
    begun = redirect("apply:tasks", public_id=draft.public_id)
    return grant(begun, draft.public_id, by_link=False)


@csrf_exempt  # the form's own stamp stands in for the cookie: docs/adr/
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def ask_for_link(request: HttpRequest, form_id: int) -> HttpResponse:
    """Mail the links of an address; what is answered does not tell whether there were any."""
    page = _form_with_drafts(form_id)
    form = _email_form(request, f"apply:link:{page.pk}")
    template, context = "awards/apply/ask_for_link.html", {"form_page": page}
    if not form.is_bound:
        return TemplateResponse(request, template, context | {"form": form})
    if not form.is_valid():
        return _again(request, template, form, context, HTTPStatus.UNPROCESSABLE_ENTITY)
    if not _may_mail(request, form, "apply-link"):
        return _again(request, template, form, context, HTTPStatus.TOO_MANY_REQUESTS)
    mail_links(page, form.cleaned_data["email"], now=timezone.now())
    return redirect("apply:link_sent", form_id=page.pk)


@require_safe
def link_sent(request: HttpRequest, form_id: int) -> HttpResponse:
    """Tell that a link has been mailed, if there is anything to link to."""
    context = {"form_page": _form_with_drafts(form_id)}
    return TemplateResponse(request, "awards/apply/link_sent.html", context)


@never_cache
@require_safe
def open_link(request: HttpRequest, token: str) -> HttpResponse:
    """Open a draft by a link that was mailed."""
    try:
        public_id = read_token(token)
    except ExpiredLinkError as error:
        draft = find_draft(error.public_id)
        if draft is None:
            return _dead_link(request, HTTPStatus.GONE, is_deleted=True)
        return _dead_link(request, HTTPStatus.GONE, is_expired=True, form_page=draft.form)
    except ForgedLinkError:
        return _dead_link(request, HTTPStatus.NOT_FOUND, forms=_open_forms())
    draft = find_draft(public_id)
    if draft is None:
        return _dead_link(request, HTTPStatus.GONE, is_deleted=True)
    target = "apply:sent" if draft.nomination_id else "apply:tasks"
    return grant(redirect(target, public_id=public_id), public_id)


def published_form(form_id: int) -> NominationFormPage:
    """The form with an id; raises ``Http404`` unless anybody may read its page."""
    form: NominationFormPage | None = _published_forms().filter(pk=form_id).first()
    if form is None:
        raise Http404
    return form


def _form_with_drafts(form_id: int) -> NominationFormPage:
    """A form whose applicants may ask for their links, though it may be published no longer."""
    asked = NominationFormPage.objects.filter(pk=form_id)
    return asked.filter(drafts__isnull=False).first() or published_form(form_id)


def _accepts_entries(page: NominationFormPage) -> bool:
    return application_state(page.year, now=timezone.now()).accepts_entries


def _open_forms() -> list[NominationFormPage]:
    """The forms that can be filled in now."""
    years = AwardYearPage.objects.open(timezone.now())
    forms = _published_forms()
    return [form for year in years for form in forms.child_of(year)]


def _published_forms() -> PageQuerySet:
    """The forms whose pages anybody may read."""
    return NominationFormPage.objects.live().public().exclude(below_unpublished())


def _is_eligible(request: HttpRequest, page: NominationFormPage) -> bool:
    stamp = request.GET.get(_ELIGIBLE, "")
    return Stamp.read(stamp, _eligible_purpose(page)) is not None


def _eligible_purpose(page: NominationFormPage) -> str:
    return f"apply:eligible:{page.pk}"


def _email_form(request: HttpRequest, purpose: str) -> EmailForm:
    if request.method != "POST":
        return EmailForm(purpose)
    return EmailForm(purpose, request.POST, from_elsewhere=is_from_elsewhere(request))


def _may_mail(request: HttpRequest, form: EmailForm, purpose: str) -> bool:
    """Count a mail that is about to be sent; tell the applicant if there have been too many."""
    email = form.cleaned_data["email"].lower()
    if may_send(request, purpose, MOST_STARTS, SPAN) and may_send_to(
        email, purpose, MOST_MAILS, SPAN
    ):
        return True
    form.add_error(
        None,
        gettext("This has been done many times in a short while. Wait ten minutes and try again."),
    )
    return False


def _again(
    request: HttpRequest,
    template: str,
    form: EmailForm,
    context: dict[str, Any],
    status: HTTPStatus,
) -> HttpResponse:
    return TemplateResponse(request, template, context | {"form": form}, status=status)


def _dead_link(request: HttpRequest, status: HTTPStatus, **context: object) -> HttpResponse:
    return TemplateResponse(request, "awards/apply/dead_link.html", context, status=status)
