"""What a visitor reads on a page."""

from __future__ import annotations

import re
from html import unescape

from django.test import Client


def text_of(path: str) -> str:
    """The words of a page's main content, with every white space as one space."""
    response = Client().get(path)
    assert response.status_code == 200, path
    match = re.search(r"<main.*?</main>", response.content.decode(), re.DOTALL)
    assert match, path
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", match[0])).split())
