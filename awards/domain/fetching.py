"""Files that were received, fetched from where they are kept; one may be gone, or out of reach."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from typing import IO

from django.core.files.base import File

from awards.enums import UploadState
from awards.models import Upload

logger = logging.getLogger(__name__)


class FileMissingError(Exception):
    """A file has not been prepared, can't be read or is gone; tells which."""


class NotFetchedError(Exception):
    """The storage does not answer: the file has to be asked for again later."""


@contextmanager
def fetched(upload: Upload) -> Iterator[IO[bytes]]:
    """A file's content, to be read before the block ends.

    Raises ``FileMissingError`` with the words for it, and ``NotFetchedError``.
    """
    with _told(upload), upload.file.open("rb") as file:
        yield file


def opened(upload: Upload, *, thumbnail: bool) -> File[bytes]:
    """A file to be sent on and closed: the thumbnail, if there is one and it is asked for.

    Raises as ``fetched`` does.
    """
    with _told(upload):
        kept = upload.thumbnail if thumbnail and upload.thumbnail else upload.file
        file: File[bytes] = kept.open("rb")
        # A storage that is far away fetches it only now.
        file.seek(0)
    return file


@contextmanager
def _told(upload: Upload) -> Iterator[None]:
    """Raise an error of ours for whatever a storage raises in the block."""
    if upload.state != UploadState.READY:
        raise FileMissingError(UploadState(upload.state).label)
    try:
        yield
    except FileNotFoundError as error:
        raise FileMissingError(UploadState.UNREADABLE.label) from error
    except Exception as error:  # storages raise errors of their own
        logger.error("A file was not fetched: %s", type(error).__name__)  # noqa: TRY400
        raise NotFetchedError from error
