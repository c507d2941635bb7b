"""One form of the demo is open on the day of loading, and its page says what the law asks for."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone
from wagtail.models import Site

from awards.demo.loading import load
from awards.domain.deadlines import application_state
from awards.domain.questions import definition_of, from_json, gather
from awards.enums import ApplicationState, Meaning, QuestionKind
from awards.models import AwardYearPage, NominationFormPage
from cms.models import SiteSettings

from .words import text_of

pytestmark = pytest.mark.django_db


def form_of(award: str) -> NominationFormPage:
    return next(form for form in NominationFormPage.objects.all() if form.year.award.slug == award)


def test_one_form_is_open_beside_the_round_of_2022() -> None:
    states = {
        form.title: application_state(form.year, now=timezone.now())
        for form in NominationFormPage.objects.live()
    }

    assert states == {
        "Ansökan till Framsteget 2022": ApplicationState.CLOSED,
        f"Ansökan till Provpriset {timezone.localdate().year}": ApplicationState.OPEN,
    }


def test_the_open_round_lies_around_the_day_of_loading() -> None:
    year, today = form_of("provpriset").year, timezone.localdate()

    assert (year.opens_on, year.closes_on, year.ceremony_on) == (
        today - timedelta(days=30),
        today + timedelta(days=30),
        today + timedelta(days=60),
    )
    assert year.criteria.count() == 3


@pytest.mark.parametrize("award", ["framsteget", "provpriset"])
def test_the_form_asks_for_all_seven_parts_and_for_who_applies(award: str) -> None:
    form = form_of(award)
    definition = definition_of(form)

    assert from_json(form.definition) == gather(form)
    assert form.publication_problems() == {}
    kinds = [(each.kind, each.meaning) for each in definition.questions() if not each.criterion]
    assert kinds == [
        (QuestionKind.SHORT_TEXT, Meaning.TITLE),
        (QuestionKind.SHORT_TEXT, Meaning.UNIT),
        (QuestionKind.ORGANISATION, Meaning.NONE),
        (QuestionKind.CONTACT, Meaning.NONE),
        (QuestionKind.LONG_TEXT, Meaning.NONE),
        (QuestionKind.LONG_TEXT, Meaning.NONE),
        (QuestionKind.LONG_TEXT, Meaning.NONE),
        (QuestionKind.LONG_TEXT, Meaning.NONE),
        (QuestionKind.LONG_TEXT, Meaning.PITCH),
        (QuestionKind.FILM, Meaning.NONE),
        (QuestionKind.PICTURE, Meaning.NONE),
        (QuestionKind.DECLARATION, Meaning.NONE),
    ]
    assert len(definition.eligibility) == 1


def test_framstegets_form_asks_for_its_six_criteria_and_a_film_of_three_minutes() -> None:
    questions = list(definition_of(form_of("framsteget")).questions())

    criteria = [each for each in questions if each.criterion]
    assert len({each.criterion for each in criteria}) == 6
    assert [each.options for each in criteria if each.options] == [
        ["miljömässigt", "socialt", "ekonomiskt", "organisatoriskt"]
    ]
    film = next(each for each in questions if each.kind == QuestionKind.FILM)
    assert (film.required, film.max_seconds, film.any_host) == (True, 180, False)
    assert "kommunikatör" in film.hint


def test_a_year_that_editors_made_is_not_joined_by_another() -> None:
    year = form_of("provpriset").year
    year.year = 2001
    year.save_revision().publish()

    load()

    assert AwardYearPage.objects.child_of(year.award).count() == 1


def test_the_page_about_personal_data_names_those_who_answer_for_it(client: Client) -> None:
    text = text_of("/personuppgifter/")
    settings = SiteSettings.for_site(Site.objects.get())

    for told in (
        settings.controller,
        settings.data_protection_officer,
        settings.data_protection_email,
        "allmänt intresse",
        "Vilka som får se uppgifterna",
        "Hur länge uppgifterna finns kvar",
        "allmän handling",
        "Integritetsskyddsmyndigheten",
    ):
        assert told in text
    html = client.get("/personuppgifter/").content.decode()
    assert f'href="{settings.privacy_complaint_url}"' in html


@pytest.mark.parametrize("award", ["framsteget", "provpriset"])
def test_the_form_tells_of_personal_data_and_public_records(award: str) -> None:
    text = text_of(form_of(award).get_url())

    for told in ("personuppgiftsansvarig", "allmänt intresse", "allmän handling", "gallras"):
        assert told in text
