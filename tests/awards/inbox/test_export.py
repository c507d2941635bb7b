"""Taking the list out of the inbox: who may, what is in it, and what is written in the log."""

from __future__ import annotations

import csv
from collections.abc import Callable
from io import BytesIO, StringIO
from typing import Any

import pytest
from django.contrib.auth.models import Permission
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from openpyxl import load_workbook
from wagtail.models import ModelLogEntry

from awards.enums import Role
from awards.inbox.history import EntriesExported
from awards.models import AwardYearPage, Nomination, NominationFormPage, StaffGroup
from awards.statuses import NominationStatus
from cms.dates import day_in_stockholm
from tests.awards.entries import make_nomination
from tests.factories import (
    AwardYearFactory,
    NominationFormFactory,
    UserFactory,
    question,
    step,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("framsteget_2026")]

EXPORT = "awards_entries_export"

#: What must not leave without the permission: each is in an entry of ``secretive``.
SECRETS = [
    "ann@example.se",
    "Bo Al",
    "bo@example.se",
    "070-123 45 67",
    "Eva Hemlig",
    "Bara vi läser",
    "Grannen Kim",
]


@pytest.fixture(autouse=True)
def _nothing_sent_yet() -> None:
    cache.clear()


@pytest.fixture
def form(year: AwardYearPage) -> NominationFormPage:
    made: NominationFormPage = NominationFormFactory.create(
        parent=year,
        steps=[
            step(
                "Bidraget",
                question("short_text", "Namn", meaning="title", audience="public"),
                question("long_text", "Bakgrund", audience="jury"),
                question("long_text", "Förtroligt", audience="moderators"),
                question("one_of", "Hur länge?", options=["Ett år", "Flera år"], audience="jury"),
                question("contact", "Kontaktperson"),
            )
        ],
    )
    return made


@pytest.fixture
def secretive(form: NominationFormPage) -> Nomination:
    contact = {"name": "Bo Al", "title": "", "email": "bo@example.se", "phone": "070-123 45 67"}
    answers: dict[str, Any] = {
        "bakgrund": "Grannen Kim har hjälpt många.",
        "fortroligt": "Bara vi läser det här.",
        "hur-lange": "Flera år",
        "kontaktperson": contact,
    }
    nomination = make_nomination(form, **answers)
    Nomination.objects.filter(pk=nomination.pk).update(nominee_name="Eva Hemlig")
    return nomination


def sign_in(client: Client, actor: str) -> None:
    if actor == "superuser":
        client.force_login(UserFactory.create(username=actor, admin=True))
    elif actor != "anonymous":
        client.force_login(UserFactory.create(username=actor, role=Role(actor)))


@pytest.fixture
def moderator(client: Client) -> Client:
    sign_in(client, Role.MODERATOR)
    return client


def take(client: Client, query: str = "", **wanted: Any) -> Any:
    return client.post(f"{reverse(EXPORT)}?{query}", {"format": "csv", **wanted})


def rows_of(response: Any) -> list[list[str]]:
    text = response.getvalue().decode("utf-8-sig")
    return list(csv.reader(StringIO(text, newline=""), delimiter=";"))


def logged() -> list[dict[str, Any]]:
    found = ModelLogEntry.objects.filter(action="awards.entries.export").order_by("pk")
    return [entry.data for entry in found]


# --- Who may ---


