"""The guide to the format says what the code does."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from awards.models import WinnerPage
from tests.factories import picture_file

from .conftest import Import
from .test_schema import SCHEMA

GUIDE = Path(__file__).parents[3] / "docs" / "import.md"


@pytest.mark.django_db
def test_the_guides_file_can_be_imported(bring_in: Import, tmp_path: Path) -> None:
    [example] = re.findall(r"```yaml\n(.*?)```", GUIDE.read_text(encoding="utf-8"), re.DOTALL)
    (tmp_path / "pictures").mkdir()
    (tmp_path / "pictures" / "bench.jpg").write_bytes(picture_file().read())
    bring_in(example)
    recipient = WinnerPage.objects.get(title="A bench for everyone").recipients.get()
    assert (str(recipient.organisation), recipient.organisation_name) == (
        "Parks Administration",
        "Parks and Streets Administration",
    )


@pytest.mark.parametrize("kind", ["organisation", "picture", "list", "award", "year", "winner"])
def test_the_guide_names_every_field(kind: str) -> None:
    named = set(re.findall(r"`(\w+)`", GUIDE.read_text(encoding="utf-8")))
    assert set(SCHEMA["$defs"][kind]["properties"]) - named == set()
