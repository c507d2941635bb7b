"""Names of files that the public sends in, made plain."""

from __future__ import annotations

import re
import unicodedata

_MOST_CHARACTERS = 100
#: A file system takes 255 bytes; an emoji is four.
_MOST_BYTES = 200

_EXTENSION = re.compile(r"\.[A-Za-z][A-Za-z0-9]{0,4}$")
_PATH = re.compile(r"[/\\]")
#: What Windows takes in no name.
_FORBIDDEN = re.compile(r'[<>:"|?*]')
#: What Windows takes for a device, whatever the extension.
_RESERVED = re.compile(r"(?i)(con|prn|aux|nul|com\d|lpt\d)(\.|$)")


def safe_name(name: str, extension: str) -> str:
    """A plain name of at most 100 characters that a person recognises.

    It has no path, no control signs and nothing that turns the direction of text; ``extension``
    (as "jpg") is that of the content, whatever the name says.
    """
    plain = unicodedata.normalize("NFC", _PATH.split(name)[-1])
    plain = " ".join("".join(filter(_is_kept, plain)).split())
    stem = _FORBIDDEN.sub("-", _EXTENSION.sub("", plain)).strip(" .-_~")
    if _RESERVED.match(stem):
        stem = f"file {stem}"
    ending = f".{extension}"
    stem = stem[: _MOST_CHARACTERS - len(ending)]
    stem = stem.encode()[: _MOST_BYTES - len(ending)].decode(errors="ignore").rstrip(" .")
    return (stem or "file") + ending


def _is_kept(character: str) -> bool:
    """Not control, format, surrogate, private or unassigned; but white space is."""
    return character.isspace() or not unicodedata.category(character).startswith("C")
