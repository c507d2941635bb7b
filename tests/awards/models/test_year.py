from datetime import UTC, date, datetime, timedelta

import pytest
from django.test import Client

from awards.enums import Role
from awards.models import AwardYearPage
from tests.editor import add_address, fill_in, form_at, send_edit
from tests.factories import AwardFactory, AwardYearFactory, UserFactory

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("dates", "expected"),
    [
        ({}, {}),
        ({"opens_on": date(2022, 5, 2), "closes_on": date(2022, 5, 2)}, {}),
        (
            {"opens_on": date(2022, 5, 2)},
            {"closes_on": "Enter the last day, since there is a first."},
        ),
        (
            {"closes_on": date(2022, 5, 2)},
            {"opens_on": "Enter the day when entries are first accepted."},
        ),
        (
            {"opens_on": date(2022, 5, 2), "closes_on": date(2022, 5, 1)},
            {"closes_on": "Enter a last day that is not before the first."},
        ),
        (
            {
                "opens_on": date(2022, 5, 2),
                "closes_on": date(2022, 5, 3),
                "extended_to": date(2022, 5, 3),
            },
            {"extended_to": "Enter a day after the last day, or nothing."},
        ),
        (
            {"extended_to": date(2022, 5, 3)},
            {"extended_to": "Enter a day after the last day, or nothing."},
        ),
        (
            {
                "opens_on": date(2022, 5, 2),
                "closes_on": date(2022, 5, 3),
                "ceremony_on": date(2022, 5, 2),
            },
            {"ceremony_on": "Enter a day that is not before the last day for entries."},
        ),
        (
            {
                "opens_on": date(2022, 5, 2),
                "closes_on": date(2022, 5, 3),
                "extended_to": date(2022, 5, 10),
                "winners_released_at": datetime(2022, 5, 9, 21, 59, tzinfo=UTC),
            },
            {"winners_released_at": "Enter a day that is not before the last day for entries."},
        ),
        (
            {
                "opens_on": date(2022, 5, 2),
                "closes_on": date(2022, 5, 10),
                "winners_released_at": datetime(2022, 5, 9, 22, tzinfo=UTC),
            },
            {},
        ),
        ({"winners_released_at": datetime(2022, 5, 2, 16, tzinfo=UTC)}, {}),
    ],
)
def test_dates_that_contradict_each_other_stop_publication(
    dates: dict[str, date | datetime], expected: dict[str, str], in_english: None
) -> None:
    year = AwardYearPage(year=2022, **dates)

    assert year.publication_problems() == expected


@pytest.mark.parametrize(
    ("year", "message"),
    [
        (2022, "The award already has a page for this year. Enter another year."),
        (None, "The award already has a page for winners whose year is not known."),
    ],
)
def test_a_year_has_one_page(year: int | None, message: str, in_english: None) -> None:
    award = AwardFactory.create()
    first = AwardYearFactory.create(parent=award, year=year)
    second = AwardYearPage(year=year)
    second.intended_parent = award

    assert first.publication_problems() == {}
    assert second.publication_problems() == {"year": message}
    second.intended_parent = AwardFactory.create()
    assert second.publication_problems() == {}


def test_title_and_address_follow_from_award_and_year() -> None:
    award = AwardFactory.create(title="Framsteget")
    known = AwardYearFactory.create(parent=award, year=2021)
    unknown = AwardYearFactory.create(parent=award, year=None)

    assert (known.title, known.slug) == ("Framsteget 2021", "2021")
    assert (unknown.title, unknown.slug) == ("Framsteget, år ej känt", "ar-ej-kant")
    assert unknown.display_year == "År ej känt"


def test_a_year_that_becomes_known_is_renamed_but_keeps_its_address() -> None:
    year = AwardYearFactory.create(parent=AwardFactory.create(title="Priset"), year=None)

    year.year = 2019
    year.save()

    assert (year.title, year.slug) == ("Priset 2019", "ar-ej-kant")


@pytest.mark.parametrize(
    ("typed", "address"),
    [({}, "2019"), ({"slug": "tionde"}, "tionde"), ({"slug": "ar-ej-kant-3"}, "2019")],
)
def test_the_address_of_a_draft_follows_the_year_unless_it_was_chosen(
    typed: dict[str, str], address: str
) -> None:
    year = AwardYearFactory.create(year=None, draft=True, **typed)

    year.year = 2019
    year.save()

    assert year.slug == address


