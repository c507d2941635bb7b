"""How much a visitor has to download before the pictures: counted by the browser itself."""

from __future__ import annotations

import gzip
from collections import Counter
from typing import Any

import pytest
from playwright.sync_api import Browser

from tests.e2e.production.server import AWARD

pytestmark = pytest.mark.timeout(300)

KILOBYTE = 1000


def _weigh(browser: Browser, address: str) -> Counter[str]:
    """The bytes that a first visit transfers, by Chromium's name for the kind of file.

    The page itself is weighed as compressed: that is left to the proxy in front.
    """
    page = browser.new_page()
    devtools = page.context.new_cdp_session(page)
    devtools.send("Network.enable")
    kinds: dict[str, str] = {}
    weights: Counter[str] = Counter()

    def remember_kind(event: dict[str, Any]) -> None:
        kinds[event["requestId"]] = event["type"]

    def add_weight(event: dict[str, Any]) -> None:
        if kinds.get(event["requestId"], "Document") != "Document":
            weights[kinds[event["requestId"]]] += int(event["encodedDataLength"])

    devtools.on("Network.responseReceived", remember_kind)
    devtools.on("Network.loadingFinished", add_weight)
    response = page.goto(address, wait_until="networkidle")
    assert response is not None
    assert response.status == 200
    weights["Document"] = len(gzip.compress(response.body()))
    page.close()
    return weights


@pytest.mark.parametrize("path", ["/", "/priser/", AWARD])
def test_a_page_is_light(browser: Browser, demo: str, path: str) -> None:
    weights = _weigh(browser, demo + path)
    before_pictures = weights.total() - weights["Image"]
    assert weights["Stylesheet"] > 0
    assert weights["Font"] > 0
    assert before_pictures <= 80 * KILOBYTE, weights
    assert weights["Script"] <= 10 * KILOBYTE, weights
