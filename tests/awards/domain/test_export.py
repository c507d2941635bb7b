"""Entries as a table: what is personal data in it, each entry once, and files that hold texts."""

from __future__ import annotations

import csv
import re
from datetime import date, datetime, timedelta
from io import BytesIO, StringIO
from typing import Any
from xml.etree import ElementTree as ET
from zipfile import ZipFile

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone, translation
from hypothesis import example, given
from hypothesis import strategies as st
from openpyxl import load_workbook
from openpyxl.utils.escape import unescape

from awards.domain.drafts import start_draft
from awards.domain.export import Batches, Row, rows
from awards.domain.export_columns import COLUMNS, Column, answer_column, answer_columns
from awards.domain.export_csv import as_csv, harmless
from awards.domain.export_xlsx import as_xlsx
from awards.domain.questions import Question, definition_of, refresh
from awards.domain.waiting import is_untold
from awards.enums import Audience, Meaning, QuestionKind
from awards.models import AwardYearPage, Nomination, NominationFormPage
from awards.statuses import NominationStatus
from tests.awards.entries import bare_nomination, make_nomination
from tests.factories import (
    AwardFactory,
    AwardYearFactory,
    MailFactory,
    NominationFormFactory,
    OrganisationFactory,
    UserFactory,
    question,
    step,
)

#: Any text that a database can hold, and the beginnings that matter most.
TEXTS = st.builds(
    str.__add__,
    st.sampled_from(["", "=", "+", "-", "@", "\t", "\r", "\n", " =", "\u3000＝", "＋", "_x0041_"]),
    st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\x00"), max_size=20),
)


def batches(*made: Row) -> Batches:
    yield list(made)


def csv_rows(content: bytes) -> list[list[str]]:
    text = content.decode("utf-8-sig")
    return list(csv.reader(StringIO(text, newline=""), delimiter=";", strict=True))


def sheet_of(content: bytes) -> Any:
    return load_workbook(BytesIO(content)).active


def by_key(*keys: str) -> list[Column]:
    return [column for column in COLUMNS if column.key in keys]


def all_rows(columns: list[Column]) -> list[Row]:
    return [row for batch in rows(Nomination.objects.all(), columns) for row in batch]


# --- CSV ---


@given(st.lists(TEXTS, min_size=1, max_size=4))
@example(["=1+1", " =1+1", "\ufeff=1+1", "\x1f@a", "＝1", "\t", "\rA", "-"])
@example([";=1", '"=1', "a\r\nb", "Två;tre", "'"])
def test_a_text_comes_back_from_csv_as_it_was_or_with_an_apostrophe(texts: list[str]) -> None:
    content = b"".join(as_csv(texts, batches(list(texts))))

    read = csv_rows(content)

    assert read == [[harmless(text) for text in texts]] * 2
    assert all(cell in {text, f"'{text}"} for cell, text in zip(read[1], texts, strict=True))


@given(TEXTS)
def test_no_cell_of_csv_can_begin_a_formula(text: str) -> None:
    first = harmless(text).lstrip(" \u3000\u00a0")[:1]

    assert first not in set("=+-@＝＋－＠\t\r\n")


@pytest.mark.parametrize(
    "text", ["", "Ett namn", "a=b", "08-123", "5 - 3", "'=1", "–", "#1", "å@b"]
)
def test_other_texts_are_left_alone(text: str) -> None:
    assert harmless(text) == text


def test_csv_is_what_a_swedish_excel_opens() -> None:
    row: Row = ["Två;tre", None, -5, datetime(2026, 9, 20, 16, 0, 5), date(2026, 9, 21)]  # noqa: DTZ001

    content = b"".join(as_csv(["Å", "B", "C", "D", "E"], batches(row)))

    assert (
        content
        == (
            '\ufeff"Å";"B";"C";"D";"E"\r\n"Två;tre";"";"-5";"2026-09-20 16:00:05";"2026-09-21"\r\n'
        ).encode()
    )


