"""Which files of the public are taken, and what the others are told."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.core.exceptions import ValidationError
from django.core.files.base import File
from django.utils import translation

from cms.uploads import (
    MAX_DOCUMENT_BYTES,
    MAX_PICTURE_BYTES,
    CheckedFile,
    RefusedFileError,
    check_document,
    check_picture,
)
from tests.cms.picture_files import SIZE, bomb
from tests.cms.uploads.files import PICTURES, claiming, pdf, upload
from tests.cms.uploads.tables import (
    ACCEPTED_DOCUMENTS,
    DOCUMENT_MESSAGES,
    EMPTY,
    JPEG,
    OF_CAMERAS,
    PICTURE_MESSAGES,
    REFUSED_DOCUMENTS,
    REFUSED_PICTURES,
)

pytestmark = pytest.mark.usefixtures("in_english")


@pytest.mark.parametrize("case", PICTURES)
def test_a_picture_is_known_by_its_content(case: str) -> None:
    content = PICTURES[case]
    kind = next(word for word in case.split() if word in {"jpeg", "png", "webp", "avif", "heic"})
    extension = "jpg" if kind == "jpeg" else kind

    assert check_picture(upload(content, "Vår bild.exe")) == CheckedFile(
        kind=kind,
        width=SIZE[0],
        height=SIZE[1],
        size=len(content),
        name=f"Vår bild.{extension}",
    )


@pytest.mark.parametrize("case", OF_CAMERAS)
def test_what_cameras_append_is_taken(case: str) -> None:
    checked = check_picture(upload(OF_CAMERAS[case]))

    assert (checked.width, checked.height) == SIZE


@pytest.mark.parametrize("case", REFUSED_PICTURES)
def test_a_file_that_is_no_good_picture_is_told_what_to_do(case: str) -> None:
    content, code = REFUSED_PICTURES[case]

    with pytest.raises(RefusedFileError) as refused:
        check_picture(upload(content, "a.jpg"))

    assert (refused.value.code, refused.value.message) == (code, PICTURE_MESSAGES[code])


@pytest.mark.parametrize("case", ACCEPTED_DOCUMENTS)
def test_a_document_is_known_by_its_content(case: str) -> None:
    content = ACCEPTED_DOCUMENTS[case]

    assert check_document(upload(content, "intyg.jpg")) == CheckedFile(
        kind="pdf",
        width=None,
        height=None,
        size=len(content),
        name="intyg.pdf",
    )


@pytest.mark.parametrize("case", REFUSED_DOCUMENTS)
def test_a_file_that_is_no_good_document_is_told_what_to_do(case: str) -> None:
    content, code = REFUSED_DOCUMENTS[case]

    with pytest.raises(RefusedFileError) as refused:
        check_document(upload(content, "a.pdf"))

    assert (refused.value.code, refused.value.message) == (code, DOCUMENT_MESSAGES[code])


@pytest.mark.parametrize("kind", ["jpeg", "webp", "avif", "heic"])
def test_60_megapixels_are_taken_and_no_more(kind: str) -> None:
    assert check_picture(upload(claiming(kind, 10_000, 6_000))).width == 10_000

    with pytest.raises(RefusedFileError) as refused:
        check_picture(upload(claiming(kind, 10_000, 6_001)))

    assert (refused.value.code, refused.value.message) == (
        "too_many_pixels",
        "The picture has 61 million pixels. Choose one of at most 60 million.",
    )


@pytest.mark.parametrize(
    ("content", "millions"),
    [
        (bomb(10_000, 6_001), 61),
        (bomb(30_000, 30_000), 900),
        (claiming("jpeg", 65_535, 65_535), 4295),
        (claiming("webp", 1 << 24, 1 << 24), 281_474_977),
        (claiming("heic", 0xFFFFFFFF, 1), 4295),
    ],
)
def test_a_bomb_is_told_its_size(content: bytes, millions: int) -> None:
    assert check_picture(upload(bomb(10_000, 6_000))).height == 6_000

    with pytest.raises(RefusedFileError) as refused:
        check_picture(upload(content))

    assert (refused.value.code, refused.value.message) == (
        "too_many_pixels",
        f"The picture has {millions} million pixels. Choose one of at most 60 million.",
    )


def test_a_picture_of_20_mb_is_taken_and_no_larger_one() -> None:
    largest = JPEG + bytes(MAX_PICTURE_BYTES - len(JPEG))
    assert check_picture(upload(largest)).size == MAX_PICTURE_BYTES

    with pytest.raises(RefusedFileError) as refused:
        check_picture(upload(largest + b"\0"))

    assert (refused.value.code, refused.value.message) == (
        "picture_too_large",
        "The file is larger than 20 MB. Choose a smaller picture.",
    )


def test_a_document_of_10_mb_is_taken_and_no_larger_one() -> None:
    largest = pdf() + bytes(MAX_DOCUMENT_BYTES - len(pdf()))
    assert check_document(upload(largest)).size == MAX_DOCUMENT_BYTES

    with pytest.raises(RefusedFileError) as refused:
        check_document(upload(largest + b"\0"))

    assert (refused.value.code, refused.value.message) == (
        "document_too_large",
        "The file is larger than 10 MB. Choose a smaller document.",
    )


def test_a_file_on_disk_is_read_from_its_beginning(tmp_path: Path) -> None:
    path = tmp_path / "katt.jpeg"
    path.write_bytes(JPEG)
    with path.open("rb") as opened:
        opened.seek(100)
        checked = check_picture(File(opened, name=str(path)))

    assert (checked.size, checked.name) == (len(JPEG), "katt.jpg")


def test_a_file_without_a_name_gets_one() -> None:
    file = upload(JPEG)
    file.name = None

    assert check_picture(file).name == "file.jpg"


def test_a_refusal_may_be_shown_as_an_error_of_a_form() -> None:
    with pytest.raises(ValidationError) as refused:
        check_picture(upload(b""))

    assert refused.value.messages == [EMPTY]


def test_a_refusal_speaks_the_language_of_the_request() -> None:
    with translation.override("sv"), pytest.raises(RefusedFileError) as refused:
        check_picture(upload(b"a" * (MAX_PICTURE_BYTES + 1)))

    assert refused.value.message == "Filen är större än 20 MB. Välj en mindre bild."
