"""Several clicks at once, on a database with real locks: a page each, one number, one officer."""

from __future__ import annotations

import pytest
from django.core.files.storage import default_storage
from django.utils import timezone
from wagtail.models import Page

from awards.domain.handling import ChangedMeanwhileError, hand_over, set_registry_number
from awards.domain.promotion import AlreadyPromotedError, promote
from awards.domain.uploads import prepare_waiting
from awards.enums import QuestionKind
from awards.models import Nomination, NominationFormPage, WinnerPage
from awards.statuses import NominationStatus
from cms.models import Picture
from tests.at_once import at_once
from tests.awards.apply.applicant import Applicant
from tests.awards.entries import make_nomination, make_public
from tests.factories import AwardYearFactory, NominationFormFactory, UserFactory
from tests.storages import waits_in_transactions

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


def test_nothing_waits_for_a_storage_and_two_clicks_leave_one_copy_of_a_picture(
    postgres: object, monkeypatch: pytest.MonkeyPatch
) -> None:
    year = AwardYearFactory.create(open=True, film_any_host=True)
    form = NominationFormFactory.create(parent=year, full=True)
    make_public(form, QuestionKind.PICTURE)
    nomination = Applicant(form).apply().nomination
    assert nomination is not None
    prepare_waiting()
    Nomination.objects.update(status=NominationStatus.WINNER)
    actor, before = UserFactory.create(admin=True), files_of_pictures()
    waits = waits_in_transactions(monkeypatch)

    at_once(*[lambda: promote(nomination, actor=actor)] * 2, refused_by=(AlreadyPromotedError,))

    assert waits == [False] * len(waits) != []
    picture = WinnerPage.objects.get().picture
    assert picture == Picture.objects.get()
    assert {f"original_images/{name}" for name in files_of_pictures() - before} == {
        picture.file.name
    }


def files_of_pictures() -> set[str]:
    folder = "original_images"
    return set(default_storage.listdir(folder)[1]) if default_storage.exists(folder) else set()


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
