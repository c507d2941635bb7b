"""Several clicks at once, on a database with real locks: a page each, one number, one officer."""

from __future__ import annotations

import pytest
from django.utils import timezone
from wagtail.models import Page

from awards.domain.handling import ChangedMeanwhileError, hand_over, set_registry_number
from awards.domain.promotion import AlreadyPromotedError, promote
from awards.models import Nomination, NominationFormPage, WinnerPage
from awards.statuses import NominationStatus
from tests.at_once import at_once
from tests.awards.entries import make_nomination
from tests.factories import AwardYearFactory, NominationFormFactory, UserFactory

pytestmark = pytest.mark.django_db(transaction=True, serialized_rollback=True)


@pytest.fixture
def nomination(postgres: object) -> Nomination:
    made = make_nomination(NominationFormFactory.create(parent=AwardYearFactory.create(open=True)))
    Nomination.objects.update(status=NominationStatus.WINNER)
    return made


def test_two_clicks_make_one_page_and_both_lead_there(nomination: Nomination) -> None:
    actor = UserFactory.create(admin=True)

    found = at_once(
        *[lambda: promote(nomination, actor=actor)] * 2, refused_by=(AlreadyPromotedError,)
    )

    page = WinnerPage.objects.get()
    assert {each.page if isinstance(each, AlreadyPromotedError) else each for each in found} == {
        page
    }
    assert sum(isinstance(each, AlreadyPromotedError) for each in found) == 1
    assert Nomination.objects.get().winner_page == page


def test_several_winners_of_a_year_each_get_a_page(nomination: Nomination) -> None:
    form = NominationFormPage.objects.get()
    others = [make_nomination(form, email=f"{number}@example.se") for number in range(5)]
    Nomination.objects.update(status=NominationStatus.WINNER)
    actor = UserFactory.create(admin=True)

    found = at_once(
        *[lambda entry=entry: promote(entry, actor=actor) for entry in (nomination, *others)]
    )

    pages = list(WinnerPage.objects.order_by("order"))
    assert set(found) == set(pages)
    assert [page.order for page in pages] == [1, 2, 3, 4, 5, 6]
    assert len({page.slug for page in pages}) == len(pages)
    assert Page.find_problems() == ([], [], [], [], [])


def test_of_two_numbers_and_of_two_officers_one_stays(nomination: Nomination) -> None:
    users = [UserFactory.create() for _ in range(2)]
    now = timezone.now()

    numbers = at_once(
        *[
            lambda number=number: set_registry_number(
                nomination, number, seen="", actor=users[0], now=now
            )
            for number in ("KS 1", "KS 2")
        ],
        refused_by=(ChangedMeanwhileError,),
    )
    officers = at_once(
        *[
            lambda user=user: hand_over(nomination, user, seen=None, actor=user, now=now)
            for user in users
        ],
        refused_by=(ChangedMeanwhileError,),
    )

    kept = Nomination.objects.get()
    assert kept.registry_number == ("KS 1" if numbers[0] is None else "KS 2")
    assert kept.case_officer == (users[0] if officers[0] is True else users[1])
    for found in (numbers, officers):
        assert sum(isinstance(each, ChangedMeanwhileError) for each in found) == 1
