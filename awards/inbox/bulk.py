"""Many entries at once: choose, confirm, and read what was done and what was refused."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, cast
from uuid import UUID

from django.contrib.auth.models import User
from django.core.exceptions import BadRequest, PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext, pgettext_lazy
from wagtail.admin import messages

from awards.domain.bulk import Refusal, SeenInList, do_with_each, misfits, token_of
from awards.domain.conversation import newest_messages
from awards.models import Nomination
from awards.permissions import may
from awards.statuses import InboxAction
from cms.numbers import grouped

from .base import InboxPage, list_url, with_query
from .bulk_actions import Action, BulkAction, action_of, deed_of, foreseen, form_for
from .bulk_chosen import all_read, all_written, ids_of, ticked
from .bulk_forms import ConfirmForm
from .bulk_mail import is_shown, mail_asked_for, sample_of, still_here
from .bulk_summary import (
    as_it_was_left,
    by_reason,
    handed_over,
    keep_summary,
    kept_summary,
    statuses_before,
    told_of_officer,
)
from .consequences import Consequence, consequences, given_back
from .filters import InboxFilters

#: So many entries are handled at once; each takes a transaction of its own, while somebody waits.
LIMIT = 1000
#: So many of them are listed before it is done.
_MOST_LISTED = 20
#: What a page tells of an entry, or writes for the next one.
_SHOWN = ("reference", "title", "status", "status_changes", "updated_at", "case_officer")


class BulkPage(InboxPage):
    """A page about many entries; ``query`` is the list's, with which they were found."""

    page_title = pgettext_lazy("page", "Many entries at once")
    query: QueryDict

    @property
    def list_query(self) -> str:
        """The filters of the list that led here."""
        return self.query.urlencode()

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the way back to the list."""
        query = self.list_query
        return super().get_context_data(query=query, list_url=list_url(query), **kwargs)


class BulkView(BulkPage):
    """Asks what is needed to do something with many entries, and does it.

    A form of the list posts ``action`` and either ``entry``, once for each entry with what its row
    showed, or ``all``: all that the list's address (``query``) asks for. The page that is then
    shown posts the same entries as ``chosen``, each with what was seen of it: in the list, or of
    all of them on this page. So does a summary whose deed is to be undone, with its token as
    ``summary``: that is asked about first.
    """

    http_method_names = ["post"]
    template_name = "awards/inbox/bulk.html"

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Find what is asked for; with ``chosen`` of a page that asked do it, else ask first."""
        self.query = _query(request.POST.get("query", ""))
        action = action_of(request.POST.get("action", ""))
        if action is None:
            return self._back(gettext("Choose what to do with the entries."))
        if isinstance(action, InboxAction) and not may(request.user, action):
            raise PermissionDenied
        if action == BulkAction.EXPORT:
            return self._lead_to_export()
        written = request.POST.get("chosen")
        if written is not None and "summary" not in request.POST:
            return self._do(action, all_read(written))
        chosen = self._chosen() if written is None else all_read(written)
        if not chosen:
            return self._back(gettext("No entry is chosen. Choose at least one in the list."))
        if len(chosen) > LIMIT:
            return self._back(
                gettext(
                    "More than %(limit)s entries are chosen. Narrow the list, and take them in "
                    "turns."
                )
                % {"limit": grouped(LIMIT)}
            )
        return self._ask(action, chosen, form_for(action, self.request.user, None))

    def _chosen(self) -> dict[int, SeenInList]:
        """The entries in order, each with what was seen of it; of too many, so many as to show."""
        seen = {}
        if self.request.POST.get("all") == "1":
            filters = InboxFilters(self.query, officer=self.request.user, now=timezone.now())
            wanted = filters.apply(Nomination.objects.all())
        else:
            seen = ticked(self.request.POST.getlist("entry"))
            wanted = Nomination.objects.filter(pk__in=list(seen))
        found = wanted.order_by().only(*_SHOWN).annotate(message=newest_messages())
        entries = sorted(found[: LIMIT + 1], key=lambda nomination: nomination.reference)
        return {
            each.pk: seen.get(each.pk) or SeenInList.of(each, message=each.message)
            for each in entries
        }

    def _lead_to_export(self) -> HttpResponse:
        """The export has a form of its own, and takes the same choice."""
        url = reverse("awards_entries_export")
        if self.request.POST.get("all") == "1":
            return HttpResponseRedirect(with_query(url, self.list_query))
        if not ids_of(self.request.POST.getlist("entry")):
            return self._back(gettext("No entry is chosen. Choose at least one in the list."))
        # 307: the browser posts the same once more.
        return HttpResponse(status=307, headers={"Location": url})

    def _ask(
        self,
        action: Action,
        chosen: Mapping[int, SeenInList],
        form: ConfirmForm,
        *,
        status: int = 200,
    ) -> HttpResponse:
        found = Nomination.objects.filter(pk__in=list(chosen)).order_by("reference")
        entries = list(
            found.only(*_SHOWN, "year", "email", "flagged", "nominee_name", "winner_page")
        )
        mail = mail_asked_for(form)
        template = mail.cleaned_data["template"] if mail else None
        misfit = misfits(template)
        told = [(each, foreseen(action, each, chosen[each.pk], misfit)) for each in entries]
        refused = [(nomination, refusal) for nomination, refusal in told if refusal]
        left = [nomination for nomination, refusal in told if not refusal]
        context = self.get_context_data(
            action=action,
            form=form,
            found=len(entries),
            applies=len(left),
            first=left[:_MOST_LISTED],
            more=len(left[_MOST_LISTED:]),
            refused=by_reason(refused, status=template.status if template else ""),
            sample=sample_of(mail, left) if mail else None,
            consequences=self._consequences(action, left),
            chosen=all_written(chosen),
        )
        return self.render_to_response(context, status=status)

    def _consequences(self, action: Action, entries: list[Nomination]) -> list[Consequence]:
        """What follows for the entries that it is done with."""
        if isinstance(action, InboxAction):
            return consequences(action, entries, now=timezone.now())
        known = kept_summary(self.request, self.request.POST.get("summary", ""))
        if action == BulkAction.UNDO and known:
            return given_back(statuses_before(entries, known))
        return []

    def _do(self, action: Action, chosen: dict[int, SeenInList]) -> HttpResponse:
        posted = self.request.POST
        form = form_for(action, self.request.user, posted)
        if len(chosen) > LIMIT:
            raise BadRequest
        if not form.is_valid():
            return self._ask(action, chosen, form, status=422)
        mail = mail_asked_for(form)
        if mail and ("preview" in posted or not is_shown(mail, posted.get("previewed", ""))):
            return self._ask(action, chosen, form)
        actor, token = cast("User", self.request.user), self._token(action, form)
        deed = deed_of(action, form, chosen, actor, token)
        outcome = do_with_each(chosen, deed, actor=actor, token=token)
        status = mail.cleaned_data["template"].status if mail else ""
        keep_summary(
            self.request,
            token,
            action,
            outcome,
            self.query,
            chosen=chosen,
            status=status,
            handed=handed_over(action, form, outcome, chosen, actor),
        )
        return HttpResponseRedirect(reverse("awards_entries_bulk_done", args=[token]))

    def _token(self, action: Action, form: ConfirmForm) -> UUID:
        """What a valid form asks for is known by: other words in a template are another thing."""
        asked = {field.name: str(field.value()) for field in form if field.name != "token"}
        asked["previewed"] = self.request.POST.get("previewed", "")
        return token_of(form.cleaned_data["token"], action.value, asked)

    def _back(self, why: str) -> HttpResponse:
        messages.warning(self.request, why)
        return HttpResponseRedirect(list_url(self.list_query))


