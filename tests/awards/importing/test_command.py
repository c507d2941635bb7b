"""What an operator meets at the command line."""

from __future__ import annotations

from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from awards.models import WinnerPage

from .test_import import FULL, write_picture

pytestmark = pytest.mark.django_db


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """A file without problems."""
    write_picture(tmp_path)
    file = tmp_path / "awards.yaml"
    file.write_text(FULL, encoding="utf-8")
    return file


def run(*arguments: object) -> str:
    out = StringIO()
    call_command("import_awards", *map(str, arguments), stdout=out)
    return out.getvalue()


def test_an_import_tells_its_sum(file: Path) -> None:
    assert run(file) == "Created: 12. Updated: 0. Unchanged: 0.\n"
    assert run(file) == "Created: 0. Updated: 0. Unchanged: 12.\n"


def test_a_dry_run_tells_each_change(file: Path) -> None:
    run(file)
    file.write_text(FULL.replace("90000", "95000").replace("Omnämnd", "Omnämnda"), encoding="utf-8")
    assert run(file, "--dry-run") == (
        "update: winner vinnaren (Vinnaren)\n"
        "    prize_sum: 90000 → 95000\n"
        "update: winner omnamnd (Omnämnda)\n"
        "    title: Omnämnd → Omnämnda\n"
        "To be created: 0. To be updated: 2. Unchanged: 10.\n"
    )
    assert WinnerPage.objects.get(title="Vinnaren").prize_sum == 90_000


def test_problems_are_listed_and_the_command_fails(file: Path) -> None:
    file.write_text("format: 2\nsource: Staden\n", encoding="utf-8")
    errors = StringIO()
    with pytest.raises(CommandError) as failed:
        call_command("import_awards", str(file), stderr=errors)
    assert errors.getvalue() == (
        "Line 1, format: Write 1.\n"
        "Line 2, source: Use only the letters a to z, digits, and hyphens between them.\n"
    )
    assert str(failed.value) == f"Nothing was imported: {file} has 2 problems."


def test_a_file_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(CommandError) as failed:
        run(tmp_path / "none.yaml")
    assert (
        str(failed.value) == f"{tmp_path / 'none.yaml'} can't be read: No such file or directory."
    )


def test_a_long_import_tells_how_far_it_has_come(tmp_path: Path) -> None:
    winners = ",\n".join(
        f"{{key: v-{number}, title: V {number}, recipients: [{{unit: E}}]}}"
        for number in range(600)
    )
    file = tmp_path / "long.yaml"
    file.write_text(
        "format: 1\nsource: s\nlist: {title: P}\n"
        "awards: [{key: a, title: A, lead: A, purpose: A, eligibility: A, years: [\n"
        f"  {{key: y, year: 2020, winners: [{winners}]}}]}}]\n",
        encoding="utf-8",
    )
    assert run(file) == "603 objects are ready …\nCreated: 603. Updated: 0. Unchanged: 0.\n"
