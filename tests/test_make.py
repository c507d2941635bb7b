"""The two commands that a newcomer types, and what they stand on."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from importlib.metadata import packages_distributions, requires
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

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


def asked_for(extras: list[str]) -> list[Requirement]:
    """What the project asks for, with what some of its extras do."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    groups = [project["dependencies"], *(project["optional-dependencies"][e] for e in extras)]
    return [Requirement(line) for group in groups for line in group]


def named_by(requirement: Requirement) -> Iterator[str]:
    """The package that is asked for, and those of its extras that are."""
    yield canonicalize_name(requirement.name)
    for line in requires(requirement.name) or []:
        other = Requirement(line)
        if other.marker and any(other.marker.evaluate({"extra": e}) for e in requirement.extras):
            yield canonicalize_name(other.name)


def imported(node: ast.AST) -> Iterator[str]:
    """The modules that some code imports when it runs."""
    for child in ast.iter_child_nodes(node):
        match child:
            case ast.If(test=ast.Name(id="TYPE_CHECKING")):
                continue
            case ast.Import():
                yield from (each.name for each in child.names)
            case ast.ImportFrom(module=str(name), level=0):
                yield name
            case _:
                yield from imported(child)


@pytest.mark.parametrize(
    ("folders", "extras"), [(["awards", "cms", "home"], []), (["tests"], ["dev"])]
)
def test_every_package_that_is_imported_is_asked_for(folders: list[str], extras: list[str]) -> None:
    own = {"awards", "cms", "home", "tests"}
    files = [file for folder in folders for file in (ROOT / folder).rglob("*.py")]
    modules = {
        name.partition(".")[0]
        for file in files
        if file.parent.name != "migrations"
        for name in imported(ast.parse(file.read_text()))
    }
    distributions = packages_distributions()
    packages = {
        canonicalize_name(distributions[module][0])
        for module in modules - own - sys.stdlib_module_names
    }

    asked = {name for requirement in asked_for(extras) for name in named_by(requirement)}

    assert packages - asked == set()


@pytest.mark.parametrize(
    ("file", "extras"), [("requirements.txt", []), ("requirements-dev.txt", ["dev"])]
)
def test_every_package_is_pinned_as_the_project_asks(file: str, extras: list[str]) -> None:
    pinned = {
        match["name"].lower(): match["version"]
        for match in PINNED.finditer((ROOT / file).read_text())
    }
    for requirement in asked_for(extras):
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
