"""What lists of entries mark and find entries by, kept right whenever an entry changes."""

from __future__ import annotations

import logging
import unicodedata
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import datetime
from functools import partial
from typing import Any

from django.contrib.auth.models import User
from django.db import DatabaseError, transaction
from django.db.models import QuerySet
from wagtail.log_actions import log

from awards.enums import UploadState
from awards.models import Nomination, NominationVersion
from awards.statuses import OUT_OF_PLAY

from .answers import Answers, readable, upload_ids
from .questions import FormDefinition, from_json

logger = logging.getLogger(__name__)

_SWEDISH = frozenset("åäö")

#: Years and names whose entries are marked when many have been changed; ``None`` for at once.
_later: ContextVar[set[tuple[int, str]] | None] = ContextVar("marked_later", default=None)


def words_of(text: str) -> list[str]:
    """The words of a text as they are compared: in small letters, without signs and accents.

    å, ä and ö are letters of their own in Swedish, and stay.
    """
    composed = unicodedata.normalize("NFC", text.casefold())
    plain = "".join(sign if sign in _SWEDISH else _unaccented(sign) for sign in composed)
    return "".join(sign if sign.isalnum() else " " for sign in plain).split()


def _unaccented(sign: str) -> str:
    return "".join(
        part for part in unicodedata.normalize("NFKD", sign) if not unicodedata.combining(part)
    )


def name_key(name: str) -> str:
    """What two names have in common that differ in signs and capitals only."""
    return " ".join(words_of(name))[:300]


def describe(nomination: Nomination, definition: FormDefinition, answers: Answers) -> None:
    """Set what the entry is searched for and compared by; call it before the entry is saved."""
    _describe_names(nomination)
    nomination.search_text = " ".join(words_of(" ".join(_texts(definition, answers))))


def _describe_names(nomination: Nomination) -> None:
    nomination.name_key = name_key(nomination.title)
    names = (
        nomination.reference,
        nomination.title,
        nomination.unit,
        nomination.organisation_name,
        nomination.contact_name,
        nomination.contact_email,
        nomination.nominee_name,
        nomination.email,
        nomination.registry_number,
    )
    nomination.search_names = " ".join(words_of(" ".join(names)))


def _texts(definition: FormDefinition, answers: Answers) -> Iterator[str]:
    for question in definition.questions():
        yield from readable(question, answers.get(question.key), {})


def mark_duplicates(nomination: Nomination, *, former_key: str | None = None) -> None:
    """Mark every entry of the year that has the same name as another one, and no other.

    Where staff have told two of them apart, they do not count as the same: see ``tell_apart``.

    ``former_key`` is the name that the entry had before, if it has got another one. Call it inside
    a transaction, after the entry or its status has been saved. Entries that somebody else is
    changing just now are marked after the commit: to wait for them here, with the entry's own row
    locked, could be to wait for somebody who waits for that.
    """
    names = {(nomination.year_id, key) for key in (nomination.name_key, former_key) if key}
    later = _later.get()
    if later is None:
        is_renamed = former_key is not None and former_key != nomination.name_key
        for year, key in names:
            _mark_name(year, key, is_renamed=is_renamed)
    else:
        later |= names
    if not nomination.name_key and nomination.possible_duplicate:
        Nomination.objects.filter(pk=nomination.pk).update(possible_duplicate=False)
    nomination.refresh_from_db(fields=["possible_duplicate"])


@contextmanager
def marked_together() -> Iterator[None]:
    """Mark once for each name, when all of many changes have been made, each in its transaction.

    To look at every entry of the name after each change would take the square of them: spam has one
    name. Where this is cut short, the marks are right again when one of the name changes.
    """
    names: set[tuple[int, str]] = set()
    token = _later.set(names)
    try:
        yield
    finally:
        _later.reset(token)
        for year, key in sorted(names):
            with transaction.atomic():
                _mark_name(year, key)


def _mark_name(year: int, key: str, *, is_renamed: bool = False) -> None:
    same = Nomination.objects.filter(year=year, name_key=key)
    if not _mark(same, same.select_for_update(skip_locked=True)) or is_renamed:
        # Of two that get the same name at once, neither sees the other before.
        transaction.on_commit(partial(_mark_all, same), robust=True)


def _mark(same: QuerySet[Nomination], to_lock: QuerySet[Nomination]) -> bool:
    """Mark those of the same name that can be locked, and tell whether that is all of them."""
    locked = set(to_lock.order_by("pk").values_list("pk", flat=True))
    double = _double(same)
    to_change = same.filter(pk__in=locked)
    to_change.filter(pk__in=double, possible_duplicate=False).update(possible_duplicate=True)
    to_change.filter(possible_duplicate=True).exclude(pk__in=double).update(
        possible_duplicate=False
    )
    return same.count() == len(locked)


