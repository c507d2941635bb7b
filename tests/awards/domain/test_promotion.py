"""From an entry to a winner's page: only what may be public, and one page."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from awards.domain.promotion import (
    AlreadyPromotedError,
    NotAwardedError,
    missing,
    promote,
)
from awards.domain.questions import definition_of
from awards.domain.uploads import prepare_waiting
from awards.enums import Audience, Captions, Distinction, NominationStatus, QuestionKind, Role
from awards.models import Nomination, WinnerPage
from tests.awards.apply.applicant import Applicant
from tests.awards.entries import make_nomination
from tests.factories import AwardFactory, AwardYearFactory, NominationFormFactory, UserFactory

pytestmark = pytest.mark.django_db

#: Whatever of an applicant's answers is never public, as the applicant of the tests gives them.
PRIVATE = ["Svar på Bakgrund", "bo@example.se", "ann@example.se", "Bo Al", "Cia"]


@pytest.fixture(autouse=True)
def _nothing_sent_yet() -> None:
    cache.clear()


def sent(status: NominationStatus, **changes: Any) -> Nomination:
    """An entry with every kind of answer, of which film, picture and pitch may be public."""
    year = AwardYearFactory.create(
        parent=AwardFactory.create(title="Framsteget"), open=True, year=2026, film_any_host=True
    )
    form = NominationFormFactory.create(parent=year, full=True)
    for step in form.steps:
        for question in step.value["questions"]:
            if question.block_type in {QuestionKind.FILM, QuestionKind.PICTURE}:
                question.value["audience"] = Audience.PUBLIC
    form.save()
    assert {q.audience for q in definition_of(form).questions()} == set(Audience)
    nomination = Applicant(form).apply(namn="Färre fall", **changes).nomination
    assert nomination is not None
    prepare_waiting()
    Nomination.objects.filter(pk=nomination.pk).update(status=status)
    return Nomination.objects.get(pk=nomination.pk)


def test_a_winner_gets_a_draft_with_what_may_be_public() -> None:
    nomination = sent(NominationStatus.WINNER)

    page = promote(nomination, actor=UserFactory.create(admin=True))

    page = WinnerPage.objects.get(pk=page.pk)
    assert (page.title, page.live, page.distinction) == ("Färre fall", False, Distinction.WINNER)
    assert page.year == nomination.year
    assert [str(recipient) for recipient in page.recipients.all()] == ["Svar på Enhet, Bolaget AB"]
    assert (page.film_url, page.film_seconds) == ("https://film.example.se/1", 150)
    assert (page.film_captions, page.film_shown) == (Captions.YES, False)
    assert page.picture is not None
    assert (page.picture_alt, page.picture.photographer) == ("Två kollegor vid ett bord", "Ann Ek")
    assert "Svar på Pitch" in str(page.story)
    revision = page.get_latest_revision()
    assert revision is not None
    assert [word for word in PRIVATE if word in str(revision.content)] == []
    assert Nomination.objects.get().winner_page == page


def test_a_special_mention_is_told_as_one() -> None:
    page = promote(sent(NominationStatus.SPECIAL_MENTION), actor=UserFactory.create(admin=True))

    assert page.distinction == Distinction.SPECIAL_MENTION


def test_people_who_have_not_been_asked_are_not_shown() -> None:
    page = promote(
        sent(NominationStatus.WINNER, bild__people="not_informed"),
        actor=UserFactory.create(admin=True),
    )

    assert page.picture is None


@pytest.mark.parametrize(
    "status",
    sorted(set(NominationStatus) - {NominationStatus.WINNER, NominationStatus.SPECIAL_MENTION}),
)
def test_nobody_else_gets_a_page(status: NominationStatus) -> None:
    nomination = make_nomination(
        NominationFormFactory.create(parent=AwardYearFactory.create(open=True))
    )
    Nomination.objects.update(status=status)

    with pytest.raises(NotAwardedError):
        promote(nomination, actor=UserFactory.create(admin=True))

    assert WinnerPage.objects.count() == 0


def test_the_second_click_leads_to_the_first_ones_page() -> None:
    nomination = sent(NominationStatus.WINNER)
    actor = UserFactory.create(admin=True)
    page = promote(nomination, actor=actor)

    with pytest.raises(AlreadyPromotedError) as already:
        promote(nomination, actor=actor)

    assert already.value.page == page


def test_the_page_tells_what_it_still_lacks() -> None:
    page = promote(sent(NominationStatus.WINNER), actor=UserFactory.create(admin=True))

    assert len(missing(page)) == 3
    page.citation = "De vågade fråga."
    page.prize_sum = 30_000
    page.film_description = "spoken"
    page.film_shown = True
    assert missing(page) == []


@pytest.mark.parametrize(
    ("role", "leads_to_the_page"),
    [(Role.COMMUNICATOR, True), (Role.MODERATOR, False), (Role.JUROR, False)],
)
def test_those_who_edit_pages_make_it_from_the_inbox(
    role: Role, leads_to_the_page: bool, client: Client
) -> None:
    nomination = sent(NominationStatus.WINNER)
    client.force_login(UserFactory.create(role=role))
    address = reverse("awards_entry_promote", args=[nomination.pk])

    first, second = client.post(address), client.post(address)

    assert WinnerPage.objects.count() == int(leads_to_the_page)
    if leads_to_the_page:
        editor = reverse("wagtailadmin_pages:edit", args=[WinnerPage.objects.get().pk])
        assert (first["Location"], second["Location"]) == (editor, editor)