@pytest.mark.parametrize("has_permission", [False, True])
@pytest.mark.parametrize(
    ("actor", "opens", "takes_personal_data"),
    [
        ("anonymous", False, False),
        (Role.COMMUNICATOR, True, None),
        (Role.MODERATOR, True, None),
        (Role.JUROR, False, False),
        (Role.REGISTRAR, False, False),
        ("superuser", True, True),
    ],
)
def test_who_may_take_what(
    actor: str,
    opens: bool,
    takes_personal_data: bool | None,
    has_permission: bool,
    client: Client,
    secretive: Nomination,
) -> None:
    _permit(actor, has_permission)
    if takes_personal_data is None:
        takes_personal_data = has_permission
    sign_in(client, actor)

    page = client.get(reverse(EXPORT))
    plain = take(client, columns=["reference"])
    personal = take(client, columns=["reference"], personal=["email"], reason="Registret")

    assert page.status_code == (200 if opens else 302)
    assert ('name="personal"' in page.content.decode()) is takes_personal_data
    # Who is not signed in gets back what was posted.
    refused = 403 if actor == "anonymous" else 302
    assert [plain.status_code, personal.status_code] == [
        200 if opens else refused,
        200 if takes_personal_data else refused,
    ]
    assert len(logged()) == opens + takes_personal_data
    assert (secretive.email in personal.getvalue().decode()) is takes_personal_data


def _permit(role: str, is_allowed: bool) -> None:
    """Let a role take personal data, or not; only moderators may from the start."""
    if role in Role.values:
        group = StaffGroup.objects.get(role=role).group
        permission = Permission.objects.get(codename="export_personal_data")
        (group.permissions.add if is_allowed else group.permissions.remove)(permission)


@pytest.mark.parametrize("role", Role)
def test_only_moderators_may_take_personal_data_from_the_start(role: Role) -> None:
    user = UserFactory.create(role=role)

    may = user.has_perm("awards.export_personal_data")

    assert may is (role == Role.MODERATOR)


# --- What leaves ---


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_without_the_permission_nothing_personal_leaves(
    kind: str, client: Client, secretive: Nomination
) -> None:
    sign_in(client, Role.COMMUNICATOR)
    choices = client.get(reverse(EXPORT)).context["form"].fields
    everything: dict[str, Any] = {
        name: [key for key, _label in choices[name].choices] for name in ("columns", "answers")
    }

    response = take(client, **everything | {"format": kind})
    content = response.getvalue()
    if kind == "xlsx":
        sheet = load_workbook(BytesIO(content)).active
        content = str(list(sheet.iter_rows(values_only=True))).encode()

    told = content.decode()
    assert ("Färre fall" in told, "Flera år" in told) == (True, True)
    assert [secret for secret in SECRETS if secret in told] == []


@pytest.mark.parametrize("forged", ["email", "contact_name", "nominee", "answer-bakgrund"])
@pytest.mark.parametrize("field", ["columns", "answers", "personal"])
def test_a_forged_request_gets_no_personal_data(
    field: str, forged: str, client: Client, secretive: Nomination
) -> None:
    sign_in(client, Role.COMMUNICATOR)

    wanted: dict[str, Any] = {"columns": ["reference"], "reason": "x", field: [forged]}
    response = take(client, **wanted)

    assert response.status_code == (302 if field == "personal" else 422)
    assert [secret for secret in SECRETS if secret in response.content.decode()] == []
    assert logged() == []


def test_those_who_may_get_what_they_chose(moderator: Client, secretive: Nomination) -> None:
    response = take(
        moderator,
        columns=["title"],
        answers=["answer-hur-lange"],
        personal=["nominee", "email", "answer-bakgrund", "answer-kontaktperson"],
        reason="  Inbjudan till prisutdelningen ",
    )

    _headings, row = rows_of(response)
    assert row == [
        "Färre fall",
        "ann@example.se",
        "Eva Hemlig",
        "Grannen Kim har hjälpt många.",
        "Flera år",
        "Bo Al\nbo@example.se\n070-123 45 67",
    ]


def test_what_an_applicant_writes_is_no_formula(
    form: NominationFormPage, moderator: Client
) -> None:
    make_nomination(form, namn="=HYPERLINK(1)", bakgrund="-1", fortroligt="x")

    assert rows_of(take(moderator, columns=["title"]))[1] == ["'=HYPERLINK(1)"]
    content = take(moderator, columns=["title"], format="xlsx").getvalue()
    cell = load_workbook(BytesIO(content)).active["A2"]
    assert (cell.value, cell.data_type) == ("=HYPERLINK(1)", "s")


