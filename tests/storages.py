"""What goes on in storages while tests run."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.files.storage import FileSystemStorage
from django.db import connection


def waits_in_transactions(monkeypatch: pytest.MonkeyPatch) -> list[bool]:
    """Told, each time that a file is read or stored from now on, whether a transaction is open.

    Then whatever is locked waits for the storage too.
    """
    told: list[bool] = []

    def watch(name: str) -> None:
        done = getattr(FileSystemStorage, name)

        def watched(*args: Any) -> Any:
            told.append(connection.in_atomic_block)
            return done(*args)

        monkeypatch.setattr(FileSystemStorage, name, watched)

    watch("_open")
    watch("_save")
    return told
