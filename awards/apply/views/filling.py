"""Filling in a form: the list of its steps, each step, and saving while somebody types."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import timedelta
from http import HTTPStatus

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import time_format
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from awards.apply.fields import question_key
from awards.apply.fields.shared import Surroundings
from awards.apply.flow import FILES, Flow, Progress
from awards.apply.forms import StepForm
from awards.domain.drafts import save_answers, storable_text
from awards.domain.questions import Question, Step
from awards.domain.uploads import NotStoredError, receive, remove
from awards.enums import QuestionKind, SendingState
from awards.models import Upload
from awards.nouns import NOUNS
from cms.anonymous import may_send
from cms.uploads import RefusedFileError

from .guards import CONTROLS, of_draft, show

#: How many files may come from one address: meant for machines alone.
MOST_FILES = 100
FILES_SPAN = timedelta(minutes=10)
#: Longer than the name of any input.
LONGEST_NAME = 150
#: Where a step leads back to when it was opened from there.
CHECK = "check"


@of_draft
@require_safe
def tasks(request: HttpRequest, flow: Flow) -> HttpResponse:
    """The steps of the form, and how far each has come."""
    if not flow.is_open:
        return redirect("apply:check", public_id=flow.draft.public_id)
    steps = [
        {"step": step, "number": number, "progress": flow.progress(step)}
        for number, step in enumerate(flow.definition.steps, start=1)
    ]
    return show(
        request,
        "tasks",
        flow,
        heading=str(NOUNS[flow.definition.noun].own) % {"award": flow.definition.award},
        steps=steps,
        done=sum(step["progress"] == Progress.DONE for step in steps),
        taken_away=flow.taken_away(),
    )


@of_draft
@require_http_methods(["GET", "HEAD", "POST"])
def step(request: HttpRequest, flow: Flow, step_key: str) -> HttpResponse:
    """One step: shown with what was typed before, saved whatever was typed, and checked."""
    here = flow.step(step_key)
    if request.method != "POST":
        return _open_step(request, flow, here)
    if here is None:
        _keep_what_is_gone(request, flow)
        return redirect("apply:tasks", public_id=flow.draft.public_id)
    form, is_whole = _save_step(request, flow, here)
    if not flow.is_open:
        return _too_late(request, flow)
    if "remove" in request.POST and is_whole:
        return redirect(request.get_full_path())
    if not form.is_valid():
        return _show_step(request, flow, here, form, status=HTTPStatus.UNPROCESSABLE_ENTITY)
    return redirect(_after(request, flow, here))


def _open_step(request: HttpRequest, flow: Flow, here: Step | None) -> HttpResponse:
    if here is None:
        raise Http404
    if not flow.is_open:
        return redirect("apply:check", public_id=flow.draft.public_id)
    form = flow.form(here, flow.surroundings([here]), check=False)
    return _show_step(request, flow, here, form)


def _save_step(request: HttpRequest, flow: Flow, here: Step) -> tuple[StepForm, bool]:
    """Save all that was sent of a step; its form, checked, and whether every file was taken."""
    around = flow.surroundings([here])
    unsaved = StepForm(here, around, {}, check=False)
    files = _take_files(request, flow, here, around)
    typed = unsaved.typed(request.POST)
    flow.draft.data |= typed
    around = replace(around, uploads={**around.uploads, **files.stored}, refused=files.refused)
    form = flow.form(here, around, check=True)
    own = typed | {
        q.key: flow.draft.data[q.key]
        for q in here.questions
        if q.kind in FILES and q.key in flow.draft.data
    }
    save_answers(
        flow.draft,
        own,
        here.questions,
        now=timezone.now(),
        completed=(here.key, form.is_valid()),
    )
    _keep_what_is_gone(request, flow)
    for upload in files.unused:
        remove(upload)
    return form, not files.refused


@of_draft
@require_POST
def autosave(request: HttpRequest, flow: Flow, step_key: str) -> HttpResponse:
    """Keep what has been typed so far, and tell when that was."""
    here = flow.step(step_key)
    now = timezone.now()
    if here:
        form = StepForm(here, flow.surroundings([here]), {}, check=False)
        save_answers(flow.draft, form.typed(request.POST), here.questions, now=now)
    _keep_what_is_gone(request, flow)
    clock = time_format(timezone.localtime(now), "H:i")
    return JsonResponse({"saved": gettext("Saved %(time)s") % {"time": clock}})


def _keep_what_is_gone(request: HttpRequest, flow: Flow) -> None:
    """Keep what was typed at questions that an editor has taken away since the page was opened.

    Their wording is not known any more, unless the draft holds it from an earlier answer.
    """
    known = {question.key for question in flow.definition.questions()}
    typed = {
        name: texts if len(texts) > 1 else texts[0]
        for name in request.POST
        if (texts := [text for text in request.POST.getlist(name) if text.strip()])
        and question_key(name) not in known
        and name not in CONTROLS
        and len(name) <= LONGEST_NAME
        and name == storable_text(name)
    }
    if not typed:
        return
    unknown = {question_key(name) for name in typed} - set(flow.draft.asked)
    gone = [
        Question(key=key, kind=QuestionKind.LONG_TEXT, label=gettext("A question that is gone"))
        for key in sorted(unknown)
        if not flow.request
    ]
    save_answers(flow.draft, typed, gone, now=timezone.now())


def _show_step(
    request: HttpRequest, flow: Flow, here: Step, form: StepForm, *, status: int = 200
) -> HttpResponse:
    return show(
        request,
        "step",
        flow,
        status=status,
        step=here,
        number=flow.place(here),
        previous=flow.previous_step(here),
        form=form,
        from_check=CHECK in request.GET,
    )


@dataclass(frozen=True)
class _Files:
    """What became of the files that were sent with a step."""

    #: By their public ids.
    stored: dict[str, Upload] = field(default_factory=dict)
    #: What to tell, by the name of the input.
    refused: dict[str, str] = field(default_factory=dict)
    #: Those that are used no more, to be removed once that has been saved.
    unused: list[Upload] = field(default_factory=list)


def _take_files(request: HttpRequest, flow: Flow, here: Step, around: Surroundings) -> _Files:
    """Store the files of a step."""
    files = _Files()
    for question in here.questions:
        if question.kind not in FILES:
            continue
        earlier = around.uploads.get(str(flow.draft.data.get(question.key)))
        if request.POST.get("remove") == question.key:
            flow.draft.data[question.key] = ""
        elif question.key in request.FILES:
            taken = _take_file(request, flow, question)
            if isinstance(taken, str):
                files.refused[question.key] = taken
                continue
            files.stored[str(taken.public_id)] = taken
            flow.draft.data[question.key] = str(taken.public_id)
        else:
            continue
        if earlier:
            files.unused.append(earlier)
    return files


def _take_file(request: HttpRequest, flow: Flow, question: Question) -> Upload | str:
    """Store the file of a question; the message if it was refused."""
    file = request.FILES.getlist(question.key)[0]
    if not may_send(request, "apply-files", MOST_FILES, FILES_SPAN):
        return gettext("Many files have been sent from here. Wait ten minutes and try again.")
    try:
        return receive(
            flow.draft, question.key, QuestionKind(question.kind), file, now=timezone.now()
        )
    except RefusedFileError as error:
        return str(error.message)
    except NotStoredError:
        return gettext(
            "The file could not be saved just now. What you have written is saved. Choose the file "
            "again in a while."
        )


def _after(request: HttpRequest, flow: Flow, here: Step) -> str:
    """Where a step leads that was gone through without an error."""
    public_id = flow.draft.public_id
    following = flow.next_step(here)
    if "tasks" in request.POST:
        return _url("apply:tasks", public_id)
    if CHECK in request.GET or following is None:
        return _url("apply:check", public_id)
    return _url("apply:step", public_id, following.key)


def _url(name: str, *arguments: object) -> str:
    return reverse(name, args=arguments)


def _too_late(request: HttpRequest, flow: Flow) -> HttpResponse:
    """Refuse what was sent after the time was over: it is kept, and can still be read."""
    steps, _answers = flow.checked()
    return show(
        request,
        "check",
        flow,
        status=HTTPStatus.FORBIDDEN,
        steps=steps,
        taken_away=flow.taken_away(),
        is_late=flow.state == SendingState.CLOSED,
    )
