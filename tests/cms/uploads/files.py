"""Files that the public may send in, good and hostile, made on the spot."""

from __future__ import annotations

import struct
import zipfile
from io import BytesIO

from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from tests.cms.picture_files import SIZE, drawn, encoded

PICTURES = {
    "jpeg": encoded("jpg"),
    "progressive jpeg": encoded("jpg", progressive=True),
    "jpeg with restarts": encoded("jpg", restart_marker_blocks=2),
    "jpeg for print": encoded("jpg", drawn("CMYK")),
    "grey jpeg": encoded("jpg", drawn("L")),
    "png": encoded("png"),
    "png in black and white": encoded("png", drawn("1")),
    "webp": encoded("webp"),
    "webp without loss": encoded("webp", lossless=True),
    "webp with metadata": encoded("webp", exif=b"Exif\0\0MM\0*\0\0\0\x08\0\0\0\0\0\0"),
    "transparent webp": encoded("webp", Image.new("RGBA", SIZE, (255, 0, 0, 90))),
    "avif": encoded("avif"),
    "heic": encoded("heic"),
}


def upload(content: bytes, name: str = "a.bin") -> SimpleUploadedFile:
    """A file as the browser sends it, with a name and a type that tell nothing."""
    return SimpleUploadedFile(name, content, "application/octet-stream")


def segment(marker: int, data: bytes) -> bytes:
    """A part of a JPEG."""
    return struct.pack(">BBH", 0xFF, marker, len(data) + 2) + data


def with_segment(data: bytes, marker: int = 0xFE) -> bytes:
    """A JPEG with one more segment at its beginning; a comment, unless told otherwise."""
    jpeg = PICTURES["jpeg"]
    return jpeg[:2] + segment(marker, data) + jpeg[2:]


def archive(comment: bytes = b"") -> bytes:
    """A ZIP archive; every Java program is one."""
    content = BytesIO()
    with zipfile.ZipFile(content, "w") as made:
        made.writestr("Main.class", b"\xca\xfe\xba\xbe")
        made.comment = comment
    return content.getvalue()


def box(kind: bytes, data: bytes) -> bytes:
    """A part of a HEIC or AVIF."""
    return struct.pack(">I4s", len(data) + 8, kind) + data


def chunk(kind: bytes, data: bytes) -> bytes:
    """A part of a WebP."""
    return struct.pack("<4sI", kind, len(data)) + data + b"\0" * (len(data) % 2)


def webp(*chunks: bytes) -> bytes:
    """A WebP of these parts."""
    content = b"WEBP" + b"".join(chunks)
    return struct.pack("<4sI", b"RIFF", len(content)) + content


def claiming(kind: str, width: int, height: int) -> bytes:
    """A small file that says that it is as large as this."""
    if kind == "webp":
        canvas = (width - 1).to_bytes(3, "little") + (height - 1).to_bytes(3, "little")
        return webp(chunk(b"VP8X", bytes(4) + canvas), PICTURES["webp"][12:])
    content = bytearray(PICTURES[kind])
    if kind == "jpeg":
        at = content.index(b"\xff\xc0") + 5
        content[at : at + 4] = struct.pack(">HH", height, width)
    else:
        at = content.index(b"ispe") + 8
        content[at : at + 8] = struct.pack(">II", width, height)
    return bytes(content)


def pdf(trailer: bytes = b"", body: bytes = b"") -> bytes:
    """A PDF of one empty page; ``trailer`` is added to its trailer, ``body`` as a stream."""
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] >>",
        b"<< /Length %d >>\nstream\n%s\nendstream" % (len(body), body),
    ]
    content = b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n"
    places = []
    for number, held in enumerate(objects, 1):
        places.append(len(content))
        content += b"%d 0 obj\n%s\nendobj\n" % (number, held)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    return content + (
        b"xref\n0 %d\n0000000000 65535 f \n%strailer\n<< /Size %d /Root 1 0 R %s>>\n"
        b"startxref\n%d\n%%%%EOF\n"
    ) % (len(objects) + 1, table, len(objects) + 1, trailer, len(content))


#: As a program writes a PDF that is saved a second time: the new objects are appended.
TWICE_SAVED_PDF = pdf() + pdf()[15:]
