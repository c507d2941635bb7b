"""A new form begins with the questions of a template, in the editor too."""

from __future__ import annotations

import pytest
from django.test import Client
from wagtail.test.utils.form_data import rich_text

from awards.domain.form_templates import fill_in, start_from_template
from awards.domain.questions import FormDefinition, gather
from awards.enums import CriteriaRule, Meaning, PublicNoun, QuestionKind, Role
from awards.models import NominationFormPage
from tests.editor import add_address, form_at
from tests.editor import fill_in as type_in
from tests.factories import (
    AwardFactory,
    AwardYearFactory,
    NominationFormFactory,
    UserFactory,
)

pytestmark = pytest.mark.django_db


def begun(noun: PublicNoun, **year: object) -> NominationFormPage:
    award = AwardFactory.create(public_noun=noun)
    parent = AwardYearFactory.create(parent=award, open=True, film_any_host=True, **year)
    form = NominationFormPage()
    form.intended_parent = parent
    start_from_template(form, parent)
    return form


def kinds(definition: FormDefinition) -> list[QuestionKind]:
    return [each.kind for each in definition.questions() if not each.criterion]


@pytest.mark.parametrize("noun", PublicNoun)
def test_every_template_can_be_published_once_its_privacy_text_is_written(
    noun: PublicNoun,
) -> None:
    form = begun(noun)

    assert list(form.publication_problems()) == ["privacy_text"]
    form.full_clean(exclude=["path", "depth", "content_type", "locale", "translation_key"])
    form.steps.stream_block.clean(form.steps)
    form.eligibility.stream_block.clean(form.eligibility)


def test_a_proposal_tells_what_who_why_and_whether_it_was_there_before() -> None:
    definition = gather(begun(PublicNoun.PROPOSAL, criteria_rule=CriteriaRule.ANY))

    assert kinds(definition) == [
        QuestionKind.SHORT_TEXT,
        QuestionKind.LONG_TEXT,
        QuestionKind.SHORT_TEXT,
        QuestionKind.ORGANISATION,
        QuestionKind.NOMINEE,
        QuestionKind.SEVERAL_OF,
        QuestionKind.LONG_TEXT,
        QuestionKind.EARLIER_ENTRY,
        QuestionKind.CONTACT,
    ]
    earlier = next(q for q in definition.questions() if q.kind == QuestionKind.EARLIER_ENTRY)
    assert earlier.required is False


def test_an_entry_is_asked_for_as_an_application_and_a_nomination_as_a_proposal() -> None:
    assert kinds(gather(begun(PublicNoun.ENTRY))) == kinds(gather(begun(PublicNoun.APPLICATION)))
    assert kinds(gather(begun(PublicNoun.NOMINATION))) == kinds(gather(begun(PublicNoun.PROPOSAL)))


@pytest.mark.parametrize("noun", PublicNoun)
def test_the_name_of_the_entry_and_its_unit_are_asked_for(noun: PublicNoun) -> None:
    meanings = [each.meaning for each in gather(begun(noun)).questions()]

    assert (meanings.count(Meaning.TITLE), meanings.count(Meaning.UNIT)) == (1, 1)


def test_each_form_has_keys_of_its_own() -> None:
    forms = [gather(begun(PublicNoun.APPLICATION)) for _ in range(2)]
    keys = [each.key for form in forms for each in form.questions()]
    keys += [each.key for form in forms for each in form.steps]

    assert len(keys) == len(set(keys))


def test_what_an_editor_has_written_stays() -> None:
    form = NominationFormFactory.create(introduction="<p>Vår egen.</p>")
    before = form.steps.get_prep_value()

    fill_in(form, PublicNoun.APPLICATION)

    assert (form.introduction, form.steps.get_prep_value()) == ("<p>Vår egen.</p>", before)


def test_a_communicator_publishes_a_form_as_it_was_offered(client: Client) -> None:
    client.force_login(UserFactory.create(role=Role.COMMUNICATOR))
    award = AwardFactory.create(title="Framsteget")
    year = AwardYearFactory.create(parent=award, year=2026, open=True, film_any_host=True)
    address = add_address(NominationFormPage, year)
    form = form_at(client, address, NominationFormPage)
    type_in(form, {"privacy_text": rich_text("<p>Staden ansvarar.</p>"), "action-publish": 1})

    response = client.post(address, form)

    assert response.status_code == 302, response.context["form"].errors
    page = NominationFormPage.objects.get()
    assert (page.title, page.slug, page.live) == ("Ansökan till Framsteget 2026", "ansokan", True)
    assert kinds(gather(page)) == kinds(gather(begun(PublicNoun.APPLICATION)))
