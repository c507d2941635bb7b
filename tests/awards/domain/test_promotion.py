"""From an entry to a winner's page: only what may be public, and one page."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.core.cache import cache
from django.core.files.base import ContentFile
from django.core.files.storage import FileSystemStorage, default_storage
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from awards.domain.promotion import (
    AlreadyPromotedError,
    NotAwardedError,
    missing,
    promote,
    sweep_pictures,
    told_of_year,
)
from awards.domain.questions import as_json, definition_of, from_json
from awards.domain.uploads import prepare_waiting
from awards.enums import Audience, Captions, Distinction, QuestionKind, Role
from awards.models import (
    AwardYearPage,
    Nomination,
    NominationFormPage,
    NominationVersion,
    Recipient,
    Upload,
    WinnerPage,
)
from awards.statuses import NominationStatus
from cms.dates import in_stockholm
from cms.models import Picture
from cms.publication import NotReadyError
from tests.awards.apply.applicant import Applicant
from tests.awards.entries import lose, make_nomination, make_public, put_out_of_reach
from tests.factories import (
    AwardFactory,
    AwardYearFactory,
    NominationFormFactory,
    PictureFactory,
    UserFactory,
    WinnerFactory,
    day,
)

pytestmark = pytest.mark.django_db

NOW = timezone.now()

#: Whatever of an applicant's answers is never public, as the applicant of the tests gives them.
PRIVATE = ["Svar på Bakgrund", "bo@example.se", "ann@example.se", "Bo Al", "Cia"]


@pytest.fixture(autouse=True)
def _nothing_sent_yet() -> None:
    cache.clear()


@pytest.fixture(scope="module", autouse=True)
def _form(module_db: None) -> None:
    """A form with every kind of question, of which film, picture and pitch may be public."""
    year = AwardYearFactory.create(
        parent=AwardFactory.create(title="Framsteget"), open=True, year=2026, film_any_host=True
    )
    form = NominationFormFactory.create(parent=year, full=True)
    make_public(form, QuestionKind.FILM, QuestionKind.PICTURE)
    assert {q.audience for q in definition_of(form).questions()} == set(Audience)


def sent(status: NominationStatus, **changes: Any) -> Nomination:
    """An entry with every kind of answer, of a year that is over by now."""
    applicant = Applicant(NominationFormPage.objects.get())
    nomination = applicant.apply(namn="Färre fall", **changes).nomination
    assert nomination is not None
    prepare_waiting()
    Nomination.objects.filter(pk=nomination.pk).update(status=status)
    AwardYearPage.objects.update(opens_on=day(-30), closes_on=day(-1))
    return Nomination.objects.get(pk=nomination.pk)


def winner(title: str) -> Nomination:
    """A winner of a name, with no more than has to be answered, by an applicant of its own."""
    nomination = make_nomination(
        NominationFormPage.objects.get(), email=f"{Nomination.objects.count()}@x.se", namn=title
    )
    Nomination.objects.filter(pk=nomination.pk).update(status=NominationStatus.WINNER)
    return Nomination.objects.get(pk=nomination.pk)


def files_of_pictures() -> set[str]:
    """Every original in the storage of the library."""
    return set(default_storage.listdir("original_images")[1])


def test_a_winner_comes_last_though_another_page_was_deleted() -> None:
    actor = UserFactory.create(admin=True)
    first, second = (promote(winner(title), actor=actor) for title in ("Ett", "Två"))
    first.delete()

    assert promote(winner("Tre"), actor=actor).order == second.order + 1


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
    # Its file is public, and a name that can be guessed would tell of it.
    assert nomination.reference.lower() not in page.picture.file.name.lower()
    assert "Svar på Pitch" in str(page.story)
    revision = page.get_latest_revision()
    assert revision is not None
    assert [word for word in PRIVATE if word in str(revision.content)] == []
    assert Nomination.objects.get().winner_page == page


@pytest.mark.parametrize(
    ("told", "captions"), [("no_speech", Captions.NO_SPEECH), (True, Captions.YES)]
)
def test_what_is_told_of_a_films_captions_comes_along(told: object, captions: Captions) -> None:
    nomination = sent(NominationStatus.WINNER)
    answers = nomination.newest_version.answers
    film = next(one for one in answers.values() if isinstance(one, dict) and "captions" in one)
    film["captions"] = told
    NominationVersion.objects.update(answers=answers)

    page = promote(nomination, actor=UserFactory.create(admin=True))

    assert page.film_captions == captions


@pytest.mark.parametrize("audience", Audience)
def test_a_film_comes_along_and_whether_it_is_shown_is_decided_later(
    audience: Audience, in_english: None
) -> None:
    nomination = sent(NominationStatus.WINNER)
    asked = nomination.newest_version.asked
    for step in asked["steps"]:
        for question in step["questions"]:
            if question["kind"] == QuestionKind.FILM:
                question["audience"] = audience
    NominationVersion.objects.update(asked=asked)

    page = promote(nomination, actor=UserFactory.create(admin=True))

    told = [lack for lack in missing(page, now=NOW) if "film" in lack]
    assert (page.film_url, page.film_shown) == ("https://film.example.se/1", False)
    assert (
        told
        == [
            (
                "Visitors are not shown the film. "
                "Tick “show the film to visitors” if they are to see it, or leave it so."
            ),
            "The form did not say that the public may see the film: ask those who sent it.",
        ][: 1 if audience == Audience.PUBLIC else 2]
    )
    # Whoever has published the page without the film has decided.
    page.live = True
    assert [lack for lack in missing(page, now=NOW) if "film" in lack] == []


def test_a_page_that_was_deleted_may_be_made_anew() -> None:
    nomination = sent(NominationStatus.WINNER)
    actor = UserFactory.create(admin=True)
    first = promote(nomination, actor=actor)
    first.delete()
    before = files_of_pictures()

    page = promote(nomination, actor=actor)

    assert list(WinnerPage.objects.all()) == [page]
    assert Nomination.objects.get().winner_page == page
    # With the picture that the first one has left in the library, and no copy of it.
    assert [first.picture, page.picture] == [Picture.objects.get()] * 2
    assert files_of_pictures() == before


@pytest.mark.parametrize(
    ("titles", "slugs"),
    [
        (["Grön", "Grön 3", "Grön"], ["gron", "gron-3", "gron-1"]),
        (["Grön 1", "Grön", "Grön", "Grön"], ["gron-1", "gron", "gron-2", "gron-3"]),
        (["!", "!"], ["fra-2026-0001", "fra-2026-0002"]),
    ],
)
def test_winners_of_a_name_have_an_address_each(titles: list[str], slugs: list[str]) -> None:
    year, actor = AwardYearPage.objects.get(), UserFactory.create(admin=True)
    made = [promote(winner(title), actor=actor).slug for title in titles]

    assert made == slugs
    assert list(WinnerPage.objects.child_of(year).values_list("slug", flat=True)) == slugs


def test_a_page_that_can_not_be_made_leaves_nothing_behind() -> None:
    nomination = sent(NominationStatus.WINNER)
    other = PictureFactory.create()
    before = files_of_pictures()

    with pytest.raises(ValueError, match="unsaved"):
        promote(nomination, actor=User(username="nobody"))

    assert (WinnerPage.objects.count(), list(Picture.objects.all())) == (0, [other])
    assert files_of_pictures() == before
    assert Nomination.objects.get().winner_page is None


def test_what_a_killed_process_left_of_a_picture_is_swept() -> None:
    # Other tests have taken back their rows.
    sweep_pictures(now=timezone.now() + timedelta(hours=25))
    promote(sent(NominationStatus.WINNER), actor=UserFactory.create(admin=True))
    default_storage.save("original_images/bild.jpg", ContentFile(b"of an editor"))
    kept, now = files_of_pictures(), timezone.now()
    default_storage.save(f"original_images/{'0f' * 16}.jpg", ContentFile(b"left behind"))

    swept = [sweep_pictures(now=now + timedelta(hours=hours)) for hours in (23, 25, 25)]

    assert swept == [0, 1, 0]
    assert files_of_pictures() == kept


def test_a_special_mention_is_told_as_one() -> None:
    page = promote(sent(NominationStatus.SPECIAL_MENTION), actor=UserFactory.create(admin=True))

    assert page.distinction == Distinction.SPECIAL_MENTION


@pytest.mark.parametrize(
    ("told", "reason"),
    [
        ({"people": "not_informed"}, "people in it have not been asked"),
        ({"people": ""}, "people in it have not been asked"),
        ({"rights": False}, "nobody has confirmed the right to use it"),
    ],
)
def test_a_picture_that_may_not_be_shown_is_left_out_and_that_is_told(
    told: dict[str, Any], reason: str, in_english: None
) -> None:
    nomination = sent(NominationStatus.WINNER)
    version = nomination.versions.get()
    answers = version.answers | {"bild": version.answers["bild"] | told}
    NominationVersion.objects.filter(pk=version.pk).update(answers=answers)

    page = promote(nomination, actor=UserFactory.create(admin=True))

    assert page.picture is None
    (lack,) = [lack for lack in missing(WinnerPage.objects.get(), now=NOW) if "picture" in lack]
    assert reason in lack
    page.picture = PictureFactory.create()
    assert [lack for lack in missing(page, now=NOW) if "picture" in lack] == []


@pytest.mark.parametrize("audience", [Audience.JURY, Audience.MODERATORS])
def test_a_picture_that_the_public_was_not_to_see_is_left_out_and_that_is_told(
    audience: Audience, in_english: None
) -> None:
    nomination = sent(NominationStatus.WINNER)
    version = nomination.versions.get()
    asked = from_json(version.asked)
    steps = [
        replace(
            step,
            questions=[
                replace(each, audience=audience) if each.kind == QuestionKind.PICTURE else each
                for each in step.questions
            ],
        )
        for step in asked.steps
    ]
    NominationVersion.objects.filter(pk=version.pk).update(
        asked=as_json(replace(asked, steps=steps))
    )

    page = promote(nomination, actor=UserFactory.create(admin=True))

    assert page.picture is None
    (lack,) = [lack for lack in missing(WinnerPage.objects.get(), now=NOW) if "picture" in lack]
    assert lack == (
        "The entry has a picture, but the form did not say that the public may see it: ask those "
        "who sent it."
    )


def damage(upload: Upload) -> None:
    Path(upload.file.path).write_bytes(b"")


@pytest.mark.parametrize("happens", [lose, damage])
def test_a_picture_that_is_gone_or_damaged_is_left_out_and_that_is_told(
    happens: Callable[[Upload], None], in_english: None
) -> None:
    nomination = sent(NominationStatus.WINNER)
    happens(nomination.uploads.get())

    page = promote(nomination, actor=UserFactory.create(admin=True))

    assert page.picture is None
    (lack,) = [lack for lack in missing(WinnerPage.objects.get(), now=NOW) if "picture" in lack]
    assert lack.startswith("The picture of the entry is not on the page.")


def refuse_files(monkeypatch: pytest.MonkeyPatch) -> None:
    """Have every storage take nothing more."""

    def refuse(*_: Any, **__: Any) -> str:
        raise OSError("No space left on device")

    monkeypatch.setattr(FileSystemStorage, "save", refuse)


@pytest.mark.parametrize("down", ["private", "public"])
def test_no_page_is_made_while_a_storage_is_down(
    down: str, client: Client, monkeypatch: pytest.MonkeyPatch, in_english: None
) -> None:
    nomination = sent(NominationStatus.WINNER)
    if down == "private":
        put_out_of_reach(nomination.uploads.get())
    else:
        refuse_files(monkeypatch)
    client.force_login(UserFactory.create(role=Role.COMMUNICATOR))

    response = client.post(reverse("awards_entry_promote", args=[nomination.pk]), follow=True)

    assert response.redirect_chain == [(reverse("awards_entry", args=[nomination.pk]), 302)]
    assert "fetched right now. Try again in a while." in response.content.decode()
    assert not WinnerPage.objects.exists()


def test_the_editor_tells_what_a_draft_lacks_and_leads_to_its_entry(
    client: Client, in_english: None
) -> None:
    nomination = sent(NominationStatus.WINNER)
    page = promote(nomination, actor=UserFactory.create(admin=True))
    client.force_login(UserFactory.create(role=Role.COMMUNICATOR))
    address = reverse("wagtailadmin_pages:edit", args=[page.pk])
    entry = reverse("awards_entry", args=[nomination.pk])

    told = [client.get(address).content.decode() for _ in range(2)]
    WinnerPage.objects.update(live=True)
    published = client.get(address).content.decode()

    assert ["The jury&#x27;s reason is not written yet." in html for html in told] == [True] * 2
    assert ["Before the page is published." in html for html in (*told, published)] == [
        True,
        True,
        False,
    ]
    opened = "So it was when you opened the page:"
    assert [opened in html for html in (*told, published)] == [True] * 3
    assert "The jury&#x27;s reason is not written yet." in published
    assert [entry in html for html in (*told, published)] == [True] * 3
    listed = client.get(reverse("awards_entry", args=[nomination.pk])).content.decode()
    assert address in listed


def test_the_entry_tells_what_the_draft_or_the_published_page_lacks(
    client: Client, in_english: None
) -> None:
    nomination = sent(NominationStatus.WINNER)
    page = promote(nomination, actor=UserFactory.create(admin=True))
    client.force_login(UserFactory.create(role=Role.COMMUNICATOR))
    address = reverse("awards_entry", args=[nomination.pk])

    before = client.get(address).context["winner_lacks"]
    page.citation = "De vågade fråga."
    page.save_revision()
    after = client.get(address).context["winner_lacks"]

    reason = "The jury's reason is not written yet."
    assert [lack for lack in before if lack not in after] == [reason]
    # The reason is in the draft alone.
    WinnerPage.objects.update(live=True)
    published = client.get(address)
    assert reason in published.context["winner_lacks"]
    assert "page is published. Look at this:" in published.content.decode()


def test_another_page_tells_nothing_of_entries(client: Client, in_english: None) -> None:
    year = AwardYearFactory.create(open=True)
    page = WinnerFactory.create(parent=year, draft=True, citation="")
    client.force_login(UserFactory.create(role=Role.COMMUNICATOR))

    edited = client.get(reverse("wagtailadmin_pages:edit", args=[page.pk])).content.decode()
    address = reverse("wagtailadmin_pages:add", args=["awards", "winnerpage", year.pk])
    begun = client.get(address).content.decode()

    for html in (edited, begun):
        assert "Before the page is published" in html
        assert "Entries are still accepted" in html
        assert "reason is not written yet" not in html
        assert "/admin/entries/1/" not in html


LATER = NOW + timedelta(days=7)
EARLY, UNRELEASED, HIDDEN, SHOWN = (
    "Entries are still accepted",
    "Nobody sees the page before",
    "Nobody sees the page until the page of the year is published",
    "Everybody sees a winner's page that is published",
)
NO_MOMENT_SET = "On the page of the year it can be set"


@pytest.mark.parametrize(
    ("last_day", "released_at", "is_live", "told"),
    [
        (-1, None, True, []),
        (-1, NOW - timedelta(days=7), True, []),
        (-1, LATER, True, [UNRELEASED]),
        (-1, LATER, False, [HIDDEN, UNRELEASED]),
        (3, None, True, [EARLY, SHOWN]),
        (3, NOW - timedelta(days=7), True, [EARLY, SHOWN]),
        (3, LATER, True, [EARLY, UNRELEASED]),
        (3, None, False, [EARLY, HIDDEN]),
    ],
)
def test_whoever_publishes_a_winner_is_told_what_it_means_by_its_year(
    last_day: int,
    released_at: datetime | None,
    is_live: bool,
    told: list[str],
    in_english: None,
) -> None:
    year = AwardYearPage(
        opens_on=day(-9), closes_on=day(last_day), winners_released_at=released_at, live=is_live
    )

    lines = told_of_year(year, now=NOW)

    assert [line.startswith(start) for line, start in zip(lines, told, strict=True)] == [
        True
    ] * len(told)
    assert [in_stockholm(LATER) in line for line in lines] == [
        start == UNRELEASED for start in told
    ]
    assert [NO_MOMENT_SET in line for line in lines] == [
        start == SHOWN and released_at is None for start in told
    ]


@pytest.mark.parametrize(("ago", "is_told"), [(0, True), (1, True), (2, False), (None, False)])
def test_that_everybody_sees_a_new_winner_where_no_moment_is_set_is_told(
    ago: int | None, is_told: bool, in_english: None
) -> None:
    number = None if ago is None else NOW.year - ago
    year = AwardYearPage(year=number, opens_on=day(-9), closes_on=day(-1), live=True)

    assert [line.startswith(SHOWN) for line in told_of_year(year, now=NOW)] == [True] * is_told


def test_a_recipient_without_an_organisation_is_told(in_english: None) -> None:
    page = promote(sent(NominationStatus.WINNER), actor=UserFactory.create(admin=True))
    before = missing(page, now=NOW)
    page.recipients.set([Recipient(unit="Enheten")])

    lacks = missing(page, now=NOW)

    assert [lack for lack in lacks if lack not in before] == ["The organisation is not told yet."]


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


def test_a_page_that_says_something_else_than_its_entry_is_told(in_english: None) -> None:
    nomination = sent(NominationStatus.WINNER)
    page = promote(nomination, actor=UserFactory.create(admin=True))
    before = missing(page, now=NOW)
    Nomination.objects.update(status=NominationStatus.NOT_SELECTED)

    now = missing(WinnerPage.objects.get(pk=page.pk), now=NOW)

    told = "The page says “Winner”, but the entry is: Not selected"
    assert (told in before, told in now) == (False, True)
    assert len(now) == len(before) + 1


@pytest.mark.parametrize("role", [Role.COMMUNICATOR, Role.MODERATOR])
@pytest.mark.parametrize(
    ("is_live", "released_at", "is_met"),
    [
        (False, None, False),
        (True, None, True),
        (True, NOW + timedelta(days=7), False),
        (True, NOW - timedelta(days=7), True),
    ],
)
def test_the_entry_leads_to_the_page_where_visitors_find_it(
    role: Role, is_live: bool, released_at: datetime | None, is_met: bool, client: Client
) -> None:
    nomination = sent(NominationStatus.WINNER)
    page = promote(nomination, actor=UserFactory.create(admin=True))
    WinnerPage.objects.update(live=is_live)
    AwardYearPage.objects.update(winners_released_at=released_at)
    client.force_login(UserFactory.create(role=role))

    html = client.get(reverse("awards_entry", args=[nomination.pk])).content.decode()

    assert (f'href="{page.full_url}"' in html) is is_met


@pytest.mark.parametrize(
    ("status", "is_published"),
    [
        (NominationStatus.WINNER, True),
        (NominationStatus.SPECIAL_MENTION, False),
        (NominationStatus.NOT_SELECTED, False),
        (NominationStatus.WITH_JURY, False),
    ],
)
def test_a_page_is_published_of_what_was_decided_alone(
    status: NominationStatus, is_published: bool, client: Client, in_english: None
) -> None:
    nomination = sent(NominationStatus.WINNER)
    page = promote(nomination, actor=UserFactory.create(admin=True))
    page.picture, page.film_url = None, ""
    Nomination.objects.update(status=status)

    if is_published:
        page.save_revision().publish()
    else:
        with pytest.raises(NotReadyError):
            page.save_revision().publish()

    problems = WinnerPage.objects.get().publication_problems()
    # Whoever edits pages need not know of entries, nor of what was decided of them.
    told = (
        "The page says “Winner”, which is not what has been decided of its entry. Choose the "
        "other distinction, or ask those who handle the entries."
    )
    assert problems == ({} if is_published else {"distinction": told})
    assert WinnerPage.objects.get().live is is_published


@pytest.mark.parametrize(
    ("is_live", "told"),
    [(True, "page is published and stays so"), (False, "is made, as a draft")],
)
def test_who_reopens_a_winner_is_told_of_its_page(
    is_live: bool, told: str, client: Client, in_english: None
) -> None:
    nomination = sent(NominationStatus.WINNER)
    address = reverse("awards_entry_act", args=[nomination.pk, "reopen"])
    client.force_login(UserFactory.create(role=Role.MODERATOR))
    without = client.get(address).content.decode()
    promote(nomination, actor=UserFactory.create(admin=True))
    WinnerPage.objects.update(live=is_live)

    html = client.get(address).content.decode()

    assert (told in without, told in html) == (False, True)


def test_what_is_too_long_for_a_page_is_cut_and_that_is_told(in_english: None) -> None:
    nomination = sent(NominationStatus.WINNER)
    whole = promote(nomination, actor=UserFactory.create(admin=True))
    cut = [lack for lack in missing(whole, now=NOW) if "cut" in lack]
    whole.delete()
    Nomination.objects.update(title="å" * 300, unit="e" * 300, organisation_name="o" * 300)

    page = promote(Nomination.objects.get(), actor=UserFactory.create(admin=True))

    page = WinnerPage.objects.get(pk=page.pk)
    [recipient] = page.recipients.all()
    assert cut == []
    assert (page.title, recipient.unit) == ("å" * 255, "e" * 200)
    assert [lack for lack in missing(page, now=NOW) if "cut" in lack] == [
        "The name was too long for a title and has been cut. See that it reads well.",
        "The recipient's name was too long for the page and has been cut. See that it reads well.",
    ]
    page.title = "Färre fall"
    page.recipients.set([Recipient(unit="Enheten", organisation_name="Bolaget")])
    assert [lack for lack in missing(page, now=NOW) if "cut" in lack] == []


def test_the_page_tells_what_it_still_lacks(in_english: None) -> None:
    page = promote(sent(NominationStatus.WINNER), actor=UserFactory.create(admin=True))

    assert len(missing(page, now=NOW)) == 5
    page.film_captions = Captions.NO
    assert len(missing(page, now=NOW)) == 6
    page.film_captions = Captions.YES
    page.citation = "De vågade fråga."
    page.prize_sum = 30_000
    page.film_description = "spoken"
    page.film_shown = True
    untold, seen = missing(page, now=NOW)
    assert "told no outcome" in untold
    assert seen.startswith(SHOWN)
    page.year.winners_released_at = NOW - timedelta(days=1)
    assert missing(page, now=NOW) == []


@pytest.mark.parametrize(
    ("role", "leads_to"),
    [(Role.COMMUNICATOR, "editor"), (Role.MODERATOR, "entry"), (Role.JUROR, "")],
)
def test_those_who_handle_entries_make_it_and_those_who_edit_pages_finish_it(
    role: Role, leads_to: str, client: Client, in_english: None
) -> None:
    nomination = sent(NominationStatus.WINNER)
    client.force_login(UserFactory.create(role=role))
    address = reverse("awards_entry_promote", args=[nomination.pk])
    entry = reverse("awards_entry", args=[nomination.pk])

    first, second = client.post(address), client.post(address)

    page = WinnerPage.objects.first()
    assert (page is not None) is bool(leads_to)
    if page is None:
        return
    editor = reverse("wagtailadmin_pages:edit", args=[page.pk])
    expected = editor if leads_to == "editor" else entry
    assert (first["Location"], second["Location"]) == (expected, expected)
    html = client.get(entry).content.decode()
    assert page.title in html
    assert (editor in html) is (leads_to == "editor")
    assert ("A communicator finishes and publishes it." in html) is (leads_to == "entry")
    assert (client.get(editor).status_code == 200) is (leads_to == "editor")
