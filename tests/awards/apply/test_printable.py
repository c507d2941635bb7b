"""All the questions of a form on one page, for applicants and in the editor's preview."""

from __future__ import annotations

import re
from html import unescape
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils.translation import gettext
from wagtail.models import PageViewRestriction

from awards.apply.limits import limits_of, parts_of
from awards.domain.questions import Question, refresh
from awards.enums import Meaning, QuestionKind, Role
from awards.models import NominationFormPage
from tests.editor import add_address, edit_address, fill_in, form_at
from tests.factories import (
    AwardYearFactory,
    NominationFormFactory,
    UserFactory,
    question,
    step,
)

pytestmark = pytest.mark.django_db

NAME = question("short_text", "Namn", meaning=Meaning.TITLE, max_characters=80)


@pytest.fixture
def form() -> NominationFormPage:
    form = NominationFormFactory.create(parent=AwardYearFactory.create(open=True), full=True)
    refresh([form])
    return form


def printed(client: Client, form: NominationFormPage) -> str:
    response = client.get(reverse("apply:questions", args=[form.pk]))
    assert response.status_code == 200
    return words(response.content.decode())


def words(html: str) -> str:
    match = re.search(r"<main.*?</main>", html, re.DOTALL)
    assert match
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", match[0])).split())


def test_each_step_and_question_is_there_in_order(client: Client, form: NominationFormPage) -> None:
    text = printed(client, form)

    expected = [
        form.title,
        "Finansieras ni av staden?",
        *(each for part in form.steps for each in _told(part)),
    ]
    places = [text.find(each, text.find(expected[0])) for each in expected]
    assert -1 not in places
    assert [each for each in expected if each not in text] == []


def _told(part: Any) -> list[str]:
    labels = [block.value.get("label", "") for block in part.value["questions"]]
    return [part.value["title"], *filter(None, labels)]


def test_hints_options_and_what_is_optional_are_told(
    client: Client, form: NominationFormPage
) -> None:
    text = printed(client, form)

    optional = gettext("(optional)")
    for told in (
        "Bakgrund Vad var svårt?",
        "Unga Äldre Alla",
        f"Antal medarbetare {optional}",
        "Arbetet är nytt. Ge exempel.",
    ):
        assert told in text
    assert f"Pitch {optional}" not in text


PICTURE = (
    "JPEG, PNG, WebP, AVIF or HEIC, at most 20 MB, and at least 1,200 pixels on the longer side"
)
LIMITS: list[tuple[Question, list[str]]] = [
    (Question("a", QuestionKind.LONG_TEXT, "", max_characters=1000), ["At most 1,000 characters"]),
    (Question("a", QuestionKind.SHORT_TEXT, "", max_characters=1), ["At most 1 character"]),
    (Question("a", QuestionKind.ONE_OF, ""), ["Choose one answer"]),
    (Question("a", QuestionKind.SEVERAL_OF, ""), ["Choose one answer or more"]),
    (Question("a", QuestionKind.DECLARATION, ""), ["You need to accept this to send in"]),
    (Question("a", QuestionKind.NUMBER, ""), ["A whole number"]),
    (
        Question("a", QuestionKind.NUMBER, "", minimum=0, maximum=9000),
        ["A whole number", "At least 0", "At most 9,000"],
    ),
    (Question("a", QuestionKind.LINK, ""), ["The address of a page on the web"]),
    (
        Question("a", QuestionKind.FILM, "", max_seconds=180),
        ["A link to a film, not a file", "The film is at most 3 minutes long"],
    ),
    (
        Question("a", QuestionKind.PICTURE, ""),
        [PICTURE],
    ),
    (Question("a", QuestionKind.DOCUMENT, ""), ["PDF, at most 10 MB"]),
    (Question("a", QuestionKind.ORGANISATION, ""), []),
    (Question("a", QuestionKind.CONTACT, ""), []),
    (Question("a", QuestionKind.NOMINEE, ""), []),
    (Question("a", QuestionKind.EARLIER_ENTRY, ""), []),
]


