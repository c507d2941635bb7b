"""What is done with one mail of the outbox, and what is asked before."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict, dataclass
from datetime import datetime
from http import HTTPStatus
from typing import Any, cast

from django.contrib import messages
from django.contrib.auth.models import User
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from awards.domain.holding import AT_ONCE, EarlyError, advised_hold
from awards.domain.outbox import (
    MailChangedError,
    OutdatedError,
    let_go,
    mail_about_entries,
    send_again,
    take_out,
)
from awards.models import Message, Nomination
from awards.statuses import NominationStatus
from cms.dates import in_stockholm
from cms.models import MailState, OutgoingMail

from .announcement import told_of_announcement
from .base import InboxPage

_ACTIONS: dict[str, tuple[Callable[..., Any], Promise]] = {
    "again": (send_again, _("The mail is sent again.")),
    "release": (let_go, _("The mail is let go.")),
    "remove": (take_out, _("The mail is taken out of the outbox, and will not be sent.")),
}


@dataclass(frozen=True)
class _Question:
    """What is asked before something that can't be taken back.

    ``sure`` is the name under which a yes comes back with the form.
    """

    question: str
    told: str
    sure: str
    yes: str
    no: str


class OutboxActionView(InboxPage):
    """Does something with one mail, and asks first where that can't be taken back."""

    http_method_names = ["post"]
    page_title = _("Outbox")
    header_icon = "mail"
    template_name = "awards/inbox/outbox_ask.html"

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Do it, or tell what has become of the mail meanwhile, and lead back to the list."""
        if kwargs["action"] not in _ACTIONS:
            raise Http404
        act, done = _ACTIONS[kwargs["action"]]
        pk, now = kwargs["pk"], timezone.now()
        # Nothing leaves by being taken out.
        asked = () if act is take_out else ("may_be_early", "may_be_outdated")
        meant = {name: name in request.POST for name in asked}
        is_sure = "is_sure" in request.POST or any(meant.values())
        try:
            if not is_sure and (question := _first_asked(act, pk, now)):
                return self._ask(pk, question)
            act(pk, actor=cast("User", request.user), now=now, **meant)
        except EarlyError:
            return self._ask(pk, _asked_when_early(pk))
        except OutdatedError:
            return self._ask(pk, _asked_when_outdated(pk, now))
        except OutgoingMail.DoesNotExist:
            messages.error(request, gettext("The mail is no longer in the outbox."))
        except MailChangedError as error:
            messages.error(
                request,
                gettext("That can't be done with the mail, which is now: %(state)s")
                % {"state": error.state.label},
            )
        else:
            messages.success(request, str(done))
        query = request.POST.get("query", "")
        return HttpResponseRedirect(f"{reverse('awards_outbox')}?{query}".removesuffix("?"))

    def _ask(self, pk: int, question: _Question) -> HttpResponse:
        context = self.get_context_data(
            mail=mail_about_entries().get(pk=pk),
            query=self.request.POST.get("query", ""),
            **asdict(question),
        )
        return self.render_to_response(context, status=HTTPStatus.CONFLICT)


def _first_asked(act: Callable[..., Any], pk: int, now: datetime) -> _Question | None:
    """What is asked whatever the mail says; raises ``OutgoingMail.DoesNotExist``."""
    if act is take_out and _rests(pk, now):
        return _Question(
            question=gettext("Is the mail not to be sent?"),
            told=gettext("It leaves the outbox, and can't be sent from there again."),
            sure="is_sure",
            yes=gettext("Take out of the outbox"),
            no=gettext("Keep the mail"),
        )
    if act is let_go and (moment := _waits_until(pk, now)):
        return _Question(
            question=gettext("Is the mail to be sent now?"),
            told=gettext("Otherwise it is sent %(moment)s.") % {"moment": in_stockholm(moment)},
            sure="is_sure",
            yes=gettext("Send it now"),
            no=gettext("Let it wait"),
        )
    return None


def _asked_when_early(pk: int) -> _Question:
    """Whether the outcome is meant to be told before it is announced."""
    nomination = _nomination_of(mail_about_entries().get(pk=pk))
    return _Question(
        question=gettext("Is the outcome to be told already?"),
        told=told_of_announcement(nomination),
        sure="may_be_early",
        yes=gettext("Mail it now all the same"),
        no=gettext("Let it wait"),
    )


def _asked_when_outdated(pk: int, now: datetime) -> _Question:
    """Whether an outcome is meant to be told that is not so any more."""
    message = Message.objects.select_related("nomination__year").get(mail=pk)
    nomination = message.nomination
    told = gettext(
        "The decision has changed since the mail was written. The entry was then: %(then)s. "
        "It is now: %(now)s."
    ) % {
        "then": NominationStatus(message.status).label,
        "now": NominationStatus(nomination.status).label,
    }
    if not nomination.year.has_announced(now):
        told = f"{told} {told_of_announcement(nomination)}"
    return _Question(
        question=gettext("Is the mail still to be sent?"),
        told=told,
        sure="may_be_outdated",
        yes=gettext("Mail it now all the same"),
        no=gettext("Let it wait"),
    )


def _rests(pk: int, now: datetime) -> bool:
    """Whether a mail stays where it is: what is on its way is stopped without a question."""
    return mail_about_entries().get(pk=pk).state(now) in {MailState.HELD, MailState.FAILED}


def _waits_until(pk: int, now: datetime) -> datetime | None:
    """The moment that a mail waits for, unless it is about an outcome: then more is asked."""
    mail = mail_about_entries().get(pk=pk)
    if mail.held or mail.state(now) != MailState.HELD:
        return None
    return mail.not_before if advised_hold(_nomination_of(mail), now=now) == AT_ONCE else None


def _nomination_of(mail: OutgoingMail) -> Nomination:
    return Nomination.objects.select_related("year").get(reference=mail.about)
