"""The search of the inbox: by Swedish stems and beginnings on PostgreSQL, by parts on SQLite."""

from __future__ import annotations

import pytest
from django.db import connection

from awards.domain import flags
from awards.inbox.searching import search
from awards.models import Nomination, NominationFormPage
from tests.awards.entries import make_nomination
from tests.factories import AwardFactory, AwardYearFactory, NominationFormFactory

pytestmark = pytest.mark.django_db

on_postgresql = pytest.mark.skipif(
    "connection.vendor != 'postgresql'", reason="SQLite knows no stems"
)

TEXT = (
    "Kommunikationen med vårdnadshavare blev bättre, och fallen minskade. "
    "Förebyggande arbete på Söder. Ring 08-123 45 67. Café"
)


@pytest.fixture(scope="module", autouse=True)
def _form(module_db: None) -> None:
    award = AwardFactory.create(title="Framsteget")
    NominationFormFactory.create(parent=AwardYearFactory.create(parent=award, open=True, year=2026))


@pytest.fixture
def form() -> NominationFormPage:
    return NominationFormPage.objects.get()


@pytest.fixture
def found(form: NominationFormPage) -> Nomination:
    """The entry that is searched for, beside one with other words."""
    make_nomination(form, email="cia@example.org", namn="Annat", bakgrund="Om helt andra saker.")
    return make_nomination(form, email="ann.ek@example.se", namn="Trygga steg", bakgrund=TEXT)


def texts(words: str) -> list[str]:
    return [entry.title for entry in search(Nomination.objects.order_by("pk"), words)]


@pytest.mark.both_databases
@pytest.mark.parametrize(
    "words",
    [
        "Trygga steg",
        "STEG trygg",
        "kommunikation",
        "föreb",
        "Söder",
        "café",
        "CAFE",
        "123 45",
        "ann.ek@example.se",
        "ann.ek@",
        "FRA-2026-0002",
        "fra-2026-0002",
        "0002",
        "steg\x00trygga",
        "  steg,  (trygga)! ",
        "steg & trygga | :* '",
    ],
)
def test_an_entry_is_found(words: str, found: Nomination) -> None:
    assert texts(words) == ["Trygga steg"]


@on_postgresql
@pytest.mark.parametrize(
    "words",
    [
        "kommunikationen",
        "kommunikationer",
        "fall",
        "minska",
        "arbeten",
        "steg och trygga",
        "och steg",
    ],
)
def test_an_entry_is_found_by_other_forms_of_its_words(words: str, found: Nomination) -> None:
    assert texts(words) == ["Trygga steg"]


@pytest.mark.both_databases
@pytest.mark.parametrize(
    "words", ["okänt", "steg okänt", "FRA-2026-0009", "x" * 200, "ann.ek@example.org", "söderut"]
)
def test_an_entry_that_lacks_a_word_is_not_found(words: str, found: Nomination) -> None:
    assert texts(words) == []


@pytest.mark.both_databases
@pytest.mark.parametrize("words", ["", " ", "\x00", "-", "!'\"\\:*&|()<>"])
def test_nothing_is_asked_by_a_text_without_words(words: str, found: Nomination) -> None:
    assert texts(words) == ["Annat", "Trygga steg"]


@pytest.mark.both_databases
@pytest.mark.parametrize(
    "words", ["och", "och att som", "²", "ᴬ", "你好", "٣", "a" * 5000, "1e5 0x1f"]
)
def test_no_word_is_an_error(words: str, found: Nomination) -> None:
    assert len(texts(words)) <= 2


@on_postgresql
@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("kommunik", ["Trygga steg"]),
        ("steg kommunik", ["Trygga steg"]),
        ("kommunik steg", []),
        ("st", ["Trygga steg"]),
        ("trygga ste", ["Trygga steg"]),
        ("trygga st", []),
    ],
)
def test_the_last_word_may_be_a_beginning(
    words: str, expected: list[str], found: Nomination
) -> None:
    assert texts(words) == expected


#: Words whose stems end earlier, by each way of cutting endings off, and one that has no ending.
CUT = [
    "trygghet",
    "verksamheterna",
    "förskolor",
    "medborgarnas",
    "kamerorna",
    "förebyggande",
    "lyckligaste",
    "hemligheten",
    "rörelserna",
    "trötthetens",
    "skyddande",
    "enhetens",
    "handel",
    "resultat",
]


@on_postgresql
@pytest.mark.parametrize("before", ["", "steg "])
def test_a_word_is_found_by_each_of_its_beginnings(before: str, form: NominationFormPage) -> None:
    make_nomination(form, namn="Steg för steg", bakgrund=f"Om {', '.join(CUT)}.")

    lost = [
        word[:length]
        for word in CUT
        for length in range(3, len(word) + 1)
        if texts(f"{before}{word[:length]}") != ["Steg för steg"]
    ]

    assert lost == []


@on_postgresql
@pytest.mark.parametrize("words", ["kommunikation", "barn", "kund", "medel", "handelsk", "tryggt"])
def test_a_word_is_not_found_by_another_that_it_begins_with(
    words: str, form: NominationFormPage
) -> None:
    make_nomination(form, namn="Med kommunen", bakgrund="Bara en hand, en kunskap och en tryck.")

    assert texts(words) == []


@on_postgresql
@pytest.mark.parametrize("words", ["steg kunde", "steg under", "steg alla", "under"])
def test_a_last_word_that_swedish_leaves_out_leads_to_no_stem(
    words: str, form: NominationFormPage
) -> None:
    make_nomination(form, namn="Steg under tiden", bakgrund="Om helt andra saker.")
    make_nomination(form, namn="Annat", bakgrund="En kund, en und och en all.")

    assert texts(words) == ["Steg under tiden"]


@on_postgresql
def test_words_that_swedish_leaves_out_are_found_at_the_beginning_of_names(
    form: NominationFormPage,
) -> None:
    make_nomination(form, namn="Annat")
    make_nomination(form, namn="Ochra i parken")

    assert texts("och") == ["Ochra i parken"]


@pytest.mark.both_databases
def test_what_was_received_before_the_search_is_described_a_few_at_a_time(
    form: NominationFormPage,
) -> None:
    for number in range(3):
        make_nomination(form, email=f"{number}@example.se", namn=f"Nummer {number}")
    Nomination.objects.update(search_names="", search_text="", name_key="")

    flags.describe_forgotten(most=2)
    first = texts("nummer")
    flags.describe_forgotten(most=2)

    assert first == ["Nummer 0", "Nummer 1"]
    assert texts("nummer") == ["Nummer 0", "Nummer 1", "Nummer 2"]


@on_postgresql
def test_a_text_far_longer_than_any_form_lets_through_is_received_and_found(
    form: NominationFormPage,
) -> None:
    words = " ".join(f"ord{number}" for number in range(200_000))

    make_nomination(form, namn="Lång", bakgrund=words)

    assert texts("ord77") == ["Lång"]
    assert connection.vendor == "postgresql"
