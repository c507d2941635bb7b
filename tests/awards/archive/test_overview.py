from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone
from django.utils.formats import date_format

from awards.archive.front import states_of_awards
from awards.archive.overview import (
    ListedAward,
    award_overview,
    index_overview,
    winner_neighbours,
    year_overview,
)
from awards.domain.listing import ListedWinner
from awards.enums import ApplicationState
from awards.models import AwardIndexPage, AwardPage, AwardYearPage, WinnerPage
from tests.factories import (
    AwardFactory,
    AwardYearFactory,
    JuryFactory,
    NominationFormFactory,
    WinnerFactory,
    day,
)

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]
NOW = datetime(2026, 11, 1, 12, tzinfo=UTC)


def titles(winners: Iterable[ListedWinner]) -> list[str]:
    return [winner.title for winner in winners]


def names(awards: Iterable[ListedAward]) -> list[str]:
    return [award.page.title for award in awards]


@pytest.fixture
def award() -> AwardPage:
    """An award with winners in 2020, 2021 and an unknown year, and none in 2019 and 2022."""
    award = AwardFactory.create(title="Framsteget", slug="framsteget")
    for year in (2019, 2020, 2021, 2022, None):
        AwardYearFactory.create(parent=award, year=year)
    for year, winner in ((2020, "A"), (2020, "B"), (2021, "C"), (None, "D")):
        parent = AwardYearPage.objects.get(year=year)
        WinnerFactory.create(parent=parent, title=winner)
    return award


def test_the_newest_year_with_winners_comes_first_and_the_unknown_last(award: AwardPage) -> None:
    overview = award_overview(award, now=NOW)

    assert overview.round is not None
    assert overview.round.year.year == 2022
    assert overview.latest is not None
    assert (overview.latest.year, titles(overview.latest.winners)) == (2021, ["C"])
    assert [(listed.year, titles(listed.winners)) for listed in overview.earlier] == [
        (2020, ["A", "B"]),
        (None, ["D"]),
    ]


def test_an_unknown_year_is_never_the_latest() -> None:
    year = AwardYearFactory.create(unknown_year=True)
    WinnerFactory.create(parent=year, title="D")

    overview = award_overview(year.award, now=NOW)

    assert (overview.round, overview.latest) == (None, None)
    assert [titles(listed.winners) for listed in overview.earlier] == [["D"]]


def test_addresses_are_those_of_the_pages(award: AwardPage) -> None:
    overview = award_overview(award, now=NOW)

    assert overview.latest is not None
    listed = [overview.latest, *overview.earlier]
    assert [year.url for year in listed] == [
        AwardYearPage.objects.get(year=year.year).get_url() for year in listed
    ]
    winners = [winner for year in listed for winner in year.winners]
    assert [winner.url for winner in winners] == [
        WinnerPage.objects.get(title=winner.title).get_url() for winner in winners
    ]


@pytest.mark.parametrize(
    ("trait", "state", "has_form"),
    [
        ({}, ApplicationState.UNSCHEDULED, False),
        ({"upcoming": True}, ApplicationState.UPCOMING, False),
        ({"open": True}, ApplicationState.OPEN, True),
        ({"extended": True}, ApplicationState.EXTENDED, True),
        ({"closed": True}, ApplicationState.CLOSED, False),
    ],
)
def test_the_form_is_linked_only_while_entries_are_accepted(
    trait: dict[str, bool], state: ApplicationState, has_form: bool, client: Client
) -> None:
    year = AwardYearFactory.create(**trait)
    form = NominationFormFactory.create(parent=year)
    NominationFormFactory.create(parent=AwardYearFactory.create(open=True), slug="annat")

    overview = award_overview(year.award, now=timezone.now())

    assert overview.round is not None
    assert overview.round.state == state
    assert overview.round.form_url == (form.get_url() if has_form else None)
    page = client.get(year.award.get_url()).content.decode()
    assert (f'href="{form.get_url()}"' in page) is has_form


