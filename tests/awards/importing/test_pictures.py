"""Pictures by path: which are taken, which are refused, and what a new file does."""

from __future__ import annotations

from pathlib import Path

import pytest

from awards.importing.problems import ImportRefusedError
from cms.models import Picture
from tests.factories import picture_file

from .conftest import Import

pytestmark = pytest.mark.django_db

UNREADABLE = (
    "The file can't be read as a picture. It may be damaged: save it anew as JPEG or PNG, and "
    "upload that."
)


def of(path: str) -> str:
    return f"""\
        format: 1
        source: staden
        pictures:
          - {{key: bild, file: {path}, description: En trappa}}
        """


@pytest.mark.parametrize(
    ("path", "message"),
    [
        ("bild.png", "There is no such file."),
        ("../bild.png", "Keep pictures in the folder of this file, or in one inside it."),
        ("/etc/hostname", "Keep pictures in the folder of this file, or in one inside it."),
        ("ut.png", "Keep pictures in the folder of this file, or in one inside it."),
        ("inne/../../x.png", "Keep pictures in the folder of this file, or in one inside it."),
        (".", "There is no such file."),
        (
            "text.png",
            UNREADABLE,
        ),
    ],
)
def test_a_file_that_is_no_picture_of_the_folder_is_refused(
    bring_in: Import, tmp_path: Path, path: str, message: str
) -> None:
    (tmp_path / "inne").mkdir()
    (tmp_path / "text.png").write_text("ingen bild")
    outside = tmp_path.with_name(f"{tmp_path.name}-outside.png")
    outside.write_bytes(picture_file().read())
    (tmp_path / "ut.png").symlink_to(outside)
    with pytest.raises(ImportRefusedError) as refused:
        bring_in(of(path))
    [problem] = refused.value.problems
    assert (problem.line, problem.field, problem.message) == (4, "pictures[1].file", message)
    assert not Picture.objects.exists()


def test_a_picture_is_named_after_its_file(bring_in: Import, tmp_path: Path) -> None:
    (tmp_path / "Trappan.png").write_bytes(picture_file().read())
    bring_in(of("Trappan.png"))
    picture = Picture.objects.get()
    assert (picture.title, picture.description, picture.width) == ("Trappan", "En trappa", 480)


def test_a_new_file_replaces_the_old(bring_in: Import, tmp_path: Path) -> None:
    file = tmp_path / "bild.png"
    file.write_bytes(picture_file((480, 320)).read())
    bring_in(of("bild.png"))
    file.write_bytes(picture_file((600, 400)).read())
    [change] = bring_in(of("bild.png"))
    assert list(change.fields) == ["digest"]
    assert Picture.objects.get().width == 600
