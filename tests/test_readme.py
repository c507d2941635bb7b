"""What the documentation says of the project's names is true: variables, commands and files."""

from __future__ import annotations

import re
from datetime import timedelta
from pathlib import Path

import pytest
from django.core.management import get_commands

from cms.chores import REGISTERED

ROOT = Path(__file__).parent.parent
README = (ROOT / "README.md").read_text(encoding="utf-8")
DOCUMENTS = [ROOT / "README.md", *sorted((ROOT / "docs").rglob("*.md"))]


def test_the_table_of_configuration_tells_every_variable_in_order() -> None:
    example = (ROOT / ".env.example").read_text(encoding="utf-8")
    told = re.findall(r"^\| `([A-Z0-9_]+)` \|", README, re.MULTILINE)
    assert told == re.findall(r"^([A-Z0-9_]+)=", example, re.MULTILINE)


def test_every_command_of_make_exists() -> None:
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    targets = set(re.findall(r"^\.PHONY: ([a-z-]+)$", makefile, re.MULTILINE))
    assert set(re.findall(r"(?:^|`)make ([a-z-]+)", README, re.MULTILINE)) - targets == set()


def test_every_command_of_django_exists() -> None:
    assert set(re.findall(r"manage\.py ([a-z_]+)", README)) - get_commands().keys() == set()


def test_every_chore_is_told_with_how_often_it_is_done() -> None:
    operations = (ROOT / "docs/operations.md").read_text(encoding="utf-8")
    table = operations.partition("## What the worker does")[2].partition("\n## ")[0]
    lengths = {
        "second": timedelta(seconds=1),
        "minute": timedelta(minutes=1),
        "15 minutes": timedelta(minutes=15),
        "hour": timedelta(hours=1),
        "day": timedelta(days=1),
    }
    told = [
        lengths[often] for often in re.findall(r"^\| .+? \| every (.+?) \|", table, re.MULTILINE)
    ]
    assert sorted(told) == sorted(REGISTERED.values())


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: str(path.relative_to(ROOT)))
def test_every_link_to_a_file_leads_somewhere(document: Path) -> None:
    links = re.findall(r"\]\(([^)#\s]+)[^)]*\)", document.read_text(encoding="utf-8"))
    files = [link for link in links if "://" not in link and not link.startswith("mailto:")]
    assert [link for link in files if not (document.parent / link).exists()] == []
