"""A short name for what is long, by which the same can be told from something else."""

from __future__ import annotations

import hashlib
import json
from typing import Any


def fingerprint_of(*values: Any) -> str:
    """The same for the same values of JSON in the same order only (SHA-256 in hexadecimal)."""
    return hashlib.sha256(json.dumps(values, sort_keys=True).encode()).hexdigest()