@pytest.mark.parametrize("later", [{}, {"upcoming": True}])
def test_a_later_year_does_not_hide_the_one_that_is_open(
    later: dict[str, bool], client: Client, django_capture_on_commit_callbacks: Any
) -> None:
    award = AwardFactory.create(title="Framsteget")
    year = AwardYearFactory.create(parent=award, year=2026, open=True)
    form, jury = NominationFormFactory.create(parent=year), JuryFactory.create(parent=year)
    next_year = AwardYearFactory.create(parent=award, year=2027, draft=True, **later)
    with django_capture_on_commit_callbacks(execute=True):
        next_year.get_latest_revision_as_object().save_revision().publish()
    award = AwardPage.objects.get(pk=award.pk)
    now = timezone.now()

    for told in (
        award_overview(award, now=now),
        award_overview(award, now=now, is_preview=True),
    ):
        assert told.round is not None
        assert (told.round.year.year, told.round.form_url) == (2026, form.get_url())
        assert told.jury is not None
        assert told.jury.url == jury.get_url()
    (listed,) = index_overview(AwardIndexPage.objects.get(), now=now).current
    assert listed.round is not None
    assert listed.round.year.year == 2026
    assert f'href="{form.get_url()}"' in client.get(award.get_url()).content.decode()
    # The year is over one day, without anything being published.
    over = award_overview(award, now=now + timedelta(days=30)).round
    assert over is not None
    assert over.year.year == 2027


@pytest.mark.parametrize("is_published", [True, False])
def test_without_its_form_a_year_opens_soon(
    is_published: bool, client: Client, in_english: None
) -> None:
    award = AwardFactory.create(title="Framsteget")
    year = AwardYearFactory.create(parent=award, open=True)
    form = NominationFormFactory.create(parent=year, draft=not is_published)
    index = AwardIndexPage.objects.get()
    now = timezone.now()

    (listed,) = index_overview(index, now=now).current
    rounds = [award_overview(award, now=now).round, year_overview(year, now=now).round]

    assert [told.form_url if told else "" for told in rounds] == [
        form.get_url() if is_published else None
    ] * 2
    assert listed.round is not None
    day = date_format(year.last_day, "DATE_FORMAT")
    opens = "Open" if is_published else "Opens soon,"
    told = f"{opens} until and including {day}"
    assert listed.round.in_short == told
    assert states_of_awards([award], now) == {award.pk: told}
    for page in (award, year):
        html = client.get(page.get_url()).content.decode()
        assert ("Applications are open" in html) is is_published
        assert ("Applications have not opened yet" in html) is not is_published
        assert ("The form is not published yet" in html) is not is_published


def test_drafts_are_left_out(award: AwardPage) -> None:
    WinnerFactory.create(parent=AwardYearPage.objects.get(year=2021), title="X", draft=True)
    draft_year = AwardYearFactory.create(parent=award, year=2030, draft=True)
    WinnerFactory.create(parent=draft_year, title="Y")
    JuryFactory.create(parent=AwardYearPage.objects.get(year=2022), draft=True)

    overview = award_overview(award, now=NOW)

    assert overview.round is not None
    assert overview.round.year.year == 2022
    assert overview.latest is not None
    assert titles(overview.latest.winners) == ["C"]
    assert overview.jury is None


def test_the_list_of_awards_tells_current_from_discontinued() -> None:
    AwardFactory.create(title="B")
    AwardFactory.create(title="C", discontinued_award=True)
    AwardFactory.create(title="A")
    AwardFactory.create(title="D", draft=True)

    overview = index_overview(AwardIndexPage.objects.get(), now=NOW)

    assert names(overview.current) == ["A", "B"]
    assert names(overview.discontinued) == ["C"]


@pytest.mark.parametrize(
    ("winner", "previous", "following"),
    [
        ("A", None, "B"),
        ("B", "A", "E"),
        ("E", "B", None),
        ("C", None, None),
        ("D", None, None),
        ("F", None, None),
    ],
)
def test_neighbours_are_those_of_the_same_year_where_that_is_known(
    award: AwardPage, winner: str, previous: str | None, following: str | None
) -> None:
    for year, title in ((2020, "E"), (None, "F")):
        WinnerFactory.create(parent=AwardYearPage.objects.get(year=year), title=title)
    page = WinnerPage.objects.get(title=winner)

    neighbours = winner_neighbours(page, now=NOW)

    assert (
        neighbours.previous.title if neighbours.previous else None,
        neighbours.next.title if neighbours.next else None,
    ) == (previous, following)


@pytest.mark.parametrize(("days", "ahead"), [(None, False), (-1, False), (0, True), (1, True)])
def test_a_ceremony_is_ahead_until_its_day_has_passed(
    days: int | None,
    ahead: bool,
) -> None:
    year = AwardYearFactory.create(
        closed=True, ceremony_on=None if days is None else day(days), ceremony_place="Blå hallen"
    )

    overview = year_overview(year, now=timezone.now())

    assert overview.round.ceremony_is_ahead is ahead
