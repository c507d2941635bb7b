"""Many entries at once: choose, confirm, and read what was done and what was refused."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any, cast
from uuid import UUID, uuid4

from django.contrib.auth.models import User
from django.core.exceptions import BadRequest, PermissionDenied
from django.db.models import QuerySet, TextChoices
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext, pgettext_lazy
from django.views.generic import View
from wagtail.admin import messages
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from awards.domain import bulk
from awards.domain.bulk import Deed, Outcome, Refusal, Seen
from awards.enums import ACTIONS, InboxAction, NominationStatus
from awards.models import Nomination
from awards.permissions import may

from .addresses import number_in, numbers_in
from .bulk_forms import ConfirmForm, MailForm, OfficerForm, ReasonForAllForm
from .filters import InboxFilters

#: So many entries are handled at once; each takes a transaction of its own, while somebody waits.
LIMIT = 1000
#: Summaries that a session remembers.
_REMEMBERED = 5
_SESSION = "awards_inbox_bulk"
#: What a page tells of an entry, or writes for the next one.
_SHOWN = ("reference", "title", "status", "updated_at", "case_officer")


class BulkAction(TextChoices):
    """What can be done with many entries beside the actions of one (``InboxAction``)."""

    ASSIGN = "assign", pgettext_lazy("action", "Choose a case officer")
    FLAG = "flag", pgettext_lazy("action", "Flag")
    UNFLAG = "unflag", pgettext_lazy("action", "Remove the flag")
    MAIL = "mail", pgettext_lazy("action", "Write to the applicants")
    EXPORT = "export", pgettext_lazy("action", "Export")
    UNDO = "undo", pgettext_lazy("action", "Undo")


#: Needs a judgement of each entry: what is asked of it, or which criterion it does not meet.
_ONE_BY_ONE = {InboxAction.SUPPLEMENT, InboxAction.INELIGIBLE}
#: What a form of the list may ask for as ``action``; undo is offered by the summary.
BULK_CHOICES = [
    (BulkAction.ASSIGN.value, BulkAction.ASSIGN.label),
    *((each.value, each.label) for each in InboxAction if each not in _ONE_BY_ONE),
    *(
        (each.value, each.label)
        for each in BulkAction
        if each not in {BulkAction.ASSIGN, BulkAction.UNDO}
    ),
]
_KNOWN = {value for value, _label in BULK_CHOICES} | {BulkAction.UNDO.value}

Action = InboxAction | BulkAction


class BulkView(WagtailAdminTemplateMixin, View):
    """Asks what is needed to do something with many entries, and does it.

    A form of the list posts ``action`` and either ``entry``, once for each entry, or ``all``: all
    that the list's address (``query``) asks for. The page that is then shown posts the same entries
    as ``chosen``, each with what was seen of it.
    """

    http_method_names = ["post"]
    page_title = pgettext_lazy("page", "Many entries at once")
    header_icon = "mail"
    template_name = "awards/inbox/bulk.html"

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Find what is asked for; with ``chosen`` do it, else ask first."""
        self.query = _query(request.POST.get("query", ""))
        action = _action(request.POST.get("action", ""))
        if action is None:
            return self._back(gettext("Choose what to do with the entries."))
        if isinstance(action, InboxAction) and not may(request.user, action):
            raise PermissionDenied
        if action == BulkAction.EXPORT:
            return self._lead_to_export()
        if "chosen" in request.POST:
            return self._do(action, _read(request.POST["chosen"]))
        chosen = _seen(self._selected())
        if not chosen:
            return self._back(gettext("No entry is chosen. Choose at least one in the list."))
        if len(chosen) > LIMIT:
            return self._back(
                gettext(
                    "More than %(limit)d entries are chosen. Narrow the list, and take them in "
                    "turns."
                )
                % {"limit": LIMIT}
            )
        return self._ask(action, chosen, _form(action, self.request.user, None))

    def get_breadcrumbs_items(self) -> list[dict[str, str]]:
        """The way back to the list, as it was narrowed."""
        return [
            *self.breadcrumbs_items,
            {"url": _list_url(self.query), "label": gettext("Entries")},
            {"url": "", "label": str(self.page_title)},
        ]

    def _selected(self) -> QuerySet[Nomination]:
        if self.request.POST.get("all") == "1":
            filters = InboxFilters(self.query, officer=self.request.user, now=timezone.now())
            return filters.apply(Nomination.objects.all())
        return Nomination.objects.filter(pk__in=numbers_in(self.request.POST.getlist("entry")))

    def _lead_to_export(self) -> HttpResponse:
        """The export has a form of its own, and takes the same choice."""
        url = reverse("awards_entries_export")
        if self.request.POST.get("all") == "1":
            return HttpResponseRedirect(f"{url}?{self.query.urlencode()}")
        if not numbers_in(self.request.POST.getlist("entry")):
            return self._back(gettext("No entry is chosen. Choose at least one in the list."))
        # 307: the browser posts the same once more.
        return HttpResponse(status=307, headers={"Location": url})

    def _ask(
        self, action: Action, chosen: Mapping[int, Seen], form: ConfirmForm, *, status: int = 200
    ) -> HttpResponse:
        found = Nomination.objects.filter(pk__in=list(chosen)).order_by("reference")
        entries = list(found.only(*_SHOWN, "email", "flagged"))
        refused = [
            (nomination, refusal)
            for nomination in entries
            if (refusal := _foreseen(action, nomination, chosen[nomination.pk]))
        ]
        context = self.get_context_data(
            action=action,
            form=form,
            count=len(entries),
            applies=len(entries) - len(refused),
            refused=_by_reason(refused),
            chosen=_write(chosen),
            query=self.query.urlencode(),
            list_url=_list_url(self.query),
        )
        return self.render_to_response(context, status=status)

    def _do(self, action: Action, chosen: dict[int, Seen]) -> HttpResponse:
        form = _form(action, self.request.user, self.request.POST)
        if len(chosen) > LIMIT:
            raise BadRequest
        if not form.is_valid():
            return self._ask(action, chosen, form, status=422)
        actor, token = cast("User", self.request.user), form.cleaned_data["token"]
        deed = _deed(action, form, chosen, actor)
        outcome = bulk.do_with_each(chosen, deed, actor=actor, token=token)
        _remember(self.request, token, action, outcome, self.query)
        return HttpResponseRedirect(reverse("awards_entries_bulk_done", args=[token]))

    def _back(self, why: str) -> HttpResponse:
        messages.warning(self.request, why)
        return HttpResponseRedirect(_list_url(self.query))