@pytest.mark.both_databases
def test_the_filter_of_the_list_decides(form: NominationFormPage, moderator: Client) -> None:
    kept, spam = make_nomination(form), make_nomination(form)
    Nomination.objects.filter(pk=spam.pk).update(status=NominationStatus.SPAM)

    def found(query: str) -> list[str]:
        return [row[0] for row in rows_of(take(moderator, query, columns=["reference"]))[1:]]

    assert found("") == [kept.reference, spam.reference]
    assert found("status=spam&sort=title&p=3") == [spam.reference]
    assert found("task=new") == [kept.reference]
    assert found(f"q={kept.reference}") == [kept.reference]
    assert [len(entry["narrowed_to"]) for entry in logged()] == [0, 1, 1, 1]


def test_the_log_tells_every_filter_in_words(moderator: Client, secretive: Nomination) -> None:
    award = secretive.year.get_parent()
    query = (
        f"task=new&year={secretive.year_id}&status=submitted&organisation=999999&officer=me"
        "&received_from=2026-01-01&received_to=2026-12-31&flag=flagged&q=fall"
    )

    told = [
        [part.split(": ")[-1] for part in moderator.get(url).context["narrowed_to"]]
        for url in (
            f"{reverse(EXPORT)}?{query}",
            f"{reverse(EXPORT)}?year=award-{award.pk}&officer=nobody",
        )
    ]

    assert len(told[0]) == 9
    assert [told[0][n] for n in (1, 2, 3, 5, 6, 8)] == [
        "Framsteget 2026",
        "–",
        "moderator",
        "2026-01-01",
        "2026-12-31",
        "fall",
    ]
    assert (told[1][0], len(told[1])) == ("Framsteget", 2)


def test_what_was_chosen_is_taken_instead_of_the_filter(
    form: NominationFormPage, moderator: Client
) -> None:
    first, _second, third = [make_nomination(form) for _ in range(3)]
    chosen = [str(third.pk), str(first.pk), str(first.pk), "x", "9" * 30, "9" * 5000]

    page = moderator.post(f"{reverse(EXPORT)}?status=winner", {"entry": chosen})
    response = take(moderator, "status=winner", entry=chosen, columns=["reference"])

    assert page.context["count"] == 2
    assert f'name="entry" value="{third.pk}"' in page.content.decode()
    assert rows_of(response)[1:] == [[first.reference], [third.reference]]
    entry = ModelLogEntry.objects.get(action="awards.entries.export")
    assert entry.data["chosen"] == [first.reference, third.reference]
    assert f"{first.reference}, {third.reference}." in EntriesExported().format_message(entry)


@pytest.mark.parametrize("chosen", [["x"], ["0"], [""]])
def test_a_choice_of_nothing_is_not_everything(
    chosen: list[str], form: NominationFormPage, moderator: Client
) -> None:
    make_nomination(form)

    response = take(moderator, entry=chosen, columns=["reference"])

    assert (response.status_code, response.context["count"], logged()) == (422, 0, [])


def test_answers_are_offered_when_all_entries_are_of_one_year(
    form: NominationFormPage, moderator: Client, secretive: Nomination
) -> None:
    other = NominationFormFactory.create(parent=AwardYearFactory.create(open=True))
    make_nomination(other)

    def offers_answers(query: str) -> bool:
        return "answers" in moderator.get(f"{reverse(EXPORT)}?{query}").context["form"].fields

    year = secretive.year_id
    assert [offers_answers(""), offers_answers(f"year={year}")] == [False, True]
    assert take(moderator, columns=["title"], answers=["answer-namn"]).status_code == 200
    told = rows_of(take(moderator, columns=["title"], answers=["answer-namn"]))
    assert {len(row) for row in told} == {1}


# --- The page ---


def test_the_page_tells_how_many_and_of_what(form: NominationFormPage, moderator: Client) -> None:
    make_nomination(form)

    page = moderator.get(f"{reverse(EXPORT)}?status=submitted")
    empty = moderator.get(f"{reverse(EXPORT)}?status=winner")

    assert (page.context["count"], len(page.context["narrowed_to"])) == (1, 1)
    assert f"{reverse('entries_modeladmin_index')}?status=submitted" in page.content.decode()
    assert (empty.context["count"], "<form method" in empty.content.decode()) == (0, False)


