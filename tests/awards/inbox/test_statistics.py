"""The statistics of a year, as those who handle entries read them."""

from __future__ import annotations

import csv
import re
from html import unescape
from io import StringIO
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from awards.enums import Role
from awards.inbox.statistics import MOST_SHOWN
from awards.models import AwardYearPage
from awards.statuses import NominationStatus
from tests.awards.apply.applicant import Applicant
from tests.awards.entries import bare_nomination, receive
from tests.factories import (
    AwardYearFactory,
    NominationFormFactory,
    OrganisationFactory,
    UserFactory,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("framsteget_2026")]

STATISTICS = "awards_statistics"
#: In a table, a row's name, the length of its bar and its number; and a day's bar in the chart.
BAR_ROW = r'<th scope="row"> (.*?) <svg .*?width="(\d+)%" height="8"/>.*?<td>(\d+)<'
DAY_BAR = r'<rect class="inbox-fill" x="(.+?)" y="(.+?)" width="0.8" height="(.+?)"'


@pytest.fixture
def moderator(client: Client) -> Client:
    client.force_login(UserFactory.create(role=Role.MODERATOR))
    return client


def shown(client: Client, **asked: Any) -> str:
    response = client.get(reverse(STATISTICS), asked)
    assert response.status_code == 200
    return " ".join(response.content.decode().split())


def test_tables_and_charts_say_the_same(moderator: Client, year: AwardYearPage) -> None:
    organisation = OrganisationFactory.create(name="Bolaget & co", kind="company")
    receive(
        year, "2026-09-01T12:00Z", organisation=organisation, status=NominationStatus.UNDER_REVIEW
    )
    receive(year, "2026-09-01T12:00Z", organisation=organisation)
    receive(year, "2026-09-04T12:00Z", organisation_name="<b>Skolan</b>")
    receive(year, "2026-09-05T12:00Z", status=NominationStatus.SPAM)

    html = shown(moderator)

    assert re.findall(BAR_ROW, html) == [
        ("Inskickad", "100", "2"),
        ("Under granskning", "50", "1"),
        ("Bolag", "100", "2"),
        ("Inte i registret", "50", "1"),
        ("Bolaget &amp; co", "100", "2"),
        ("&lt;b&gt;Skolan&lt;/b&gt;", "50", "1"),
    ]
    days = re.findall(r'<th scope="row">([^<]+)</th> <td>(\d+)</td> <td>(\d+)</td>', html)
    assert days == [("1 september 2026", "2", "2"), ("4 september 2026", "1", "3")]
    assert re.findall(DAY_BAR, html) == [("0.1", "0", "2"), ("3.1", "1", "1")]
    assert re.findall(r'viewBox="(.+?)"', html)[-2:] == ["0 0 4 2", "0 0 4 3"]
    assert re.findall(r'<path d="(M0 .+?)"', html) == ["M0 3H0V1H3V0H4"]
    assert "<strong>3</strong> bidrag har kommit in" in html
    assert "Ytterligare 1 är markerat som skräppost" in html
    assert html.count('role="img" aria-labelledby="chart-') == 2
    assert "Flest på en dag: 2 bidrag, den 1 september 2026." in html


@pytest.mark.usefixtures("in_english")
@pytest.mark.parametrize("more", [0, 1, 3])
def test_of_many_organisations_the_largest_are_shown_and_the_rest_is_in_the_file(
    more: int, moderator: Client, year: AwardYearPage
) -> None:
    for number in range(MOST_SHOWN + more):
        status = NominationStatus.SUBMITTED
        bare_nomination(year, number, status, organisation_name=f"Bolag {number:03}")
    bare_nomination(year, 999, NominationStatus.SUBMITTED, organisation_name="Bolag 000")

    html = shown(moderator)
    file = moderator.get(reverse(STATISTICS), {"year": year.pk, "table": "organisation"})

    rest = re.findall(r'<th scope="row">(\d+) more, in the file</th> <td>(\d+)</td>', html)
    assert rest == [(f"{more}", f"{more}")] * bool(more)
    assert html.count('<th scope="row"> Bolag ') == MOST_SHOWN
    assert len(file.getvalue().splitlines()) == 1 + MOST_SHOWN + more


def test_a_year_without_entries_says_so(moderator: Client, year: AwardYearPage) -> None:
    html = shown(moderator)

    assert "Framsteget 2026" in html
    assert "Inga bidrag har kommit in" in html
    assert "inbox-statistics" not in html


