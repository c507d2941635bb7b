from datetime import UTC, date, datetime

import pytest
from django.db import connection

from awards.domain.questions import gather
from awards.domain.years import YearAlreadyStartedError, newest_year, start_new_year
from awards.enums import CriteriaRule, PublicNoun
from awards.models import AwardYearPage, JuryPage, NominationFormPage, WinnerPage
from tests.at_once import at_once
from tests.factories import (
    AwardFactory,
    AwardYearFactory,
    JuryFactory,
    NominationFormFactory,
    UserFactory,
    WinnerFactory,
)

NOW = datetime(2026, 11, 1, 12, tzinfo=UTC)
pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]


def criteria_of(page: AwardYearPage) -> list[tuple[str, str]]:
    return [(criterion.text, criterion.any_of) for criterion in page.criteria.all()]


def test_the_first_year_takes_its_rules_from_the_award() -> None:
    award = AwardFactory.create(criteria_rule=CriteriaRule.ANY)

    year = start_new_year(award, after=None, actor=UserFactory.create(), now=NOW)

    stored = AwardYearPage.objects.get(pk=year.pk)
    assert (stored.title, stored.slug, stored.year) == (f"{award.title} 2026", "2026", 2026)
    assert stored.live is False
    assert stored.prize == award.prize
    assert stored.criteria_rule == CriteriaRule.ANY
    assert criteria_of(stored) == criteria_of(award)


def test_a_new_year_keeps_the_rules_and_forgets_dates_and_winners() -> None:
    old = AwardYearFactory.create(
        closed=True,
        year=2022,
        prize="<p>75 000 kronor</p>",
        film_max_seconds=120,
        ceremony_on=date(2022, 11, 29),
        ceremony_place="Blå hallen",
        introduction="<p>Om 2022.</p>",
    )
    WinnerFactory.create(parent=old)

    year = start_new_year(old.award, after=old.pk, actor=UserFactory.create(), now=NOW)

    stored = AwardYearPage.objects.get(pk=year.pk)
    assert (stored.year, stored.prize, stored.film_max_seconds) == (2023, old.prize, 120)
    assert criteria_of(stored) == criteria_of(old)
    assert (stored.opens_on, stored.closes_on, stored.extended_to) == (None, None, None)
    assert (stored.ceremony_on, stored.ceremony_place, stored.introduction) == (None, "", "")
    assert WinnerPage.objects.child_of(stored).count() == 0


def test_jury_and_form_follow_as_drafts_of_their_own() -> None:
    old = AwardYearFactory.create(year=2022)
    old_jury = JuryFactory.create(parent=old)
    old_form = NominationFormFactory.create(parent=old, privacy_text="<p>Staden ansvarar.</p>")

    year = start_new_year(old.award, after=old.pk, actor=UserFactory.create(), now=NOW)

    jury = JuryPage.objects.child_of(year).get()
    form = NominationFormPage.objects.child_of(year).get()
    assert (jury.live, form.live) == (False, False)
    assert [(member.name, member.title) for member in jury.members.all()] == [
        (member.name, member.title) for member in old_jury.members.all()
    ]
    assert form.privacy_text == old_form.privacy_text
    assert JuryPage.objects.child_of(old).get().members.count() == 2


def test_all_that_a_form_asks_comes_along_with_its_keys() -> None:
    old = AwardYearFactory.create(year=2022)
    old_form = NominationFormFactory.create(
        parent=old, full=True, after_sending="<p>Juryn läser.</p>", keep_draft_days=7
    )

    year = start_new_year(old.award, after=old.pk, actor=UserFactory.create(), now=NOW)

    form = NominationFormPage.objects.child_of(year).get()
    assert form.steps.get_prep_value() == old_form.steps.get_prep_value()
    assert form.eligibility.get_prep_value() == old_form.eligibility.get_prep_value()
    assert (form.after_sending, form.keep_draft_days) == (old_form.after_sending, 7)
    assert [step.title for step in gather(form).steps] == [
        step.title for step in gather(old_form).steps
    ]


