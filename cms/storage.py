"""Where private files are kept when that is the disk."""

from __future__ import annotations

from django.core.files.storage import FileSystemStorage


class PrivateFileSystemStorage(FileSystemStorage):
    """Files that no address leads to: a view serves them, after asking who may read them."""

    def url(self, name: str | None) -> str:
        """Raises ``ValueError``: Django's own storage would give an address among public media."""
        raise ValueError(f"{name} is private and has no address.")
