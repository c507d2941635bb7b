"""Programs that some tests need and that no Python package carries."""

from __future__ import annotations

import os
import shutil
from pathlib import Path
from typing import NoReturn

import pytest


def require(name: str, *alternatives: str) -> str:
    """The path of a program. Without it the test is skipped; under CI that is a failure."""
    for candidate in (name, *alternatives):
        if path := shutil.which(candidate):
            return path
    _do_without(name)


def node_package(path: str) -> Path:
    """A file of npm's packages, such as ``axe-core/axe.min.js``; without it as ``require``."""
    file = Path(__file__).parent.parent / "node_modules" / path
    if not file.exists():
        _do_without(f"npm's {path.partition('/')[0]}")
    return file


def _do_without(what: str) -> NoReturn:
    reason = f"{what} is not installed"
    if os.environ.get("CI") == "true":
        pytest.fail(f"{reason}, and CI must run every test")
    pytest.skip(reason)
