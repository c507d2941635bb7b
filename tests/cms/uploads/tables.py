"""Files that are taken and files that are refused, and what is said of those."""

from __future__ import annotations

import struct

from tests.cms.picture_files import bomb, drawn, encoded, png_chunk
from tests.cms.uploads.files import (
    PICTURES,
    TWICE_SAVED_PDF,
    archive,
    box,
    chunk,
    claiming,
    pdf,
    segment,
    webp,
    with_segment,
)

JPEG, PNG, WEBP, AVIF, HEIC = (PICTURES[kind] for kind in ("jpeg", "png", "webp", "avif", "heic"))
HTML = b"<!DOCTYPE html><html><script>alert(1)</script></html>"
SVG = b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'
PROGRAM = b"MZ\x90\x00\x03" + bytes(200)
FILM = box(b"ftyp", b"isom\0\0\2\0isommp42") + box(b"mdat", bytes(range(256)) * 8)

EMPTY_TEXT = png_chunk(b"tEXt", b"")
EVEN_WEBP = webp(WEBP[12:], chunk(b"XMP ", b"<x/>\n"))

EMPTY = "The file is empty. Choose another one."

#: What each refusal says, by its code.
PICTURE_MESSAGES = {
    "empty": EMPTY,
    "picture_format": "Choose a picture in the format JPEG, PNG, WebP, AVIF or HEIC.",
    "picture_cut_off": "The picture can't be read: it seems to be cut off. Choose another one.",
    "picture_damaged": "The picture can't be read: it is damaged. Choose another one.",
    "picture_mixed": (
        "The file holds something else beside the picture. Save the picture anew as JPEG or PNG, "
        "and choose that file."
    ),
}
DOCUMENT_MESSAGES = {
    "empty": EMPTY,
    "document_format": "Choose a document in the format PDF.",
    "document_cut_off": "The document can't be read: it seems to be cut off. Choose another one.",
    "document_mixed": (
        "The file holds something else beside the document. Save the document anew as PDF, and "
        "choose that file."
    ),
    "document_locked": (
        "The document is protected with a password or encrypted, so it can't be archived. Save it "
        "as PDF without protection, and choose that file."
    ),
}

#: What cameras and telephones write, which is not to be refused.
OF_CAMERAS = {
    "Samsung's notes": JPEG + b"\0\0\1\n\x0e\0\0\0Image_UTC_Data1700000000000SEFHk\0\0\0SEFT",
    "Huawei's notes": JPEG + b"\0\0edof\0\x01\x80\xff" + bytes(range(256)),
    "Vivo's notes": JPEG + b'vivo{"model":"V2145"}vivo',
    "OnePlus' notes": JPEG + b'{"watermark":1}\0\0\0\x1cjxrs',
    "a film that moves the picture": JPEG + FILM,
    "a map of brightness": JPEG + JPEG,
    "pictures of both eyes": encoded("jpg", drawn()) + bytes(100) + JPEG,
    "padding": JPEG + bytes(512),
    "a line break": JPEG + b"\r\n",
    "a thumbnail inside": with_segment(b"Exif\0\0" + JPEG, 0xE1),
    "XMP": with_segment(
        b"http://ns.adobe.com/xap/1.0/\0<x:xmpmeta xmlns:x='adobe:ns:meta/'/>", 0xE1
    ),
    "fill bytes before a marker": JPEG[:2] + b"\xff\xff\xff" + JPEG[2:],
    "a PNG with a text": PNG[:33] + EMPTY_TEXT + PNG[33:],
    "a HEIC with a film": HEIC + box(b"mpvd", FILM),
    "a HEIC with Samsung's notes": HEIC + box(b"sefd", b"Image_UTC_Data"),
    "a HEIC whose last box is open": HEIC[: HEIC.index(b"mdat") - 4]
    + bytes(4)
    + HEIC[HEIC.index(b"mdat") :],
    "a HEIC of the general brand": HEIC.replace(b"ftypheic", b"ftypmif1"),
    "a WebP with a part of odd length": EVEN_WEBP,
}