@pytest.mark.parametrize(
    ("wanted", "field"),
    [
        ({}, "columns"),
        ({"columns": ["nothing"]}, "columns"),
        ({"columns": ["title"], "format": "pdf"}, "format"),
        ({"columns": ["title"], "format": ""}, "format"),
        ({"personal": ["email"]}, "reason"),
        ({"personal": ["email"], "reason": "   "}, "reason"),
        ({"personal": ["email"], "reason": "x" * 501}, "reason"),
        ({"personal": ["title"], "reason": "x"}, "personal"),
    ],
)
def test_what_has_to_be_put_right_is_told_and_nothing_is_lost(
    wanted: dict[str, Any], field: str, moderator: Client, secretive: Nomination
) -> None:
    response = take(moderator, **wanted)

    assert response.status_code == 422
    assert list(response.context["form"].errors) == [field]
    assert logged() == []
    assert response.context["form"]["reason"].value() == wanted.get("reason")


# --- The file, and the log ---


@pytest.mark.parametrize(
    ("kind", "content_type"),
    [
        ("csv", "text/csv; charset=utf-8"),
        ("xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
    ],
)
def test_the_file_has_a_name_and_is_kept_by_nobody(
    kind: str, content_type: str, moderator: Client, secretive: Nomination
) -> None:
    response = take(moderator, columns=["title"], format=kind)

    today = day_in_stockholm(timezone.now())
    assert response.headers["Content-Type"] == content_type
    assert {"private", "no-store"} <= set(response.headers["Cache-Control"].split(", "))
    disposition = response.headers["Content-Disposition"]
    assert disposition.startswith('attachment; filename="')
    assert disposition.endswith(f'-framsteget-2026-{today}.{kind}"')
    assert response.streaming is True


def test_each_export_is_written_in_the_log(moderator: Client, secretive: Nomination) -> None:
    take(moderator, "status=submitted", columns=["title"], personal=["email"], reason="Inbjudan")

    entry = ModelLogEntry.objects.get(action="awards.entries.export")
    assert entry.user
    assert entry.user.get_username() == "moderator"
    assert entry.object_id == str(entry.user.pk)
    assert (entry.data["count"], entry.data["format"]) == (1, "csv")
    assert entry.data["chosen"] == []
    assert (len(entry.data["columns"]), entry.data["personal_data"]) == (2, True)
    assert entry.data["reason"] == "Inbjudan"
    message = EntriesExported().format_message(entry)
    assert "CSV" in message
    assert message.endswith("Inbjudan")


def test_administrators_find_it_in_the_history_of_the_site(
    moderator: Client, secretive: Nomination
) -> None:
    take(moderator, columns=["title"], personal=["email"], reason="Inbjudan till festen")
    admin = Client()
    admin.force_login(UserFactory.create(admin=True))

    html = admin.get(reverse("wagtailadmin_reports:site_history")).content.decode()

    assert "Inbjudan till festen" in html


@pytest.mark.both_databases
@pytest.mark.parametrize("ask", ["get", "post"])
def test_the_queries_are_the_same_for_one_entry_and_three(
    ask: str, form: NominationFormPage, moderator: Client
) -> None:
    everything: dict[str, Any] = {
        "columns": ["reference", "award", "year", "officer", "kind", "flags"],
        "answers": ["answer-namn"],
        "personal": ["answer-bakgrund"],
        "reason": "x",
    }
    asks: dict[str, Callable[[], Any]] = {
        "get": lambda: moderator.get(reverse(EXPORT)).content,
        "post": lambda: take(moderator, **everything).getvalue(),
    }
    counts = []
    for more in (1, 2):
        for _ in range(more):
            make_nomination(form)
        asks[ask]()
        with CaptureQueriesContext(connection) as queries:
            asks[ask]()
        counts.append(len(queries))

    assert counts[0] == counts[1]
