"""Files that applicants send: received at once, prepared in the background, removed when unused.

A received picture may carry where it was taken and what the camera is; nobody is given it, not even
the applicant, until it has been drawn anew (``prepare``).
"""

from __future__ import annotations

import logging
from collections.abc import Iterable
from datetime import datetime, timedelta
from functools import partial

from django.core.files.base import ContentFile, File
from django.core.files.storage import Storage, storages
from django.db import transaction
from django.db.models.fields.files import FieldFile

from awards.enums import QuestionKind, UploadState
from awards.models import Draft, Nomination, Upload
from cms.numbers import grouped
from cms.storage import delete_old, delete_quietly, files_in, stored_files_removed_on_error
from cms.uploads import (
    CheckedFile,
    RefusedFileError,
    check_document,
    check_picture,
    clean_picture,
)

from .flags import mark_missing_file

logger = logging.getLogger(__name__)


class NotStoredError(Exception):
    """The storage did not take a file: it has to be handed over again later."""


#: A file without a row may belong to a request that is still under way; later it is an orphan.
ORPHAN_AGE = timedelta(days=1)
_FOLDER = "uploads"
#: Pixels of an applicant's picture: the least that is sharp as the large picture of a page on most
#: screens, and printed 10 centimetres wide at 300 dots per inch.
LEAST_LONGER_SIDE = 1200
_CHECKS = {QuestionKind.PICTURE: check_picture, QuestionKind.DOCUMENT: check_document}


class FileGoneError(Exception):
    """A file of what is being sent in was removed meanwhile, perhaps in another window."""


def receive(
    draft: Draft, question: str, kind: QuestionKind, file: File[bytes], *, now: datetime
) -> Upload:
    """Check a file and store it with the draft; it takes the place of the question's earlier one.

    Staff enter what came in, as it is; an applicant has to choose a picture that is large enough.
    Raises ``cms.uploads.RefusedFileError`` with what to tell the applicant, and ``NotStoredError``
    when the storage does not answer.
    """
    checked: CheckedFile = _CHECKS[kind](file)
    if not draft.is_entered_by_staff:
        _refuse_small(checked)
    file.seek(0)
    is_ready = kind == QuestionKind.DOCUMENT
    upload = Upload(
        draft=draft,
        question=question,
        name=checked.name,
        format=checked.kind,
        size=checked.size,
        width=checked.width,
        height=checked.height,
        state=UploadState.READY if is_ready else UploadState.RECEIVED,
        received_at=now,
    )
    store(upload.file, checked.name, file)
    upload.save()
    return upload


def _refuse_small(checked: CheckedFile) -> None:
    if checked.width and checked.height and max(checked.width, checked.height) < LEAST_LONGER_SIDE:
        raise RefusedFileError(
            "picture_too_small",
            width=grouped(checked.width),
            height=grouped(checked.height),
            limit=grouped(LEAST_LONGER_SIDE),
        )


def store(place: FieldFile, name: str, file: File[bytes]) -> None:
    """Store a file of a row that is to be saved. Raises ``NotStoredError``."""
    try:
        place.save(name, file, save=False)
    except Exception as error:  # storages raise errors of their own
        logger.error("A file was not stored: %s", type(error).__name__)  # noqa: TRY400
        raise NotStoredError from error


def prepare(upload: Upload) -> Upload:
    """Draw a received picture anew, upright and without its metadata, and make its thumbnail.

    One that can't be drawn, or is gone, is marked as unreadable. Safe to do twice, and by two at
    once. Nothing is locked while it is drawn and stored, which takes seconds, and longer where a
    storage does not answer: somebody may be sending it in.
    """
    made = _made_anew(upload)
    with transaction.atomic():
        locked = Upload.objects.select_for_update().filter(pk=upload.pk).first()
        if locked is None or locked.state != UploadState.RECEIVED:
            _delete_files_on_commit(made)
            return locked or upload
        if made.state == UploadState.READY:
            _delete_files_on_commit(locked)
            locked.file, locked.thumbnail = made.file, made.thumbnail
            locked.width, locked.height, locked.size = made.width, made.height, made.size
        locked.state = made.state
        locked.save()
    if locked.state == UploadState.UNREADABLE and locked.nomination:
        # Not while the upload is locked: whoever sends in locks the entry before its files.
        mark_missing_file(locked.nomination)
    return locked


