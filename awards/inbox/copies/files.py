"""The files of an entry, fetched from where they are kept."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from typing import IO

from awards.enums import UploadState
from awards.models import Upload

logger = logging.getLogger(__name__)


class FileMissingError(Exception):
    """A file has not been prepared, can't be read or is gone; tells which."""


class NotFetchedError(Exception):
    """The storage does not answer: the copy has to be asked for again later."""


@contextmanager
def fetched(upload: Upload) -> Iterator[IO[bytes]]:
    """A file's content, to be read before the block ends.

    Raises ``FileMissingError`` with the words for it, and ``NotFetchedError``.
    """
    if upload.state != UploadState.READY:
        raise FileMissingError(UploadState(upload.state).label)
    try:
        with upload.file.open("rb") as file:
            yield file
    except FileNotFoundError as error:
        raise FileMissingError(UploadState.UNREADABLE.label) from error
    except Exception as error:  # storages raise errors of their own
        logger.error("A file was not fetched: %s", type(error).__name__)  # noqa: TRY400
        raise NotFetchedError from error
