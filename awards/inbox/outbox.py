"""The outbox: the mail about entries that waits, is held, was given up or has left."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from urllib.parse import urlencode

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, QueryDict
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail.admin.menu import MenuItem

from awards.domain.holding import NOT_SET
from awards.domain.mail_problems import problem_of
from awards.domain.outbox import can_take_out, mail_about_entries
from awards.models import Nomination
from awards.permissions import can_handle_nominations
from cms.dates import CITY_TIME_ZONE
from cms.models import MailState, OutgoingMail
from cms.models.mail import OutgoingMailQuerySet

from .addresses import words_in
from .base import InboxPage

PER_PAGE = 50
#: What somebody has to do something about.
_COUNTED = (MailState.HELD, MailState.FAILED)


class OutboxView(InboxPage):
    """What has become of the mail about entries. What it says is not shown: it holds links."""

    page_title = _("Outbox")
    header_icon = "mail"
    template_name = "awards/inbox/outbox.html"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Show one page of the mail that is asked for."""
        now = timezone.now()
        state = _state(request.GET.get("state", ""))
        reference = _reference(request.GET)
        mails = mail_shown(request.GET, now, state).select_related("message")
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


class OutboxMenuItem(MenuItem):
    """The way to the outbox in the admin's menu, for those who handle entries."""

    def __init__(self) -> None:
        super().__init__(
            _("Outbox"), reverse("awards_outbox"), name="outbox", icon_name="mail", order=160
        )

    def is_shown(self, request: HttpRequest) -> bool:
        """Whether the user may open it."""
        return can_handle_nominations(request.user)


def waits_for(mail: OutgoingMail) -> str:
    """What a mail that is held waits for, in words."""
    if mail.held or mail.not_before is None:
        return gettext("until somebody lets it go")
    if mail.not_before == NOT_SET:
        return gettext("until the winners of the year are shown, and no moment is set for that yet")
    moment = date_format(mail.not_before.astimezone(CITY_TIME_ZONE), "SHORT_DATETIME_FORMAT")
    return gettext("until %(moment)s") % {"moment": moment}


def mail_shown(query: QueryDict, now: datetime, state: MailState | None) -> OutgoingMailQuerySet:
    """The mail in a state, or in any, that an address of the outbox asks for."""
    mails = mail_about_entries()
    if state:
        mails = mails.in_state(state, now)
    reference = _reference(query)
    return mails.filter(about__istartswith=reference) if reference else mails


def _reference(query: QueryDict) -> str:
    return words_in(query.get("q", ""))


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
        "waits_for": waits_for(mail) if state == MailState.HELD else "",
        "reason": problem_of(mail, now=now),
        "can_send_again": state == MailState.FAILED and bool(mail.recipient),
        "can_let_go": state == MailState.HELD,
        "can_remove": can_take_out(mail, now=now),
    }
