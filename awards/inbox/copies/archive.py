"""All of an entry in a ZIP: as a PDF, as plain text, as JSON for machines, and its files."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import datetime
from shutil import copyfileobj
from tempfile import SpooledTemporaryFile
from typing import IO, Any
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile, ZipInfo

from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.utils.translation import gettext, override

from awards.domain.fetching import FileMissingError, fetched
from awards.domain.receipt import as_text, receipt_of
from awards.models import Nomination, NominationVersion, Upload
from cms.dates import CITY_TIME_ZONE
from cms.uploads.names import safe_name

from .pdf import entry_pdf

#: Bytes that are kept in memory; what is larger is on disk until it has been sent.
_IN_MEMORY = 1_000_000


class _Archive:
    """A ZIP in one folder, each file of which was written at the same moment."""

    def __init__(self, file: IO[bytes], folder: str, moment: datetime) -> None:
        self.zip = ZipFile(file, "w")
        self.folder = folder
        self.moment = moment.astimezone(CITY_TIME_ZONE).timetuple()[:6]

    def write(self, name: str, content: IO[bytes] | bytes) -> None:
        """Add a file; pictures and PDFs can't be made smaller."""
        info = ZipInfo(f"{self.folder}/{name}", self.moment)
        is_text = isinstance(content, bytes) and not name.endswith(".pdf")
        info.compress_type = ZIP_DEFLATED if is_text else ZIP_STORED
        info.external_attr = 0o644 << 16
        with self.zip.open(info, "w") as target:
            if isinstance(content, bytes):
                target.write(content)
            else:
                copyfileobj(content, target)


def entry_zip(
    nomination: Nomination, versions: list[NominationVersion], *, now: datetime
) -> IO[bytes]:
    """A file to read from its beginning, and to close. ``versions`` are all, the newest first.

    A file that is missing is told of in the JSON. Raises ``NotFetchedError``.
    """
    spooled: IO[bytes] = SpooledTemporaryFile(_IN_MEMORY)  # noqa: SIM115 - it outlives this call
    try:
        with override(settings.LANGUAGE_CODE):
            _write(_Archive(spooled, nomination.reference, now), nomination, versions, now)
    except BaseException:
        spooled.close()
        raise
    spooled.seek(0)
    return spooled


def _write(
    archive: _Archive, nomination: Nomination, versions: list[NominationVersion], now: datetime
) -> None:
    with archive.zip:
        reference = nomination.reference
        archive.write(f"{reference}.pdf", entry_pdf(nomination, versions[0], now=now))
        for version in versions:
            text = as_text(receipt_of(nomination, version))
            archive.write(
                f"{reference}-version-{version.number}.txt", text.encode("utf-8", "replace")
            )
        files = list(_files(archive, nomination))
        told = json.dumps(
            _told(nomination, versions, files),
            cls=DjangoJSONEncoder,
            ensure_ascii=False,
            indent=2,
        )
        # What a browser sent as half a letter is kept as it is written in the database.
        archive.write(f"{reference}.json", told.encode("utf-8", "backslashreplace"))


def _files(archive: _Archive, nomination: Nomination) -> Iterator[dict[str, Any]]:
    """Add the files of all versions, and tell which name each has got."""
    uploads = sorted(nomination.uploads.all(), key=lambda upload: (upload.received_at, upload.pk))
    for number, upload in enumerate(uploads, start=1):
        folder = gettext("files")
        name = f"{folder}/{number}-{_name(upload)}"
        facts = {
            "upload": upload.public_id,
            "question": upload.question,
            "name": upload.name,
            "received_at": upload.received_at,
        }
        try:
            with fetched(upload) as content:
                archive.write(name, content)
        except FileMissingError as missing:
            yield facts | {"file": None, "missing": str(missing)}
        else:
            yield facts | {"file": name}


def _name(upload: Upload) -> str:
    """The file's own name made safe; a picture has been made anew as a JPEG."""
    return safe_name(upload.name, "pdf" if upload.format == "pdf" else "jpg")


def _told(
    nomination: Nomination, versions: list[NominationVersion], files: list[dict[str, Any]]
) -> dict[str, Any]:
    """What was received, as it is stored."""
    return {
        "reference": nomination.reference,
        "registry_number": nomination.registry_number,
        "year": nomination.year.title,
        "source": nomination.source,
        "email": nomination.email,
        "received_at": nomination.received_at,
        "versions": [
            {
                "number": version.number,
                "received_at": version.received_at,
                "asked": version.asked,
                "answers": version.answers,
            }
            for version in versions
        ],
        "files": files,
    }