def test_the_headings_come_before_anything_is_asked_for() -> None:
    def never() -> Batches:
        raise AssertionError
        yield

    assert next(as_csv(["Namn"], never())) == '\ufeff"Namn"\r\n'.encode()


# --- XLSX ---


@given(st.lists(TEXTS, min_size=1, max_size=4))
@example(["=1+1", "a\r\nb", "_x0041_", "\x07", "\uffff", "<&>\"'", " a ", "\x0b"])
def test_a_text_is_the_same_text_in_xlsx_and_no_formula(texts: list[str]) -> None:
    content = b"".join(as_xlsx("Bidrag", texts, batches(list(texts))))

    for row in sheet_of(content).iter_rows(max_col=len(texts)):
        read = ["" if cell.value is None else unescape(cell.value) for cell in row]
        assert read == texts
        assert {cell.data_type for cell in row} <= {"s", "inlineStr", "n"}


def test_times_days_and_numbers_are_real_ones() -> None:
    row: Row = ["A", None, -5, datetime(2026, 9, 20, 16, 0, 5), date(2026, 9, 21)]  # noqa: DTZ001

    sheet = sheet_of(b"".join(as_xlsx("Bidrag", ["A", "B", "C", "D", "E"], batches(row))))

    second = next(iter(sheet.iter_rows(min_row=2)))
    moment, day = datetime(2026, 9, 20, 16, 0, 5), datetime(2026, 9, 21)  # noqa: DTZ001
    assert [cell.value for cell in second] == ["A", None, -5, moment, day]
    assert [cell.is_date for cell in second] == [False, False, False, True, True]
    assert (sheet.title, sheet.freeze_panes, sheet.auto_filter.ref) == ("Bidrag", "A2", "A1:E2")


@pytest.mark.parametrize("sign", ["a", "😀"])
def test_a_text_longer_than_a_cell_can_hold_ends_with_an_ellipsis(sign: str) -> None:
    content = b"".join(as_xlsx("Bidrag", ["A"], batches([sign * 32_768])))

    text = sheet_of(content)["A2"].value

    units = len(text.encode("utf-16-le")) // 2
    assert text == sign * (len(text) - 1) + "…"
    assert 32_766 <= units <= 32_767


@pytest.mark.parametrize(
    ("width", "last"), [(1, "A"), (26, "Z"), (27, "AA"), (52, "AZ"), (53, "BA"), (703, "AAA")]
)
def test_every_column_has_its_name(width: int, last: str) -> None:
    sheet = sheet_of(b"".join(as_xlsx("Bidrag", ["A"] * width, batches())))

    assert next(iter(sheet.iter_rows()))[-1].coordinate == f"{last}1"


def test_the_parts_of_the_file_are_those_of_the_standard() -> None:
    content = b"".join(as_xlsx("Bidrag", ["A"], batches(["b"], ["c"])))

    archive = ZipFile(BytesIO(content))

    assert archive.testzip() is None
    types = ET.fromstring(archive.read("[Content_Types].xml"))  # noqa: S314 - our own file
    told = {part.get("PartName") for part in types if part.get("PartName")}
    parts = {f"/{name}" for name in archive.namelist() if not name.endswith((".rels", "].xml"))}
    assert told == parts
    sheet = ET.fromstring(archive.read("xl/worksheets/sheet1.xml"))  # noqa: S314 - likewise
    names = [re.sub("{.*}", "", child.tag) for child in sheet]
    # CT_Worksheet is a sequence: ISO/IEC 29500-1, 18.3.1.99.
    assert names == ["sheetViews", "cols", "sheetData", "autoFilter"]


# --- What is personal data ---

FACTS = ["one_of", "several_of", "declaration", "number", "organisation"]
TEXT_KINDS = ["short_text", "long_text", "link", "film", "earlier_entry"]


