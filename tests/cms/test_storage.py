"""Where files are kept."""

from pathlib import Path

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage, storages

from cms.storage import NotMountedError, PrivateFileSystemStorage


def test_a_private_file_is_kept_apart_and_has_no_address() -> None:
    storage = storages["private"]
    name = storage.save("entry.txt", ContentFile(b"hemlig"))
    with storage.open(name) as file:
        assert file.read() == b"hemlig"
    assert not default_storage.exists(name)
    with pytest.raises(ValueError, match="has no address"):
        storage.url(name)


@pytest.mark.parametrize(
    ("folder", "error"),
    [(".", FileNotFoundError), ("empty", NotMountedError), ("missing", NotMountedError)],
)
def test_a_file_of_a_disk_that_is_not_mounted_is_not_gone(
    folder: str, error: type[OSError], tmp_path: Path
) -> None:
    (tmp_path / "empty").mkdir()
    storage = PrivateFileSystemStorage(tmp_path / folder)

    with pytest.raises(OSError) as raised:  # noqa: PT011 - which one is compared
        storage.open("entry.txt")

    assert raised.type is error
