"""What a form asks: gathered from its page, its year and its award, and kept true to them."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from io import StringIO
from typing import Any

import pytest
from django.core.management import call_command
from django.db import OperationalError, connection
from django.test import Client, TestCase
from django.test.utils import CaptureQueriesContext
from django.utils import translation
from django.utils.translation import gettext
from wagtail.models import Site
from wagtail.test.utils.form_data import inline_formset

from awards.domain.questions import (
    EligibilityQuestion,
    FormDefinition,
    Question,
    definition_of,
    from_json,
    gather,
    question_as_json,
    question_from_json,
    refresh,
)
from awards.domain.upkeep import paused
from awards.enums import (
    Accent,
    Audience,
    CriteriaRule,
    Meaning,
    PublicNoun,
    QuestionKind,
    Role,
)
from awards.models import AwardPage, AwardYearPage, NominationFormPage, YearCriterion
from tests.editor import send_edit
from tests.factories import (
    AwardFactory,
    AwardYearFactory,
    NominationFormFactory,
    UserFactory,
    question,
    step,
)

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]

CRITERIA = {"type": "criteria", "id": "kriterier", "value": {"hint": "Ge exempel."}}


def form_asking(*questions: dict[str, Any], **year: Any) -> NominationFormPage:
    parent = AwardYearFactory.create(**year)
    return NominationFormFactory.create(parent=parent, steps=[step("Ett", *questions)])


def asked(*questions: dict[str, Any], **year: Any) -> list[Question]:
    return list(gather(form_asking(*questions, **year)).questions())


@pytest.fixture
def form() -> NominationFormPage:
    """A form with a question of each kind, whose definition is kept."""
    award = AwardFactory.create(title="Framsteget", slug="framsteget", contact_name="Ann Ek")
    year = AwardYearFactory.create(parent=award, year=2022, open=True, film_any_host=True)
    form = NominationFormFactory.create(parent=year, full=True)
    refresh([form])
    return NominationFormPage.objects.get(pk=form.pk)


KINDS: dict[str, tuple[dict[str, Any], Question]] = {
    "a short text": (
        question("short_text", "Namn", hint="Kort.", max_characters=80, meaning=Meaning.TITLE),
        Question(
            "namn",
            QuestionKind.SHORT_TEXT,
            "Namn",
            "Kort.",
            max_characters=80,
            meaning=Meaning.TITLE,
        ),
    ),
    "a text with what is usual": (
        question("long_text", "Bakgrund"),
        Question("bakgrund", QuestionKind.LONG_TEXT, "Bakgrund", max_characters=2000),
    ),
    "a text that the public may see": (
        question("long_text", "Pitch", required=False, audience=Audience.PUBLIC),
        Question(
            "pitch",
            QuestionKind.LONG_TEXT,
            "Pitch",
            required=False,
            audience=Audience.PUBLIC,
            max_characters=2000,
        ),
    ),
    "one of": (
        question("one_of", "Val", options=["Ja", "Nej"]),
        Question("val", QuestionKind.ONE_OF, "Val", options=["Ja", "Nej"]),
    ),
    "several of": (
        question("several_of", "Val", options=["Ja", "Nej"]),
        Question("val", QuestionKind.SEVERAL_OF, "Val", options=["Ja", "Nej"]),
    ),
    "a declaration": (
        question("declaration", "Det är infört."),
        Question("det-ar-infort", QuestionKind.DECLARATION, "Det är infört."),
    ),
    "a number": (
        question("number", "Antal", minimum=0, maximum=9),
        Question("antal", QuestionKind.NUMBER, "Antal", minimum=0, maximum=9),
    ),
    "a number without limits": (
        question("number", "Antal"),
        Question("antal", QuestionKind.NUMBER, "Antal"),
    ),
    "a link": (question("link", "Sida"), Question("sida", QuestionKind.LINK, "Sida")),
    "a film": (
        question("film", "Film"),
        Question("film", QuestionKind.FILM, "Film", required=False, max_seconds=180),
    ),
    "a picture": (question("picture", "Bild"), Question("bild", QuestionKind.PICTURE, "Bild")),
    "a document": (question("document", "Fil"), Question("fil", QuestionKind.DOCUMENT, "Fil")),
    "an organisation": (
        question("organisation", "Bolag"),
        Question("bolag", QuestionKind.ORGANISATION, "Bolag"),
    ),
    "a contact, which the jury never sees": (
        question("contact", "Kontakt"),
        Question("kontakt", QuestionKind.CONTACT, "Kontakt", audience=Audience.MODERATORS),
    ),
    "a nominated person, whom the jury never sees": (
        question("nominee", "Nominerad"),
        Question("nominerad", QuestionKind.NOMINEE, "Nominerad", audience=Audience.MODERATORS),
    ),
    "an earlier entry": (
        question("earlier_entry", "Förr"),
        Question("forr", QuestionKind.EARLIER_ENTRY, "Förr"),
    ),
}


@pytest.mark.parametrize("case", KINDS)
def test_a_block_becomes_a_question(case: str) -> None:
    block, expected = KINDS[case]

    assert asked(block) == [expected]


def test_every_kind_has_a_case() -> None:
    assert {expected.kind for _, expected in KINDS.values()} == set(QuestionKind)


def test_the_year_limits_the_pitch_and_the_film() -> None:
    pitch, film = asked(
        question("long_text", "Pitch", meaning=Meaning.PITCH, max_characters=9000),
        question("film", "Film"),
        pitch_max_characters=700,
        film_required=True,
        film_max_seconds=120,
        film_any_host=True,
    )

    assert pitch.max_characters == 700
    assert (film.required, film.max_seconds, film.any_host) == (True, 120, True)


def test_each_criterion_is_a_question_where_all_are_needed() -> None:
    criteria = [
        YearCriterion(text="Nytt.", sort_order=0),
        YearCriterion(text="Hållbart.", any_of="miljömässigt\nsocialt", sort_order=1),
    ]

    new, kinds, how = asked(CRITERIA, criteria=criteria)

    first, second = (criterion.pk for criterion in YearCriterion.objects.order_by("sort_order"))
    text = QuestionKind.LONG_TEXT
    assert new == Question(
        f"criterion-{first}", text, "Nytt.", "Ge exempel.", max_characters=1500, criterion="Nytt."
    )
    assert kinds == Question(
        f"criterion-{second}-kinds",
        QuestionKind.SEVERAL_OF,
        "Hållbart.",
        gettext("Choose one or several ways."),
        options=["miljömässigt", "socialt"],
        criterion="Hållbart.",
    )
    assert how == Question(
        f"criterion-{second}",
        text,
        gettext("Describe in what way"),
        "Ge exempel.",
        max_characters=1500,
        criterion="Hållbart.",
    )


def test_the_criteria_are_choices_where_one_is_enough() -> None:
    which, how = asked(CRITERIA, criteria_rule=CriteriaRule.ANY)

    assert (which.key, which.kind) == ("criteria", QuestionKind.SEVERAL_OF)
    assert which.options == ["Arbetet är nytt.", "Arbetet är hållbart."]
    assert (how.key, how.kind, how.max_characters) == (
        "criteria-how",
        QuestionKind.LONG_TEXT,
        1500,
    )


@pytest.mark.parametrize("rule", CriteriaRule)
def test_no_criteria_are_no_questions(rule: CriteriaRule) -> None:
    assert asked(CRITERIA, criteria=[], criteria_rule=rule) == []


def test_it_tells_of_the_form_the_award_and_who_may_take_part() -> None:
    award = AwardFactory.create(
        title="Framsteget",
        slug="framsteget",
        accent=Accent.PLUM,
        public_noun=PublicNoun.PROPOSAL,
        contact_name="Ann Ek",
        contact_email="ann@example.se",
        contact_phone="08-508 00 000",
    )
    year = AwardYearFactory.create(parent=award, year=2022)
    form = NominationFormFactory.create(parent=year, full=True, after_sending="<p>Juryn läser.</p>")

    definition = gather(form)

    assert definition == FormDefinition(
        title="Ansökan",
        url="/priser/framsteget/2022/ansokan/",
        award="Framsteget",
        accent=Accent.PLUM,
        noun=PublicNoun.PROPOSAL,
        contact_name="Ann Ek",
        contact_email="ann@example.se",
        contact_phone="08-508 00 000",
        after_sending="<p>Juryn läser.</p>",
        eligibility=[
            EligibilityQuestion(
                "finansieras",
                "Finansieras ni av staden?",
                "",
                "yes",
                "Priset är för verksamheter som staden finansierar.",
            )
        ],
        steps=definition.steps,
    )
    assert [(each.key, each.title, len(each.questions)) for each in definition.steps] == [
        ("bidraget", "Bidraget", 2),
        ("kontakt", "Kontakt", 1),
        ("enheten", "Enheten", 4),
        ("arbetet", "Arbetet", 5),
        ("kriterier", "Kriterier", 2),
        ("bilagor", "Bilagor", 4),
    ]


def test_it_speaks_the_sites_language_to_every_editor() -> None:
    form = form_asking(CRITERIA, criteria_rule=CriteriaRule.ANY)

    with translation.override("en"):
        definition = gather(form)

    assert definition == gather(form)


def test_it_survives_the_way_to_the_database(form: NominationFormPage) -> None:
    assert from_json(form.definition) == gather(form)
    for each in gather(form).questions():
        assert question_from_json(question_as_json(each)) == each


@pytest.mark.parametrize("kept", [{}, {"steps": "in another shape"}, {"title": "Alone"}])
def test_what_another_version_kept_is_gathered_anew(
    kept: dict[str, Any], form: NominationFormPage
) -> None:
    NominationFormPage.objects.update(definition=kept)

    assert definition_of(NominationFormPage.objects.get()) == gather(form)


def test_what_is_kept_is_read_without_a_query(
    form: NominationFormPage, django_assert_num_queries: Any
) -> None:
    with django_assert_num_queries(0):
        definition_of(form)


def test_it_is_gathered_in_as_many_queries_for_few_questions_as_for_many() -> None:
    counts = []
    for number in (1, 3):
        year = AwardYearFactory.create(
            criteria=[YearCriterion(text=str(place)) for place in range(number)]
        )
        form = NominationFormFactory.create(
            parent=year,
            steps=[
                step(str(place), question("one_of", str(place), options=["a"] * number))
                for place in range(number)
            ]
            + [step("Kriterier", CRITERIA)],
        )
        fresh = NominationFormPage.objects.get(pk=form.pk)
        with CaptureQueriesContext(connection) as queries:
            gather(fresh)
        counts.append(len(queries))

    assert counts[0] == counts[1]


def publish(page: Any, **changes: object) -> None:
    page = page.get_latest_revision_as_object()
    for name, value in changes.items():
        setattr(page, name, value)
    page.save_revision().publish()


def the_award() -> AwardPage:
    return AwardPage.objects.get(slug="framsteget")


def _relabel() -> None:
    form = NominationFormPage.objects.get().get_latest_revision_as_object()
    form.steps[0].value["questions"][0].value["label"] = "Vad heter det?"
    form.save_revision().publish()


def _reword_criterion() -> None:
    year = AwardYearPage.objects.get()
    criterion = year.criteria.first()
    criterion.text = "Nya ord."
    year.criteria.add(criterion)
    year.save_revision().publish()


def _move() -> None:
    other = AwardFactory.create(title="Ett annat", accent=Accent.BRICK)
    AwardYearPage.objects.get().move(other, pos="last-child")


def _site_moves() -> None:
    site = Site.objects.get()
    site.root_page = the_award().get_parent()
    with TestCase.captureOnCommitCallbacks(execute=True):
        site.save()


CHANGES: dict[str, Callable[[], object]] = {
    "a question is worded anew": _relabel,
    "the form is renamed": lambda: publish(NominationFormPage.objects.get(), title="Formulär"),
    "the form's address changes": lambda: publish(NominationFormPage.objects.get(), slug="ny"),
    "the year's limits change": lambda: publish(
        AwardYearPage.objects.get(), pitch_max_characters=5
    ),
    "a criterion is worded anew": _reword_criterion,
    "one criterion is enough": lambda: publish(
        AwardYearPage.objects.get(), criteria_rule=CriteriaRule.ANY
    ),
    "the year's address changes": lambda: publish(AwardYearPage.objects.get(), slug="tjugotva"),
    "the award's contact changes": lambda: publish(the_award(), contact_name="Bo Al"),
    "the award's address changes": lambda: publish(the_award(), slug="steget"),
    "the list's address changes": lambda: publish(
        the_award().get_parent().specific, slug="utmarkelser"
    ),
    "the year is moved": _move,
    "the site begins elsewhere": _site_moves,
}


@pytest.mark.parametrize("change", CHANGES)
def test_it_follows_what_is_published_before_that_is_committed(
    change: str, form: NominationFormPage
) -> None:
    CHANGES[change]()

    stored = NominationFormPage.objects.get(pk=form.pk)
    assert from_json(stored.definition) == gather(stored)
    assert stored.definition != form.definition


@pytest.mark.parametrize("change", ["a question is worded anew", "the year's limits change"])
def test_nothing_is_published_whose_definition_can_not_be_kept(
    change: str, form: NominationFormPage
) -> None:
    def lost(execute: Any, sql: str, *rest: Any) -> Any:
        if sql.startswith('UPDATE "awards_nominationformpage" SET "definition"'):
            raise OperationalError
        return execute(sql, *rest)

    before = gather(form)
    with connection.execute_wrapper(lost), pytest.raises(OperationalError):
        CHANGES[change]()

    assert gather(NominationFormPage.objects.get()) == before


@pytest.mark.parametrize("page", ["form", "year", "award"])
def test_it_stays_true_when_a_page_is_taken_down(page: str, form: NominationFormPage) -> None:
    pages = {"form": form, "year": form.year, "award": form.year.award}
    pages[page].unpublish()

    stored = NominationFormPage.objects.get(pk=form.pk)
    assert from_json(stored.definition) == gather(stored)


def test_a_draft_changes_nothing(form: NominationFormPage) -> None:
    form.title = "Utkast"
    form.save_revision()
    year = form.year
    year.pitch_max_characters = 5
    year.save_revision()

    assert NominationFormPage.objects.get(pk=form.pk).definition == form.definition


def test_an_old_revision_brings_no_old_definition(form: NominationFormPage) -> None:
    old = form.save_revision()
    publish(the_award(), contact_name="Bo Al")
    old.publish()

    assert NominationFormPage.objects.get(pk=form.pk).definition["contact_name"] == "Bo Al"


def test_many_changes_are_kept_once_at_the_end(form: NominationFormPage) -> None:
    with paused():
        publish(the_award(), contact_name="Bo Al")
        assert NominationFormPage.objects.get().definition == form.definition

    assert NominationFormPage.objects.get().definition["contact_name"] == "Bo Al"


def test_a_command_gathers_what_was_changed_by_other_means(form: NominationFormPage) -> None:
    AwardPage.objects.update(contact_name="Bo Al")
    out = StringIO()

    call_command("refresh_digests", stdout=out)

    assert NominationFormPage.objects.get().definition["contact_name"] == "Bo Al"
    assert out.getvalue().splitlines() == ["Framsteget", "1 awards and 1 forms are up to date."]


def keys(definition: FormDefinition) -> list[str]:
    return [each.key for each in definition.questions()]


@pytest.fixture
def communicator(client: Client) -> Client:
    client.force_login(UserFactory.create(role=Role.COMMUNICATOR))
    return client


def test_a_question_keeps_its_key_when_an_editor_changes_and_moves_it(communicator: Client) -> None:
    form = NominationFormFactory.create(parent=AwardYearFactory.create(open=True))
    typed = {
        "steps-0-order": 1,
        "steps-1-order": 0,
        "steps-0-value-questions-0-order": 1,
        "steps-0-value-questions-1-order": 0,
        "steps-0-value-questions-0-value-label": "Vad heter det?",
        "steps-0-value-title": "Ert bidrag",
    }

    response = send_edit(communicator, form, typed, "publish")

    assert response.status_code == 302
    definition = definition_of(NominationFormPage.objects.get())
    assert [(each.key, each.title) for each in definition.steps] == [
        ("kontakt", "Kontakt"),
        ("bidraget", "Ert bidrag"),
    ]
    assert [(each.key, each.label) for each in definition.questions()] == [
        ("kontaktperson", "Kontaktperson"),
        ("bakgrund", "Bakgrund"),
        ("namn", "Vad heter det?"),
    ]


def test_a_criterion_keeps_its_key_through_the_years_editor(communicator: Client) -> None:
    year = AwardYearFactory.create(
        year=2022, opens_on=date(2022, 5, 2), closes_on=date(2022, 9, 20)
    )
    NominationFormFactory.create(parent=year, steps=[step("Kriterier", CRITERIA)])
    one, two = year.criteria.all()
    before = keys(gather(NominationFormPage.objects.get()))
    new = {"text": "Tredje.", "any_of": ""}
    rows = [
        {"id": one.pk, "text": "Andra ord.", "any_of": "", "ORDER": 2},
        {"id": two.pk, "text": two.text, "any_of": "", "ORDER": 1},
    ]

    typed = {"criteria": inline_formset([*rows, new], initial=2)}
    send_edit(communicator, year, typed, "publish")
    added = keys(definition_of(NominationFormPage.objects.get()))
    third = YearCriterion.objects.get(text="Tredje.")
    typed = {"criteria": inline_formset([*rows, {"id": third.pk, **new}], initial=3)}
    send_edit(communicator, year, typed, "publish")

    assert added == [before[1], before[0], f"criterion-{third.pk}"]
    assert keys(definition_of(NominationFormPage.objects.get())) == added
