"""Reading a form with files: never more than is allowed, and never less than what was typed."""

from __future__ import annotations

from django.core.exceptions import RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent
from django.core.files.uploadedfile import UploadedFile
from django.core.files.uploadhandler import FileUploadHandler
from django.http import HttpRequest

from cms.uploads import MAX_PICTURE_BYTES

#: A request larger than this is refused before it is read: no form asks for that much.
MOST_BYTES = 6 * MAX_PICTURE_BYTES


class CappedUploadHandler(FileUploadHandler):
    """Keeps no more of a file than may be sent, so that the rest of the form can still be read.

    A file that is cut off here is larger than any that is taken, and is refused for its size.
    """

    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes | None:
        """Hand the data on to where files are kept, until there is too much of it."""
        return raw_data if start <= MAX_PICTURE_BYTES else None

    def file_complete(self, file_size: int) -> UploadedFile[bytes] | None:
        """Leave the file to where it is kept."""
        return None


def is_too_large(request: HttpRequest) -> bool:
    """Whether a request holds so much that it is not read, or not to its end."""
    length = request.headers.get("Content-Length", "")
    if length.isdecimal() and int(length) > MOST_BYTES:
        return True
    try:
        _ = request.POST
    except (RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent):
        return True
    return False


def cap_uploads(request: HttpRequest) -> None:
    """Keep too large files from filling the disk. Call before the form is read."""
    request.upload_handlers.insert(0, CappedUploadHandler(request))
