"""The list of entries: tasks, filters, search and sorting, all of it in the address."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from django.contrib.auth.models import User
from django.db.models import Exists, F, OuterRef, QuerySet
from django.http import HttpRequest, HttpResponse, QueryDict
from django.urls import reverse
from django.utils import timezone
from django.utils.html import conditional_escape
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _
from django.views.generic import View
from wagtail.admin.forms.search import SearchForm
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.admin.widgets.button import Button, HeaderButton

from awards.domain.bulk import SeenInList
from awards.domain.conversation import newest_messages
from awards.domain.waiting import is_untold
from awards.models import Nomination
from awards.statuses import WAITING_FOR_STAFF, NominationStatus
from cms.models import OutgoingMail

from .bulk_actions import BULK_CHOICES
from .bulk_chosen import written
from .counting import Counts, count, full_name
from .filter_form import FilterForm
from .filters import FLAGS, TASKS, Flag, InboxFilters
from .ordering import Order
from .paging import MOST_COUNTED, ListPage, Place, counted

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

#: The columns that the list is sorted by, and what their headings say.
HEADINGS = {
    "reference": _("Reference"),
    "title": _("Entry"),
    "organisation": _("Organisation and unit"),
    "year": _("Award and year"),
    "status": _("Status and marks"),
    "officer": _("Case officer"),
    "received": _("Received"),
    "waiting": _("Has waited"),
}

#: In the address of whoever has no scripts: the filters stand above the list.
PLAIN = "plain"
#: What the address goes on asking for when a filter is chosen, or something is searched for.
_KEPT = ("task", "sort", PLAIN)

#: What is sorted from the newest to begin with.
_NEWEST_FIRST = {"received"}


class InboxView(WagtailAdminTemplateMixin, View):
    """The list of entries; without the page around it where Wagtail's script asks for a part."""

    page_title = _("Entries")
    header_icon = "clipboard-list"
    template_name = "awards/inbox/nominations.html"
    #: Whether only what a filter changes is asked for.
    results_only = False
    results_template_name = "awards/inbox/list_results.html"

    def get_template_names(self) -> list[str]:
        """The page or its part."""
        return [self.results_template_name if self.results_only else self.template_name]

    def get_breadcrumbs_items(self) -> list[dict[str, str]]:
        """The way to the list."""
        return [*self.breadcrumbs_items, {"url": "", "label": str(self.page_title)}]

    def get_header_buttons(self) -> list[Any]:
        """What is done from the list: an entry that came on paper is registered, and the rest."""
        register = HeaderButton(
            gettext("Register an entry"), reverse("awards_entry_manual"), icon_name="plus"
        )
        return [register, *super().get_header_buttons()]

    def get_header_more_buttons(self) -> list[Button]:
        """What is made of the entries that are shown, and the inbox's other rooms."""
        query = self.request.GET.urlencode()
        shown = f"?{query}" if query else ""
        return [
            Button(
                gettext("Export"), reverse("awards_entries_export") + shown, icon_name="download"
            ),
            Button(
                gettext("Statistics of entries"),
                reverse("awards_statistics") + shown,
                icon_name="table",
            ),
            Button(gettext("Outbox"), reverse("awards_outbox"), icon_name="mail"),
        ]

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Show one page of the entries that were asked for."""
        now = timezone.now()
        filters = InboxFilters(request.GET, officer=request.user, now=now)
        order = Order.asked(request.GET.get("sort", ""))
        counts = count(filters)
        form = FilterForm(filters, counts)
        place = Place.asked(request.GET.get("p", ""), counts.found)
        page = _page(filters, order, place)
        results_url = reverse("awards_entries_results")
        is_plain = PLAIN in request.GET
        return self.render_to_response(
            self.get_context_data(
                list_url=f"{reverse('entries_modeladmin_index')}?",
                results_url=results_url,
                search_form=SearchForm({"q": filters.text}),
                filter_form={"form": form},
                # The drawer opens by a script.
                drawer=None if is_plain else {"form": form},
                is_plain=is_plain,
                plain_query=filters.query(**{PLAIN: "1"}),
                active_filters=form.pills(results_url),
                kept={name: request.GET[name] for name in _KEPT if name in request.GET},
                tasks=list(piles(filters, counts)),
                # Translated and escaped once, and not in each row.
                labels={name: conditional_escape(label) for name, label in HEADINGS.items()},
                headings=list(_headings(filters, order)),
                order=order,
                page=page,
                rows=page.rows,
                found=counts.found,
                count=counted(counts.found),
                is_empty=not (counts.found or filters.task or filters.text or filters.values()),
                has_no_words=filters.has_no_words,
                has_no_days=filters.has_no_days,
                none=filters.task.none if filters.task and not filters.narrows_the_task else "",
                query=filters.query(),
                usual_query=filters.query(without="sort"),
                pages=_with_more(filters.query()) + "p=",
                bulk_choices=BULK_CHOICES,
            )
        )


@dataclass(frozen=True)
class Row:
    """An entry as a row of the list."""

    nomination: dict[str, Any]
    #: What ticking the row tells: which entry it is, and what is seen of it here.
    ticked: str
    url: str
    status: NominationStatus
    flags: list[Flag]
    #: How long it has waited for the staff; blank where it does not.
    waited: str


@dataclass(frozen=True)
class Heading:
    """A heading of a column, by which the list is sorted."""

    label: StrOrPromise
    query: str
    #: In the words of ARIA; blank where the list is sorted by something else.
    direction: str


def neighbours(
    query: QueryDict, user: User, nomination: Nomination, now: datetime
) -> tuple[int | None, int | None]:
    """The entries before and after one in the list of an address, whatever page they are on."""
    filters = InboxFilters(query, officer=user, now=now)
    order = Order.asked(query.get("sort", ""))
    return order.neighbours(filters.apply(Nomination.objects.all()), nomination.pk)


def _page(filters: InboxFilters, order: Order, place: Place) -> ListPage[Row]:
    """A page of the list by one query: an index gives its entries, and only they are read."""
    by = order.by(backwards=place.is_from_end)
    entries = filters.apply(Nomination.objects.all())
    if filters.text and place.pages:
        # Few have the words, which the database can't tell before it has looked for them: so they
        # are all found first, and not met with by chance in the order of the list.
        entries = Nomination.objects.filter(pk__in=entries.values("pk")[: MOST_COUNTED + 1])
    pks = entries.order_by(*by).values("pk")[place.rows]
    found = _shown(Nomination.objects.filter(pk__in=pks).order_by(*by))
    base, query = reverse("entries_modeladmin_index"), _entry_query(filters)
    page = ListPage.of(
        place, [_row(entry, f"{base}{entry['pk']}/{query}", filters.now) for entry in found]
    )
    if not page.rows and abs(place.number) > 1:
        # Beyond an end that was not counted: that end is shown.
        return _page(filters, order, Place(1 if place.is_from_end else -1, place.pages))
    return page


def _with_more(query: str) -> str:
    return f"{query}&" if query else ""


def _entry_query(filters: InboxFilters) -> str:
    """What leads back from an entry to the page of the list."""
    query = filters.query(p=filters.asked.get("p", ""))
    return f"?{query}" if query else ""


def _shown(nominations: QuerySet[Nomination]) -> QuerySet[Nomination, Any]:
    """What the rows show; by names, for a model with its page would take longer than the query."""
    undelivered = OutgoingMail.objects.failed().filter(about=OuterRef("reference"))
    return nominations.values(
        "pk",
        "reference",
        "title",
        "unit",
        "organisation_name",
        "status",
        "status_changes",
        "received_at",
        "updated_at",
        "possible_duplicate",
        "file_missing",
        "flagged",
        "message_waiting",
        "case_officer",
        year_title=F("year__title"),
        officer=full_name("case_officer__"),
        undelivered=Exists(undelivered),
        not_told=is_untold(),
        newest_message=newest_messages(),
    )


def _row(entry: dict[str, Any], url: str, now: datetime) -> Row:
    status = NominationStatus(entry["status"])
    seen = SeenInList(
        status,
        entry["updated_at"],
        entry["status_changes"],
        entry["case_officer"],
        entry["newest_message"],
    )
    return Row(
        nomination=entry,
        ticked=written(entry["pk"], seen),
        url=url,
        status=status,
        flags=_marks(entry),
        waited=_in_days(now - entry["updated_at"]) if status in WAITING_FOR_STAFF else "",
    )


def marks_of(nomination: Nomination) -> list[Flag]:
    """What the list marks one entry with."""
    [entry] = _shown(Nomination.objects.filter(pk=nomination.pk))
    return _marks(entry)


def _marks(entry: dict[str, Any]) -> list[Flag]:
    return [flag for flag in FLAGS if entry[flag.field]]


def _in_days(wait: timedelta) -> str:
    return ngettext("%(days)s day", "%(days)s days", wait.days) % {"days": wait.days}


def piles(filters: InboxFilters, counts: Counts) -> Iterator[dict[str, Any]]:
    """Everything, and each pile of work, in the same year."""
    chosen = filters.task.key if filters.task else ""
    year = filters.values().get("year", "")
    for key, label, number in [
        ("", gettext("All"), counts.in_year),
        *((task.key, task.label, counts.tasks[task.key]) for task in TASKS),
    ]:
        query = urlencode({name: value for name, value in (("task", key), ("year", year)) if value})
        yield {
            "label": label,
            "count": counted(number),
            "query": query,
            "is_chosen": key == chosen,
        }


def _headings(filters: InboxFilters, order: Order) -> Iterator[Heading]:
    """The headings: each sorts by its column, and once more the other way round."""
    for name, label in HEADINGS.items():
        is_sorted = order.name == name
        descends = not order.is_descending if is_sorted else name in _NEWEST_FIRST
        direction = "descending" if order.is_descending else "ascending"
        yield Heading(
            label,
            filters.query(sort=f"-{name}" if descends else name),
            direction if is_sorted else "",
        )
