"""Drafts are the applicant's own space: no page, search, list, log or report tells of them."""

from __future__ import annotations

import logging

import pytest
from django.apps import apps
from django.contrib.auth.models import Permission
from django.test import Client
from django.urls import reverse

from awards.enums import Role
from awards.models import Draft, Nomination, NominationVersion, Upload
from cms.logs import JsonFormatter
from cms.models import OutgoingMail
from tests.awards.admin_pages import crawl
from tests.awards.apply.applicant import Applicant
from tests.factories import AwardYearFactory, NominationFormFactory, UserFactory

pytestmark = pytest.mark.django_db

SECRET = "hemligtutkast"
EMAIL = f"{SECRET}@example.se"


@pytest.fixture
def applicant() -> Applicant:
    """Somebody who has written, and not sent in."""
    form = NominationFormFactory.create(parent=AwardYearFactory.create(open=True))
    made = Applicant(form, EMAIL)
    made.begin()
    made.post("step", "bidraget", data={"namn": SECRET, "bakgrund": SECRET})
    return made


@pytest.mark.parametrize("role", ["superuser", Role.COMMUNICATOR, Role.MODERATOR])
def test_no_page_of_the_admin_tells_of_a_draft(
    role: str, applicant: Applicant, client: Client
) -> None:
    user = (
        UserFactory.create(admin=True)
        if role == "superuser"
        else UserFactory.create(role=Role(role))
    )
    client.force_login(user)
    form, year = applicant.form, applicant.form.year
    pages = crawl(
        client,
        "/admin/",
        reverse("wagtailadmin_explore", args=[year.pk]),
        *(
            reverse(f"wagtailadmin_pages:{name}", args=[page.pk])
            for name in ("edit", "history", "usage")
            for page in (form, year)
        ),
        reverse("wagtailadmin_pages:search") + f"?q={SECRET}",
        reverse("wagtailadmin_reports:site_history"),
        reverse("wagtailimages:index"),
        reverse("wagtaildocs:index"),
    )
    typed = reverse("wagtailadmin_pages:search") + f"?q={SECRET}"
    pages[typed] = pages.get(typed, "").replace(SECRET, "")

    told = [address for address, page in pages.items() if SECRET in page]

    assert told == []
    coded = [address for address, page in pages.items() if applicant.draft.code in page]
    assert coded == []
    assert len(pages) > 10


def test_no_public_page_tells_of_a_draft(applicant: Applicant, client: Client) -> None:
    form = applicant.form
    addresses = [
        "/",
        "/sitemap.xml",
        str(form.url),
        str(form.year.url),
        str(form.year.award.url),
        *(
            reverse(f"apply:{name}", args=[form.pk])
            for name in ("begin", "ask_for_link", "link_sent", "questions")
        ),
    ]

    pages = [client.get(address).content.decode() for address in addresses]

    assert [SECRET in page for page in pages] == [False] * len(pages)


def test_no_right_to_drafts_and_entries_can_be_given() -> None:
    names = {model._meta.model_name for model in (Draft, Upload, Nomination, NominationVersion)}

    rights = Permission.objects.filter(
        content_type__app_label="awards", content_type__model__in=names
    )

    assert list(rights) == []


def test_the_outbox_tells_staff_of_no_draft(applicant: Applicant) -> None:
    assert [(mail.about, str(mail)) for mail in OutgoingMail.objects.all()] == [
        ("", str(OutgoingMail.objects.get().pk))
    ]


def test_a_failure_writes_nothing_of_a_draft_to_the_log(
    applicant: Applicant, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def fail(*_: object, **__: object) -> None:
        raise ValueError(f"{SECRET} {applicant.draft.data}")

    monkeypatch.setattr("awards.apply.views.filling.save_answers", fail)
    applicant.client.raise_request_exception = False

    with caplog.at_level(logging.DEBUG):
        response = applicant.post("step", "bidraget", data={"namn": SECRET})

    written = [JsonFormatter().format(record) for record in caplog.records if record.exc_info]
    assert response.status_code == 500
    assert SECRET not in response.content.decode()
    assert len(written) == 1
    told = "\n".join(written)
    assert (SECRET in told, str(applicant.draft.public_id) in told) == (False, False)


def test_no_search_index_holds_drafts() -> None:
    indexed = {
        model
        for model in apps.get_models()
        if model in {Draft, Upload, Nomination, NominationVersion}
        and (hasattr(model, "search_fields") or hasattr(model, "index_entries"))
    }

    assert indexed == set()
