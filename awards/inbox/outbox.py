"""The outbox: the mail about entries that waits, is held, was given up or has left."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from http import HTTPStatus
from typing import Any, cast
from urllib.parse import urlencode

from django.contrib import messages
from django.contrib.auth.models import User
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail.admin.menu import MenuItem

from awards.domain.holding import AT_ONCE, EarlyError, advised_hold
from awards.domain.outbox import (
    MailChangedError,
    OutdatedError,
    can_take_out,
    let_go,
    mail_about_entries,
    send_again,
    take_out,
)
from awards.models import Message, Nomination
from awards.permissions import can_handle_nominations
from awards.statuses import NominationStatus
from cms.dates import in_stockholm
from cms.models import MailState, OutgoingMail

from .addresses import words_in
from .announcement import told_of_announcement
from .base import InboxPage

PER_PAGE = 50
#: What somebody has to do something about.
_COUNTED = (MailState.HELD, MailState.FAILED)

_UNUSABLE = _(
    "The address can't be used. Tell the applicant by phone or letter, and take the mail out."
)
#: What kept a mail from leaving, by the type of the error.
REASONS: dict[str, Promise] = {
    "NobodyToSendToError": _("There is no address."),
    "SMTPRecipientsRefused": _("The receiver's mail server does not know the address."),
    "SMTPDataError": _("The mail server refused the message."),
    "SMTPSenderRefused": _("The mail server does not let the site send. Tell those who run it."),
    "SMTPAuthenticationError": _(
        "The site could not sign in to the mail server. Tell those who run it."
    ),
    "ValueError": _UNUSABLE,
    "BadHeaderError": _UNUSABLE,
}
_NO_SERVER = _("The mail server could not be reached. Tell those who run the site.")
_ACTIONS: dict[str, tuple[Callable[..., Any], Promise]] = {
    "again": (send_again, _("The mail is sent again.")),
    "release": (let_go, _("The mail is let go.")),
    "remove": (take_out, _("The mail is taken out of the outbox, and will not be sent.")),
}


class OutboxView(InboxPage):
    """What has become of the mail about entries. What it says is not shown: it holds links."""

    page_title = _("Outbox")
    header_icon = "mail"
    template_name = "awards/inbox/outbox.html"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Show one page of the mail that is asked for."""
        now = timezone.now()
        state = _state(request.GET.get("state", ""))
        reference = words_in(request.GET.get("q", ""))
        mails = mail_about_entries().select_related("message")
        if state:
            mails = mails.in_state(state, now)
        if reference:
            mails = mails.filter(about__istartswith=reference)
        page = Paginator(mails.order_by("-pk"), PER_PAGE).get_page(request.GET.get("p"))
        query = {"state": state.value if state else "", "q": reference}
        return self.render_to_response(
            self.get_context_data(
                rows=_rows(list(page.object_list), now),
                page_obj=page,
                state=state,
                states=_states(state, reference, now),
                text=reference,
                query=urlencode({name: value for name, value in query.items() if value}),
            )
        )


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
        now = timezone.now()
        # Nothing leaves by being taken out.
        asked = () if act is take_out else ("may_be_early", "may_be_outdated")
        meant = {name: name in request.POST for name in asked}
        is_sure = "is_sure" in request.POST or any(meant.values())
        try:
            if act is take_out and not is_sure and _rests(kwargs["pk"], now):
                return self._ask_to_take_out(kwargs["pk"])
            if act is let_go and not is_sure and (moment := _waits_until(kwargs["pk"], now)):
                return self._ask_to_let_go(kwargs["pk"], moment)
            act(kwargs["pk"], actor=cast("User", request.user), now=now, **meant)
        except EarlyError:
            return self._ask_to_be_early(kwargs["pk"])
        except OutdatedError:
            return self._ask_to_be_outdated(kwargs["pk"])
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

    def _ask_to_take_out(self, pk: int) -> HttpResponse:
        """Ask whether somebody is not to get what was written to them."""
        return self._ask(
            mail_about_entries().get(pk=pk),
            question=gettext("Is the mail not to be sent?"),
            told=gettext("It leaves the outbox, and can't be sent from there again."),
            sure="is_sure",
            yes=gettext("Take out of the outbox"),
            no=gettext("Keep the mail"),
        )

    def _ask_to_let_go(self, pk: int, moment: datetime) -> HttpResponse:
        """Ask whether what was to leave at a moment is meant to leave now."""
        return self._ask(
            mail_about_entries().get(pk=pk),
            question=gettext("Is the mail to be sent now?"),
            told=gettext("Otherwise it is sent %(moment)s.") % {"moment": in_stockholm(moment)},
            sure="is_sure",
            yes=gettext("Send it now"),
            no=gettext("Let it wait"),
        )

    def _ask_to_be_early(self, pk: int) -> HttpResponse:
        """Ask whether the outcome is meant to be told before it is announced."""
        mail = mail_about_entries().get(pk=pk)
        return self._ask(
            mail,
            question=gettext("Is the outcome to be told already?"),
            told=told_of_announcement(
                Nomination.objects.select_related("year").get(reference=mail.about)
            ),
            sure="may_be_early",
            yes=gettext("Mail it now all the same"),
            no=gettext("Let it wait"),
        )

    def _ask_to_be_outdated(self, pk: int) -> HttpResponse:
        """Ask whether an outcome is meant to be told that is not so any more."""
        mail = mail_about_entries().get(pk=pk)
        message = Message.objects.select_related("nomination__year").get(mail=mail)
        nomination = message.nomination
        told = gettext(
            "The decision has changed since the mail was written. The entry was then: %(then)s. "
            "It is now: %(now)s."
        ) % {
            "then": NominationStatus(message.status).label,
            "now": NominationStatus(nomination.status).label,
        }
        if not nomination.year.has_announced(timezone.now()):
            told = f"{told} {told_of_announcement(nomination)}"
        return self._ask(
            mail,
            question=gettext("Is the mail still to be sent?"),
            told=told,
            sure="may_be_outdated",
            yes=gettext("Mail it now all the same"),
            no=gettext("Let it wait"),
        )

    def _ask(self, mail: OutgoingMail, **words: str) -> HttpResponse:
        context = self.get_context_data(
            mail=mail, query=self.request.POST.get("query", ""), **words
        )
        return self.render_to_response(context, status=HTTPStatus.CONFLICT)