@pytest.mark.parametrize(("asked", "told"), LIMITS)
def test_limits_are_told(asked: Question, told: list[str], in_english: None) -> None:
    assert limits_of(asked) == told


def test_every_kind_has_its_limits_tested() -> None:
    assert {asked.kind for asked, _ in LIMITS} == set(QuestionKind)


def test_a_question_of_several_inputs_tells_them_all(in_english: None) -> None:
    contact = Question("a", QuestionKind.CONTACT, "Kontakt")

    nominee = Question("a", QuestionKind.NOMINEE, "Nominerad")

    assert parts_of(contact) == ["Name", "Title", "E-mail address", "Telephone"]
    assert parts_of(nominee) == ["Name", "Title", "E-mail address"]
    assert parts_of(Question("a", QuestionKind.LINK, "Sida")) == []


def test_it_is_read_in_as_many_queries_for_few_questions_as_for_many(
    client: Client, form: NominationFormPage, django_assert_max_num_queries: Any
) -> None:
    short = NominationFormFactory.create(parent=AwardYearFactory.create(open=True))
    refresh([short])
    printed(client, short)
    with django_assert_max_num_queries(100) as few:
        printed(client, short)
    with django_assert_max_num_queries(100) as many:
        printed(client, form)

    assert len(few) == len(many)


def test_the_forms_page_leads_there(client: Client, form: NominationFormPage) -> None:
    address = reverse("apply:questions", args=[form.pk])

    assert f'href="{address}"' in client.get(form.get_url()).content.decode()


def test_nobody_reads_what_is_not_published(client: Client, form: NominationFormPage) -> None:
    address = reverse("apply:questions", args=[form.pk])
    form.unpublish()
    assert client.get(address).status_code == 404

    form.save_revision()
    NominationFormPage.objects.update(live=True)
    PageViewRestriction.objects.create(page=form, restriction_type=PageViewRestriction.LOGIN)
    assert client.get(address).status_code == 404
    assert client.get(reverse("apply:questions", args=[0])).status_code == 404


def test_it_is_read_only(client: Client, form: NominationFormPage) -> None:
    assert client.post(reverse("apply:questions", args=[form.pk])).status_code == 405


@pytest.fixture
def communicator(client: Client) -> Client:
    client.force_login(UserFactory.create(role=Role.COMMUNICATOR))
    return client


def test_the_preview_shows_what_is_not_saved_yet(communicator: Client) -> None:
    form = NominationFormFactory.create(
        parent=AwardYearFactory.create(open=True), steps=[step("Bidraget", NAME)]
    )
    refresh([form])
    preview = reverse("wagtailadmin_pages:preview_on_edit", args=[form.pk])
    typed = fill_in(
        form_at(communicator, edit_address(form), NominationFormPage),
        {"steps-0-value-questions-0-value-label": "Vad heter det nya?"},
    )

    communicator.post(preview, typed)

    assert "Vad heter det nya?" in words(communicator.get(preview).content.decode())
    assert "Vad heter det nya?" not in printed(communicator, form)


def test_a_form_that_was_never_saved_is_previewed_with_its_questions(communicator: Client) -> None:
    year = AwardYearFactory.create(open=True, film_any_host=True)
    add = add_address(NominationFormPage, year)
    preview = reverse(
        "wagtailadmin_pages:preview_on_add", args=["awards", "nominationformpage", year.pk]
    )
    typed = fill_in(
        form_at(communicator, add, NominationFormPage), {"title": "Ansökan", "slug": "ansokan"}
    )
    communicator.post(preview, typed)

    text = words(communicator.get(preview).content.decode())

    assert "Arbetet är nytt." in text


def test_visitors_do_not_see_the_preview(client: Client, form: NominationFormPage) -> None:
    assert "Hur länge har det använts?" not in client.get(form.get_url()).content.decode()
