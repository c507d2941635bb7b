"""What Wagtail itself says in Swedish: all that staff meet, in plain words."""

from __future__ import annotations

import json
import re
import subprocess
from pathlib import Path

import pytest
import wagtail
import wagtail_modeladmin
from django.conf import settings
from django.test import Client
from django.urls import reverse

from awards.enums import Role
from tests.cms.settings.production import ROOT
from tests.editor import edit_address
from tests.factories import AwardYearFactory, UserFactory, WinnerFactory
from tests.programs import require

OURS = ROOT / "cms" / "locale_wagtail" / "sv" / "LC_MESSAGES"
#: The folders of the packages whose texts are put right.
THEIRS = [*wagtail.__path__, *wagtail_modeladmin.__path__]
DOMAINS = ["django", "djangojs"]


def texts(catalogue: Path) -> set[str]:
    """The texts of a catalogue and what they are in its language, without what is said of them."""
    told = subprocess.run(
        [require("msgcat"), "--no-wrap", "--no-location", catalogue],
        check=True,
        capture_output=True,
        text=True,
    ).stdout
    _head, *parts = re.sub(r"^#.*\n", "", told, flags=re.MULTILINE).strip().split("\n\n")
    return set(parts)


def of_wagtail(language: str, domain: str) -> set[str]:
    """The same of every part of Wagtail."""
    return {
        text
        for package in THEIRS
        for catalogue in Path(package).rglob(f"locale/{language}/LC_MESSAGES/{domain}.po")
        for text in texts(catalogue)
    }


def originals(of: set[str]) -> set[str]:
    """What is translated, in English."""
    return {text.partition("\nmsgstr")[0] for text in of}


@pytest.mark.parametrize("domain", DOMAINS)
def test_only_what_wagtail_says_is_put_right(domain: str) -> None:
    """A text that Wagtail no longer has is to be removed here too."""
    ours = originals(texts(OURS / f"{domain}.po"))
    assert ours - originals(of_wagtail("en", domain)) == set()


@pytest.mark.parametrize("domain", DOMAINS)
def test_what_wagtail_says_as_well_is_left_to_wagtail(domain: str) -> None:
    assert texts(OURS / f"{domain}.po") & of_wagtail("sv", domain) == set()


@pytest.mark.parametrize("domain", DOMAINS)
def test_it_is_complete_and_compiled(domain: str, tmp_path: Path) -> None:
    compiled = tmp_path / "compiled.mo"
    subprocess.run(
        [require("msgfmt"), "--check-format", "--output-file", compiled, OURS / f"{domain}.po"],
        check=True,
    )
    assert compiled.read_bytes() == (OURS / f"{domain}.mo").read_bytes()
    assert 'msgstr ""\n\n' not in (OURS / f"{domain}.po").read_text().partition("\n\n")[2]


def test_the_sites_own_texts_come_first() -> None:
    assert [path.name for path in settings.LOCALE_PATHS] == ["locale", "locale_wagtail"]


@pytest.mark.django_db
def test_the_admin_speaks_swedish(client: Client) -> None:
    year = AwardYearFactory.create()
    winner = WinnerFactory.create(parent=year)
    client.force_login(UserFactory.create(role=Role.COMMUNICATOR))

    editor = client.get(edit_address(year)).content.decode()
    explorer = client.get(
        reverse("wagtailadmin_explore", args=[year.get_parent().pk])
    ).content.decode()
    scripts = client.get(reverse("wagtailadmin_javascript_catalog")).content.decode()

    assert "Autosave is" not in editor
    assert "Select an option" not in client.get(edit_address(winner)).content.decode()
    assert re.search(r"Sparas inte automatiskt just nu\s*<", editor)
    [title] = re.findall(r"<title>\s*(.*?)\s*</title>", explorer, re.DOTALL)
    assert title.startswith("Sidor under")
    assert "1–1 av 1" in explorer
    assert json.dumps("Något gick fel på webbplatsen.") in scripts
    assert f"{json.dumps('Collapse all')}: {json.dumps('Fäll ihop alla')}" in scripts
