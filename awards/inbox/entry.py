"""One entry in the inbox: everything that was received, and what can be done with it."""

from __future__ import annotations

from typing import Any, cast
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext
from django.views.generic import View
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.log_actions import registry

from awards.domain.answers import readable
from awards.domain.handling import ReasonMissingError, act, add_note, assign
from awards.domain.lifecycle import TransitionError
from awards.domain.promotion import AlreadyPromotedError, NotAwardedError, missing, promote
from awards.domain.questions import from_json
from awards.domain.submission import open_request
from awards.domain.supplements import NothingAskedError, request_supplement
from awards.domain.uploads import content_of
from awards.enums import InboxAction, NominationStatus, UploadState
from awards.inbox.forms import NoteForm, ReasonForm, SupplementForm
from awards.models import Nomination, NominationVersion
from awards.permissions import allowed_actions, can_promote


class NominationView(WagtailAdminTemplateMixin, View):
    """A page about one entry."""

    header_icon = "mail"
    nomination: Nomination

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Find the entry."""
        self.nomination = get_object_or_404(
            Nomination.objects.select_related("year", "case_officer", "winner_page"),
            pk=kwargs["pk"],
        )
        return super().dispatch(request, *args, **kwargs)

    @property
    def page_title(self) -> str:
        """The entry's name, or its number while it has none."""
        return self.nomination.title or self.nomination.reference

    def get_page_subtitle(self) -> str:
        """The reference number."""
        return self.nomination.reference

    def get_breadcrumbs_items(self) -> list[dict[str, str]]:
        """The way back to the list."""
        inbox = reverse("entries_modeladmin_index")
        return [
            *self.breadcrumbs_items,
            {"url": inbox, "label": gettext("Entries")},
            {"url": "", "label": self.nomination.reference},
        ]

    @property
    def actor(self) -> User:
        """Whoever is signed in."""
        return cast("User", self.request.user)

    def back(self) -> HttpResponse:
        """Lead back to the entry."""
        return HttpResponseRedirect(reverse("awards_entry", args=[self.nomination.pk]))


class EntryView(NominationView):
    """Everything about an entry on one page."""

    template_name = "awards/inbox/entry.html"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Show the version that is asked for, or the newest."""
        versions = list(self.nomination.versions.order_by("-number"))
        version = _chosen(versions, request.GET.get("version", ""))
        status = NominationStatus(self.nomination.status)
        return self.render_to_response(
            self.get_context_data(
                nomination=self.nomination,
                status=status,
                versions=versions,
                version=version,
                steps=_steps(version, self.nomination),
                request_open=open_request(self.nomination),
                can_promote=can_promote(request.user, self.nomination),
                actions=list(allowed_actions(request.user, status)),
                history=registry.get_logs_for_instance(self.nomination).select_related("user"),
                notes=self.nomination.notes.select_related("author"),
                note_form=NoteForm(),
            )
        )


class ActView(NominationView):
    """Asks for what an action needs, and does it."""

    template_name = "awards/inbox/act.html"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Find the action."""
        if kwargs["action"] not in InboxAction.values:
            raise Http404
        self.action = InboxAction(kwargs["action"])
        return super().dispatch(request, *args, **kwargs)

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Ask for the reason, or whether it is meant."""
        return self._show(ReasonForm(self.action))

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Do it, or tell what has changed meanwhile; what was written stays."""
        form = ReasonForm(self.action, request.POST)
        if not form.is_valid():
            return self._show(form, status=422)
        try:
            changed = act(
                self.nomination,
                self.action,
                actor=self.actor,
                now=timezone.now(),
                reason=form.cleaned_data["reason"],
            )
        except TransitionError as error:
            form.add_error(None, _changed_meanwhile(error.status))
            return self._show(form, status=409)
        except ReasonMissingError:
            form.add_error("reason", gettext("Tell why."))
            return self._show(form, status=422)
        messages.success(
            request,
            gettext("%(reference)s is now: %(status)s")
            % {
                "reference": changed.reference,
                "status": NominationStatus(changed.status).label,
            },
        )
        return self.back()

    def _show(self, form: ReasonForm, *, status: int = 200) -> HttpResponse:
        context = self.get_context_data(nomination=self.nomination, form=form, action=self.action)
        return self.render_to_response(context, status=status)