@pytest.mark.parametrize("audience", Audience)
@pytest.mark.parametrize("kind", QuestionKind)
def test_an_answer_is_personal_unless_it_is_known_not_to_be(
    kind: QuestionKind, audience: Audience
) -> None:
    column = answer_column(Question(key="q", kind=kind, label="Fråga", audience=audience))

    is_open = (kind in FACTS and audience != Audience.MODERATORS) or (
        kind in TEXT_KINDS and audience == Audience.PUBLIC
    )
    assert column.is_personal is not is_open


@pytest.mark.parametrize("audience", Audience)
@pytest.mark.parametrize(
    ("meaning", "key"), [(Meaning.TITLE, "title"), (Meaning.UNIT, "unit"), (Meaning.PITCH, None)]
)
def test_an_answer_that_every_entry_is_known_by_is_what_it_is_there(
    meaning: Meaning, key: str | None, audience: Audience
) -> None:
    kind = QuestionKind.LONG_TEXT if key is None else QuestionKind.SHORT_TEXT
    asked = Question(key="q", kind=kind, label="F", audience=audience, meaning=meaning)

    column = answer_column(asked)

    # A form whose name of the entry is for moderators can't be published.
    is_open = audience == Audience.PUBLIC or (key and audience == Audience.JURY)
    assert column.is_personal is not bool(is_open)
    assert not any(own.is_personal for own in by_key(str(key)))


def test_who_applies_is_asked_and_nominated_is_personal() -> None:
    assert {column.key for column in COLUMNS if column.is_personal} == {
        "email",
        "contact_name",
        "contact_email",
        "nominee",
        "nominee_told",
    }


# --- Rows ---


@pytest.fixture
def year() -> AwardYearPage:
    made: AwardYearPage = AwardYearFactory.create(
        parent=AwardFactory.create(title="Framsteget"), open=True, year=2026
    )
    return made


@pytest.fixture
def form(year: AwardYearPage) -> NominationFormPage:
    made: NominationFormPage = NominationFormFactory.create(parent=year)
    return made


@pytest.mark.django_db
@pytest.mark.both_databases
def test_a_row_tells_what_lists_know(form: NominationFormPage) -> None:
    nomination = make_nomination(form)
    officer = UserFactory.create(first_name="Åsa", last_name="Öst")
    organisation = OrganisationFactory.create(name="Stadsarkivet")
    Nomination.objects.filter(pk=nomination.pk).update(
        case_officer=officer,
        organisation=organisation,
        organisation_name="Arkivet",
        unit="Läsesalen",
        registry_number="KS 2026/7",
        flagged=True,
        file_missing=True,
        nominee_name="Eva Ny",
        received_at=datetime.fromisoformat("2026-01-31T23:30:00+00:00"),
    )
    MailFactory.create(failed=True, about=nomination.reference)
    with translation.override("en"):
        [row] = all_rows([*COLUMNS])

    told = dict(zip([column.key for column in COLUMNS], row, strict=True))
    assert told == {
        "reference": nomination.reference,
        "registry_number": "KS 2026/7",
        "title": "Färre fall",
        "organisation": "Arkivet",
        "kind": "District administration",
        "unit": "Läsesalen",
        "award": "Framsteget",
        "year": 2026,
        "status": "Submitted",
        "source": "The form",
        "officer": "Åsa Öst",
        "received": datetime(2026, 2, 1, 0, 30),  # noqa: DTZ001 - the clock in Stockholm
        "updated": told["updated"],
        "flags": "A file is missing, Flagged, The nominated is not told, Mail not delivered",
        "email": "ann@example.se",
        "contact_name": "Bo Al",
        "contact_email": "bo@example.se",
        "nominee": "Eva Ny",
        "nominee_told": None,
    }