class BulkDoneView(BulkPage):
    """What was done with many entries, and what was refused and why."""

    template_name = "awards/inbox/bulk_done.html"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Show what the session remembers."""
        known = kept_summary(request, kwargs["token"])
        if known is None:
            messages.warning(
                request,
                gettext("The summary is not kept any longer. The history of each entry is."),
            )
            return HttpResponseRedirect(list_url())
        self.query = QueryDict(known["query"])
        refused = {int(pk): Refusal(reason) for pk, reason in known["refused"].items()}
        found = Nomination.objects.filter(pk__in=[*known["done"], *refused]).order_by("reference")
        entries = list(found.only(*_SHOWN))
        done = [nomination for nomination in entries if nomination.pk not in refused]
        action = action_of(known["action"])
        return self.render_to_response(
            self.get_context_data(
                action=action,
                done=done,
                refused=by_reason(
                    [(e, refused[e.pk]) for e in entries if e.pk in refused],
                    status=known.get("status", ""),
                ),
                refused_count=len(refused),
                officer_told=told_of_officer(known),
                summary=kwargs["token"],
                can_undo=isinstance(action, InboxAction) and bool(done),
                still_here=still_here(kwargs["token"], done, now=timezone.now())
                if action == BulkAction.MAIL
                else None,
                chosen=all_written({entry.pk: as_it_was_left(entry, known) for entry in done}),
            )
        )


def _query(typed: str) -> QueryDict:
    """The list's query, with or without what stands before it in an address; never a page."""
    query = QueryDict(typed.rpartition("?")[2], mutable=True)
    query.pop("p", None)
    return query
