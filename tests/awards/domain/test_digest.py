"""An award's digest is true to what is published, whatever happened to it."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from wagtail.models import PageViewRestriction

from awards.chores import repair_what_is_gathered
from awards.domain.digest import digest_of, gather, refresh
from awards.domain.upkeep import paused
from awards.models import AwardPage, AwardYearPage, JuryPage, WinnerPage
from cms.models import Picture
from tests.factories import (
    AwardFactory,
    AwardYearFactory,
    JuryFactory,
    NominationFormFactory,
    WinnerFactory,
)

NOW = timezone.now()

#: Runs what waits for a commit, which a test's own transaction never reaches.
Commit = Callable[..., AbstractContextManager[object]]

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]


@pytest.fixture(scope="module")
def framsteget(module_db: None) -> int:
    """The key of ``award``, which is made once."""
    award = AwardFactory.create(title="Framsteget", slug="framsteget")
    for year in (2021, 2022):
        AwardYearFactory.create(parent=award, year=year)
    for year, title in ((2021, "A"), (2021, "B"), (2022, "C")):
        WinnerFactory.create(parent=AwardYearPage.objects.get(year=year), title=title)
    newest = AwardYearPage.objects.get(year=2022)
    JuryFactory.create(parent=newest)
    NominationFormFactory.create(parent=newest)
    AwardFactory.create(title="Föregångaren", successor=award)
    WinnerFactory.create(parent=newest, title="Med bild", pictured=True)
    refresh(AwardPage.objects.all(), now=NOW)
    return int(award.pk)


@pytest.fixture
def award(framsteget: int) -> AwardPage:
    """An award with two years, three winners, a jury, a form and a predecessor, and its digest."""
    return AwardPage.objects.get(pk=framsteget)


def publish(page: AwardPage | AwardYearPage | WinnerPage | JuryPage, **changes: object) -> None:
    page = page.get_latest_revision_as_object()
    for name, value in changes.items():
        setattr(page, name, value)
    page.save_revision().publish()


def winner(title: str) -> WinnerPage:
    return WinnerPage.objects.get(title=title)


def year(number: int) -> AwardYearPage:
    return AwardYearPage.objects.get(year=number)


def _describe_picture() -> None:
    picture = winner("Med bild").picture
    assert picture is not None
    picture.description = "Nya ord"
    picture.save()


CHANGES: dict[str, Callable[[], object]] = {
    "a winner is renamed": lambda: publish(winner("A"), title="Nytt namn"),
    "a winner's address changes": lambda: publish(winner("A"), slug="ny-adress"),
    "a winner is taken down": lambda: winner("A").unpublish(),
    "a winner is deleted": lambda: winner("A").delete(),
    "a winner is moved": lambda: winner("A").move(year(2022), pos="last-child"),
    "a winner is copied": lambda: winner("A").copy(update_attrs={"slug": "kopia"}),
    "a picture's words change": _describe_picture,
    "a picture is deleted": lambda: Picture.objects.all().delete(),
    "a winner becomes private": lambda: PageViewRestriction.objects.create(
        page=winner("A"), restriction_type=PageViewRestriction.LOGIN
    ),
    "a year's address changes": lambda: publish(year(2021), slug="tjugoett"),
    "a year is taken down": lambda: year(2022).unpublish(),
    "a year is deleted": lambda: year(2022).delete(),
    "winners are held back": lambda: publish(
        year(2021), winners_released_at=timezone.now() + timedelta(days=1)
    ),
    "the jury changes": lambda: publish(JuryPage.objects.get(), slug="juryn"),
    "the jury is deleted": lambda: JuryPage.objects.get().delete(),
    "the award's address changes": lambda: publish(
        AwardPage.objects.get(title="Framsteget"), slug="steget"
    ),
    "the list's address changes": lambda: publish(
        AwardPage.objects.get(title="Framsteget").get_parent().specific, slug="utmarkelser"
    ),
    "a predecessor is renamed": lambda: publish(
        AwardPage.objects.get(title="Föregångaren"), title="Nytt namn"
    ),
    "a predecessor is taken down": lambda: AwardPage.objects.get(title="Föregångaren").unpublish(),
    "a predecessor is deleted": lambda: AwardPage.objects.get(title="Föregångaren").delete(),
}


@pytest.mark.parametrize("change", CHANGES)
def test_the_digest_follows_what_is_published(
    change: str, award: AwardPage, django_capture_on_commit_callbacks: Commit
) -> None:
    before = digest_of(award, now=NOW)

    with django_capture_on_commit_callbacks(execute=True):
        CHANGES[change]()

    stored = AwardPage.objects.get(pk=award.pk)
    assert digest_of(stored, now=NOW) == gather(stored, now=NOW)
    assert digest_of(stored, now=NOW) != before


def test_a_digest_survives_the_way_to_the_database(award: AwardPage) -> None:
    assert award.digest != {}
    assert digest_of(award, now=NOW) == gather(award, now=NOW)


def test_a_draft_changes_nothing(award: AwardPage) -> None:
    page = winner("A")
    page.title = "Utkast"
    page.save_revision()

    assert AwardPage.objects.get(pk=award.pk).digest == award.digest


def test_publishing_an_old_revision_of_the_award_brings_no_old_digest(
    award: AwardPage, django_capture_on_commit_callbacks: Commit
) -> None:
    old = award.save_revision()
    with django_capture_on_commit_callbacks(execute=True):
        publish(winner("A"), title="Nytt namn")
        old.publish()

    stored = AwardPage.objects.get(pk=award.pk)
    assert digest_of(stored, now=NOW) == gather(stored, now=NOW)


def test_a_copied_award_has_a_digest_of_its_own(award: AwardPage) -> None:
    copy = award.copy(update_attrs={"slug": "kopia", "title": "Kopia"})

    assert digest_of(AwardPage.objects.get(pk=copy.pk), now=NOW).years == []


def test_an_award_without_a_digest_is_gathered_anew(award: AwardPage) -> None:
    AwardPage.objects.filter(pk=award.pk).update(digest={})

    assert digest_of(AwardPage.objects.get(pk=award.pk), now=NOW) == digest_of(award, now=NOW)


def test_a_digest_that_another_version_kept_is_gathered_anew(award: AwardPage) -> None:
    AwardPage.objects.filter(pk=award.pk).update(digest={"years": "in another shape"})

    assert digest_of(AwardPage.objects.get(pk=award.pk), now=NOW) == digest_of(award, now=NOW)


def test_many_changes_are_kept_once_at_the_end(award: AwardPage) -> None:
    with paused():
        publish(winner("A"), title="Nytt namn")
        assert AwardPage.objects.get(pk=award.pk).digest == award.digest

    stored = AwardPage.objects.get(pk=award.pk)
    assert digest_of(stored, now=NOW) == gather(stored, now=NOW)
    assert stored.digest != award.digest


def test_what_was_not_gathered_after_a_commit_is_gathered_later(award: AwardPage) -> None:
    publish(winner("A"), title="Nytt namn")
    assert AwardPage.objects.get(pk=award.pk).digest == award.digest

    repair_what_is_gathered(NOW)

    stored = AwardPage.objects.get(pk=award.pk)
    assert digest_of(stored, now=NOW) == gather(stored, now=NOW)
    assert stored.digest != award.digest


def test_nothing_is_written_where_all_is_as_it_should_be(award: AwardPage) -> None:
    AwardYearPage.objects.update(last_published_at=NOW - timedelta(days=2))
    repair_what_is_gathered(NOW)

    with CaptureQueriesContext(connection) as queries:
        repair_what_is_gathered(NOW)

    assert [each["sql"] for each in queries if each["sql"].startswith(("UPDATE", "INSERT"))] == []
