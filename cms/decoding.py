"""How pictures from outside are decoded: with few decoders, and never too many pixels."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import IO

from PIL import Image
from PIL.ExifTags import Base
from pillow_heif import register_heif_opener

register_heif_opener()

#: The decoders that a picture from outside may reach: each is code that an attacker may try.
FORMATS = ("JPEG", "PNG", "WEBP", "AVIF", "HEIF")

#: By the orientation in EXIF; 1 is upright (JEITA CP-3451, 4.6.4 A).
_TURNS = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}


class UndecodableError(Exception):
    """No picture in one of the formats, or a damaged one."""


class TooManyPixelsError(Exception):
    """More pixels than the site takes; ``pixels`` is their number where it is known."""

    def __init__(self, pixels: int | None = None) -> None:
        super().__init__(pixels)
        self.pixels = pixels


@contextmanager
def opened(
    file: IO[bytes], *, most_pixels: int, formats: tuple[str, ...] = FORMATS
) -> Iterator[Image.Image]:
    """A picture whose headers are read; its pixels are decoded when they are asked for.

    Whatever goes wrong before the block ends, in decoding too, is raised as
    ``TooManyPixelsError`` or ``UndecodableError``.
    """
    try:
        with Image.open(file, formats=formats) as picture:
            _check_size(picture, most_pixels)
            yield picture
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        raise TooManyPixelsError from error
    except TooManyPixelsError:
        raise
    except Exception as error:
        raise UndecodableError from error


def upright(picture: Image.Image) -> Image.Image:
    """A decoded copy, turned as the camera was held.

    Pillow's own ``exif_transpose`` writes the other EXIF data anew, which fails where a part of
    it is damaged. Here damaged data counts as none.
    """
    picture.load()
    turn = None
    with suppress(Exception):
        turn = _TURNS.get(picture.getexif().get(Base.Orientation, 1))
    return picture.copy() if turn is None else picture.transpose(turn)


def _check_size(picture: Image.Image, most_pixels: int) -> None:
    if (pixels := picture.width * picture.height) > most_pixels:
        raise TooManyPixelsError(pixels)
