"""The log of production."""

from __future__ import annotations

import json
import logging
import sys
from typing import Any

from django.test import RequestFactory
from django.urls import resolve

from cms.logs import JsonFormatter


def _line(**fields: object) -> dict[str, Any]:
    """What is written for a record, without its time."""
    record = logging.makeLogRecord({"name": "cms", "levelname": "ERROR", **fields})
    line: dict[str, Any] = json.loads(JsonFormatter().format(record))
    assert isinstance(line.pop("time"), str)
    return line


def test_an_event_is_one_line() -> None:
    assert _line(msg="Två\nrader: %s", args=("2",)) == {
        "level": "ERROR",
        "logger": "cms",
        "message": "Två\nrader: 2",
    }


def test_a_request_is_told_by_its_route(rf: RequestFactory) -> None:
    request = rf.get("/sok/?q=Anna+Andersson", REMOTE_ADDR="203.0.113.9")
    request.resolver_match = resolve("/sok/")
    line = _line(msg="%s: %s", args=("Not Found", "/sok/"), request=request, status_code=404)
    assert line == {
        "level": "ERROR",
        "logger": "cms",
        "message": "Not Found",
        "status": 404,
        "method": "GET",
        "route": "sok/",
    }


def test_a_request_that_no_address_fits_has_no_route(rf: RequestFactory) -> None:
    line = _line(msg="Not Found", request=rf.get("/anna.andersson/"), status_code=404)
    assert line["route"] is None


def test_an_exception_is_told_without_its_message() -> None:
    try:
        int("Anna Andersson")
    except ValueError:
        line = _line(msg="It failed.", exc_info=sys.exc_info())
    assert line["error"] == "ValueError"
    [frame] = line["raised"]
    assert frame.endswith(" test_an_exception_is_told_without_its_message")
    assert "Anna" not in json.dumps(line)
