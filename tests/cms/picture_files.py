"""Real picture files of many kinds, good and bad, made on the spot."""

from __future__ import annotations

import struct
import zlib
from io import BytesIO
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image
from PIL.ExifTags import GPS, IFD, Base

#: Wider than high, so that a turned picture is told by its size.
SIZE = (96, 64)

#: As large as an applicant's has to be.
PHOTO_SIZE = (1200, 800)

TYPES = {
    "jpg": ("JPEG", "image/jpeg"),
    "jpeg": ("JPEG", "image/jpeg"),
    "png": ("PNG", "image/png"),
    "webp": ("WEBP", "image/webp"),
    "avif": ("AVIF", "image/avif"),
    "heic": ("HEIF", "image/heic"),
}


def drawn(mode: str = "RGB", size: tuple[int, int] = SIZE) -> Image.Image:
    """A picture with something in it: red at the left, blue at the right."""
    picture = Image.new("RGB", size, "red")
    picture.paste("blue", (size[0] // 2, 0, *size))
    return picture.convert(mode)


def exif(orientation: int = 1) -> Image.Exif:
    """What a telephone writes: who, where and which way up."""
    data = Image.Exif()
    data[Base.Orientation] = orientation
    data[Base.Artist] = "Ann Ek"
    data.get_ifd(IFD.GPSInfo)[GPS.GPSLatitude] = (59.0, 19.0, 39.0)
    return data


def encoded(extension: str, picture: Image.Image | None = None, **options: Any) -> bytes:
    """The content of a picture file of the type that has this extension."""
    content = BytesIO()
    (picture or drawn()).save(content, TYPES[extension][0], **options)
    return content.getvalue()


def photo(extension: str, **options: Any) -> bytes:
    """The content of a picture file that an applicant may send in."""
    return encoded(extension, drawn(size=PHOTO_SIZE), **options)


def upload(content: bytes, name: str) -> SimpleUploadedFile:
    """A file as the browser sends it."""
    return SimpleUploadedFile(name, content, TYPES[name.rpartition(".")[2]][1])


def png_chunk(kind: bytes, data: bytes) -> bytes:
    """A part of a PNG."""
    checksum = struct.pack(">I", zlib.crc32(kind + data))
    return struct.pack(">I", len(data)) + kind + data + checksum


def png(header: bytes, pixels: bytes) -> bytes:
    """A PNG of which every bit is chosen: what its header and its pixels hold."""
    chunks = {b"IHDR": header, b"IDAT": zlib.compress(pixels), b"IEND": b""}
    return b"\x89PNG\r\n\x1a\n" + b"".join(png_chunk(*chunk) for chunk in chunks.items())


def bomb(width: int = 30_000, height: int = 30_000) -> bytes:
    """A PNG of a few bytes that says it holds very many pixels."""
    return png(struct.pack(">IIBBBBB", width, height, 1, 0, 0, 0, 0), bytes(1000))
