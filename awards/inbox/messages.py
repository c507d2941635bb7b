"""Writing to an applicant, and noting that what they wrote has been read."""

from __future__ import annotations

from datetime import timedelta
from http import HTTPStatus
from typing import Any
from uuid import uuid4

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from awards.domain.conversation import conversation, messages_after
from awards.domain.handling import ChangedMeanwhileError, as_seen
from awards.domain.holding import AT_ONCE, NOT_SET, EarlyError, Hold, advised_hold
from awards.domain.messages import (
    NoAddressError,
    RewrittenError,
    filled,
    mark_read,
    send_message,
)
from cms.dates import in_stockholm

from .announcement import told_of_announcement
from .entry.base import NominationView
from .entry.sight import Sight
from .forms import NoteForm
from .message_forms import (
    AT_ONCE_CHOICE,
    BY_HAND_CHOICE,
    UNTIL_CHOICE,
    ChooseTemplateForm,
    MessageForm,
    mark_of,
)

_KEPT = _("What you have written stays. Empty the subject and the text first, then fill in.")


class MessageView(NominationView):
    """Writes to the applicant: from a template that has been filled in, or freely."""

    template_name = "awards/inbox/message.html"

    @property
    def doing(self) -> str:
        """That somebody writes."""
        return gettext("Write to the applicant")

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Show the form."""
        return self._show(MessageForm(self.nomination, initial=self._initial()))

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Write the message; with ``fill``, let a template fill in the form."""
        if "fill" in request.POST:
            return self._fill()
        form = MessageForm(self.nomination, request.POST)
        if not form.is_valid():
            return self._show(form, status=HTTPStatus.UNPROCESSABLE_ENTITY)
        hold, sight = form.hold(), self.sight
        try:
            with as_seen(self.nomination, sight.seen if sight else None):
                send_message(
                    self.nomination,
                    subject=form.cleaned_data["subject"],
                    text=form.cleaned_data["text"],
                    language=form.cleaned_data["language"],
                    hold=hold,
                    key=form.cleaned_data["key"],
                    actor=self.actor,
                    now=timezone.now(),
                    is_answer=True,
                    seen=sight.message if sight else None,
                    may_be_early=form.cleaned_data["may_be_early"],
                )
        except NoAddressError:
            return self._show(form, status=HTTPStatus.CONFLICT)
        except (ChangedMeanwhileError, RewrittenError, EarlyError) as refused:
            return self._tell_why(refused, form)
        messages.success(request, _what_becomes_of_it(hold))
        return self.back()

    def _tell_why(self, refused: Exception, form: MessageForm) -> HttpResponse:
        """The form as it was filled in, and what to think of before it is posted once more."""
        if isinstance(refused, RewrittenError):
            return self._tell_of_the_first()
        if isinstance(refused, EarlyError):
            return self._tell_that_it_is_early(form)
        return self._tell_changes(form)

    def _tell_changes(self, form: MessageForm) -> HttpResponse:
        """The form as it was filled in, and what came meanwhile; posted once more, it is sent."""
        return self._show_again(
            form,
            gettext(
                "Something has happened to the entry since you began to write. What you wrote is "
                "still here: see that it is still right, and send it."
            ),
        )

    def _tell_of_the_first(self) -> HttpResponse:
        """The form as it was filled in, for a message beside the one that was sent by it before."""
        posted = self.request.POST.copy()
        posted["key"] = str(uuid4())
        return self._show_again(
            MessageForm(self.nomination, posted),
            gettext(
                "You have already sent a message by this form, and what you have written now is "
                "not sent. Send it if the applicant is to get both. If it is to replace the first "
                "one, see first whether that can still be taken out of the outbox."
            ),
        )

    def _tell_that_it_is_early(self, form: MessageForm) -> HttpResponse:
        """The form as it was filled in, and that somebody has to mean it."""
        self.nomination.refresh_from_db()
        why = gettext("Let the message wait until then, or tell here that it may leave before.")
        return self._show_again(
            form, f"{told_of_announcement(self.nomination)} {why}", field="may_be_early"
        )

    def _show_again(self, form: MessageForm, why: str, *, field: str | None = None) -> HttpResponse:
        """The form as it was filled in, why it was not sent, and what came meanwhile."""
        form.add_error(field, why)
        seen = self.sight
        self.nomination.refresh_from_db()
        return self._show(form, status=HTTPStatus.CONFLICT, was_seen=seen)

    def _fill(self) -> HttpResponse:
        """The form as the template fills it in, or as it was typed and what to do first."""
        typed = self.request.POST
        initial = self._initial() | typed.dict()
        chosen = ChooseTemplateForm(self.nomination, typed)
        if chosen.is_valid():
            if _is_typed(typed):
                chosen.add_error("template", _KEPT)
            else:
                language = chosen.cleaned_data["template_language"]
                template = chosen.cleaned_data["template"]
                subject, text = filled(template, self.nomination, language)
                initial |= {"subject": subject, "text": text, "language": language}
                initial["filled"] = mark_of(subject, text)
        status = HTTPStatus.UNPROCESSABLE_ENTITY if chosen.errors else HTTPStatus.OK
        return self._show(MessageForm(self.nomination, initial=initial), chosen, status=status)

    def _initial(self) -> dict[str, Any]:
        """What the form begins with."""
        hold = advised_hold(self.nomination, now=timezone.now())
        return {"language": settings.LANGUAGE_CODE, "key": uuid4(), **_as_initial(hold)}

    def _show(
        self,
        form: MessageForm,
        chosen: ChooseTemplateForm | None = None,
        *,
        status: int = 200,
        was_seen: Sight | None = None,
    ) -> HttpResponse:
        """The form; with ``was_seen`` it tells what has happened since that."""
        nomination, now = self.nomination, timezone.now()
        # Found first: what comes between this and the messages is told as new, and not as seen.
        sight = Sight.of(nomination)
        context = self.get_context_data(
            nomination=nomination,
            form=form,
            sight=sight if was_seen else self.sight or sight,
            changes=was_seen.changes(nomination) if was_seen else [],
            came=messages_after(nomination, was_seen.message, now=now) if was_seen else [],
            messages_about=conversation(nomination, now=now),
            chosen=chosen or ChooseTemplateForm(nomination, initial=self.request.POST.dict()),
            is_secret=advised_hold(nomination, now=now) != AT_ONCE,
            note_form=NoteForm(initial={"text": gettext("Told by phone:") + " "}),
        )
        return self.render_to_response(context, status=status)