@pytest.mark.parametrize("number", [2022, None])
@pytest.mark.parametrize("pressed", ["action-publish", "a draft"])
def test_a_year_that_is_there_already_is_refused_when_it_is_published(
    number: int | None, pressed: str, client: Client
) -> None:
    award = AwardYearFactory.create(year=number).award
    client.force_login(UserFactory.create(role=Role.COMMUNICATOR))
    address = add_address(AwardYearPage, award)
    form = form_at(client, address, AwardYearPage)
    fill_in(form, {"year": str(number or ""), "ceremony_place": "Blå hallen", pressed: "1"})

    response = client.post(address, form)

    drafts = AwardYearPage.objects.filter(live=False)
    if pressed == "action-publish":
        typed = response.context["form"]
        assert list(typed.errors) == ["year"]
        assert typed["ceremony_place"].value() == "Blå hallen"
        assert list(drafts) == []
    else:
        assert response.status_code == 302
        assert [(year.year, year.ceremony_place) for year in drafts] == [(number, "Blå hallen")]


@pytest.mark.parametrize(
    ("field", "typed", "expected"),
    [
        ("opens_on", "2026-12-01", "2026-12-01"),
        ("opens_on", "20261201", "2026-12-01"),
        ("winners_released_at", "2026-12-01 18:00", "2026-12-01T17:00:00Z"),
        ("winners_released_at", "2026-12-01 18.00", "2026-12-01T17:00:00Z"),
        ("winners_released_at", "20261201 18:00", "2026-12-01T17:00:00Z"),
        ("opens_on", "1 december 2026", None),
        ("opens_on", "10/11/2026", None),
        ("opens_on", "2026-02-31", None),
        ("winners_released_at", "1 februari 2027 kl. 18", None),
    ],
)
def test_a_date_is_read_as_it_was_written_or_told_of(
    field: str, typed: str, expected: str | None, client: Client
) -> None:
    year = AwardYearFactory.create(draft=True)
    client.force_login(UserFactory.create(role=Role.COMMUNICATOR))

    response = send_edit(client, year, {field: typed})

    revision = AwardYearPage.objects.get().get_latest_revision()
    if expected:
        assert revision.content[field] == expected
        return
    example = "2026-12-01" if field == "opens_on" else "2026-12-01 18:00"
    form = response.context["form"]
    assert (form[field].value(), example in str(form.errors[field])) == (typed, True)


def test_years_come_newest_first_and_the_unknown_last() -> None:
    award = AwardFactory.create()
    for year in (2018, None, 2022, 2020):
        AwardYearFactory.create(parent=award, year=year)

    assert [page.year for page in award.years()] == [2022, 2020, 2018, None]


@pytest.mark.both_databases
@pytest.mark.parametrize(
    ("now", "expected"),
    [
        ("2022-05-01T21:59:59", []),
        ("2022-05-01T22:00:00", ["plain", "extended"]),
        ("2022-05-10T21:59:59", ["plain", "extended"]),
        ("2022-05-10T22:00:00", ["extended"]),
        ("2022-05-20T21:59:59", ["extended"]),
        ("2022-05-20T22:00:00", []),
    ],
)
def test_open_years_by_the_citys_clock(now: str, expected: list[str]) -> None:
    dates = {"opens_on": date(2022, 5, 2), "closes_on": date(2022, 5, 10)}
    AwardYearFactory.create(listing_text="plain", **dates)
    AwardYearFactory.create(listing_text="extended", extended_to=date(2022, 5, 20), **dates)
    AwardYearFactory.create(listing_text="undated")
    moment = datetime.fromisoformat(now).replace(tzinfo=UTC)

    found = AwardYearPage.objects.open(moment).order_by("path")

    assert [year.listing_text for year in found] == expected


def test_winners_are_hidden_until_the_very_moment() -> None:
    moment = datetime(2022, 11, 29, 18, tzinfo=UTC)
    year = AwardYearPage(winners_released_at=moment)

    assert year.hides_winners(moment - timedelta(microseconds=1)) is True
    assert year.hides_winners(moment) is False
    assert AwardYearPage().hides_winners(moment) is False