@pytest.mark.django_db
@pytest.mark.both_databases
def test_an_entry_has_the_same_mark_in_a_row_as_in_the_list(form: NominationFormPage) -> None:
    for status in NominationStatus:
        nomination = make_nomination(form)
        Nomination.objects.filter(pk=nomination.pk).update(status=status)
    Nomination.objects.update(nominee_name="Eva Ny", possible_duplicate=False)
    flags = [column for column in COLUMNS if column.key in {"reference", "flags"}]

    marked = [reference for reference, told in all_rows(flags) if told]

    assert marked == list(
        Nomination.objects.filter(is_untold()).order_by("pk").values_list("reference", flat=True)
    )


@pytest.mark.django_db
@pytest.mark.both_databases
def test_answers_are_those_of_the_newest_version(
    form: NominationFormPage, year: AwardYearPage
) -> None:
    nomination = make_nomination(form)
    first = nomination.newest_version
    nomination.versions.create(
        number=2,
        received_at=first.received_at,
        asked=first.asked,
        answers={"namn": "Nytt namn", "kontaktperson": first.answers["kontaktperson"]},
        digest="2",
    )

    columns = answer_columns(year)

    assert [str(column.label) for column in columns] == [
        "Bidraget: Namn",
        "Bakgrund",
        "Kontakt: Kontaktperson",
    ]
    assert all_rows(columns) == [["Nytt namn", "", "Bo Al\nbo@example.se"]]


def publish_for(form: NominationFormPage, audience: Audience) -> None:
    """Publish the form with its text for an audience."""
    text = question("long_text", "Bakgrund", audience=audience)
    form.steps = [step("Bidraget", question("short_text", "Namn", meaning=Meaning.TITLE), text)]
    form.save_revision().publish()
    refresh([form])
    form.refresh_from_db()


@pytest.mark.django_db
@pytest.mark.both_databases
@pytest.mark.parametrize(
    ("before", "meanwhile", "is_personal"),
    [
        ([Audience.MODERATORS], "sent in", True),
        ([Audience.MODERATORS], "begun", True),
        ([Audience.MODERATORS], "nothing", False),
        ([Audience.JURY], "sent in", True),
        ([Audience.PUBLIC], "sent in", False),
        ([Audience.PUBLIC, Audience.MODERATORS], "sent in", True),
        ([Audience.MODERATORS, Audience.PUBLIC], "sent in", True),
    ],
)
def test_a_text_stays_what_those_who_wrote_it_were_promised(
    before: list[Audience],
    meanwhile: str,
    is_personal: bool,
    form: NominationFormPage,
    year: AwardYearPage,
) -> None:
    for audience in before:
        publish_for(form, audience)
        if meanwhile == "sent in":
            make_nomination(form)
        elif meanwhile == "begun":
            start_draft(form, "ann@example.se", now=timezone.now())
    publish_for(form, Audience.PUBLIC)

    _name, text = answer_columns(year)

    assert (str(text.label), text.is_personal) == ("Bakgrund", is_personal)
    assert {each.audience for each in definition_of(form).questions()} == {
        Audience.JURY,
        Audience.PUBLIC,
    }


@pytest.mark.django_db
def test_a_question_that_comes_back_is_still_what_was_promised(
    form: NominationFormPage, year: AwardYearPage
) -> None:
    publish_for(form, Audience.MODERATORS)
    make_nomination(form)
    form.steps = [step("Bidraget", question("short_text", "Namn", meaning=Meaning.TITLE))]
    form.save_revision().publish()
    refresh([form])

    publish_for(form, Audience.PUBLIC)

    assert [column.is_personal for column in answer_columns(year)] == [False, True]


@pytest.mark.django_db
def test_every_kind_of_question_has_a_column(year: AwardYearPage) -> None:
    NominationFormFactory.create(parent=year, full=True)

    columns = answer_columns(year)

    assert len(columns) == len({column.key for column in columns})
    criterion = [str(column.label) for column in columns if "criterion" in column.key]
    assert criterion == ["Arbetet är nytt.", "Arbetet är hållbart."]


