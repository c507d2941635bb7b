"""Where private files are kept when that is the disk, and files that belong to a transaction."""

from __future__ import annotations

import logging
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import Any

from django.core.files.base import File
from django.core.files.storage import FileSystemStorage, Storage
from django.db.models.fields.files import FieldFile

logger = logging.getLogger(__name__)


class NotMountedError(OSError):
    """The folder of a storage is missing or empty, as where a disk is not mounted."""


class PrivateFileSystemStorage(FileSystemStorage):
    """Files that no address leads to: a view serves them, after asking who may read them."""

    def open(self, name: str, mode: str = "rb") -> File[Any]:
        """Raises ``NotMountedError`` for a file that may be there once the disk is."""
        try:
            return super().open(name, mode)
        except FileNotFoundError as error:
            folder = Path(self.location)
            if not folder.exists() or not any(folder.iterdir()):
                raise NotMountedError from error
            raise

    def url(self, name: str | None) -> str:
        """Raises ``ValueError``: Django's own storage would give an address among public media."""
        raise ValueError(f"{name} is private and has no address.")


@contextmanager
def stored_files_removed_on_error() -> Iterator[list[FieldFile]]:
    """Yield a list for the files that are stored: a transaction takes back rows, but no files."""
    files: list[FieldFile] = []
    try:
        yield files
    except BaseException:
        for file in files:
            delete_quietly(file.storage, file.name)
        raise


def delete_quietly(storage: Storage, name: str | None) -> None:
    """Delete a file, if it can be deleted now."""
    if not name:
        return
    try:
        storage.delete(name)
    except Exception as error:  # noqa: BLE001 - storages raise errors of their own
        logger.warning("A file was not deleted: %s", type(error).__name__)


def delete_old(storage: Storage, names: Iterable[str], *, before: datetime) -> int:
    """Delete those of some files that were stored before a moment; how many they are."""
    old = [name for name in names if storage.get_modified_time(name) < before]
    for name in old:
        delete_quietly(storage, name)
    return len(old)


def files_in(storage: Storage, folder: str) -> list[str]:
    """The names of all files in a folder, and in those within it; none of one that is missing."""
    if not storage.exists(folder) and not hasattr(storage, "bucket"):
        return []
    folders, files = storage.listdir(folder)
    found = [f"{folder}/{name}" for name in files if name]
    for name in folders:
        found += files_in(storage, f"{folder}/{name}")
    return found
