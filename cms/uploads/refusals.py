"""Why a file is refused, in words for the one who sent it."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

#: By code. Each tells what to do.
MESSAGES = {
    "empty": _("The file is empty. Choose another one."),
    "picture_too_large": _("The file is larger than %(limit)d MB. Choose a smaller picture."),
    "picture_too_small": _(
        "The picture is too small to be shown large: %(width)s × %(height)s pixels. Choose one "
        "whose longer side is at least %(limit)s pixels."
    ),
    "picture_format": _("Choose a picture in the format JPEG, PNG, WebP, AVIF or HEIC."),
    "picture_cut_off": _("The picture can't be read: it seems to be cut off. Choose another one."),
    "picture_damaged": _("The picture can't be read: it is damaged. Choose another one."),
    "picture_mixed": _(
        "The file holds something else beside the picture. Save the picture anew as JPEG or PNG, "
        "and choose that file."
    ),
    "too_many_pixels": _(
        "The picture has %(pixels)d million pixels. Choose one of at most %(limit)d million."
    ),
    "document_too_large": _("The file is larger than %(limit)d MB. Choose a smaller document."),
    "document_format": _("Choose a document in the format PDF."),
    "document_cut_off": _(
        "The document can't be read: it seems to be cut off. Choose another one."
    ),
    "document_mixed": _(
        "The file holds something else beside the document. Save the document anew as PDF, and "
        "choose that file."
    ),
    "document_locked": _(
        "The document is protected with a password or encrypted, so it can't be archived. Save it "
        "as PDF without protection, and choose that file."
    ),
}


class RefusedFileError(ValidationError):
    """A file that isn't taken. ``code`` is a key of ``MESSAGES``; ``message`` is translated.

    A form's ``clean`` may let it through: it is shown at its field like any other error.
    """

    def __init__(self, code: str, **values: Any) -> None:
        super().__init__(str(MESSAGES[code]) % values if values else str(MESSAGES[code]), code)