class ReadView(NominationView):
    """Marks what the applicant wrote as read."""

    http_method_names = ["post"]

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Note it, and lead back to the entry; what came since goes on waiting."""
        sight = self.sight
        try:
            mark_read(
                self.nomination,
                seen=sight.message if sight else None,
                actor=self.actor,
                now=timezone.now(),
            )
        except ChangedMeanwhileError:
            messages.warning(
                request,
                gettext(
                    "The applicant has written more since you opened the page. Nothing is marked "
                    "as read: read that too."
                ),
            )
            return self.back("entry-messages")
        return self.back()


def _what_becomes_of_it(hold: Hold) -> str:
    """What has been done with a message that was sent."""
    if hold.until:
        told = gettext("The message is in the outbox, and is held there until %(moment)s.")
        return told % {"moment": in_stockholm(hold.until)}
    if hold.by_hand:
        return gettext("The message is in the outbox, and is held until somebody lets it go there.")
    return gettext("The message is mailed to the applicant.")


def _is_typed(posted: QueryDict) -> bool:
    """Whether the subject or the text holds anything but what a template filled in."""
    subject, text = posted.get("subject", ""), posted.get("text", "")
    is_blank = not (subject.strip() or text.strip())
    return not is_blank and mark_of(subject, text) != posted.get("filled")


def _as_initial(hold: Hold) -> dict[str, Any]:
    """What the form begins with; somebody lets go what waits for a moment that is not set."""
    if hold.until == NOT_SET:
        return {"leaves": BY_HAND_CHOICE}
    if hold.until:
        # The input has no seconds.
        rest = timedelta(seconds=hold.until.second, microseconds=hold.until.microsecond)
        until = hold.until + (timedelta(minutes=1) - rest if rest else rest)
        return {"leaves": UNTIL_CHOICE, "until": until}
    return {"leaves": AT_ONCE_CHOICE}