@pytest.mark.django_db
def test_a_year_without_a_form_has_no_answers(year: AwardYearPage) -> None:
    assert answer_columns(year) == []


@pytest.mark.django_db
@pytest.mark.both_databases
def test_each_entry_comes_once_although_it_changes_meanwhile(
    form: NominationFormPage, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("awards.domain.export.BATCH", 1)
    made = [make_nomination(form) for _ in range(3)]
    under_way = rows(Nomination.objects.all(), by_key("reference"))
    first = next(under_way)

    make_nomination(form)
    for nomination in reversed(made):
        nomination.status = "spam"
        nomination.title = "Ett annat namn"
        nomination.save()

    references = [row[0] for batch in [first, *under_way] for row in batch]
    assert references[:3] == [nomination.reference for nomination in made]
    assert len(references) == len(set(references))


@pytest.mark.django_db
@pytest.mark.both_databases
def test_what_came_in_first_comes_first_however_late_it_was_entered(year: AwardYearPage) -> None:
    days = [3, 1, 2, 2]
    for number, count in enumerate(days, start=1):
        bare_nomination(
            year,
            number,
            NominationStatus.SUBMITTED,
            received_at=timezone.now() - timedelta(days=count),
        )

    assert all_rows(by_key("reference")) == [[f"FRA-2026-{number:04d}"] for number in (1, 3, 4, 2)]


@pytest.mark.django_db
@pytest.mark.both_databases
@pytest.mark.parametrize("count", [1, 3])
def test_the_queries_are_the_same_for_one_entry_and_three(
    form: NominationFormPage, year: AwardYearPage, count: int
) -> None:
    for _ in range(count):
        make_nomination(form)
    columns = [*COLUMNS, *answer_columns(year)]

    with CaptureQueriesContext(connection) as asked:
        assert len(all_rows(columns)) == count

    # Awards, their years twice, officers, organisations and failed mail, and the rows.
    own = [query for query in asked if "SAVEPOINT" not in query["sql"]]
    assert len(own) == 7


def _open_cursors() -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM pg_cursors WHERE statement LIKE '%%nomination%%'")
        [(count,)] = cursor.fetchall()
    return int(count)


@pytest.mark.django_db
def test_an_export_that_is_abandoned_leaves_nothing_open(
    form: NominationFormPage, monkeypatch: pytest.MonkeyPatch
) -> None:
    if connection.vendor != "postgresql":
        pytest.skip("SQLite has no cursors of its own")
    monkeypatch.setattr("awards.domain.export.BATCH", 1)
    for _ in range(3):
        make_nomination(form)
    depth = len(connection.savepoint_ids)
    content = as_csv(["A"], rows(Nomination.objects.all(), by_key("reference")))
    next(content)
    next(content)
    assert (_open_cursors(), len(connection.savepoint_ids)) == (1, depth + 1)

    content.close()  # type: ignore[attr-defined]

    assert (_open_cursors(), len(connection.savepoint_ids)) == (0, depth)


@pytest.mark.django_db
def test_no_two_columns_are_called_the_same() -> None:
    year = AwardYearFactory.create(open=True)
    form = NominationFormFactory.create(parent=year)
    form.steps = [
        *form.steps.get_prep_value(),
        step(
            "Om er",
            question("short_text", "Titel"),
            question("short_text", "Enhet"),
            question("short_text", "Enhet") | {"id": "enhet-igen"},
        ),
        step(
            "Om arbetet",
            question("short_text", "Titel") | {"id": "titel-igen"},
            question("short_text", "Mål"),
        ),
    ]
    form.save()

    columns = answer_columns(year)[-5:]

    assert [str(column.label) for column in columns] == [
        "Om er: Titel",
        "Om er: Enhet",
        "Om er: Enhet (2)",
        "Om arbetet: Titel",
        "Mål",
    ]
    assert len({column.key for column in columns}) == 5