def _double(same: QuerySet[Nomination]) -> list[int]:
    """Those in play that have not been told apart from all others in play."""
    in_play = list(same.exclude(status__in=OUT_OF_PLAY).values_list("pk", flat=True))
    if len(in_play) < 2:  # noqa: PLR2004 - one alone is no double
        return []
    pairs = Nomination.told_apart_from.through.objects.filter(
        from_nomination__in=in_play, to_nomination__in=in_play
    )
    apart = Counter(pairs.values_list("from_nomination", flat=True))
    return [pk for pk in in_play if len(in_play) - 1 > apart[pk]]


def tell_apart(
    nomination: Nomination, other: Nomination, *, is_apart: bool, actor: User, now: datetime
) -> None:
    """Keep that two entries of the same name are not the same, or take that back; logged at both.

    One that comes later with the same name is marked again, and so are both.
    """
    with transaction.atomic():
        both = Nomination.objects.filter(pk__in=[nomination.pk, other.pk])
        locked = {each.pk: each for each in both.select_for_update().order_by("pk")}
        first, second = locked[nomination.pk], locked[other.pk]
        if first.told_apart_from.contains(second) == is_apart:
            return
        change = first.told_apart_from.add if is_apart else first.told_apart_from.remove
        change(second)
        mark_duplicates(first)
        for entry, named in ((first, second), (second, first)):
            data = {"other": named.reference, "is_apart": is_apart}
            log(entry, "awards.nomination.apart", user=actor, timestamp=now, data=data)


def _mark_all(same: QuerySet[Nomination]) -> None:
    """Mark those of the same name, each locked in its turn, as everybody does who waits."""
    with transaction.atomic():
        _mark(same, same.select_for_update())


def mark_missing_file(nomination: Nomination) -> None:
    """Mark the entry if its newest version names a file that can't be read or is not there.

    The entry is locked meanwhile: a newer version waits, and then is what decides.
    """
    with transaction.atomic():
        locked = Nomination.objects.select_for_update().get(pk=nomination.pk)
        named = upload_ids(locked.newest_version.answers)
        usable = locked.uploads.filter(public_id__in=named).exclude(state=UploadState.UNREADABLE)
        locked.file_missing = usable.count() < len(named)
        locked.save(update_fields=["file_missing"])
    nomination.file_missing = locked.file_missing


def describe_anew(nomination: Nomination) -> None:
    """Describe an entry again from its newest version, and save that; see ``describe``."""
    version: NominationVersion = nomination.newest_version
    answers: dict[str, Any] = version.answers
    describe(nomination, from_json(version.asked), answers)
    _save_description(nomination)


def _save_description(nomination: Nomination) -> None:
    nomination.save(update_fields=["name_key", "search_names", "search_text"])


def describe_forgotten(*, most: int = 50) -> None:
    """Describe and compare entries that were received before there was any search.

    So many at a time. One whose answers can't be read is described by its names alone, so that it
    is neither forgotten nor tried again; that is logged, and nothing of what the entry says. One
    that the database does not save now keeps no other one waiting.
    """
    described = 0
    for pk in list(_forgotten().order_by("pk").values_list("pk", flat=True)):
        try:
            described += _describe_one(pk)
        except DatabaseError as error:
            logger.error(  # noqa: TRY400
                "Entry %d was not described: %s", pk, type(error).__name__
            )
        if described == most:
            break


def _describe_one(pk: int) -> bool:
    """Describe an entry unless it has been meanwhile, and tell whether it was still forgotten."""
    with transaction.atomic():
        # Locked, so that nobody sends a newer version in between.
        nomination = _forgotten().select_for_update().filter(pk=pk).first()
        if nomination:
            _describe_as_can_be(nomination)
            mark_duplicates(nomination)
    return nomination is not None


def _describe_as_can_be(nomination: Nomination) -> None:
    try:
        describe_anew(nomination)
    except DatabaseError:
        raise
    except Exception as error:  # noqa: BLE001 - whatever is wrong with its answers
        logger.error(  # noqa: TRY400
            "Entry %d is found by its names only, for its answers: %s",
            nomination.pk,
            type(error).__name__,
        )
        _describe_names(nomination)
        _save_description(nomination)


def _forgotten() -> QuerySet[Nomination]:
    return Nomination.objects.filter(search_names="")
