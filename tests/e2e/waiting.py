"""How long a test waits for a browser: long enough for a machine that is busy."""

from __future__ import annotations

from collections.abc import Callable
from time import monotonic

from playwright.sync_api import Page, expect

#: Milliseconds that a browser may take to do or show something.
PATIENCE = 20_000

expect.set_options(timeout=PATIENCE)


def wait_until(page: Page, condition: Callable[[], object]) -> None:
    """Wait for what no locator sees, such as what a page that is gone has sent."""
    deadline = monotonic() + PATIENCE / 1_000
    while not condition():
        assert monotonic() < deadline
        page.wait_for_timeout(100)
