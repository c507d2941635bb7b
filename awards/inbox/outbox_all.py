"""What is done with all the mail that the outbox shows in a state, after it is asked about once."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, cast

from django.contrib import messages
from django.contrib.auth.models import User
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext, ngettext_lazy

from awards.domain.holding import EarlyError
from awards.domain.outbox import MailChangedError, OutdatedError, is_early, let_go, send_again
from cms.models import MailState, OutgoingMail
from cms.numbers import grouped, numbers_in

from .base import InboxPage, with_query
from .bulk import LIMIT
from .outbox import mail_shown


@dataclass(frozen=True)
class _Action:
    """What is done with each mail of a state, and what it is called before and after."""

    act: Callable[..., Any]
    state: MailState
    words: Promise
    done: Any


_ACTIONS = {
    "release": _Action(
        let_go,
        MailState.HELD,
        _("Let go of all"),
        ngettext_lazy("%(count)s mail is let go.", "%(count)s mails are let go.", "number"),
    ),
    "again": _Action(
        send_again,
        MailState.FAILED,
        _("Send all again"),
        ngettext_lazy("%(count)s mail is sent again.", "%(count)s mails are sent again.", "number"),
    ),
}


class OutboxAllView(InboxPage):
    """Asks whether it is meant, and does it with those that the page told the number of."""

    header_icon = "mail"
    template_name = "awards/inbox/outbox_all.html"

    @property
    def page_title(self) -> Promise:
        """What is done."""
        return self.action.words

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Find what is asked for."""
        if kwargs["action"] not in _ACTIONS:
            raise Http404
        self.action = _ACTIONS[kwargs["action"]]
        return super().dispatch(request, *args, **kwargs)

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Tell how many there are, and which of them may tell what nobody knows yet."""
        now = timezone.now()
        # Of what was forgotten there is nothing left to send.
        shown = mail_shown(request.GET, now, self.action.state).exclude(recipient="")
        mails = list(shown.select_related("message__nomination__year").order_by("pk")[: LIMIT + 1])
        taken = mails[:LIMIT]
        return self.render_to_response(
            self.get_context_data(
                number=len(taken),
                is_more=len(mails) > LIMIT,
                later=sum(not mail.held for mail in taken) if self.action.act is let_go else 0,
                early=sum(is_early(mail, now=now) for mail in taken),
                chosen=",".join(str(mail.pk) for mail in taken),
                words=self.action.words,
                outbox_url=self._outbox(),
            )
        )

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Do it with each, and tell with how many it was done and why others were left."""
        chosen = numbers_in(request.POST.get("chosen", "").split(","))[:LIMIT]
        became = Counter(self._become_of(pk) for pk in chosen)
        done = became.pop("", 0)
        told = str(self.action.done % {"count": grouped(done), "number": done})
        (messages.success if done else messages.warning)(request, told)
        for why, number in became.items():
            left = ngettext(
                "%(count)s is left as it is.", "%(count)s are left as they are.", number
            )
            messages.warning(request, f"{left % {'count': grouped(number)}} {why}")
        return HttpResponseRedirect(self._outbox())

    def _become_of(self, pk: int) -> str:
        """Do it with one mail; tells why it is left as it is, and nothing when it is done."""
        try:
            self.action.act(
                pk,
                actor=cast("User", self.request.user),
                now=timezone.now(),
                may_be_early="may_be_early" in self.request.POST,
            )
        except EarlyError:
            return str(_("The outcome is not announced yet."))
        except OutdatedError:
            return str(_("The decision has changed since it was written. Look at each by itself."))
        except (MailChangedError, OutgoingMail.DoesNotExist):
            return str(_("Something has happened to it meanwhile."))
        return ""

    def _outbox(self) -> str:
        """The outbox, as it was narrowed."""
        return with_query(reverse("awards_outbox"), self.request.GET.urlencode())
