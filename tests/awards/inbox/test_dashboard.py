"""The admin's front page: what everybody of the staff has to know and do when they sign in."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta
from itertools import count
from typing import Any

import pytest
from django.contrib.auth.models import Group, User
from django.core.cache import cache
from django.db import connection
from django.test import Client, RequestFactory
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from awards.enums import Role
from awards.inbox.dashboard import AwardsPanel
from awards.inbox.filters import TASKS
from awards.inbox.tasks_panel import TasksPanel
from awards.statuses import NominationStatus
from tests.awards.entries import bare_nomination
from tests.factories import AwardYearFactory, UserFactory, WinnerFactory

pytestmark = pytest.mark.django_db


def panel(rf: RequestFactory, role: Role) -> dict[str, Any]:
    request = rf.get("/")
    request.user = UserFactory.create(role=role)
    return AwardsPanel().get_context_data({"request": request})


def test_what_is_open_what_opens_next_and_what_waits(rf: RequestFactory) -> None:
    AwardYearFactory.create(closed=True)
    AwardYearFactory.create()
    opened = AwardYearFactory.create(open=True)
    extended = AwardYearFactory.create(extended=True)
    upcoming = AwardYearFactory.create(upcoming=True)
    draft = WinnerFactory.create(draft=True)
    changed = WinnerFactory.create()
    changed.title = "Ändrad"
    changed.save_revision()

    told = panel(rf, Role.COMMUNICATOR)

    assert {row["year"]: row["state"].value for row in told["open"]} == {
        opened: "open",
        extended: "extended",
    }
    assert list(told["upcoming"]) == [upcoming]
    assert {page.pk for page in told["drafts"]} == {draft.pk, changed.pk}


@pytest.mark.parametrize("role", [Role.MODERATOR, Role.JUROR, Role.REGISTRAR])
def test_nobody_is_told_of_pages_that_they_may_not_edit(role: Role, rf: RequestFactory) -> None:
    AwardYearFactory.create(open=True)
    AwardYearFactory.create(upcoming=True)
    WinnerFactory.create(draft=True, title="Hemlig")

    told = panel(rf, role)

    assert (list(told["open"]), list(told["upcoming"]), list(told["drafts"])) == ([], [], [])


def test_the_panel_stands_first_on_the_admins_front_page(client: Client) -> None:
    year = AwardYearFactory.create(open=True)
    client.force_login(UserFactory.create(role=Role.COMMUNICATOR))

    page = client.get(reverse("wagtailadmin_home")).content.decode()

    assert year.title in page


def test_a_page_that_was_taken_down_before_it_was_ever_edited_waits_last(client: Client) -> None:
    year = AwardYearFactory.create()
    year.unpublish()
    draft = WinnerFactory.create(parent=year, draft=True)
    draft.save_revision()
    client.force_login(UserFactory.create(role=Role.COMMUNICATOR))

    page = client.get(reverse("wagtailadmin_home")).content.decode()

    waiting = page[page.index('id="awards-section"') :].partition("</section>")[0]
    ways = [reverse("wagtailadmin_pages:edit", args=[each.pk]) for each in (draft, year)]
    assert re.findall(r'href="(/admin/pages/[^"]+)"', waiting) == ways


def test_three_of_each_cost_as_much_as_one(client: Client) -> None:
    client.force_login(UserFactory.create(role=Role.COMMUNICATOR))

    numbers = count(1)

    def add() -> None:
        year = AwardYearFactory.create(open=True)
        bare_nomination(year, next(numbers), NominationStatus.SUBMITTED)
        AwardYearFactory.create(upcoming=True)
        WinnerFactory.create(draft=True).save_revision()

    def queries() -> int:
        cache.clear()
        with CaptureQueriesContext(connection) as captured:
            assert client.get(reverse("wagtailadmin_home")).status_code == 200
        return len(captured)

    add()
    queries()
    one = queries()
    add()
    add()

    assert queries() == one


def tasks(rf: RequestFactory, user: User) -> dict[str, Any]:
    request = rf.get("/")
    request.user = user
    return TasksPanel(user).get_context_data({"request": request})


@pytest.mark.usefixtures("in_english")
@pytest.mark.parametrize("role", [Role.COMMUNICATOR, Role.MODERATOR])
def test_those_who_handle_entries_see_their_piles(role: Role, rf: RequestFactory) -> None:
    user = UserFactory.create(role=role)
    year = AwardYearFactory.create(open=True)
    long_ago = timezone.now() - timedelta(days=300)
    entries: list[tuple[NominationStatus, dict[str, Any]]] = [
        (NominationStatus.SUBMITTED, {}),
        (NominationStatus.SUBMITTED, {"updated_at": long_ago}),
        (NominationStatus.UNDER_REVIEW, {"case_officer": user, "message_waiting": True}),
        (NominationStatus.SUPPLEMENT_REQUESTED, {"case_officer": user}),
    ]
    for number, (status, fields) in enumerate(entries):
        bare_nomination(year, number, status, **fields)

    told = tasks(rf, user)

    assert [(str(pile["label"]), pile["count"], pile["query"]) for pile in told["piles"]] == [
        ("New entries", "2", "task=new"),
        ("Mine", "1", "task=mine"),
        ("Waiting for a supplement", "1", "task=supplement"),
        ("Late", "1", "task=late"),
        ("Without a case officer", "2", "task=unassigned"),
        ("New message", "1", "task=message"),
    ]
    assert [str(label) for label, _url in told["rooms"]] == [
        "Register an entry",
        "Outbox",
        "Statistics of entries",
        "Export",
        "More time for a draft",
    ]
    assert told["nothing_yet"] == []


def _leaves(officer: User) -> None:
    officer.is_active = False
    officer.save()


#: What may become of an officer, and whether their entries then are nobody's.
FATES: dict[str, tuple[Callable[[User], object], bool]] = {
    "stays": (lambda officer: None, False),
    "leaves": (_leaves, True),
    "has another role": (
        lambda officer: officer.groups.set(Group.objects.filter(staff_group__role=Role.JUROR)),
        True,
    ),
    "has a second role": (
        lambda officer: officer.groups.add(Group.objects.get(staff_group__role=Role.JUROR)),
        False,
    ),
    "has no role": (lambda officer: officer.groups.clear(), True),
    "is gone": (lambda officer: officer.delete(), True),
}


@pytest.mark.both_databases
@pytest.mark.parametrize("fate", FATES)
def test_what_is_in_hand_of_nobody_who_handles_entries_is_without_a_case_officer(
    fate: str, rf: RequestFactory, client: Client
) -> None:
    become, is_nobodys = FATES[fate]
    user, officer = (UserFactory.create(role=Role.MODERATOR) for _ in range(2))
    year = AwardYearFactory.create(open=True)
    for number, status in enumerate(
        [NominationStatus.UNDER_REVIEW, NominationStatus.WITH_JURY], start=1
    ):
        bare_nomination(year, number, status, case_officer=officer)
    bare_nomination(year, 3, NominationStatus.SUBMITTED, case_officer=user)
    become(officer)
    client.force_login(user)

    [pile] = [each for each in tasks(rf, user)["piles"] if each["query"] == "task=unassigned"]
    listed = client.get(reverse("entries_modeladmin_index"), {"task": "unassigned"})

    expected = ["FRA-2026-0001"] if is_nobodys else []
    assert pile["count"] == str(len(expected))
    assert [row.nomination["reference"] for row in listed.context["rows"]] == expected


@pytest.mark.parametrize(
    ("role", "is_hidden"),
    [
        (Role.COMMUNICATOR, False),
        (Role.MODERATOR, True),
        (Role.JUROR, True),
        (Role.REGISTRAR, True),
    ],
)
def test_whoever_may_see_no_page_is_not_asked_to_search_them(
    role: Role, is_hidden: bool, client: Client
) -> None:
    client.force_login(UserFactory.create(role=role))

    html = client.get(reverse("wagtailadmin_home")).content.decode()

    assert 'role="search"' in html.partition('class="w-dashboard')[2]
    assert ("css/admin/no-pages.css" in html) is is_hidden


def test_every_way_from_the_front_page_leads_somewhere(client: Client) -> None:
    user = UserFactory.create(role=Role.MODERATOR)
    client.force_login(user)
    page = client.get(reverse("wagtailadmin_home")).content.decode()
    panel = page[page.index('id="tasks-section"') :].partition("</section>")[0]

    ways = [way.replace("&amp;", "&") for way in re.findall(r'href="(/[^"]+)"', panel)]

    found = {way: client.get(way).status_code for way in ways}
    assert found == dict.fromkeys(ways, 200)
    assert len(found) == len(TASKS) + 5


@pytest.mark.usefixtures("in_english")
@pytest.mark.parametrize(
    ("role", "says"),
    [
        (Role.JUROR, ["There is nothing for jurors to do here yet."]),
        (Role.REGISTRAR, ["There is nothing for registrars to do here yet."]),
        (None, []),
    ],
)
def test_others_are_told_that_nothing_waits_and_nothing_of_entries(
    role: Role | None, says: list[str], client: Client
) -> None:
    bare_nomination(AwardYearFactory.create(open=True), 1, NominationStatus.SUBMITTED)
    client.force_login(UserFactory.create(role=role))

    response = client.get(reverse("wagtailadmin_home"), follow=True)

    page = response.content.decode()
    assert [words for words in says if words not in page] == []
    assert ("Your tasks" in page, "/admin/entries/" in page) == (bool(says), False)
