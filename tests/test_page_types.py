"""Every page type, by a communicator in the admin and by a visitor: made, edited, previewed, read.

A new page type fails here until it has a row of its own.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

import pytest
from django.apps import apps
from django.test import Client
from django.urls import reverse
from wagtail.models import Page, get_page_models
from wagtail.test.utils.form_data import (
    inline_formset,
    rich_text,
    streamfield,
)

from awards.enums import Audience, Meaning, Role
from awards.models import AwardYearPage
from cms.models import BasePage
from home.enums import AssessmentMethod, Conformance
from home.models import AccessibilityStatementPage, FeedbackPage, StandardPage
from tests.editor import edit_address, fill_in, form_at
from tests.factories import (
    AwardFactory,
    AwardIndexFactory,
    AwardYearFactory,
    HomeFactory,
    JuryFactory,
    NominationFormFactory,
    OrganisationFactory,
    UserFactory,
    WinnerFactory,
)

pytestmark = pytest.mark.django_db

TEXT = "<p>Det som prövades i liten skala blev snart vardag.</p>"


@dataclass(frozen=True)
class PageType:
    """How a page type is made: by a factory, and by filling in the editor's form."""

    make: Callable[[], BasePage]
    parent: Callable[[], Page]
    #: What has to be typed before the page can be published.
    typed: Callable[[], dict[str, Any]] = dict
    #: Whether a communicator may make one; a site has one front page and is born with it.
    creatable: bool = True


def only_title(title: str = "Ny sida") -> dict[str, Any]:
    return {"title": title, "slug": "ny-sida"}


def open_year() -> AwardYearPage:
    return AwardYearFactory.create(open=True, film_any_host=True)


def make_under_home(page: BasePage) -> BasePage:
    home = HomeFactory.create()
    page.intended_parent = home
    home.add_child(instance=page)
    return page


def make_statement() -> BasePage:
    return make_under_home(
        AccessibilityStatementPage(
            title="Tillgänglighet",
            organisation="Stockholms stad",
            service="Stadens priser",
            conformance=Conformance.FULL,
            assessed_on=date(2026, 5, 2),
            assessment_method=AssessmentMethod.SELF,
            reviewed_on=date(2026, 5, 2),
            feedback_page=make_feedback_page(),
            contact_email="webb@example.se",
        )
    )


def make_feedback_page() -> FeedbackPage:
    page = FeedbackPage(title="Synpunkter", notify_email="webb@example.se")
    make_under_home(page)
    return page


PAGE_TYPES = {
    "home.HomePage": PageType(make=HomeFactory.create, parent=HomeFactory.create, creatable=False),
    "home.StandardPage": PageType(
        make=lambda: make_under_home(StandardPage(title="Om priserna")),
        parent=HomeFactory.create,
        typed=only_title,
    ),
    "home.FeedbackPage": PageType(
        make=make_feedback_page,
        parent=HomeFactory.create,
        typed=lambda: {**only_title(), "notify_email": "webb@example.se"},
    ),
    "home.AccessibilityStatementPage": PageType(
        make=make_statement,
        parent=HomeFactory.create,
        typed=lambda: {
            **only_title(),
            "organisation": "Stockholms stad",
            "service": "Stadens priser",
            "conformance": Conformance.FULL,
            "assessed_on": "2026-05-02",
            "assessment_method": AssessmentMethod.SELF,
            "reviewed_on": "2026-05-02",
            "feedback_page": make_feedback_page().pk,
            "contact_email": "webb@example.se",
        },
    ),
    "awards.AwardIndexPage": PageType(
        make=AwardIndexFactory.create, parent=HomeFactory.create, typed=only_title
    ),
    "awards.AwardPage": PageType(
        make=AwardFactory.create,
        parent=AwardIndexFactory.create,
        typed=lambda: {
            **only_title(),
            "lead": "Priset lyfter det nya.",
            "purpose": rich_text(TEXT),
            "eligibility": rich_text(TEXT),
            "criteria": inline_formset([{"text": "Arbetet är nytt.", "any_of": ""}]),
        },
    ),
    "awards.AwardYearPage": PageType(
        make=lambda: AwardYearFactory.create(open=True),
        parent=AwardFactory.create,
        typed=lambda: {"year": "2031"},
    ),
    "awards.JuryPage": PageType(
        make=JuryFactory.create,
        parent=AwardYearFactory.create,
        typed=lambda: {
            **only_title(),
            "members": inline_formset(
                [{"name": "Ann Ek", "title": "tf direktör", "presentation": rich_text("")}]
            ),
        },
    ),
    "awards.NominationFormPage": PageType(
        make=lambda: NominationFormFactory.create(parent=open_year(), full=True),
        parent=open_year,
        typed=lambda: {
            **only_title(),
            "privacy_text": rich_text(TEXT),
            "steps": streamfield(
                [
                    (
                        "step",
                        {
                            "title": "Bidraget",
                            "introduction": "",
                            "questions": streamfield(
                                [
                                    (
                                        "short_text",
                                        {
                                            "label": "Namn",
                                            "hint": "",
                                            "max_characters": 200,
                                            "meaning": Meaning.TITLE,
                                            "required": "on",
                                            "audience": Audience.JURY,
                                        },
                                    )
                                ]
                            ),
                        },
                    )
                ]
            ),
        },
    ),
    "awards.WinnerPage": PageType(
        make=lambda: WinnerFactory.create(pictured=True),
        parent=AwardYearFactory.create,
        typed=lambda: {
            **only_title(),
            "recipients": inline_formset(
                [
                    {
                        "unit": "Enheten",
                        "organisation": OrganisationFactory.create().pk,
                        "organisation_name": "",
                    }
                ]
            ),
        },
    ),
}


