"""The log of production: a line of JSON for each event, without personal data.

Addresses, queries and the messages of exceptions can hold what a visitor wrote, so none of them
is written: a request is told by its route, and an exception by its type and where it was raised.
"""

from __future__ import annotations

import json
import logging
import traceback
from datetime import UTC, datetime
from http import HTTPStatus
from typing import Any

from django.http import HttpRequest


class JsonFormatter(logging.Formatter):
    """Writes a record as one line of JSON: time (UTC), level, logger, message and more."""

    def format(self, record: logging.LogRecord) -> str:
        """The record's line, without a line break at its end."""
        line: dict[str, Any] = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname,
            "logger": record.name,
        }
        request = getattr(record, "request", None)
        if isinstance(request, HttpRequest):
            # Django's own message holds the address.
            line |= _without_address(request, HTTPStatus(getattr(record, "status_code", 500)))
        else:
            line["message"] = record.getMessage()
        if record.exc_info and (error := record.exc_info[1]):
            line["error"] = type(error).__qualname__
            line["raised"] = [
                f"{frame.filename}:{frame.lineno} {frame.name}"
                for frame in traceback.extract_tb(error.__traceback__)
            ]
        return json.dumps(line, ensure_ascii=False, default=str)


def _without_address(request: HttpRequest, status: HTTPStatus) -> dict[str, Any]:
    """What can be told of a request without saying who made it, or what they wrote."""
    match = request.resolver_match
    return {
        "message": status.phrase,
        "status": status.value,
        "method": request.method,
        "route": match.route if match else None,
    }
