"""The texts in the languages of the site."""

from __future__ import annotations

import ast
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from django.conf import settings

from tests.cms.settings.production import ROOT, process_environment
from tests.programs import require

CATALOGUES = sorted((ROOT / "cms" / "locale").glob("*/LC_MESSAGES/django.po"))


def _gettext(*command: str | Path) -> str:
    return subprocess.run(
        [require(str(command[0])), *command[1:]], check=True, capture_output=True, text=True
    ).stdout


def _texts(catalogue: Path) -> set[str]:
    """The texts in the source that a catalogue has, as its own lines."""
    return {
        line
        for line in _gettext("msgcat", "--no-wrap", "--no-location", catalogue).splitlines()
        if line.startswith("msgid ")
    }


def test_every_language_has_a_catalogue() -> None:
    languages = {catalogue.parts[-3] for catalogue in CATALOGUES}
    assert languages == {code for code, _name in settings.LANGUAGES}


def test_no_text_is_translated_inside_an_f_string() -> None:
    """What collects the texts does not look there, so no catalogue would have them."""
    inside = [
        f"{path.relative_to(ROOT)}:{call.lineno}"
        for folder in ("awards", "cms", "home")
        for path in (ROOT / folder).rglob("*.py")
        for text in ast.walk(ast.parse(path.read_text()))
        if isinstance(text, ast.JoinedStr)
        for call in ast.walk(text)
        if isinstance(call, ast.Call)
        and isinstance(call.func, ast.Name)
        and (call.func.id == "_" or "gettext" in call.func.id)
    ]
    assert inside == []


@pytest.mark.parametrize("catalogue", CATALOGUES, ids=lambda path: path.parts[-3])
def test_a_catalogue_has_every_text_and_no_other(catalogue: Path, tmp_path: Path) -> None:
    """Texts that were added, changed or removed: ``make messages`` brings them in."""
    require("xgettext")
    for folder in ("awards", "cms", "home", "templates"):
        shutil.copytree(
            ROOT / folder, tmp_path / folder, ignore=shutil.ignore_patterns("__pycache__")
        )
    shutil.copy(ROOT / "manage.py", tmp_path)
    collected = tmp_path / catalogue.relative_to(ROOT)
    collected.unlink()
    subprocess.run(
        [
            *(sys.executable, "manage.py", "makemessages", "--locale", catalogue.parts[-3]),
            *("--no-location", "--verbosity", "0"),
        ],
        cwd=tmp_path,
        check=True,
        env=process_environment({"DJANGO_SETTINGS_MODULE": "cms.settings.dev"}),
    )
    assert _texts(catalogue) == _texts(collected)


def test_every_text_is_in_swedish() -> None:
    [swedish] = [catalogue for catalogue in CATALOGUES if catalogue.parts[-3] == "sv"]
    assert _gettext("msgattrib", "--untranslated", "--no-obsolete", swedish) == ""
    assert _gettext("msgattrib", "--only-fuzzy", "--no-obsolete", swedish) == ""


@pytest.mark.parametrize("catalogue", CATALOGUES, ids=lambda path: path.parts[-3])
def test_what_is_compiled_is_up_to_date(catalogue: Path, tmp_path: Path) -> None:
    compiled = tmp_path / "django.mo"
    _gettext("msgfmt", "--check", "--output-file", compiled, catalogue)
    assert compiled.read_bytes() == catalogue.with_suffix(".mo").read_bytes()
