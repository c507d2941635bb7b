"""Whatever the public sends in, it is taken or refused: never an error of the server."""

from __future__ import annotations

from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cms.uploads import RefusedFileError, check_document, check_picture, clean_picture
from tests.cms.picture_files import encoded, exif
from tests.cms.uploads.files import PICTURES, pdf, upload

# Pillow warns of damaged EXIF data, and goes on.
pytestmark = pytest.mark.filterwarnings("ignore::UserWarning:PIL")

REAL = [
    *PICTURES.values(),
    *(encoded(extension, exif=exif(6).tobytes()) for extension in ("jpg", "png", "webp", "heic")),
    pdf(),
]

BEGINNINGS = [b"", b"%PDF-1.7\n", *(content[:16] for content in PICTURES.values())]


@st.composite
def damaged(draw: st.DrawFn) -> bytes:
    """A real file with some bytes changed, taken out or put in, and perhaps its end cut off."""
    content = bytearray(draw(st.sampled_from(REAL)))
    for _ in range(draw(st.integers(1, 4))):
        at = draw(st.integers(0, len(content)))
        content[at : at + draw(st.integers(0, 4))] = draw(st.binary(max_size=4))
    return bytes(content[: draw(st.integers(0, 2 * len(content)))])


@st.composite
def invented(draw: st.DrawFn) -> bytes:
    """Any bytes, often behind the beginning of a real file."""
    return draw(st.sampled_from(BEGINNINGS)) + draw(st.binary(max_size=300))


@given(damaged() | invented())
def test_any_file_is_taken_or_refused(content: bytes) -> None:
    for check in (check_picture, check_document):
        with suppress(RefusedFileError):
            assert check(upload(content)).size == len(content)


@given(damaged())
def test_any_picture_is_made_anew_or_refused(content: bytes) -> None:
    with suppress(RefusedFileError):
        clean = clean_picture(upload(content))
        assert clean.content.startswith(b"\xff\xd8\xff")
        assert check_picture(upload(clean.content)).width == clean.width


@given(st.data())
def test_a_picture_or_document_that_is_cut_off_is_always_refused(data: st.DataObject) -> None:
    content = data.draw(st.sampled_from(REAL))
    cut = content[: data.draw(st.integers(0, len(content) - 2))]

    for check in (check_picture, check_document):
        with pytest.raises(RefusedFileError):
            check(upload(cut))