class BulkDoneView(WagtailAdminTemplateMixin, View):
    """What was done with many entries, and what was refused and why."""

    page_title = pgettext_lazy("page", "Many entries at once")
    header_icon = "mail"
    template_name = "awards/inbox/bulk_done.html"

    def get_breadcrumbs_items(self) -> list[dict[str, str]]:
        """The way back to the list, as it was narrowed."""
        return [
            *self.breadcrumbs_items,
            {"url": _list_url(self.query), "label": gettext("Entries")},
            {"url": "", "label": str(self.page_title)},
        ]

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Show what the session remembers."""
        known = request.session.get(_SESSION, {}).get(str(kwargs["token"]))
        if known is None:
            messages.warning(
                request,
                gettext("The summary is not kept any longer. The history of each entry is."),
            )
            return HttpResponseRedirect(reverse("entries_modeladmin_index"))
        self.query = QueryDict(known["query"])
        refused = {int(pk): Refusal(reason) for pk, reason in known["refused"].items()}
        found = Nomination.objects.filter(pk__in=[*known["done"], *refused]).order_by("reference")
        entries = list(found.only(*_SHOWN))
        done = [nomination for nomination in entries if nomination.pk not in refused]
        action = _action(known["action"])
        return self.render_to_response(
            self.get_context_data(
                action=action,
                done=done,
                refused=_by_reason([(e, refused[e.pk]) for e in entries if e.pk in refused]),
                refused_count=len(refused),
                can_undo=isinstance(action, InboxAction) and bool(done),
                chosen=_write({entry.pk: Seen.of(entry) for entry in done}),
                token=uuid4(),
                query=known["query"],
                list_url=_list_url(self.query),
            )
        )


def _query(typed: str) -> QueryDict:
    """The list's query, with or without what stands before it in an address; never a page."""
    query = QueryDict(typed.rpartition("?")[2], mutable=True)
    query.pop("p", None)
    return query


def _list_url(query: QueryDict) -> str:
    url = reverse("entries_modeladmin_index")
    return f"{url}?{query.urlencode()}" if query else url


def _action(value: str) -> Action | None:
    if value not in _KNOWN:
        return None
    return InboxAction(value) if value in InboxAction.values else BulkAction(value)


