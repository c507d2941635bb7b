"""The form where editors upload and describe a picture."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from wagtail.images.fields import WagtailImageField
from wagtail.images.forms import BaseImageForm

from cms.models import Picture
from cms.pictures import CleanFile, too_many_pixels, unreadable, without_metadata


class PictureField(WagtailImageField):
    """Wagtail's field, with a look inside the file: a damaged one is refused in plain words.

    Wagtail's own reads only the beginning, and some damages there end in an error page.
    """

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.error_messages["invalid_image"] = unreadable().message
        self.error_messages["file_too_many_pixels"] = too_many_pixels().message

    def to_python(self, data: Any) -> CleanFile | None:
        """The file without metadata. Raises ``ValidationError`` if it is no good picture."""
        try:
            upload = super().to_python(data)
        except ValidationError:
            raise
        except Exception as error:
            raise unreadable() from error
        return upload and without_metadata(upload)


class PictureForm(BaseImageForm):
    """Wagtail's form, for files that may be damaged and sizes that must be made anew."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if (file := self.fields.get("file")) is not None:
            self.fields["file"] = PictureField(
                label=file.label,
                required=file.required,
                max_length=file.max_length,
                widget=file.widget,
            )

    @transaction.atomic
    def save(self, commit: bool = True) -> Picture:  # noqa: FBT001, FBT002 - Django's own
        """Save in one go: Wagtail throws the old file's sizes away only after it has saved."""
        picture: Picture = super().save(commit=commit)
        return picture