def labels() -> list[str]:
    return sorted(model._meta.label for model in get_page_models() if model is not Page)


def creatable() -> list[str]:
    return [label for label in labels() if PAGE_TYPES[label].creatable]


def test_every_page_type_has_a_row() -> None:
    assert sorted(PAGE_TYPES) == labels()


@pytest.fixture
def communicator(client: Client) -> Client:
    client.force_login(UserFactory.create(role=Role.COMMUNICATOR))
    return client


@pytest.mark.parametrize("label", labels())
def test_a_visitor_reads_it(label: str, client: Client) -> None:
    page = PAGE_TYPES[label].make()

    response = client.get(page.get_url())

    assert response.status_code == 200
    assert page.title in response.content.decode()
    assert response.cookies.keys() == set()


@pytest.mark.parametrize("label", creatable())
def test_a_communicator_makes_and_publishes_it(label: str, communicator: Client) -> None:
    page_type = PAGE_TYPES[label]
    parent = page_type.parent()
    model = apps.get_model(label)
    app_label, model_name = label.lower().split(".")
    address = reverse("wagtailadmin_pages:add", args=[app_label, model_name, parent.pk])
    form = fill_in(form_at(communicator, address, model), page_type.typed())
    form["action-publish"] = "1"

    response = communicator.post(address, form)

    page = model.objects.child_of(parent).get()
    assert response.status_code == 302, response.context["form"].errors
    assert page.live is True
    assert communicator.get(page.get_url()).status_code == 200


@pytest.mark.parametrize("label", labels())
def test_a_communicator_edits_and_publishes_it(label: str, communicator: Client) -> None:
    page = PAGE_TYPES[label].make()
    address = edit_address(page)
    form = form_at(communicator, address, type(page))
    form["listing_text"] = "Nytt i listan."
    form["action-publish"] = "1"

    response = communicator.post(address, form)

    assert response.status_code == 302, response.context["form"].errors
    assert type(page).objects.get(pk=page.pk).listing_text == "Nytt i listan."


@pytest.mark.parametrize("label", creatable())
def test_a_half_done_draft_can_be_saved(label: str, communicator: Client) -> None:
    page_type = PAGE_TYPES[label]
    parent = page_type.parent()
    app_label, model_name = label.lower().split(".")
    address = reverse("wagtailadmin_pages:add", args=[app_label, model_name, parent.pk])
    form = form_at(communicator, address, apps.get_model(label))
    if "title" in form:
        fill_in(form, only_title("Halvfärdig"))

    response = communicator.post(address, form)

    assert response.status_code == 302, response.context["form"].errors
    assert apps.get_model(label).objects.child_of(parent).get().live is False


@pytest.mark.parametrize("label", creatable())
def test_a_communicator_previews_it_before_and_after_it_is_saved(
    label: str, communicator: Client
) -> None:
    page_type = PAGE_TYPES[label]
    parent = page_type.parent()
    app_label, model_name = label.lower().split(".")
    add = reverse("wagtailadmin_pages:add", args=[app_label, model_name, parent.pk])
    preview_add = reverse(
        "wagtailadmin_pages:preview_on_add", args=[app_label, model_name, parent.pk]
    )
    form = fill_in(form_at(communicator, add, apps.get_model(label)), page_type.typed())
    assert communicator.post(preview_add, form).json() == {
        "is_valid": True,
        "is_available": True,
    }
    assert communicator.get(preview_add).status_code == 200

    page = page_type.make()
    preview = reverse("wagtailadmin_pages:preview_on_edit", args=[page.pk])
    form = form_at(communicator, edit_address(page), type(page))
    assert communicator.post(preview, form).json() == {"is_valid": True, "is_available": True}
    assert page.title in communicator.get(preview).content.decode()


def test_a_site_has_one_front_page(communicator: Client) -> None:
    home = HomeFactory.create()

    assert type(home).can_create_at(home.get_parent()) is False


@pytest.mark.parametrize("label", labels())
def test_an_editor_is_told_what_it_is_for(label: str) -> None:
    assert apps.get_model(label).get_page_description() != ""


def test_each_type_has_its_place_in_the_tree() -> None:
    places = {
        label: sorted(
            child._meta.label for child in apps.get_model(label).creatable_subpage_models()
        )
        for label in labels()
    }

    assert places == {
        "awards.AwardIndexPage": ["awards.AwardPage"],
        "awards.AwardPage": ["awards.AwardYearPage"],
        "awards.AwardYearPage": [
            "awards.JuryPage",
            "awards.NominationFormPage",
            "awards.WinnerPage",
        ],
        "awards.JuryPage": [],
        "awards.NominationFormPage": [],
        "awards.WinnerPage": [],
        "home.AccessibilityStatementPage": [],
        "home.FeedbackPage": [],
        "home.HomePage": [
            "awards.AwardIndexPage",
            "home.AccessibilityStatementPage",
            "home.FeedbackPage",
            "home.StandardPage",
        ],
        "home.StandardPage": ["home.StandardPage"],
    }
