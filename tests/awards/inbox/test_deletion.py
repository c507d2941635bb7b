"""Pages whose form somebody has used stay, and the editor is told why in plain words."""

from __future__ import annotations

from collections.abc import Callable
from html import unescape
from typing import Any

import pytest
from django.contrib.messages import get_messages
from django.db.models import Model
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from wagtail.models import Page, ReferenceIndex

from awards.enums import Role
from awards.models import (
    Draft,
    Nomination,
    NominationFormPage,
    NominationVersion,
    SupplementRequest,
    Upload,
)
from tests.factories import AwardYearFactory, NominationFormFactory, UserFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_english")]

BEGUN = (
    "“{title}” can't be deleted: somebody has begun to fill in the form. Unpublish it instead. "
    "What is never sent in is deleted some time after the last day."
)
SENT = (
    "“{title}” can't be deleted: entries that have been sent in belong to it, and they are "
    "public records. Unpublish it instead."
)

PAGES: dict[str, Callable[[NominationFormPage], Page]] = {
    "the form": lambda form: form,
    "its year": lambda form: form.year,
    "its award": lambda form: form.year.award,
    "the list of awards": lambda form: form.year.award.get_parent(),
}


@pytest.fixture
def communicator(client: Client) -> Client:
    client.force_login(UserFactory.create(role=Role.COMMUNICATOR))
    return client


@pytest.fixture
def form() -> NominationFormPage:
    return NominationFormFactory.create(parent=AwardYearFactory.create(open=True))


def begin(form: NominationFormPage) -> Draft:
    now = timezone.now()
    return Draft.objects.create(
        form=form,
        year=form.year,
        email="hemlig@example.se",
        started_at=now,
        saved_at=now,
        data={"namn": "Hemligt utkast"},
    )


def send_in(form: NominationFormPage) -> Nomination:
    now = timezone.now()
    return Nomination.objects.create(
        reference="PRI-2022-0001",
        number=1,
        year=form.year,
        form=form,
        received_at=now,
        updated_at=now,
        email="hemlig@example.se",
    )


def told(response: Any) -> list[str]:
    return [unescape(str(message)).strip() for message in get_messages(response.wsgi_request)]


def delete(client: Client, page: Page) -> Any:
    return client.post(reverse("wagtailadmin_pages:delete", args=[page.pk]))


def delete_many(client: Client, *pages: Page) -> Any:
    address = reverse("wagtail_bulk_action", args=["wagtailcore", "page", "delete"])
    return client.post(f"{address}?{'&'.join(f'id={page.pk}' for page in pages)}")


@pytest.mark.parametrize("name", PAGES)
@pytest.mark.parametrize(("used", "message"), [(begin, BEGUN), (send_in, SENT)])
def test_it_stays_and_the_reason_is_told(
    name: str,
    used: Callable[[NominationFormPage], object],
    message: str,
    communicator: Client,
    form: NominationFormPage,
) -> None:
    used(form)
    page = PAGES[name](form)

    response = delete(communicator, page)

    assert response.status_code == 302
    assert told(response) == [message.format(title=page.title)]
    assert Page.objects.filter(pk=page.pk).exists()


def test_it_is_told_before_anything_is_asked(
    communicator: Client, form: NominationFormPage
) -> None:
    begin(form)

    response = communicator.get(reverse("wagtailadmin_pages:delete", args=[form.pk]))

    assert told(response) == [BEGUN.format(title=form.title)]


def test_of_many_pages_none_is_deleted(communicator: Client, form: NominationFormPage) -> None:
    begin(form)
    other = AwardYearFactory.create(parent=form.year.award)

    response = delete_many(communicator, other, form.year)

    assert response.status_code == 302
    assert told(response) == [BEGUN.format(title=form.year.title)]
    assert Page.objects.filter(pk__in=[other.pk, form.year.pk]).count() == 2


def test_other_bulk_actions_go_on(communicator: Client, form: NominationFormPage) -> None:
    begin(form)
    address = reverse("wagtail_bulk_action", args=["wagtailcore", "page", "unpublish"])

    communicator.post(f"{address}?id={form.pk}")

    assert NominationFormPage.objects.get().live is False


def test_a_form_that_nobody_has_used_is_deleted(
    communicator: Client, form: NominationFormPage
) -> None:
    used = NominationFormFactory.create(parent=AwardYearFactory.create(open=True))
    begin(used)

    assert told(delete(communicator, form.year))[0] != ""
    assert list(NominationFormPage.objects.all()) == [used]


def test_many_pages_that_nobody_has_used_are_deleted(
    communicator: Client, form: NominationFormPage
) -> None:
    delete_many(communicator, form)

    assert NominationFormPage.objects.count() == 0


def test_who_may_not_delete_is_told_nothing(client: Client, form: NominationFormPage) -> None:
    begin(form)
    client.force_login(UserFactory.create(role=Role.JUROR))

    response = delete(client, form)

    assert not [message for message in told(response) if "begun" in message]


def test_no_page_of_the_admin_tells_more_of_a_draft(
    communicator: Client, form: NominationFormPage
) -> None:
    draft, entry = begin(form), send_in(form)
    for thing in (draft, entry):
        ReferenceIndex.create_or_update_for_object(thing)

    for view in ("delete", "usage", "edit", "history"):
        for page in (form, form.year):
            address = reverse(f"wagtailadmin_pages:{view}", args=[page.pk])
            html = communicator.get(address, follow=True).content.decode()
            for secret in (draft.code, draft.email, "Hemligt utkast", entry.reference):
                assert secret not in html, (view, page)


@pytest.mark.parametrize("model", [Draft, Upload, Nomination, NominationVersion, SupplementRequest])
def test_what_belongs_to_an_entry_is_no_use_of_a_page(model: type[Model]) -> None:
    assert ReferenceIndex.model_is_indexable(model) is False
