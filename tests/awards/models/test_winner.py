from datetime import UTC, datetime, timedelta

import pytest
from django.db.models import ProtectedError

from awards.enums import AudioDescription, Captions, Distinction
from awards.models import Recipient, WinnerPage
from cms.models import SiteSettings
from tests.factories import AwardYearFactory, OrganisationFactory, PictureFactory, WinnerFactory

pytestmark = pytest.mark.django_db
NOW = datetime(2022, 11, 29, 18, tzinfo=UTC)
HOST = "film.example.se"
SHOWN = {
    "film_url": f"https://{HOST}/1",
    "film_captions": Captions.YES,
    "film_description": AudioDescription.SPOKEN,
    "film_shown": True,
}
NO_CAPTIONS = "A film can be shown once it has captions. Have it captioned, or do not show it."
NOT_HEARD = (
    "A film can be shown once it can be followed by ear. Have it described, or do not show it."
)


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({}, {}),
        ({"citation": "", "prize_sum": None}, {}),
        (
            {"distinction": Distinction.SPECIAL_MENTION, "prize_sum": 30_000},
            {"prize_sum": "Leave the sum empty: a special mention has none."},
        ),
        (SHOWN, {}),
        (SHOWN | {"film_captions": Captions.NO_SPEECH}, {}),
        (SHOWN | {"film_captions": Captions.NO}, {"film_captions": NO_CAPTIONS}),
        (SHOWN | {"film_captions": ""}, {"film_captions": NO_CAPTIONS}),
        (SHOWN | {"film_description": AudioDescription.NO}, {"film_description": NOT_HEARD}),
        (SHOWN | {"film_description": ""}, {"film_description": NOT_HEARD}),
        (
            SHOWN | {"film_url": ""},
            {"film_url": "Enter the link to the film, or do not show the film."},
        ),
        ({"film_url": f"https://{HOST}/1"}, {}),
        ({"film_url": f"https://{HOST.upper()}/1"}, {}),
        (
            {"film_url": f"http://{HOST}/1"},
            {"film_url": "Enter a link that begins with https://."},
        ),
        *(
            (
                {"film_url": url},
                {
                    "film_url": "Enter a link to one of the film hosts in the site's settings: "
                    "film.example.se, video.example.se."
                },
            )
            for url in (
                "https://elsewhere.example/1",
                f"https://{HOST}.elsewhere.example/1",
                f"https://elsewhere.example/{HOST}",
                f"https://{HOST}@elsewhere.example/1",
            )
        ),
    ],
)
def test_what_stops_a_winner_from_being_published(
    fields: dict[str, object], expected: dict[str, str], in_english: None
) -> None:
    winner = WinnerFactory.create(**fields)
    settings = SiteSettings.for_page(winner)
    settings.film_hosts = f"{HOST}\r\n video.example.se \n\n"
    settings.save()

    assert winner.publication_problems() == expected


def test_a_year_may_allow_films_anywhere() -> None:
    winner = WinnerFactory.create(
        parent=AwardYearFactory.create(film_any_host=True), film_url="https://elsewhere.example/1"
    )

    assert winner.publication_problems() == {}


@pytest.mark.parametrize(
    ("page_alt", "own_alt", "expected"),
    [
        ("En skola", "En byggnad", "En skola"),
        ("", "En byggnad", "En byggnad"),
        ("En skola", "", "En skola"),
        ("", "", ""),
    ],
)
def test_a_picture_needs_words(
    page_alt: str, own_alt: str, expected: str, in_english: None
) -> None:
    winner = WinnerFactory.create(
        picture=PictureFactory.create(description=own_alt), picture_alt=page_alt
    )

    assert winner.alternative_text == expected
    assert winner.publication_problems() == (
        {} if expected else {"picture_alt": "Enter what the picture shows."}
    )


@pytest.mark.parametrize(
    ("distinction", "prize_sum", "shown"),
    [
        (Distinction.WINNER, 30_000, True),
        (Distinction.WINNER, 0, True),
        (Distinction.WINNER, None, False),
        (Distinction.SPECIAL_MENTION, 30_000, False),
        (Distinction.SPECIAL_MENTION, None, False),
    ],
)
def test_a_mention_never_shows_a_sum(
    distinction: Distinction, prize_sum: int | None, shown: bool
) -> None:
    assert WinnerPage(distinction=distinction, prize_sum=prize_sum).shows_sum is shown


def test_a_recipient_is_a_unit_or_an_organisation(in_english: None) -> None:
    of_organisation = Recipient(organisation=OrganisationFactory.create(name="Bolaget"))
    of_organisation.clean()

    assert Recipient(unit="Enheten").publication_problems() == {}
    assert (of_organisation.organisation_name, of_organisation.publication_problems()) == (
        "Bolaget",
        {},
    )
    assert Recipient().publication_problems() == {
        "unit": "Enter who received it, or an organisation."
    }


