"""Which pages a visitor may meet."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest
from django.contrib.auth.models import Group, Permission
from django.db.models import QuerySet
from django.test import Client
from django.urls import reverse
from wagtail.models import GroupPagePermission, Page, PageViewRestriction

from cms import visibility
from cms.visibility import hides_pages, visible_pages
from home.models import StandardPage
from tests.factories import HomeFactory, UserFactory
from tests.home.factories import StandardPageFactory

pytestmark = pytest.mark.django_db

SECRET_UNTIL = datetime(2026, 11, 29, tzinfo=UTC)


@pytest.fixture
def _rule(monkeypatch: pytest.MonkeyPatch) -> None:
    """Pages called "Hemlig" are hidden until a day in November."""
    monkeypatch.setattr(visibility, "_rules", [])

    @hides_pages
    def secrets(now: datetime) -> QuerySet[Any]:
        pages = StandardPage.objects.filter(title="Hemlig")
        return pages if now < SECRET_UNTIL else pages.none()


def titles(now: datetime) -> list[str]:
    return list(visible_pages(now).type(StandardPage).values_list("title", flat=True))


@pytest.mark.usefixtures("_rule")
@pytest.mark.parametrize(
    ("now", "expected"),
    [
        (datetime(2026, 11, 28, 23, 59, tzinfo=UTC), ["Öppen"]),
        (SECRET_UNTIL, ["Öppen", "Hemlig"]),
    ],
)
def test_a_rule_hides_pages_until_their_time(now: datetime, expected: list[str]) -> None:
    StandardPageFactory.create(title="Öppen")
    StandardPageFactory.create(title="Hemlig")

    assert titles(now) == expected


def test_drafts_and_restricted_pages_are_not_met() -> None:
    StandardPageFactory.create(title="Öppen")
    StandardPageFactory.create(title="Utkast", draft=True)
    locked = StandardPageFactory.create(title="Låst")
    StandardPageFactory.create(title="Under låst", parent=locked)
    PageViewRestriction.objects.create(page=locked, restriction_type="login")

    assert titles(SECRET_UNTIL) == ["Öppen"]


@pytest.mark.usefixtures("_rule")
def test_a_rule_costs_no_query_of_its_own(django_assert_num_queries: Any) -> None:
    HomeFactory.create()

    with django_assert_num_queries(2):  # the restrictions, and the pages
        list(visible_pages())
    assert Page.objects.count() >= 2


def test_where_a_page_is_chosen_those_who_edit_it_meet_it_too(client: Client) -> None:
    parent = StandardPageFactory.create(title="Öppen")
    draft = StandardPageFactory.create(title="Utkast", parent=parent, draft=True)
    other = StandardPageFactory.create(title="Annat utkast", parent=parent, draft=True)
    group = Group.objects.create(name="Redaktör")
    group.permissions.add(Permission.objects.get(codename="access_admin"))
    change = Permission.objects.get(codename="change_page", content_type__app_label="wagtailcore")
    GroupPagePermission.objects.create(group=group, page=draft, permission=change)
    editor = UserFactory.create()
    editor.groups.add(group)
    client.force_login(editor)

    below = client.get(reverse("wagtailadmin_choose_page_child", args=[parent.pk]))
    refused = client.get(reverse("wagtailadmin_choose_page_child", args=[other.pk]))
    chosen = reverse("wagtailadmin_choose_page_chosen_multiple")
    told = [client.get(chosen, {"id": pks}) for pks in ([draft.pk], [draft.pk, other.pk])]

    assert ("Utkast" in below.content.decode(), "Annat" in below.content.decode()) == (True, False)
    assert "Annat" not in refused.content.decode()
    assert "Utkast" in told[0].content.decode()
    assert "Annat" not in told[1].content.decode()