def test_nothing_but_spam_is_told_so(moderator: Client, year: AwardYearPage) -> None:
    receive(year, "2026-09-01T12:00Z", status=NominationStatus.SPAM)

    html = shown(moderator)

    assert "Inga bidrag har kommit in" in html
    assert "Ytterligare 1 är markerat som skräppost" in html


def test_before_any_year_has_dates_it_is_told_what_to_do(moderator: Client) -> None:
    AwardYearPage.objects.update(opens_on=None, closes_on=None)

    assert "Ingen omgång har datum eller bidrag än" in shown(moderator)


def test_a_year_can_be_chosen_among_those_with_dates_or_entries(
    moderator: Client, year: AwardYearPage
) -> None:
    award = year.award
    old = AwardYearFactory.create(parent=award, year=2019)
    AwardYearFactory.create(parent=award, year=2018)
    receive(old, "2019-09-01T12:00Z")
    coming = AwardYearFactory.create(parent=award, year=2027, upcoming=True)

    def chosen(**asked: Any) -> tuple[list[str], str]:
        context = moderator.get(reverse(STATISTICS), asked).context
        return [each.title for each in context["years"]], context["year"].title

    titles = ["Framsteget 2027", "Framsteget 2026", "Framsteget 2019"]
    assert chosen() == (titles, "Framsteget 2019")
    assert chosen(year=coming.pk) == (titles, "Framsteget 2027")
    assert chosen(year="nonsense") == (titles, "Framsteget 2019")
    assert chosen(year="9" * 30) == (titles, "Framsteget 2019")


def test_drafts_are_nowhere(moderator: Client, year: AwardYearPage) -> None:
    receive(year)
    before = shown(moderator)
    applicant = Applicant(NominationFormFactory.create(parent=year), "hemlig@example.se")
    applicant.begin()
    applicant.fill_in(namn="Hemligt utkast")

    after = shown(moderator)

    main = re.compile(r"<strong>\d+</strong>.*</main>")
    found, same = main.search(before), main.search(after)
    assert found is not None
    assert same is not None
    assert found.group() == same.group()


def test_the_statistics_cost_the_same_for_one_and_for_three(
    moderator: Client, year: AwardYearPage
) -> None:
    counts = []
    for number in range(3):
        receive(year, f"2026-09-0{number + 1}T12:00Z", organisation=OrganisationFactory.create())
        shown(moderator)
        with CaptureQueriesContext(connection) as queries:
            shown(moderator)
        counts.append(len(queries))

    assert counts[0] == counts[2]
    assert counts[0] <= 15


@pytest.mark.usefixtures("in_english")
def test_each_table_is_a_file_that_runs_no_formula(year: AwardYearPage, moderator: Client) -> None:
    company = OrganisationFactory.create(name="=1+1 bolag", kind="company")
    receive(year, "2026-09-01T12:00Z", organisation=company, organisation_name=company.name)
    receive(year, "2026-09-01T13:00Z", NominationStatus.WINNER)
    receive(year, "2026-09-01T14:00Z", organisation_name="Skolan")
    receive(year, "2026-09-03T12:00Z", NominationStatus.SPAM)
    receive(year, "2026-09-04T22:30Z")

    page = shown(moderator, year=year.pk)
    links = re.findall(r'<p class="inbox-file"><a href="\?(.*?)">', page)
    files = {
        link.rpartition("=")[2]: moderator.get(f"{reverse(STATISTICS)}?{unescape(link)}")
        for link in links
    }

    texts = {key: file.getvalue().decode("utf-8-sig") for key, file in files.items()}
    read = {key: list(csv.reader(StringIO(text), delimiter=";")) for key, text in texts.items()}
    assert read == {
        "status": [["Status", "Entries"], ["Submitted", "3"], ["Winner", "1"]],
        "kind": [
            ["Kind of organisation", "Entries"],
            ["Company", "1"],
            ["Not in the register", "1"],
            ["No organisation told", "2"],
        ],
        "organisation": [
            ["Organisation", "Entries"],
            ["No organisation told", "2"],
            ["'=1+1 bolag", "1"],
            ["Skolan", "1"],
        ],
        "day": [
            ["Day", "Entries", "In all"],
            ["2026-09-01", "3", "3"],
            ["2026-09-05", "1", "4"],
        ],
    }
    assert {file["Content-Disposition"] for file in files.values()} == {
        f'attachment; filename="framsteget-2026-{name}.csv"'
        for name in ("status", "kind-of-organisation", "organisation", "day")
    }