@pytest.mark.parametrize(
    ("noun", "title", "slug", "first"),
    [
        (PublicNoun.APPLICATION, "Ansökan till Framsteget 2026", "ansokan", "Om er"),
        (PublicNoun.PROPOSAL, "Förslag till Framsteget 2026", "forslag", "Förslaget"),
    ],
)
def test_the_first_form_begins_with_its_template(
    noun: PublicNoun, title: str, slug: str, first: str
) -> None:
    award = AwardFactory.create(title="Framsteget", slug="framsteget", public_noun=noun)

    year = start_new_year(award, after=None, actor=UserFactory.create(), now=NOW)

    form = NominationFormPage.objects.child_of(year).get()
    assert (form.title, form.slug, form.live) == (title, slug, False)
    assert form.steps[0].value["title"] == first
    assert list(form.publication_problems()) == ["privacy_text", "title"]


def test_a_year_without_a_form_is_followed_by_one_that_has_its_template() -> None:
    old = AwardYearFactory.create(year=2022)

    year = start_new_year(old.award, after=old.pk, actor=UserFactory.create(), now=NOW)

    assert len(NominationFormPage.objects.child_of(year).get().steps) > 1
    assert NominationFormPage.objects.child_of(old).count() == 0


def test_titles_that_speak_of_the_old_year_speak_of_the_new() -> None:
    old = AwardYearFactory.create(year=2022)
    JuryFactory.create(parent=old, title="Juryn för Priset 2022")
    NominationFormFactory.create(parent=old, title="Ansökan till Priset 2022")

    year = start_new_year(old.award, after=old.pk, actor=UserFactory.create(), now=NOW)

    assert JuryPage.objects.child_of(year).get().title == "Juryn för Priset 2023"
    assert NominationFormPage.objects.child_of(year).get().title == "Ansökan till Priset 2023"


def test_what_was_edited_but_not_yet_published_is_what_is_copied() -> None:
    old = AwardYearFactory.create(year=2022)
    old.prize = "<p>Nytt pris</p>"
    old.save_revision()

    year = start_new_year(old.award, after=old.pk, actor=UserFactory.create(), now=NOW)

    assert year.prize == "<p>Nytt pris</p>"


def test_nothing_of_the_old_year_is_changed() -> None:
    old = AwardYearFactory.create(year=2022)
    before = AwardYearPage.objects.filter(pk=old.pk).values().get()

    start_new_year(old.award, after=old.pk, actor=UserFactory.create(), now=NOW)

    assert AwardYearPage.objects.filter(pk=old.pk).values().get() == before


def test_an_address_that_is_taken_gets_a_number() -> None:
    corrected = AwardYearFactory.create(year=2021, slug="2022")

    year = start_new_year(corrected.award, after=corrected.pk, actor=UserFactory.create(), now=NOW)

    assert (year.year, year.slug) == (2022, "2022-1")


def test_a_second_click_meets_the_year_that_the_first_one_made() -> None:
    award = AwardFactory.create()
    actor = UserFactory.create()
    first = start_new_year(award, after=None, actor=actor, now=NOW)

    with pytest.raises(YearAlreadyStartedError) as refusal:
        start_new_year(award, after=None, actor=actor, now=NOW)

    assert refusal.value.year == first
    assert AwardYearPage.objects.child_of(award).count() == 1


def test_an_unknown_year_is_never_the_newest() -> None:
    unknown = AwardYearFactory.create(unknown_year=True)
    assert newest_year(unknown.award) is None
    known = AwardYearFactory.create(parent=unknown.award, year=2018)
    assert newest_year(unknown.award) == known


@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_two_clicks_at_once_make_one_year() -> None:
    if connection.vendor == "sqlite":
        pytest.skip("SQLite in memory has one connection: nothing happens at once")
    award = AwardFactory.create()
    actor = UserFactory.create()

    def click() -> AwardYearPage:
        try:
            return start_new_year(award, after=None, actor=actor, now=NOW)
        except YearAlreadyStartedError as already:
            return already.year

    assert at_once(click, click) == [AwardYearPage.objects.get()] * 2