def _made_anew(upload: Upload) -> Upload:
    """What becomes of a received picture: files that are stored, and a row that is not saved."""
    try:
        with upload.file.open("rb") as file:
            clean = clean_picture(file)
    except (RefusedFileError, FileNotFoundError):
        return Upload(state=UploadState.UNREADABLE)
    made = Upload(
        state=UploadState.READY, width=clean.width, height=clean.height, size=len(clean.content)
    )
    with stored_files_removed_on_error() as files:
        made.file.save("picture.jpg", ContentFile(clean.content), save=False)
        files.append(made.file)
        made.thumbnail.save("thumbnail.jpg", ContentFile(clean.thumbnail), save=False)
    return made


def prepare_waiting(*, limit: int = 3) -> int:
    """Try to prepare some of the pictures that wait, and tell how many.

    Which ones is left to chance: those that can't be prepared now have their turn again, and keep
    no other one waiting for ever, however many they are.
    """
    waiting = list(Upload.objects.waiting().order_by("?")[:limit])
    for upload in waiting:
        try:
            prepare(upload)
        except Exception as error:  # noqa: BLE001 - whatever it is, the others go on
            logger.error("A picture was not prepared: %s", type(error).__name__)  # noqa: TRY400
    return len(waiting)


def uploads_of(draft: Draft) -> dict[str, Upload]:
    """The draft's files by their public ids: those of the draft, and those of its entry."""
    found = Upload.objects.filter(draft=draft)
    return {str(upload.public_id): upload for upload in found}


def remove(upload: Upload) -> None:
    """Remove a file that the applicant took away or replaced, unless it has been sent in."""
    with transaction.atomic():
        locked = Upload.objects.select_for_update().filter(pk=upload.pk).first()
        if locked and locked.nomination_id is None:
            _delete(locked)


def remove_unsent(draft: Draft) -> None:
    """Remove the files of a draft that were never sent in. Whoever calls has locked the draft."""
    for upload in draft.uploads.filter(nomination=None):
        _delete(upload)


def attach(nomination: Nomination, public_ids: Iterable[str], draft: Draft) -> None:
    """Make files of a draft part of the entry that is being sent in: from now they stay.

    The draft is locked by whoever calls, as by whoever removes what is unsent. Raises
    ``FileGoneError`` if one of them has been removed meanwhile.
    """
    ids = set(public_ids)
    if draft.uploads.filter(public_id__in=ids).update(nomination=nomination) < len(ids):
        raise FileGoneError


def sweep(*, now: datetime, storage: Storage | None = None) -> int:
    """Delete what no draft and no entry refers to any more, and tell how many files went.

    That is uploads whose draft is gone, and files that a killed process left without a row.
    """
    storage = storage or storages["private"]
    with transaction.atomic():
        for upload in Upload.objects.filter(draft=None, nomination=None):
            _delete(upload)
    known = {
        name for names in Upload.objects.values_list("file", "thumbnail") for name in names if name
    }
    orphans = (name for name in files_in(storage, _FOLDER) if name not in known)
    return delete_old(storage, orphans, before=now - ORPHAN_AGE)


def _delete(upload: Upload) -> None:
    """Delete the row now, and its files once that is certain."""
    _delete_files_on_commit(upload)
    upload.delete()


def _delete_files_on_commit(upload: Upload) -> None:
    """Delete the files that a row has now. What can't be deleted then is found by ``sweep``."""
    for kept in (upload.file, upload.thumbnail):
        if kept:
            transaction.on_commit(partial(delete_quietly, kept.storage, kept.name), robust=True)