@pytest.mark.both_databases
def test_winners_come_before_mentions_each_in_its_order() -> None:
    year = AwardYearFactory.create()
    for title, fields in {
        "fourth": {"mention": True, "order": 1},
        "third": {"order": 2},
        "first": {"order": 1},
        "second": {"order": 1},
    }.items():
        WinnerFactory.create(parent=year, title=title, **fields)

    ordered = WinnerPage.objects.child_of(year).in_order()

    assert [winner.title for winner in ordered] == ["first", "second", "third", "fourth"]


@pytest.mark.both_databases
def test_winners_of_all_years_come_newest_first_and_the_unknown_last() -> None:
    years = [AwardYearFactory.create(year=year) for year in (2018, None, 2021)]
    for year in years:
        WinnerFactory.create(parent=year, title=str(year.year))

    assert [winner.title for winner in WinnerPage.objects.newest_first()] == [
        "2021",
        "2018",
        "None",
    ]


@pytest.mark.both_databases
def test_only_published_winners_of_released_years_are_released() -> None:
    hidden = AwardYearFactory.create(winners_released_at=NOW + timedelta(seconds=1))
    just_now = AwardYearFactory.create(winners_released_at=NOW)
    always = AwardYearFactory.create()
    for year, title in ((hidden, "hidden"), (just_now, "just now"), (always, "always")):
        WinnerFactory.create(parent=year, title=title)
        WinnerFactory.create(parent=year, title=f"{title}, draft", draft=True)

    released = WinnerPage.objects.released(NOW)
    kept_back = WinnerPage.objects.hidden(NOW)

    assert [winner.title for winner in released.order_by("path")] == ["just now", "always"]
    assert [winner.title for winner in kept_back.order_by("path")] == ["hidden", "hidden, draft"]


def test_every_picture_of_a_winner_is_made_ready() -> None:
    picture, social, in_story = PictureFactory.create_batch(3)
    winner = WinnerPage(
        picture=picture,
        social_picture=social,
        story=[("picture", {"picture": in_story, "caption": ""})],
    )

    assert list(winner.pictures_shown()) == [
        (social, "social"),
        (picture, "hero"),
        (picture, "card"),
        (picture, "social"),
        (in_story, "story"),
    ]


def test_a_citation_is_kept_without_the_marks_that_it_was_pasted_with() -> None:
    winner = WinnerFactory.create(citation="”De kallade det ”Framtiden” och vågade.”")

    assert winner.citation == "De kallade det ”Framtiden” och vågade."


def test_a_winner_without_recipients_is_not_published(in_english: None) -> None:
    winner = WinnerFactory.create(recipients=[])

    assert winner.publication_problems() == {"recipients": "Add at least one recipient."}


def test_a_changed_organisation_leaves_no_name_of_the_old_one() -> None:
    wrong, right, predecessor = OrganisationFactory.create_batch(3)
    predecessor.successor = right
    predecessor.save()

    names = {
        kept: Recipient(organisation=right, organisation_name=kept)
        for kept in (wrong.name, right.name, predecessor.name, "Ett äldre namn")
    }
    for recipient in names.values():
        recipient.remember_name()

    assert {kept: recipient.organisation_name for kept, recipient in names.items()} == {
        wrong.name: right.name,
        right.name: right.name,
        predecessor.name: predecessor.name,
        "Ett äldre namn": "Ett äldre namn",
    }


def test_a_draft_survives_that_its_organisation_is_deleted() -> None:
    organisation = OrganisationFactory.create(name="Bolaget")
    winner = WinnerFactory.create()
    winner.recipients = [Recipient(organisation=organisation)]
    winner.save_revision()
    organisation.delete()

    [recipient] = (
        WinnerPage.objects.get(pk=winner.pk).get_latest_revision_as_object().recipients.all()
    )

    assert (recipient.organisation, recipient.organisation_name) == (None, "Bolaget")


def test_an_organisation_that_has_been_awarded_stays() -> None:
    organisation = WinnerFactory.create().recipients.get().organisation

    with pytest.raises(ProtectedError):
        organisation.delete()


def test_the_picture_for_sharing_is_the_editors_or_else_the_winners() -> None:
    picture, social = PictureFactory.create_batch(2)

    assert WinnerPage(picture=picture).picture_for_sharing == picture
    assert WinnerPage(picture=picture, social_picture=social).picture_for_sharing == social
    assert WinnerPage().picture_for_sharing is None
