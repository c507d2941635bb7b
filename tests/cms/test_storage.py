"""Where files are kept."""

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage, storages


def test_a_private_file_is_kept_apart_and_has_no_address() -> None:
    storage = storages["private"]
    name = storage.save("entry.txt", ContentFile(b"hemlig"))
    with storage.open(name) as file:
        assert file.read() == b"hemlig"
    assert not default_storage.exists(name)
    with pytest.raises(ValueError, match="has no address"):
        storage.url(name)
