"""The stylesheet comes in many files and reaches visitors as one."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from django.conf import settings
from django.contrib.staticfiles.storage import staticfiles_storage
from django.core.management import call_command
from pytest_django import Settings

from cms.stylesheets import flat_stylesheet, flatten, static_file

CSS = settings.BASE_DIR / "static" / "css"


def test_parts_take_the_places_of_their_imports() -> None:
    parts = {"a.css": "/* A */\n.a { color: red; }", "b.css": "@font-face { src: url(x); }"}
    css = (
        "/* All. */\n"
        "@layer base, components;\n"
        '@import url("b.css");\n'
        '@import url("a.css") layer(components);\n'
    )

    assert flatten(css, parts.__getitem__) == (
        "@layer base, components;\n"
        "@font-face { src: url(x); }\n"
        "@layer components {\n.a { color: red; }\n}\n"
    )


def test_every_file_is_part_of_the_stylesheet() -> None:
    files = {str(file.relative_to(CSS)) for file in CSS.rglob("*.css")} - {"site.css"}
    # Staff's own are linked by the admin's pages that need them.
    parts = {file for file in files if not file.startswith("admin/")}
    imported = re.findall(r'@import url\("([^"]+)"\)', static_file("css/site.css").read_text())

    assert sorted(imported) == sorted(parts)


def test_the_whole_stylesheet_imports_nothing() -> None:
    css = flat_stylesheet()

    assert "@import" not in css
    assert css.count("{") == css.count("}")


@pytest.mark.parametrize("file", sorted((CSS / "components").glob("*.css")), ids=lambda f: f.name)
def test_a_component_fetches_nothing(file: Path) -> None:
    assert "url(" not in file.read_text()


def test_a_missing_file_is_told() -> None:
    with pytest.raises(FileNotFoundError, match=r"css/none\.css"):
        static_file("css/none.css")


def test_visitors_get_one_hashed_and_compressed_file(settings: Settings, tmp_path: Path) -> None:
    settings.STATIC_ROOT = tmp_path
    settings.STORAGES = settings.STORAGES | {
        "staticfiles": {"BACKEND": "cms.stylesheets.FlatStylesheetStorage"}
    }

    call_command("collectstatic", interactive=False, verbosity=0)

    stylesheet = tmp_path / staticfiles_storage.url("css/site.css").removeprefix("/static/")
    css = stylesheet.read_text()
    fonts = re.findall(r'url\("\.\./(fonts/[^"]+)"\)', css)
    assert "@import" not in css
    assert stylesheet.with_name(f"{stylesheet.name}.br").exists()
    assert len(fonts) == 4
    assert all((tmp_path / font).exists() for font in fonts)
