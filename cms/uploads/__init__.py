"""Files that the public sends in: verified in the request, cleaned in a worker.

``check_picture`` and ``check_document`` judge a file by what it holds, never by its name or by
the type that the browser declares, and decode no pixel. ``clean_picture`` decodes the picture and
makes it anew: only what it makes is ever shown to somebody else.
"""

from .checking import (
    MAX_DOCUMENT_BYTES,
    MAX_PICTURE_BYTES,
    MAX_PIXELS,
    CheckedFile,
    check_document,
    check_picture,
)
from .cleaning import CleanPicture, clean_picture
from .names import safe_name
from .refusals import RefusedFileError

__all__ = [
    "MAX_DOCUMENT_BYTES",
    "MAX_PICTURE_BYTES",
    "MAX_PIXELS",
    "CheckedFile",
    "CleanPicture",
    "RefusedFileError",
    "check_document",
    "check_picture",
    "clean_picture",
    "safe_name",
]
