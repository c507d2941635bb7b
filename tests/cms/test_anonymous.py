"""What guards a form that carries no cookie."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core.cache import cache
from django.test import RequestFactory, override_settings

from cms.anonymous import (
    STAMP_LIFETIME,
    Stamp,
    client_of,
    is_from_elsewhere,
    is_from_here,
    is_spent,
    may_send,
    new_stamp,
)


@pytest.fixture(autouse=True)
def _nothing_sent_yet() -> None:
    cache.clear()


def test_a_stamp_tells_which_copy_of_the_form_it_is_and_its_age() -> None:
    one, other = (Stamp.read(new_stamp("feedback"), "feedback") for _ in range(2))

    assert one is not None
    assert other is not None
    assert one.id != other.id
    assert timedelta() <= one.age < timedelta(seconds=5)


@pytest.mark.parametrize("value", ["", "nonsense", "a:b:c", "\x00", "å" * 10_000])
def test_a_forged_stamp_is_none(value: str) -> None:
    assert Stamp.read(value, "feedback") is None


def test_a_stamp_for_another_form_is_none() -> None:
    assert Stamp.read(new_stamp("feedback:1"), "feedback:2") is None


def test_a_stamp_that_is_too_old_is_none(monkeypatch: pytest.MonkeyPatch) -> None:
    import time  # noqa: PLC0415 - only here

    stamp = new_stamp("feedback")
    late = time.time() + STAMP_LIFETIME.total_seconds() + 1
    monkeypatch.setattr(time, "time", lambda: late)

    assert Stamp.read(stamp, "feedback") is None


@pytest.mark.parametrize(
    ("headers", "from_elsewhere", "from_here"),
    [
        ({}, False, False),
        ({"Origin": "http://testserver"}, False, True),
        ({"Origin": "https://testserver"}, False, True),
        ({"Origin": "null"}, False, False),
        ({"Origin": "https://annan.example"}, True, False),
        ({"Origin": "http://["}, True, False),
        ({"Origin": "https://testserver.annan.example"}, True, False),
        ({"Referer": "https://testserver/synpunkter/"}, False, True),
        ({"Referer": "https://annan.example/testserver/"}, True, False),
        ({"Origin": "null", "Referer": "https://testserver/synpunkter/"}, False, True),
        ({"Origin": "null", "Referer": "https://annan.example/"}, False, False),
        ({"Origin": "http://testserver", "Referer": "https://annan.example/"}, False, True),
        ({"Origin": "https://annan.example", "Referer": "https://testserver/"}, True, False),
    ],
)
def test_which_site_sent_it(headers: dict[str, str], from_elsewhere: bool, from_here: bool) -> None:
    request = RequestFactory().post("/", headers=headers)

    assert (is_from_elsewhere(request), is_from_here(request)) == (from_elsewhere, from_here)


def sendings(count: int, address: str = "192.0.2.1", purpose: str = "feedback") -> list[bool]:
    request = RequestFactory().post("/", REMOTE_ADDR=address)
    return [may_send(request, purpose, 2, timedelta(minutes=10)) for _ in range(count)]


def test_an_address_may_send_as_often_as_the_limit_says() -> None:
    assert sendings(4) == [True, True, False, False]
    assert sendings(1, address="192.0.2.2") == [True]
    assert sendings(1, purpose="other") == [True]


@pytest.mark.parametrize(
    ("one", "other", "is_same"),
    [
        ("192.0.2.1", "192.0.2.2", False),
        ("::ffff:192.0.2.1", "::ffff:192.0.2.2", False),
        ("2001:db8::1", "2001:db8::ffff:ffff:ffff:2", True),
        ("2001:db8::1", "2001:db8:0:1::1", False),
        ("", "unix:", False),
    ],
)
def test_one_client_is_an_address_or_a_network_of_ipv6(one: str, other: str, is_same: bool) -> None:
    clients = [client_of(RequestFactory().get("/", REMOTE_ADDR=ip)) for ip in (one, other)]

    assert (clients[0] == clients[1]) is is_same


@override_settings(
    CACHES={
        "default": {
            "BACKEND": "django.core.cache.backends.redis.RedisCache",
            "LOCATION": "redis://127.0.0.1:9",
        }
    }
)
def test_without_a_cache_everybody_may_send(caplog: pytest.LogCaptureFixture) -> None:
    assert sendings(4) == [True, True, True, True]
    assert is_spent("ett", "feedback", 2, timedelta(minutes=10)) is False
    assert {record.levelname for record in caplog.records} == {"ERROR"}
