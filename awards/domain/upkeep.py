"""Keeps what is gathered in advance true to what is published: digests, forms, words to find."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone
from wagtail.query import PageQuerySet
from wagtail.search.index import insert_or_update_object

from awards.models import AwardPage, AwardYearPage, NominationFormPage, WinnerPage

from . import digest, questions

_paused: ContextVar[bool] = ContextVar("upkeep_paused", default=False)

#: Of years that were published so long ago at most, the winners' words may still be the old ones.
_RECENTLY = timedelta(days=1)


def refresh_digests_on_commit(awards: PageQuerySet) -> None:
    """Gather the digests of some awards anew once what is being written has been committed.

    Not before: a publication that held an award's lock while Wagtail writes its search index
    could wait for another one for ever. ``repair`` does what is cut short in between.
    """
    if _paused.get():
        return
    pks = list(awards.values_list("pk", flat=True))
    if pks:
        awards = AwardPage.objects.filter(pk__in=pks)
        transaction.on_commit(lambda: digest.refresh(awards, now=timezone.now()), robust=True)


def refresh_definitions(forms: PageQuerySet) -> None:
    """Gather the definitions of some forms anew, with what is being written or not at all.

    Nothing else is locked after a form, so this may wait for nobody who waits for it.
    """
    if not _paused.get():
        questions.refresh(forms)


def index_winners_on_commit(year: AwardYearPage) -> None:
    """Let the winners of a year be found by the year's name as it is now."""
    if not _paused.get():
        transaction.on_commit(lambda: _index_winners(year), robust=True)


@contextmanager
def paused() -> Iterator[None]:
    """Keep nothing while many pages are written, and all of it at the end."""
    token = _paused.set(True)
    try:
        yield
    finally:
        _paused.reset(token)
    digest.refresh(AwardPage.objects.all(), now=timezone.now())
    questions.refresh(NominationFormPage.objects.all())


def repair(*, now: datetime) -> None:
    """Gather anew whatever is not as it should be: a server may be lost right after a commit."""
    questions.refresh(NominationFormPage.objects.all())
    digest.refresh(AwardPage.objects.all(), now=now)
    for year in AwardYearPage.objects.filter(last_published_at__gt=now - _RECENTLY):
        _index_winners(year)


def _index_winners(year: AwardYearPage) -> None:
    for winner in WinnerPage.objects.child_of(year):
        insert_or_update_object(winner)
