"""Asking Lighthouse for its judgement of a page."""

from __future__ import annotations

import json
import os
import subprocess
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.programs import node_package, require

_SWITCHES = "--headless=new --no-sandbox --disable-gpu --disable-dev-shm-usage"


@dataclass(frozen=True)
class Judgement:
    """Scores from 0 to 100 by category, and the audits that took something off them."""

    scores: dict[str, int]
    failed: dict[str, list[str]]


def judge(address: str, categories: Sequence[str], directory: Path) -> Judgement:
    """Load a page in a Chromium of Lighthouse's own; the report is left in ``directory``."""
    report = directory / "lighthouse.json"
    subprocess.run(
        [
            *(require("node"), node_package("lighthouse/cli/index.js"), address),
            *(f"--only-categories={','.join(categories)}", "--quiet"),
            *("--output=json", f"--output-path={report}", f"--chrome-flags={_SWITCHES}"),
        ],
        check=True,
        timeout=150,
        env={
            **os.environ,
            "CHROME_PATH": require("chromium", "chromium-browser", "google-chrome"),
        },
    )
    result: dict[str, Any] = json.loads(report.read_text())
    return Judgement(
        {name: round(found["score"] * 100) for name, found in result["categories"].items()},
        {name: _failed(result, name) for name in result["categories"]},
    )


def _failed(result: dict[str, Any], category: str) -> list[str]:
    weighed = (ref["id"] for ref in result["categories"][category]["auditRefs"] if ref["weight"])
    audits = (result["audits"][name] for name in weighed)
    return [
        f"{audit['title']}: {audit.get('displayValue', '')}"
        for audit in audits
        if audit["score"] is not None and audit["score"] < 1
    ]