class SupplementView(NominationView):
    """Asks an applicant for more."""

    template_name = "awards/inbox/supplement.html"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Ask what is needed, until when, and which questions are opened."""
        return self._show(SupplementForm(self._definition()))

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Open the questions and mail the applicant."""
        form = SupplementForm(self._definition(), request.POST)
        if not form.is_valid():
            return self._show(form, status=422)
        try:
            request_supplement(
                self.nomination,
                text=form.cleaned_data["text"],
                questions=form.cleaned_data["questions"],
                due_on=form.cleaned_data["due_on"],
                actor=self.actor,
                now=timezone.now(),
            )
        except TransitionError as error:
            form.add_error(None, _changed_meanwhile(error.status))
            return self._show(form, status=409)
        except NothingAskedError:
            form.add_error("questions", gettext("Choose at least one question."))
            return self._show(form, status=422)
        messages.success(request, gettext("The applicant is mailed what is needed."))
        return self.back()

    def _definition(self) -> Any:
        return from_json(self.nomination.newest_version.asked)

    def _show(self, form: SupplementForm, *, status: int = 200) -> HttpResponse:
        context = self.get_context_data(nomination=self.nomination, form=form)
        return self.render_to_response(context, status=status)


class PromoteView(NominationView):
    """Makes the winner's page, or leads to the one that is there."""

    http_method_names = ["post"]

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Open the page in the editor."""
        if not can_promote(request.user, self.nomination):
            raise PermissionDenied
        try:
            page = promote(self.nomination, actor=self.actor)
        except AlreadyPromotedError as already:
            page = already.page
        except NotAwardedError:
            messages.error(
                request, gettext("Only a winner or a special mention gets a page of its own.")
            )
            return self.back()
        else:
            messages.success(request, gettext("The winner's page is made, as a draft."))
        for lack in missing(page):
            messages.warning(request, lack)
        return HttpResponseRedirect(reverse("wagtailadmin_pages:edit", args=[page.pk]))


class AssignView(NominationView):
    """Takes an entry, or lets go of it."""

    http_method_names = ["post"]

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Make the one who asks the case officer, or nobody."""
        officer = None if "release" in request.POST else self.actor
        assign(self.nomination, officer, actor=self.actor, now=timezone.now())
        return self.back()


class NoteView(NominationView):
    """Writes an internal note."""

    http_method_names = ["post"]

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Keep the note."""
        form = NoteForm(request.POST)
        if form.is_valid():
            add_note(
                self.nomination, form.cleaned_data["text"], actor=self.actor, now=timezone.now()
            )
        return self.back()


def staff_file(request: HttpRequest, pk: int, public_id: UUID) -> HttpResponseBase:
    """A file of an entry, for those who handle entries; none that has not been prepared."""
    nomination = get_object_or_404(Nomination, pk=pk)
    upload = nomination.uploads.filter(public_id=public_id, state=UploadState.READY).first()
    if upload is None:
        raise Http404
    is_thumbnail = "thumbnail" in request.GET
    content = content_of(upload, thumbnail=is_thumbnail)
    response = FileResponse(
        content.open("rb"), as_attachment=not is_thumbnail, filename=upload.name
    )
    response.headers["Content-Type"] = "application/pdf" if upload.format == "pdf" else "image/jpeg"
    response.headers["Cache-Control"] = "private, no-store"
    return response


def _changed_meanwhile(status: NominationStatus) -> str:
    return gettext(
        "Somebody changed the entry meanwhile: it is now “%(status)s”. What you wrote is still "
        "here. Look at the entry and decide anew."
    ) % {"status": status.label}


def _chosen(versions: list[NominationVersion], number: str) -> NominationVersion:
    wanted = int(number) if number.isdecimal() else versions[0].number
    return next((version for version in versions if version.number == wanted), versions[0])


def _steps(version: NominationVersion, nomination: Nomination) -> list[dict[str, Any]]:
    """The questions of a version with their answers and files, step by step."""
    uploads = {str(upload.public_id): upload for upload in nomination.uploads.all()}
    names = {key: upload.name for key, upload in uploads.items()}
    steps = []
    for step in from_json(version.asked).steps:
        questions = []
        for question in step.questions:
            answer = version.answers.get(question.key)
            held = answer.get("upload") if isinstance(answer, dict) else None
            questions.append(
                {
                    "question": question,
                    "lines": readable(question, answer, names),
                    "upload": uploads.get(str(held)),
                    "is_link": question.kind in {"film", "link"},
                }
            )
        steps.append({"title": step.title, "questions": questions})
    return steps
