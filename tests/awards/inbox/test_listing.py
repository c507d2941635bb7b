"""The list of entries: its order, its pages from both ends, its filters and their counts."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any, cast

import pytest
from django.contrib.auth.models import User
from django.core.cache import cache
from django.db import connection
from django.http import HttpResponse, QueryDict
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from awards.domain.bulk import SeenInList
from awards.enums import Role
from awards.inbox import counting, paging
from awards.inbox.bulk_chosen import written
from awards.inbox.filters import FLAGS, TASKS, InboxFilters
from awards.inbox.listing import HEADINGS, neighbours
from awards.inbox.ordering import Order
from awards.models import AwardYearPage, Nomination
from awards.statuses import OUT_OF_PLAY, NominationStatus
from tests.factories import (
    AwardFactory,
    AwardYearFactory,
    MailFactory,
    OrganisationFactory,
    UserFactory,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("framsteget_2026")]

INBOX = "entries_modeladmin_index"
NOW = timezone.now()


@pytest.fixture(autouse=True)
def _nothing_remembered() -> None:
    cache.clear()


@pytest.fixture
def moderator() -> User:
    return cast("User", UserFactory.create(username="moderatorn", role=Role.MODERATOR))


@pytest.fixture
def inbox(client: Client, moderator: User) -> Callable[..., HttpResponse]:
    """Ask for the list with what its address asks for."""
    client.force_login(moderator)
    return lambda **asked: cast("HttpResponse", client.get(reverse(INBOX), asked))


def make(year: AwardYearPage, number: int = 1, **fields: Any) -> Nomination:
    """An entry of which only what the list reads is told; the higher its number, the newer."""
    moment = NOW - timedelta(days=1) + timedelta(minutes=number)
    values = {
        "reference": f"FRA-2026-{number:04}",
        "number": number,
        "title": f"Nummer {number}",
        "received_at": moment,
        "updated_at": moment,
        "search_names": f"nummer {number}",
    }
    return Nomination.objects.create(year=year, **(values | fields))


def make_many(year: AwardYearPage, count: int) -> None:
    Nomination.objects.bulk_create(
        Nomination(
            year=year,
            reference=f"FRA-2026-{number:04}",
            number=number,
            title=f"Nummer {number:04}",
            received_at=NOW + timedelta(minutes=number),
            updated_at=NOW + timedelta(minutes=number),
            search_names=f"nummer {number}",
        )
        for number in range(1, count + 1)
    )


def numbers(response: HttpResponse) -> list[int]:
    return [int(row.nomination["reference"][-4:]) for row in cast("Any", response).context["rows"]]


def context(response: HttpResponse, name: str) -> Any:
    return cast("Any", response).context[name]


# --- What is shown ---------------------------------------------------------------------------


def test_a_row_tells_what_a_moderator_has_to_know(
    year: AwardYearPage, inbox: Callable[..., HttpResponse], moderator: User
) -> None:
    moderator.first_name, moderator.last_name = "Mo", "Ek"
    moderator.save()
    make(
        year,
        title="Färre fall",
        unit="Enhet Nord",
        organisation_name="Äldreförvaltningen",
        case_officer=moderator,
        updated_at=timezone.now() - timedelta(days=12, hours=1),
        possible_duplicate=True,
        file_missing=True,
        flagged=True,
        message_waiting=True,
        nominee_name="Bo Al",
    )
    MailFactory.create(about="FRA-2026-0001", next_attempt_at=None)

    response = inbox()

    html = response.content.decode()
    for text in (
        "FRA-2026-0001",
        "Färre fall",
        "Enhet Nord",
        "Äldreförvaltningen",
        "Framsteget 2026",
        "Mo Ek",
        *(str(flag.label) for flag in FLAGS),
    ):
        assert text in html
    [row] = context(response, "rows")
    assert [flag.key for flag in row.flags] == [flag.key for flag in FLAGS]
    assert row.waited.startswith("12 ")
    assert html.count("<h1") == 1


@pytest.mark.parametrize("status", NominationStatus)
def test_only_what_the_staff_has_to_do_something_about_has_waited(
    status: NominationStatus, year: AwardYearPage, inbox: Callable[..., HttpResponse]
) -> None:
    make(year, status=status)

    shown = inbox()

    [row] = context(shown, "rows")
    waiting = {
        NominationStatus.SUBMITTED,
        NominationStatus.UNDER_REVIEW,
        NominationStatus.SUPPLEMENTED,
    }
    assert bool(row.waited) is (status in waiting)
    assert re.search(f">{row.waited or '–'}</td>\\s*</tr>", shown.content.decode())
    assert row.flags == []


def test_the_list_costs_the_same_for_one_and_for_three(
    year: AwardYearPage, inbox: Callable[..., HttpResponse], moderator: User
) -> None:
    counts = []
    for number in range(1, 4):
        make(year, number, case_officer=moderator, organisation=OrganisationFactory.create())
        MailFactory.create(about=f"FRA-2026-{number:04}", next_attempt_at=None)
        inbox()
        with CaptureQueriesContext(connection) as queries:
            inbox()
        counts.append(len(queries))

    assert counts[0] == counts[2]
    assert counts[0] <= 12


@pytest.mark.parametrize(
    ("asked", "text"),
    [
        ({}, "Nothing has been sent in yet."),
        ({"status": "winner"}, "No entry is here. Take off a filter"),
        ({"q": "x"}, "No entry is here."),
        ({"task": "late"}, "No entry is late."),
        ({"task": "late", "q": "x"}, "No entry is here."),
        (
            {"received_from": "2026-02-03", "received_to": "2026-02-02"},
            "The last day that you have chosen is before the first.",
        ),
        ({"received_from": "2026-02-03", "received_to": "2026-02-03"}, "No entry is here."),
    ],
)
def test_an_empty_list_says_what_to_do(
    asked: dict[str, str], text: str, inbox: Callable[..., HttpResponse], in_english: None
) -> None:
    html = inbox(**asked).content.decode()

    assert "inbox-entries" not in html
    assert text in html


@pytest.mark.parametrize(
    ("searched", "is_told"), [("", False), ("🎉", True), ("!?", True), ("🎉 nummer", False)]
)
def test_a_search_without_letters_or_digits_is_told_to_be_none(
    searched: str,
    is_told: bool,
    year: AwardYearPage,
    inbox: Callable[..., HttpResponse],
    in_english: None,
) -> None:
    make(year, 1)

    html = inbox(q=searched).content.decode()

    assert "inbox-entries" in html
    assert ("so nothing was searched for" in html) is is_told


def test_without_scripts_the_filters_stand_above_the_list(
    year: AwardYearPage, inbox: Callable[..., HttpResponse], in_english: None
) -> None:
    make(year, 1)

    html = inbox(task="new").content.decode()
    plain = inbox(task="new", plain="1", status="winner").content.decode()

    [way] = re.findall(r"<noscript>\s*<div.*?</noscript>", html, re.DOTALL)
    assert re.findall('href="(.*?)"', way) == [
        "/admin/entries/?task=new&amp;plain=1",
        "/admin/entries/export/?task=new",
        "/admin/entries/statistics/?task=new",
    ]
    # Each filter once, without a script.
    assert plain.count(' id="filter-status"') == html.count(' id="filter-status"') == 1
    assert "filters-drilldown" not in plain
    assert '<option value="winner" selected>' in plain
    [form] = re.findall('<form class="inbox-filters".*?</form>', plain, re.DOTALL)
    assert re.findall('<input type="hidden" name="(.*?)" value="(.*?)">', form) == [
        ("task", "new"),
        ("plain", "1"),
    ]


# --- Order -----------------------------------------------------------------------------------

ORDERS = ["", "nonsense", "-updated", *HEADINGS, *(f"-{name}" for name in HEADINGS)]


def make_varied(year: AwardYearPage, moderator: User) -> list[Nomination]:
    """Entries of which many are alike in what they are sorted by, and some lack it."""
    other = AwardYearFactory.create(parent=AwardFactory.create(title="Annat"), open=True)
    statuses = [NominationStatus.SUBMITTED, NominationStatus.WINNER, NominationStatus.SUPPLEMENTED]
    return [
        make(
            [year, other][number % 2],
            number,
            title=["Å", "Ä", ""][number % 3],
            organisation_name=["", "Bolaget"][number % 2],
            status=statuses[number % 3],
            case_officer=[None, moderator][number // 3 % 2],
            received_at=NOW - timedelta(days=number % 4),
            updated_at=NOW - timedelta(days=number % 5),
        )
        for number in range(1, 25)
    ]


@pytest.mark.both_databases
@pytest.mark.parametrize("sort", ORDERS)
def test_the_neighbours_of_an_entry_are_those_beside_it_in_the_list(
    sort: str, year: AwardYearPage, moderator: User
) -> None:
    made = make_varied(year, moderator)
    order = Order.asked(sort)
    forwards = list(Nomination.objects.order_by(*order.by()).values_list("pk", flat=True))
    backwards = list(
        Nomination.objects.order_by(*order.by(backwards=True)).values_list("pk", flat=True)
    )

    asked = QueryDict(f"sort={sort}")
    found = {entry.pk: neighbours(asked, moderator, entry, NOW) for entry in made}

    assert backwards == forwards[::-1]
    padded = [None, *forwards, None]
    assert found == {pk: (padded[place], padded[place + 2]) for place, pk in enumerate(forwards)}


@pytest.mark.both_databases
def test_the_neighbours_of_an_entry_are_looked_for_among_those_that_are_shown(
    year: AwardYearPage, moderator: User
) -> None:
    first, middle, last = (make(year, number, flagged=number != 2) for number in (1, 2, 3))
    asked = QueryDict("flag=flagged&q=nummer&sort=received")

    assert neighbours(asked, moderator, first, NOW) == (None, last.pk)
    # It need not be shown itself: somebody may have just changed it.
    assert neighbours(asked, moderator, middle, NOW) == (first.pk, last.pk)
    assert neighbours(asked, moderator, last, NOW) == (first.pk, None)


def test_the_neighbours_cost_three_queries(year: AwardYearPage, moderator: User) -> None:
    entry = make(year)

    with CaptureQueriesContext(connection) as queries:
        neighbours(QueryDict("task=new"), moderator, entry, NOW)

    assert len(queries) == 3


@pytest.mark.both_databases
@pytest.mark.parametrize(
    ("sort", "order"),
    [
        ("", [2, 3, 1]),
        ("waiting", [1, 2, 3]),
        ("-waiting", [2, 1, 3]),
        ("received", [1, 2, 3]),
        ("-received", [3, 2, 1]),
        ("reference", [1, 2, 3]),
        ("title", [3, 2, 1]),
        ("officer", [1, 3, 2]),
    ],
)
def test_the_list_is_sorted_both_ways(
    sort: str,
    order: list[int],
    year: AwardYearPage,
    moderator: User,
    inbox: Callable[..., HttpResponse],
) -> None:
    make(year, 1, title="C", updated_at=NOW - timedelta(days=9))
    make(year, 2, title="B", updated_at=NOW, case_officer=moderator)
    make(year, 3, title="A", updated_at=NOW - timedelta(days=5), status=NominationStatus.WINNER)

    assert numbers(inbox(sort=sort)) == order


def test_a_heading_tells_how_the_list_is_sorted_and_turns_it_round(
    year: AwardYearPage, inbox: Callable[..., HttpResponse]
) -> None:
    make(year)

    usual, up, down = (inbox(sort=sort).content.decode() for sort in ("", "title", "-title"))

    assert ("aria-sort" in usual, 'aria-sort="ascending"' in up) == (False, True)
    assert "?sort=-title" in up
    assert 'aria-sort="descending"' in down
    assert "?sort=title" in down


@pytest.mark.usefixtures("in_english")
def test_in_a_small_window_tasks_and_sorting_are_one_line_each(
    year: AwardYearPage, inbox: Callable[..., HttpResponse]
) -> None:
    make(year)

    page = inbox(task="new", sort="-title").content.decode()

    folded = re.findall(r'<details class="inbox-narrow[^>]*>(.*?)</details>', page, re.DOTALL)
    summaries = [re.sub(r"<.*?>", "", each.partition("</summary>")[0]).strip() for each in folded]
    current = [re.findall(r'<a href="([^"]+)" aria-current', each) for each in folded]
    assert summaries == ["Tasks: New entries (1)", "Sort by: Entry"]
    assert [len(each) for each in current] == [1, 1]
    assert [each.count("<a ") for each in folded] == [len(TASKS) + 1, len(HEADINGS)]


# --- Pages -----------------------------------------------------------------------------------


def pages(inbox: Callable[..., HttpResponse], p: int, way: str) -> list[list[int]]:
    """What is read from a page on, by its links to the next or to the previous one."""
    read = []
    at: int | None = p
    while at is not None:
        response = inbox(sort="reference", p=at)
        read.append(numbers(response))
        at = getattr(context(response, "page"), way)
    return read


def test_a_long_list_is_read_from_both_ends(
    year: AwardYearPage, inbox: Callable[..., HttpResponse], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(paging, "PER_PAGE", 400)
    make_many(year, 1010)
    every = list(range(1, 1011))

    assert pages(inbox, 1, "next") == [every[:400], every[400:800], every[800:]]
    assert pages(inbox, -1, "previous") == [every[-400:], every[-800:-400], every[:-800]]
    assert pages(inbox, -3, "next") == [every[:-800], every[-800:-400], every[-400:]]


@pytest.mark.parametrize(
    ("p", "label", "links"),
    [
        ("1", "Page 1 of more than 20", (None, 2, -1)),
        ("3", "Page 3 of more than 20", (2, 4, -1)),
        ("22", "Page 22 of more than 20", (21, None, None)),
        ("-1", "Last page of more than 20", (-2, None, None)),
        ("-2", "Page 2 from the end, of more than 20", (-3, -1, -1)),
        ("-22", "Page 22 from the end, of more than 20", (None, -21, -1)),
        ("0", "Page 1 of more than 20", (None, 2, -1)),
        ("900", "Last page of more than 20", (-2, None, None)),
        ("-99", "Page 1 of more than 20", (None, 2, -1)),
        ("nonsense", "Page 1 of more than 20", (None, 2, -1)),
        ("9" * 50, "Page 1 of more than 20", (None, 2, -1)),
    ],
)
def test_a_page_tells_where_it_is(
    p: str,
    label: str,
    links: tuple[int | None, ...],
    year: AwardYearPage,
    inbox: Callable[..., HttpResponse],
    in_english: None,
) -> None:
    make_many(year, 1060)

    page = context(inbox(p=p), "page")

    assert (page.label, (page.previous, page.next, page.last)) == (label, links)


def test_a_mark_that_is_shown_is_one_that_is_found(
    year: AwardYearPage, inbox: Callable[..., HttpResponse]
) -> None:
    for number, status in enumerate(NominationStatus):
        make(year, number, status=status, nominee_name="Bo Al")

    found = numbers(inbox(flag="not-told", sort="reference"))

    rows = context(inbox(sort="reference"), "rows")
    assert found == [int(row.nomination["reference"][-4:]) for row in rows if row.flags]


@pytest.mark.parametrize(
    ("p", "number"),
    [("1", 1), ("3", 3), ("4", 3), ("-1", 3), ("-3", 1), ("-9", 1), ("0", 3), ("x", 1)],
)
def test_the_pages_of_a_list_that_is_counted_have_one_number_each(p: str, number: int) -> None:
    place = paging.Place.asked(p, 101)

    assert (place.number, place.pages) == (number, 3)


@pytest.mark.parametrize(
    ("count", "text"), [(0, "0"), (999, "999"), (1000, "1 000"), (1001, "1 000+")]
)
def test_nothing_is_counted_further_than_a_thousand(count: int, text: str) -> None:
    assert paging.counted(count).replace("\xa0", " ") == text


# --- Filters ---------------------------------------------------------------------------------


def make_each(year: AwardYearPage, moderator: User) -> None:
    """An entry for each filter."""
    old = timezone.now() - timedelta(days=30)
    make(year, 1)
    make(year, 2, status=NominationStatus.SUPPLEMENT_REQUESTED)
    make(year, 3, status=NominationStatus.UNDER_REVIEW, case_officer=moderator)
    make(year, 4, updated_at=old, received_at=old)
    make(year, 5, status=NominationStatus.WINNER, message_waiting=True)
    make(year, 6, status=NominationStatus.WINNER, possible_duplicate=True)
    make(year, 7, status=NominationStatus.WINNER, file_missing=True)
    make(year, 8, status=NominationStatus.WINNER, flagged=True)
    make(year, 9, status=NominationStatus.WINNER, nominee_name="Bo Al")
    make(year, 10, status=NominationStatus.WINNER, nominee_name="Bo Al", nominee_told_on=NOW)
    organisation = OrganisationFactory.create(name="Bolaget")
    make(year, 11, status=NominationStatus.WINNER, organisation=organisation)
    MailFactory.create(about="FRA-2026-0011", next_attempt_at=None)
    MailFactory.create(about="FRA-2026-0010")
    # What takes no part has nobody who has to be told.
    for number, status in enumerate(sorted(OUT_OF_PLAY), start=12):
        make(year, number, status=status, nominee_name="Bo Al")


@pytest.mark.both_databases
@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ("task=new", [1, 4]),
        ("task=mine", [3]),
        ("task=supplement", [2]),
        ("task=late", [4]),
        ("task=unassigned", [1, 4]),
        ("task=message", [5]),
        ("status=supplement_requested", [2]),
        ("officer=me", [3]),
        ("officer={moderator}", [3]),
        ("officer=nobody&task=new", [1, 4]),
        ("flag=duplicate", [6]),
        ("flag=file", [7]),
        ("flag=flagged", [8]),
        ("flag=not-told", [9]),
        ("flag=undelivered", [11]),
        ("flag=message", [5]),
        ("organisation={organisation}", [11]),
        ("year={year}&flag=file", [7]),
        ("year=award-{award}&flag=file", [7]),
        ("year={other}", []),
        ("year=award-{organisation}&flag=file", []),
        ("received_to={before}", [4]),
        ("received_from={before}&task=new", [1]),
        ("q=nummer 8", [8]),
        ("task=new&q=nummer 1", [1]),
    ],
)
def test_a_filter_shows_what_it_says_and_counts_it(
    asked: str,
    found: list[int],
    year: AwardYearPage,
    moderator: User,
    inbox: Callable[..., HttpResponse],
) -> None:
    make_each(year, moderator)
    entry = Nomination.objects.get(number=11)
    before = (NOW - timedelta(days=20)).date().isoformat()
    query = asked.format(
        moderator=moderator.pk,
        organisation=entry.organisation_id,
        year=year.pk,
        other=year.pk + 999,
        award=year.get_parent().pk,
        before=before,
    )

    response = inbox(**QueryDict(query).dict(), sort="reference")

    assert numbers(response) == found
    assert context(response, "found") == len(found)


def test_every_task_and_choice_tells_how_many_entries_it_leads_to(
    year: AwardYearPage, moderator: User, inbox: Callable[..., HttpResponse]
) -> None:
    make_each(year, moderator)
    response = inbox()
    form = context(response, "filter_form")["form"]

    tasks = {task["query"]: task["count"] for task in context(response, "tasks")}
    assert tasks == {
        query: str(context(inbox(**QueryDict(query).dict()), "found")) for query in tasks
    }
    assert len(tasks) == len(TASKS) + 1
    for name in ("year", "status", "organisation", "officer", "flag"):
        for value, label in form.fields[name].choices:
            if value:
                assert label.endswith(f"({context(inbox(**{name: value}), 'found')})"), label


@pytest.mark.both_databases
def test_the_choices_of_a_filter_are_in_swedish_order(
    year: AwardYearPage, inbox: Callable[..., HttpResponse]
) -> None:
    names = ["Östermalm", "Älvsjö", "Årsta", "Bromma"]
    for number, name in enumerate(names, start=1):
        make(year, number, organisation=OrganisationFactory.create(name=name))

    [_all, *choices] = context(inbox(), "filter_form")["form"].fields["organisation"].choices

    assert [label for _value, label in choices] == [f"{name} (1)" for name in reversed(names)]


def test_what_is_counted_belongs_to_the_chosen_year(
    year: AwardYearPage, inbox: Callable[..., HttpResponse]
) -> None:
    other = AwardYearFactory.create(parent=year.get_parent(), year=2025)
    make(year, 1)
    make(other, 2)
    make(other, 3, status=NominationStatus.WINNER)

    one, both = inbox(year=other.pk), inbox(year=f"award-{year.get_parent().pk}")

    assert [task["count"] for task in context(one, "tasks")] == ["2", "1", "0", "0", "0", "1", "0"]
    assert [task["count"] for task in context(both, "tasks")][:2] == ["3", "2"]
    # A task that is chosen keeps the year, and nothing else.
    again = inbox(year=other.pk, q="nummer", status="winner")
    assert context(again, "tasks")[1]["query"] == f"task=new&year={other.pk}"


def test_a_pile_is_counted_to_a_thousand_and_that_is_remembered(
    year: AwardYearPage, inbox: Callable[..., HttpResponse]
) -> None:
    make_many(year, 1005)

    tasks = [context(inbox(), "tasks")[1]["count"] for _ in range(2)]

    assert [count.replace("\xa0", " ") for count in tasks] == ["1 000+", "1 000+"]


def test_no_pile_is_remembered_longer_because_another_one_grows(
    year: AwardYearPage, moderator: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    for module in (paging, counting):
        monkeypatch.setattr(module, "MOST_COUNTED", 1)
    for number in (1, 2):
        make(year, number)

    def new_and_flagged(seconds: int) -> list[bool]:
        now = NOW + timedelta(seconds=seconds)
        counts = counting.count(InboxFilters(QueryDict(), officer=moderator, now=now))
        flagged = next(each for each in counts.choices["flag"] if each.value == "flagged")
        return [count > 1 for count in (counts.tasks["new"], flagged.count)]

    told = [new_and_flagged(0)]
    Nomination.objects.update(status=NominationStatus.WITH_JURY, flagged=True)
    told.append(new_and_flagged(200))
    Nomination.objects.update(flagged=False)
    told += [new_and_flagged(seconds) for seconds in (299, 301, 499, 501)]

    assert told == [
        [True, False],
        [True, True],
        [True, True],
        [False, True],
        [False, True],
        [False, False],
    ]


@pytest.mark.parametrize(
    ("asked", "pills"),
    [
        ("", []),
        ("task=new&q=nummer&sort=title", []),
        ("status=winner", ["Winner"]),
        ("flag=file&officer=nobody", ["Nobody", "A file is missing"]),
        ("received_from=2026-01-02&received_to=2026-02-03", ["2026-01-02", "2026-02-03"]),
        ("year=999999", ["–"]),
        ("status=x&flag=x&officer=x&year=x&organisation=x&received_from=x", []),
    ],
)
def test_each_filter_that_is_on_has_a_pill_that_takes_it_off(
    asked: str, pills: list[str], inbox: Callable[..., HttpResponse], in_english: None
) -> None:
    shown = context(inbox(**QueryDict(asked).dict()), "active_filters")

    assert [len(str(pill.value)) > 0 for pill in shown] == [True] * len(pills)
    assert [str(pill.value) for pill in shown if "20" not in str(pill.value)] == [
        pill for pill in pills if "20" not in pill
    ]
    for pill in shown:
        query = pill.removed_filter_url.partition("?")[2]
        assert len(context(inbox(**QueryDict(query).dict()), "active_filters")) == len(pills) - 1


@pytest.mark.both_databases
@pytest.mark.parametrize(
    "asked",
    [
        {"year": "9" * 30},
        {"year": "award-"},
        {"year": "award-" + "9" * 30},
        {"year": "-1"},
        {"year": "٣"},
        {"organisation": "0x1"},
        {"officer": "-1"},
        {"received_from": "0001-01-01"},
        {"received_to": "9999-12-31"},
        {"received_to": "2026-02-31"},
        {"received_from": "2026-W01-1\x00"},
        {"task": "\x00"},
        {"sort": "--title"},
        {"sort": "pk"},
        {"flag": "<script>"},
        {"p": "٣"},
        {"p": "-0"},
        {"q": "%_'\"\\"},
    ],
)
def test_an_address_that_makes_no_sense_is_no_error(
    asked: dict[str, str], year: AwardYearPage, inbox: Callable[..., HttpResponse]
) -> None:
    make(year)

    response = inbox(**asked)

    assert response.status_code == 200
    assert "<script>" not in str(context(response, "query"))


def test_the_part_that_wagtails_script_asks_for_is_the_list_alone(
    year: AwardYearPage, inbox: Callable[..., HttpResponse], client: Client
) -> None:
    make(year)
    inbox()

    html = client.get(reverse("awards_entries_results"), {"task": "new"}).content.decode()

    assert "<html" not in html
    assert 'id="inbox-filters"' in html
    assert f'href="{reverse("awards_entries_export")}?task=new"' in html
    assert "FRA-2026-0001" in html


def test_many_entries_are_chosen_by_one_form(
    year: AwardYearPage, inbox: Callable[..., HttpResponse]
) -> None:
    entry = make(year)

    html = inbox(task="new", p="1").content.decode()

    assert f'action="{reverse("awards_entries_bulk")}"' in html
    assert '<input type="hidden" name="query" value="task=new">' in html
    assert f'name="entry" value="{written(entry.pk, SeenInList.of(entry))}"' in html
    assert f'href="{reverse("awards_entry", args=[entry.pk])}?task=new&amp;p=1"' in html
