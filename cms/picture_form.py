"""The form where editors upload and describe a picture."""

from __future__ import annotations

from typing import Any

from django.core.files.base import File
from django.db import transaction
from wagtail.images.forms import BaseImageForm

from cms.models import Picture
from cms.pictures import too_many_pixels, without_metadata


class PictureForm(BaseImageForm):
    """Wagtail's form, with a look inside the file: damaged ones are refused in plain words."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "file" in self.fields:
            self.fields["file"].error_messages["file_too_many_pixels"] = too_many_pixels().message

    def clean_file(self) -> File[bytes]:
        """The file without metadata. Raises ``UnreadablePictureError`` if it can't be read."""
        upload: File[bytes] = self.cleaned_data["file"]
        return without_metadata(upload) if "file" in self.changed_data else upload

    @transaction.atomic
    def save(self, commit: bool = True) -> Picture:  # noqa: FBT001, FBT002 - Django's own
        """Save in one go: Wagtail throws the old file's sizes away only after it has saved."""
        picture: Picture = super().save(commit=commit)
        return picture
