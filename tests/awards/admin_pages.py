"""The pages of the admin, for tests of what may be read there and by whom."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver

_LINK = re.compile(r'(?:href|url)(?:=|&quot;: &quot;|": ")"?(/admin/[^"&?#]*)')


def crawl(client: Client, *starts: str) -> dict[str, str]:
    """Every page of the admin that can be reached by its own links, by its address."""
    pages: dict[str, str] = {}
    waiting = list(starts)
    while waiting and len(pages) < 250:
        address = waiting.pop(0)
        if address in pages:
            continue
        response = client.get(address, follow=True)
        is_text = "text/html" in response.get("Content-Type", "")
        pages[address] = response.content.decode() if is_text else ""
        found = _LINK.findall(pages[address])
        waiting += [link for link in found if "logout" not in link and link not in pages]
    return pages


def names_of_addresses() -> set[str]:
    """The names of the addresses that the awards have in the admin."""
    return set(parameters_of_addresses())


def parameters_of_addresses() -> dict[str, list[str]]:
    """What has to be told in each of these addresses, by its name."""
    [admin] = [each for each in get_resolver().url_patterns if str(each.pattern) == "admin/"]
    return {
        pattern.name: list(pattern.pattern.regex.groupindex)
        for pattern in _patterns(admin)
        if pattern.name and pattern.name.startswith(("awards_", "entries_"))
    }


def _patterns(pattern: Any) -> Iterator[URLPattern]:
    if isinstance(pattern, URLPattern):
        yield pattern
    elif isinstance(pattern, URLResolver):
        for below in pattern.url_patterns:
            yield from _patterns(below)
