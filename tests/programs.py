"""Programs that some tests need and that no Python package carries."""

from __future__ import annotations

import os
import shutil

import pytest


def require(name: str, *alternatives: str) -> str:
    """The path of a program. Without it the test is skipped; under CI that is a failure."""
    for candidate in (name, *alternatives):
        if path := shutil.which(candidate):
            return path
    reason = f"{name} is not installed"
    if os.environ.get("CI") == "true":
        pytest.fail(f"{reason}, and CI must run every test")
    pytest.skip(reason)
