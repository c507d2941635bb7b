"""The two commands that a newcomer types, and what they stand on."""

from __future__ import annotations

import re
import subprocess
import tomllib
from pathlib import Path

import pytest
from packaging.requirements import Requirement

from tests.programs import require

ROOT = Path(__file__).parent.parent

#: Lines of a requirements file that name a package, its version and, after a semicolon, where.
PINNED = re.compile(r"^(?P<name>[A-Za-z0-9._-]+)(?:\[.*\])?==(?P<version>[^ ;\\]+)", re.MULTILINE)


def make(*arguments: object) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [require("make"), *map(str, arguments)],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )


def test_make_alone_lists_every_target() -> None:
    listed = re.findall(r"^  make ([a-z-]+) ", make().stdout, re.MULTILINE)
    phony = re.findall(r"^\.PHONY: ([a-z-]+)$", (ROOT / "Makefile").read_text(), re.MULTILINE)
    assert listed == phony


@pytest.mark.parametrize(
    ("python", "message"),
    [
        ("exit 1", "Python 3.11 or newer is needed"),
        ('case "$2" in *ensurepip*) exit 1;; esac', "lacks its modules venv and ensurepip"),
    ],
)
def test_a_python_that_does_not_do_is_told_in_plain_words(
    tmp_path: Path, python: str, message: str
) -> None:
    program = tmp_path / "python3"
    program.write_text(f"#!/bin/sh\n{python}\n")
    program.chmod(0o755)
    folder = tmp_path / "venv"
    result = make(f"PYTHON={program}", f"VENV={folder}", folder / "pyvenv.cfg")
    assert result.returncode == 2
    assert message in result.stderr
    assert not folder.exists()


@pytest.mark.parametrize(
    ("file", "extras"), [("requirements.txt", []), ("requirements-dev.txt", ["dev"])]
)
def test_every_package_is_pinned_as_the_project_asks(file: str, extras: list[str]) -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    asked = [
        *project["dependencies"],
        *(line for extra in extras for line in project["optional-dependencies"][extra]),
    ]
    pinned = {
        match["name"].lower(): match["version"]
        for match in PINNED.finditer((ROOT / file).read_text())
    }
    for requirement in map(Requirement, asked):
        assert pinned[requirement.name.lower()] in requirement.specifier


def test_both_files_pin_the_same_versions() -> None:
    runtime, tests = (
        set(PINNED.findall((ROOT / file).read_text()))
        for file in ("requirements.txt", "requirements-dev.txt")
    )
    assert runtime <= tests


@pytest.mark.parametrize("file", ["requirements.txt", "requirements-dev.txt", "package-lock.json"])
def test_no_file_names_a_registry(file: str) -> None:
    text = (ROOT / file).read_text()
    assert not re.search(r"--(extra-)?index-url|--find-links|\"resolved\"", text)