REFUSED_PICTURES = {
    "nothing": (b"", "empty"),
    "a text": (b"Inte en bild.", "picture_format"),
    "a renamed program": (PROGRAM, "picture_format"),
    "a script": (b"#!/bin/sh\nrm -rf /\n", "picture_format"),
    "an SVG": (SVG, "picture_format"),
    "an SVG with a head": (b'<?xml version="1.0"?>\n' + SVG, "picture_format"),
    "a page": (HTML, "picture_format"),
    "a GIF": (b"GIF89a" + bytes(100), "picture_format"),
    "a TIFF": (b"II*\0\x08\0\0\0" + bytes(100), "picture_format"),
    "a BMP": (b"BM" + bytes(100), "picture_format"),
    "a PDF": (pdf(), "picture_format"),
    "a ZIP": (archive(), "picture_format"),
    "a film": (FILM, "picture_format"),
    "a sound in RIFF": (b"RIFF\x24\0\0\0WAVEfmt " + bytes(28), "picture_format"),
    "a page before a JPEG": (HTML + JPEG, "picture_format"),
    "a PDF before a JPEG": (pdf() + JPEG, "picture_format"),
    "two bytes of a JPEG": (JPEG[:2], "picture_format"),
    # Cut off
    "three bytes of a JPEG": (JPEG[:3], "picture_cut_off"),
    "a JPEG cut in its tables": (JPEG[:400], "picture_cut_off"),
    "a JPEG cut in its pixels": (JPEG[:-40], "picture_cut_off"),
    "a JPEG cut at its end": (JPEG[:-1], "picture_cut_off"),
    "a JPEG cut between scans": (
        PICTURES["progressive jpeg"][: PICTURES["progressive jpeg"].rindex(b"\xff\xda")],
        "picture_cut_off",
    ),
    "a JPEG cut after its thumbnail": (
        with_segment(b"Exif\0\0" + JPEG, 0xE1)[:-40],
        "picture_cut_off",
    ),
    "the head of a PNG": (PNG[:8], "picture_cut_off"),
    "half a PNG": (PNG[:120], "picture_cut_off"),
    "a PNG without its end": (PNG[:-12], "picture_cut_off"),
    "half a WebP": (WEBP[:60], "picture_cut_off"),
    "a WebP cut by a byte": (WEBP[:-1], "picture_cut_off"),
    "half an AVIF": (AVIF[: len(AVIF) // 2], "picture_cut_off"),
    "an AVIF cut by a byte": (AVIF[:-1], "picture_cut_off"),
    "half a HEIC": (HEIC[: len(HEIC) // 2], "picture_cut_off"),
    "a HEIC cut between its boxes": (HEIC[: HEIC.index(b"mdat") - 4], "picture_cut_off"),
    "an AVIF cut between its boxes": (AVIF[: AVIF.index(b"mdat") - 4], "picture_cut_off"),
    "the head of a HEIC": (HEIC[:30], "picture_cut_off"),
    # Damaged
    "a JPEG without pixels": (JPEG[:2] + b"\xff\xd9", "picture_damaged"),
    "a JPEG without a size": (
        b"\xff\xd8" + segment(0xDA, bytes(10)) + b"\0\xff\xd9",
        "picture_damaged",
    ),
    "a JPEG with junk between parts": (JPEG[:20] + b"junk" + JPEG[20:], "picture_damaged"),
    "a JPEG of no height": (claiming("jpeg", 96, 0), "picture_damaged"),
    "a JPEG of a thousand scans": (
        JPEG[:-2] + (segment(0xDA, bytes(10)) + b"\0") * 1000 + b"\xff\xd9",
        "picture_damaged",
    ),
    "a JPEG of a million parts": (
        JPEG[:2] + segment(0xFE, b"") * 1_000_000 + JPEG[2:],
        "picture_damaged",
    ),
    "a PNG with a wrong checksum": (PNG.replace(b"IDAT", b"IDAU"), "picture_damaged"),
    "a PNG without a header": (PNG[:8] + PNG[33:], "picture_damaged"),
    "a PNG without pixels": (PNG[:33] + PNG[-12:], "picture_damaged"),
    "a PNG of no width": (bomb(0, 10), "picture_damaged"),
    "a PNG of a million parts": (
        PNG[:33] + EMPTY_TEXT * 1_000_000 + PNG[33:],
        "picture_damaged",
    ),
    "a WebP of something else": (webp(chunk(b"JUNK", bytes(30))), "picture_damaged"),
    "a WebP without pixels": (webp(chunk(b"VP8X", bytes(10))), "picture_damaged"),
    "a WebP whose part is longer than it": (
        webp(WEBP[12:], chunk(b"XMP ", b"<x/>")[:-2]),
        "picture_damaged",
    ),
    "a WebP that leaves its last byte out of its size": (
        EVEN_WEBP[:4] + struct.pack("<I", len(EVEN_WEBP) - 9) + EVEN_WEBP[8:],
        "picture_damaged",
    ),
    "a WebP of a million parts": (
        webp(WEBP[12:], chunk(b"JUNK", b"") * 1_000_000),
        "picture_damaged",
    ),
    "a HEIC without facts": (HEIC.replace(b"meta", b"free"), "picture_damaged"),
    "a HEIC without a size": (HEIC.replace(b"ispe", b"free"), "picture_damaged"),
    "a HEIC with a box of no size": (HEIC + b"\0\0\0\x04free", "picture_damaged"),
    "a HEIC of a million parts": (HEIC + box(b"free", b"") * 1_000_000, "picture_damaged"),
    # Two in one
    "a GIFAR: a ZIP behind a JPEG": (JPEG + archive(), "picture_mixed"),
    "a ZIP behind a camera's notes": (
        JPEG + b"\0\0\1\n\x0e\0\0\0Image_UTC_Data" + archive(),
        "picture_mixed",
    ),
    "a ZIP in a comment, and the JPEG in the ZIP's": (
        with_segment(archive()[:-2] + (len(JPEG) - 2).to_bytes(2, "little")),
        "picture_mixed",
    ),
    "half a ZIP behind a JPEG": (JPEG + archive()[:40], "picture_mixed"),
    "a ZIP behind a PNG": (PNG + archive(), "picture_mixed"),
    "a ZIP behind a WebP": (WEBP + archive(), "picture_mixed"),
    "a ZIP in a WebP": (webp(WEBP[12:], chunk(b"JUNK", archive())), "picture_mixed"),
    "a ZIP behind an AVIF": (AVIF + archive(), "picture_mixed"),
    "a ZIP behind a HEIC": (HEIC + archive(), "picture_mixed"),
    "a RAR behind a camera's notes": (
        JPEG + b"\0\x01\xffnotes" + b"Rar!\x1a\x07\x01\0",
        "picture_mixed",
    ),
    "a 7-Zip behind a JPEG": (JPEG + b"7z\xbc\xaf\x27\x1c\0\x04" + bytes(30), "picture_mixed"),
    "a program behind a JPEG": (JPEG + PROGRAM, "picture_mixed"),
    "a page behind a JPEG": (JPEG + HTML, "picture_mixed"),
    "a page far behind a JPEG": (JPEG + bytes(4000) + b"\xff" + HTML, "picture_mixed"),
    "an SVG behind a JPEG": (JPEG + SVG, "picture_mixed"),
    "a script behind a JPEG": (JPEG + b"*/=alert('\xc3\xa5');/*", "picture_mixed"),
    "PHP behind a JPEG": (JPEG + b"\xff\0<?php system($_GET[0]); ?>", "picture_mixed"),
    "a page in a JPEG's comment": (with_segment(HTML), "picture_mixed"),
    "a shouted script in a JPEG's comment": (with_segment(b"<SCRIPT SRC=//x>"), "picture_mixed"),
    "a page between scans": (
        PICTURES["progressive jpeg"][:-2] + segment(0xFE, HTML) + b"\xff\xd9",
        "picture_mixed",
    ),
    "a PDF in a JPEG's comment": (with_segment(pdf()), "picture_mixed"),
    "a PDF behind a JPEG": (JPEG + pdf(), "picture_mixed"),
    "a page behind a PNG": (PNG + HTML, "picture_mixed"),
    "anything behind a PNG": (PNG + b"\0", "picture_mixed"),
    "a page behind a WebP": (WEBP + HTML, "picture_mixed"),
    "a page in a WebP": (webp(WEBP[12:], chunk(b"XMP ", HTML)), "picture_mixed"),
    "a page behind an AVIF": (AVIF + HTML, "picture_mixed"),
    "an SVG behind a HEIC": (HEIC + SVG, "picture_mixed"),
    "a program behind a HEIC": (HEIC + PROGRAM, "picture_mixed"),
    "a page in a box of a HEIC": (HEIC + box(b"free", HTML), "picture_mixed"),
}

REFUSED_DOCUMENTS = {
    "nothing": (b"", "empty"),
    "a text": (b"Inte en PDF.", "document_format"),
    "a renamed program": (PROGRAM, "document_format"),
    "a picture": (JPEG, "document_format"),
    "a page before a PDF": (HTML + pdf(), "document_format"),
    "a ZIP before a PDF": (archive() + pdf(), "document_format"),
    "the head alone": (b"%PDF-1.7\n", "document_cut_off"),
    "half a PDF": (pdf()[:200], "document_cut_off"),
    "a PDF without its end": (pdf()[:-7], "document_cut_off"),
    "a PDF cut in its second half": (
        pdf() + b"4 0 obj\n<< >> stream\n\x9c\xff\x01",
        "document_cut_off",
    ),
    "a PDF without a table": (pdf().replace(b"startxref", b"start"), "document_cut_off"),
    "a PDF whose table is elsewhere": (
        pdf().replace(b"startxref\n", b"startxref\n9"),
        "document_cut_off",
    ),
    "a ZIP behind a PDF": (pdf() + archive(), "document_mixed"),
    "a ZIP with a PDF's end as its comment": (
        pdf()[:-40] + archive(pdf()[-40:]),
        "document_mixed",
    ),
    "a page behind a PDF": (pdf() + HTML, "document_mixed"),
    "a program behind a PDF": (pdf() + PROGRAM, "document_mixed"),
    "a page in a PDF's head": (pdf().replace(b"%\xe2", HTML + b"%\xe2"), "document_mixed"),
    "an encrypted PDF": (pdf(b"/Encrypt 9 0 R "), "document_locked"),
    "a PDF encrypted in place": (pdf(b"/Encrypt<</Filter/Standard/V 4>>"), "document_locked"),
}

ACCEPTED_DOCUMENTS = {
    "a PDF": pdf(),
    "a PDF that was saved twice": TWICE_SAVED_PDF,
    "a PDF with padding": pdf() + bytes(512),
    "a PDF without the last line break": pdf()[:-1],
    "a PDF of Windows": pdf().replace(b"%%EOF\n", b"%%EOF\r\n"),
    "a PDF with a ZIP attached": pdf(body=archive()),
    "a PDF about encryption": pdf(body=b"the entry /Encrypt of the trailer, /EncryptMetadata true"),
}
