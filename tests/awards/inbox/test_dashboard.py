from typing import Any

import pytest
from django.core.cache import cache
from django.db import connection
from django.test import Client, RequestFactory
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from awards.enums import Role
from awards.inbox.dashboard import AwardsPanel
from tests.factories import AwardYearFactory, UserFactory, WinnerFactory

pytestmark = pytest.mark.django_db


def panel(rf: RequestFactory, role: Role) -> dict[str, Any]:
    request = rf.get("/")
    request.user = UserFactory.create(role=role)
    return AwardsPanel().get_context_data({"request": request})


def test_what_is_open_what_opens_next_and_what_waits(rf: RequestFactory) -> None:
    AwardYearFactory.create(closed=True)
    AwardYearFactory.create()
    opened = AwardYearFactory.create(open=True)
    extended = AwardYearFactory.create(extended=True)
    upcoming = AwardYearFactory.create(upcoming=True)
    draft = WinnerFactory.create(draft=True)
    changed = WinnerFactory.create()
    changed.title = "Ändrad"
    changed.save_revision()

    told = panel(rf, Role.COMMUNICATOR)

    assert {row["year"]: row["state"].value for row in told["open"]} == {
        opened: "open",
        extended: "extended",
    }
    assert list(told["upcoming"]) == [upcoming]
    assert {page.pk for page in told["drafts"]} == {draft.pk, changed.pk}


@pytest.mark.parametrize("role", [Role.MODERATOR, Role.JUROR, Role.REGISTRAR])
def test_nobody_is_told_of_pages_that_they_may_not_edit(role: Role, rf: RequestFactory) -> None:
    AwardYearFactory.create(open=True)
    AwardYearFactory.create(upcoming=True)
    WinnerFactory.create(draft=True, title="Hemlig")

    told = panel(rf, role)

    assert (list(told["open"]), list(told["upcoming"]), list(told["drafts"])) == ([], [], [])


def test_the_panel_stands_first_on_the_admins_front_page(client: Client) -> None:
    year = AwardYearFactory.create(open=True)
    client.force_login(UserFactory.create(role=Role.COMMUNICATOR))

    page = client.get(reverse("wagtailadmin_home")).content.decode()

    assert year.title in page


def test_three_of_each_cost_as_much_as_one(client: Client) -> None:
    client.force_login(UserFactory.create(role=Role.COMMUNICATOR))

    def add() -> None:
        AwardYearFactory.create(open=True)
        AwardYearFactory.create(upcoming=True)
        WinnerFactory.create(draft=True).save_revision()

    def queries() -> int:
        cache.clear()
        with CaptureQueriesContext(connection) as captured:
            assert client.get(reverse("wagtailadmin_home")).status_code == 200
        return len(captured)

    add()
    queries()
    one = queries()
    add()
    add()

    assert queries() == one