def _seen(nominations: QuerySet[Nomination]) -> dict[int, Seen]:
    """What the entries are like now, in order; of too many only so many that it shows."""
    found = nominations.order_by().only("reference", "status", "updated_at", "case_officer")
    entries = sorted(found[: LIMIT + 1], key=lambda nomination: nomination.reference)
    return {nomination.pk: Seen.of(nomination) for nomination in entries}


def _write(chosen: Mapping[int, Seen]) -> str:
    """Entries with what was seen of each, for a hidden field."""
    return ",".join(
        f"{pk}|{seen.status}|{seen.updated_at.isoformat()}|{seen.officer or ''}"
        for pk, seen in chosen.items()
    )


def _read(written: str) -> dict[int, Seen]:
    """What ``_write`` wrote; raises ``BadRequest`` for anything else."""
    try:
        parts = [entry.split("|") for entry in written.split(",") if entry]
        return {
            _id(pk): Seen(
                NominationStatus(status),
                datetime.fromisoformat(moment),
                _id(officer) if officer else None,
            )
            for pk, status, moment, officer in parts
        }
    except ValueError as error:
        raise BadRequest from error


def _id(text: str) -> int:
    number = number_in(text)
    if number is None:
        raise ValueError(text)
    return number


def _form(action: Action, user: Any, data: QueryDict | None) -> ConfirmForm:
    """What an action needs to be told; with a token that makes a second click do nothing."""
    initial = {"token": uuid4()}
    match action:
        case InboxAction():
            return ReasonForAllForm(action, data, initial=initial)
        case BulkAction.ASSIGN:
            return OfficerForm(data, initial=initial | {"officer": user.pk})
        case BulkAction.MAIL:
            return MailForm(data, initial=initial)
        case _:
            return ConfirmForm(data, initial=initial)


def _deed(action: Action, form: ConfirmForm, chosen: Mapping[int, Seen], actor: User) -> Deed:
    asked, now = form.cleaned_data, timezone.now()
    match action:
        case InboxAction():
            return bulk.change_status(action, reason=asked["reason"], actor=actor, now=now)
        case BulkAction.ASSIGN:
            return bulk.hand_over(asked["officer"], chosen, actor=actor, now=now)
        case BulkAction.MAIL:
            return bulk.write(
                asked["template"],
                asked["language"],
                is_held=asked["hold"] == "held",
                token=asked["token"],
                actor=actor,
                now=now,
            )
        case BulkAction.UNDO:
            return bulk.undo(actor=actor, now=now)
        case _:
            return bulk.flag(is_flagged=action == BulkAction.FLAG, actor=actor, now=now)


def _foreseen(action: Action, nomination: Nomination, seen: Seen) -> Refusal | None:
    """Why an entry is sure to be refused, as it is now."""
    if not seen.is_still_so(nomination):
        return Refusal.CHANGED
    match action:
        case InboxAction() if action not in ACTIONS[NominationStatus(nomination.status)]:
            return Refusal.STATUS
        case BulkAction.ASSIGN if nomination.case_officer_id != seen.officer:
            return Refusal.CHANGED
        case BulkAction.FLAG | BulkAction.UNFLAG if nomination.flagged == (
            action == BulkAction.FLAG
        ):
            return Refusal.ALREADY
        case BulkAction.MAIL if not nomination.email:
            return Refusal.NO_ADDRESS
        case _:
            return None


def _by_reason(refused: Iterable[tuple[Nomination, Refusal]]) -> list[dict[str, Any]]:
    """The refused entries under each reason."""
    found: dict[Refusal, list[Nomination]] = {}
    for nomination, refusal in refused:
        found.setdefault(refusal, []).append(nomination)
    return [{"refusal": refusal, "entries": entries} for refusal, entries in found.items()]


def _remember(
    request: HttpRequest, token: UUID, action: Action, outcome: Outcome, query: QueryDict
) -> None:
    """Keep a summary with whoever asked for it: ids and reasons, and nothing of any person."""
    known = request.session.get(_SESSION, {})
    known.pop(str(token), None)
    known[str(token)] = {
        "action": action.value,
        "done": outcome.done,
        "refused": {str(pk): refusal.value for pk, refusal in outcome.refused.items()},
        "query": query.urlencode(),
    }
    request.session[_SESSION] = dict(list(known.items())[-_REMEMBERED:])
