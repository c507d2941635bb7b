"""Programs that some tests need and that no Python package carries."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest


def require(name: str, *alternatives: str) -> str:
    """The path of a program. Without it the test is skipped; under CI that is a failure."""
    for candidate in (name, *alternatives):
        if path := shutil.which(candidate):
            return path
    raise _missing(name)


def node_package(path: str) -> Path:
    """A file of npm's packages, such as ``axe-core/axe.min.js``; without it as ``require``."""
    file = Path(__file__).parent.parent / "node_modules" / path
    if not file.exists():
        raise _missing(f"npm's {path.partition('/')[0]}")
    return file


def _missing(what: str) -> BaseException:
    reason = f"{what} is not installed"
    if os.environ.get("CI") == "true":
        return pytest.fail.Exception(f"{reason}, and CI must run every test")
    return pytest.skip.Exception(reason)
