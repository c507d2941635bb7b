"""Starting a server for the tests, waiting until it answers, and stopping it whatever happens."""

from __future__ import annotations

import ctypes
import random
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

_PR_SET_PDEATHSIG = 1


def free_port() -> int:
    """A TCP port on the loopback address that nobody listens on, below the ephemeral range."""
    while True:
        port = random.randint(20_000, 32_000)  # noqa: S311 - not a secret
        with socket.socket() as probe:
            try:
                probe.bind(("127.0.0.1", port))
            except OSError:
                continue
        return port


def listens(port: int) -> bool:
    """Whether something accepts connections on the loopback address's ``port``."""
    with socket.socket() as probe:
        probe.settimeout(1)
        return probe.connect_ex(("127.0.0.1", port)) == 0


def wait_until(ready: Callable[[], bool], what: str, seconds: float = 30) -> None:
    """Return as soon as ``ready()`` is true; raise ``TimeoutError`` after ``seconds``."""
    deadline = time.monotonic() + seconds
    while not ready():
        if time.monotonic() > deadline:
            raise TimeoutError(f"{what} was not ready within {seconds} seconds")
        time.sleep(0.02)


def _die_with_parent() -> None:
    """Ask Linux to interrupt this process when the test run dies, even by SIGKILL."""
    ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGINT)


@contextmanager
def running(  # noqa: PLR0913 - each says one thing about the process
    command: Sequence[object],
    log: Path,
    ready: Callable[[], bool],
    *,
    user: str | None = None,
    environment: dict[str, str] | None = None,
    directory: Path | None = None,
    stop_signal: signal.Signals = signal.SIGINT,
    seconds: float = 30,
) -> Iterator[subprocess.Popen[bytes]]:
    """Run a server until the block ends; its output goes to the file ``log``.

    It runs in ``directory`` with the variables of ``environment``, or with the test run's own.
    Raises ``RuntimeError`` with the log when the server ends before ``ready()`` is true.
    """
    with log.open("wb") as output:
        process = subprocess.Popen(
            [str(part) for part in command],
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
            user=user,
            cwd=directory or "/",
            env=environment,
            preexec_fn=_die_with_parent if sys.platform == "linux" else None,  # noqa: PLW1509
        )

    def is_ready() -> bool:
        if process.poll() is not None:
            raise RuntimeError(f"{command[0]} ended at once:\n{log.read_text(errors='replace')}")
        return ready()

    try:
        wait_until(is_ready, str(command[0]), seconds)
        yield process
    finally:
        process.send_signal(stop_signal)
        try:
            process.wait(10)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