def _rests(pk: int, now: datetime) -> bool:
    """Whether a mail stays where it is: what is on its way is stopped without a question."""
    return mail_about_entries().get(pk=pk).state(now) in {MailState.HELD, MailState.FAILED}


def _waits_until(pk: int, now: datetime) -> datetime | None:
    """The moment that a mail waits for, unless it is about an outcome: then more is asked."""
    mail = mail_about_entries().get(pk=pk)
    nomination = Nomination.objects.select_related("year").get(reference=mail.about)
    if mail.held or mail.state(now) != MailState.HELD:
        return None
    return mail.not_before if advised_hold(nomination, now=now) == AT_ONCE else None


class OutboxMenuItem(MenuItem):
    """The way to the outbox in the admin's menu, for those who handle entries."""

    def __init__(self) -> None:
        super().__init__(
            _("Outbox"), reverse("awards_outbox"), name="outbox", icon_name="mail", order=160
        )

    def is_shown(self, request: HttpRequest) -> bool:
        """Whether the user may open it."""
        return can_handle_nominations(request.user)


def reason(mail: OutgoingMail) -> str | Promise:
    """What kept a mail from leaving, in words; empty where nothing did."""
    return REASONS.get(mail.error, _NO_SERVER) if mail.error else ""


def _state(value: str) -> MailState | None:
    return MailState(value) if value in MailState.values else None


def _states(chosen: MailState | None, reference: str, now: datetime) -> list[dict[str, Any]]:
    """What the list can be narrowed to, each with its address; counted where somebody has to act.

    So many mails have left that counting them would help nobody.
    """
    choices: list[tuple[str, str | Promise]] = [("", _("All")), *MailState.choices]
    counted = {state.value: mail_about_entries().in_state(state, now).count() for state in _COUNTED}
    return [
        {
            "label": label,
            "count": counted.get(value),
            "query": urlencode(
                {name: text for name, text in (("state", value), ("q", reference)) if text}
            ),
            "is_chosen": value == (chosen.value if chosen else ""),
        }
        for value, label in choices
    ]


def _rows(mails: list[OutgoingMail], now: datetime) -> list[dict[str, Any]]:
    """The mail of a page with what its row shows, by one query more."""
    entries = dict(
        Nomination.objects.filter(reference__in={mail.about for mail in mails}).values_list(
            "reference", "pk"
        )
    )
    return [_row(mail, entries[mail.about], now) for mail in mails]


def _row(mail: OutgoingMail, entry: int, now: datetime) -> dict[str, Any]:
    state = mail.state(now)
    return {
        "mail": mail,
        "entry": entry,
        "state": state,
        "reason": reason(mail) if state in {MailState.WAITING, MailState.FAILED} else "",
        "can_send_again": state == MailState.FAILED and bool(mail.recipient),
        "can_let_go": state == MailState.HELD,
        "can_remove": can_take_out(mail, now=now),
    }
