"""What lists of entries mark and find entries by."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st
from wagtail.log_actions import registry

from awards.domain.flags import (
    describe_anew,
    describe_forgotten,
    mark_missing_file,
    name_key,
    tell_apart,
    words_of,
)
from awards.domain.lifecycle import change_status
from awards.domain.uploads import prepare
from awards.enums import UploadState
from awards.models import Nomination, NominationFormPage, NominationVersion
from awards.statuses import NominationStatus
from tests.awards.apply.applicant import Applicant
from tests.awards.entries import make_nomination
from tests.factories import AwardYearFactory, NominationFormFactory, UserFactory


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Färre fall på Kungsholmen", ["färre", "fall", "på", "kungsholmen"]),
        ("FRA-2022-0007", ["fra", "2022", "0007"]),
        ("Ann.Ek@example.se", ["ann", "ek", "example", "se"]),
        ("Kafé Olé", ["kafe", "ole"]),
        ("A\u030angstro\u0308m", ["ångström"]),
        ("STRASSE straße", ["strasse", "strasse"]),
        ("  – ! ", []),
    ],
)
def test_words_are_compared_without_signs_and_accents_that_are_not_swedish(
    text: str, words: list[str]
) -> None:
    assert words_of(text) == words


@given(st.text())
def test_words_of_words_are_the_same_words(text: str) -> None:
    assert words_of(" ".join(words_of(text))) == words_of(text)


@given(st.text())
def test_the_name_that_is_compared_fits_its_column(text: str) -> None:
    assert len(name_key(text)) <= 300


@pytest.fixture
def form(db: None) -> NominationFormPage:
    made: NominationFormPage = NominationFormFactory.create(
        parent=AwardYearFactory.create(open=True, year=2026)
    )
    return made


def marked(*nominations: Nomination) -> list[bool]:
    flags = dict(Nomination.objects.values_list("pk", "possible_duplicate"))
    return [flags[nomination.pk] for nomination in nominations]


def test_entries_of_one_name_in_a_year_are_marked_while_both_are_in_play(
    form: NominationFormPage,
) -> None:
    now = timezone.now()
    first = make_nomination(form, namn="Färre fall")
    alone = make_nomination(form, namn="Något annat")
    second = make_nomination(form, namn="färre – FALL!")
    other_year = NominationFormFactory.create(parent=AwardYearFactory.create(open=True, year=2025))
    elsewhere = make_nomination(other_year, namn="Färre fall")

    assert marked(first, second, alone, elsewhere) == [True, True, False, False]

    change_status(second, NominationStatus.SPAM, actor=None, now=now)
    assert marked(first, second) == [False, False]

    change_status(second, NominationStatus.SUBMITTED, actor=None, now=now)
    assert marked(first, second) == [True, True]


def test_three_of_one_name_are_marked_until_one_is_left(form: NominationFormPage) -> None:
    now = timezone.now()
    entries = [make_nomination(form, namn="Färre fall") for _ in range(3)]

    change_status(entries[0], NominationStatus.WITHDRAWN, actor=None, now=now)
    assert marked(*entries) == [False, True, True]

    change_status(entries[1], NominationStatus.WITHDRAWN, actor=None, now=now)
    assert marked(*entries) == [False, False, False]


def tell(first: Nomination, second: Nomination, *, is_apart: bool = True) -> None:
    tell_apart(first, second, is_apart=is_apart, actor=UserFactory.create(), now=timezone.now())


def test_two_that_were_told_apart_are_not_marked_until_a_third_comes(
    form: NominationFormPage,
) -> None:
    first, second = (make_nomination(form, namn="Färre fall") for _ in range(2))

    tell(second, first)
    assert marked(first, second) == [False, False]

    third = make_nomination(form, namn="Färre fall")
    assert marked(first, second, third) == [True, True, True]

    tell(third, first)
    assert marked(first, second, third) == [False, True, True]

    tell(first, second, is_apart=False)
    assert marked(first, second, third) == [True, True, True]

    change_status(second, NominationStatus.WITHDRAWN, actor=None, now=timezone.now())
    assert marked(first, second, third) == [False, False, False]


def test_telling_apart_is_logged_once_at_both(form: NominationFormPage) -> None:
    first, second = (make_nomination(form, namn="Färre fall") for _ in range(2))

    for is_apart in (True, True, False, False):
        tell(first, second, is_apart=is_apart)

    def logged(entry: Nomination) -> list[dict[str, Any]]:
        found = registry.get_logs_for_instance(entry).filter(action="awards.nomination.apart")
        return [each.data for each in found.order_by("pk")]

    assert logged(first) == [
        {"other": second.reference, "is_apart": is_apart} for is_apart in (True, False)
    ]
    assert logged(second) == [
        {"other": first.reference, "is_apart": is_apart} for is_apart in (True, False)
    ]


@pytest.mark.django_db
def test_an_entry_that_gets_another_name_is_compared_by_that(form: NominationFormPage) -> None:
    first = make_nomination(form, namn="Färre fall")
    applicant = Applicant(form, "bo@example.se")
    second = applicant.apply(namn="Färre fall").nomination
    assert second is not None
    assert marked(first, second) == [True, True]

    applicant.fill_in(namn="Ett nytt namn")
    applicant.send()

    assert marked(first, second) == [False, False]


@pytest.mark.django_db
def test_an_entry_is_found_by_its_names_and_by_its_answers(form: NominationFormPage) -> None:
    nomination = make_nomination(form, namn="Färre fall", bakgrund="Många föll i trappan.")

    assert nomination.search_names.split()[:5] == ["pri", "2026", "0001", "färre", "fall"]
    assert {"ann", "example", "bo", "al"} <= set(nomination.search_names.split())
    assert "många föll i trappan" in nomination.search_text

    Nomination.objects.update(search_names="", search_text="", name_key="")
    describe_anew(nomination)
    again = Nomination.objects.get()
    assert (again.search_names, again.search_text, again.name_key) == (
        nomination.search_names,
        nomination.search_text,
        "färre fall",
    )


@pytest.mark.django_db
def test_an_entry_whose_picture_cannot_be_read_is_marked() -> None:
    year = AwardYearFactory.create(open=True, year=2026, film_any_host=True)
    full = NominationFormFactory.create(parent=year, full=True)
    nomination = Applicant(full).apply().nomination
    assert nomination is not None
    upload = nomination.uploads.get(state=UploadState.RECEIVED)
    upload.file.storage.delete(str(upload.file.name))
    upload.file.storage.save(upload.file.name, ContentFile(b"no picture"))
    before = nomination.file_missing

    prepare(upload)

    nomination.refresh_from_db()
    assert (before, nomination.file_missing) == (False, True)


@pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite locks no rows")
@pytest.mark.django_db
def test_a_missing_file_is_told_of_the_newest_version_while_none_can_be_sent(
    form: NominationFormPage,
) -> None:
    nomination = make_nomination(form)
    Nomination.objects.update(file_missing=True)

    with CaptureQueriesContext(connection) as queries:
        mark_missing_file(nomination)

    told = [query["sql"] for query in queries if "awards_nomination" in query["sql"]]
    assert "FOR UPDATE" in told[0]
    assert Nomination.objects.get().file_missing is nomination.file_missing is False


@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_entries_that_were_forgotten_are_compared_and_a_broken_one_keeps_none_of_them_waiting(
    form: NominationFormPage, caplog: pytest.LogCaptureFixture
) -> None:
    broken, one, other = (
        make_nomination(form, email=f"{name}@example.se", namn=title)
        for name, title in (("a", "Trasig"), ("b", "Färre fall"), ("c", "färre FALL"))
    )
    NominationVersion.objects.filter(nomination=broken).update(asked={"hemligt": 1})
    Nomination.objects.update(
        search_names="", search_text="", name_key="", possible_duplicate=False
    )

    for _minute in range(2):
        describe_forgotten()

    assert marked(broken, one, other) == [False, True, True]
    found = Nomination.objects.order_by("pk")
    assert ["fall" in entry.search_names.split() for entry in found] == [False, True, True]
    assert (found[0].name_key, "trasig" in found[0].search_names.split()) == ("trasig", True)
    # Once, and not each minute.
    assert [record.getMessage() for record in caplog.records] == [
        f"Entry {broken.pk} is found by its names only, for its answers: ValidationError"
    ]
