"""How pictures from outside are decoded: with few decoders, and never too many pixels."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import IO

from PIL import Image
from pillow_heif import register_heif_opener

register_heif_opener()

#: The decoders that a picture from outside may reach: each is code that an attacker may try.
FORMATS = ("JPEG", "PNG", "WEBP", "AVIF", "HEIF")


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


def _check_size(picture: Image.Image, most_pixels: int) -> None:
    if (pixels := picture.width * picture.height) > most_pixels:
        raise TooManyPixelsError(pixels)
