"""The addresses of an applicant's files: signed, and good for an hour."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from django.core import signing
from django.urls import reverse

from awards.models import Draft, Upload

#: How long an address works; a page that is opened anew gives new ones.
ADDRESS_LIFETIME = timedelta(hours=1)
_SALT = "awards.apply.files"


@dataclass(frozen=True)
class WantedFile:
    """Which file an address leads to."""

    public_id: str
    thumbnail: bool


def file_url(draft: Draft, upload: Upload, *, thumbnail: bool = False) -> str:
    """The address of a file for those who may open the draft."""
    token = signing.dumps([str(upload.public_id), thumbnail], salt=_SALT)
    return reverse("apply:file", args=[draft.public_id, token])


def read_file_token(token: str) -> WantedFile:
    """The file that an address leads to; raises ``BadSignature`` if forged or too old."""
    public_id, thumbnail = signing.loads(token, salt=_SALT, max_age=ADDRESS_LIFETIME)
    return WantedFile(public_id, thumbnail)
