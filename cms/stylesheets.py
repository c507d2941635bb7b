"""One stylesheet for visitors, one file for each component in the source.

``static/css/site.css`` gathers its parts with ``@import``, which a browser follows as it is. In
production ``collectstatic`` puts the parts in their places, so that a visitor fetches one file.
See docs/adr/0002-no-front-end-build.md.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path, PurePosixPath
from typing import Any

from django.contrib.staticfiles.finders import find
from django.core.files.base import ContentFile
from whitenoise.storage import CompressedManifestStaticFilesStorage

#: What pages link; its imports are relative to it.
STYLESHEET = "css/site.css"

_IMPORT = re.compile(r'@import url\("(?P<part>[^"]+)"\)(?: layer\((?P<layer>[\w-]+)\))?;')
_COMMENT = re.compile(r"\s*/\*.*?\*/", re.DOTALL)


def flatten(css: str, read: Callable[[str], str]) -> str:
    """The stylesheet with each import replaced by what ``read`` returns for its address.

    Comments are left out. Only imports of the form ``@import url("…") layer(…);``, with or
    without a layer, are known; parts are not searched for imports of their own.
    """

    def inline(match: re.Match[str]) -> str:
        part = _without_comments(read(match["part"]))
        return f"@layer {match['layer']} {{\n{part}\n}}" if match["layer"] else part

    return _IMPORT.sub(inline, _without_comments(css)) + "\n"


def static_file(name: str) -> Path:
    """Where a static file lies in the source.

    Raises ``FileNotFoundError`` if there is none.
    """
    path = find(name)
    if not path:
        raise FileNotFoundError(name)
    return Path(path)


def flat_stylesheet() -> str:
    """The whole stylesheet, as visitors get it in production."""
    folder = PurePosixPath(STYLESHEET).parent
    return flatten(_read(STYLESHEET), lambda part: _read(str(folder / part)))


class FlatStylesheetStorage(CompressedManifestStaticFilesStorage):
    """Hashed and compressed static files, with the stylesheet in one piece."""

    def post_process(self, paths: dict[str, Any], *args: Any, **kwargs: Any) -> Iterator[Any]:
        """Flatten the stylesheet before Django hashes and whitenoise compresses it."""
        if STYLESHEET in paths:
            self.delete(STYLESHEET)
            self._save(STYLESHEET, ContentFile(flat_stylesheet().encode()))
            paths[STYLESHEET] = (self, STYLESHEET)
        yield from super().post_process(paths, *args, **kwargs)


def _read(name: str) -> str:
    return static_file(name).read_text(encoding="utf-8")


def _without_comments(css: str) -> str:
    return _COMMENT.sub("", css).strip()
