"""What guards a form that anybody may send without a cookie. Why: docs/adr/ ("no cookie").

A form carries a signed stamp instead of a CSRF cookie. It tells that the form came from this
site, when, and which sendings are one and the same.
"""

from __future__ import annotations

import logging
import secrets
import time
from dataclasses import dataclass
from datetime import timedelta
from ipaddress import ip_address, ip_network
from urllib.parse import urlsplit

from django.core import signing
from django.core.cache import cache
from django.http import HttpRequest
from django.utils.crypto import salted_hmac

logger = logging.getLogger(__name__)

#: A form left open longer than this has to be sent once more.
STAMP_LIFETIME = timedelta(days=1)


@dataclass(frozen=True)
class Stamp:
    """Which copy of a form this is, and how old it was when it came back."""

    id: str
    age: timedelta

    @classmethod
    def read(cls, value: str, purpose: str) -> Stamp | None:
        """The stamp that a form came back with; ``None`` if forged, another's or too old."""
        try:
            content = signing.loads(value, salt=purpose, max_age=STAMP_LIFETIME)
        except signing.BadSignature:
            return None
        return cls(content["id"], timedelta(seconds=time.time() - content["at"]))


def new_stamp(purpose: str) -> str:
    """A stamp for one copy of a form."""
    return signing.dumps({"id": secrets.token_urlsafe(12), "at": time.time()}, salt=purpose)


def is_from_elsewhere(request: HttpRequest) -> bool:
    """Whether another site made the visitor's browser send this.

    Browsers that tell nothing, or "null" for privacy, are trusted: what they send has no more
    rights than any anonymous visitor, and the stamp is still asked for.
    """
    origin = request.headers.get("Origin") or request.headers.get("Referer") or "null"
    return origin != "null" and _host_of(origin) != request.get_host()


def is_from_here(request: HttpRequest) -> bool:
    """Whether the browser tells that a page of this site made it send this.

    For what is sent with more rights than an anonymous visitor has.
    """
    origin = request.headers.get("Origin") or "null"
    sender = request.headers.get("Referer", "") if origin == "null" else origin
    return _host_of(sender) == request.get_host()


def _host_of(address: str) -> str:
    """The host and port of an address; "" if it is none."""
    try:
        return urlsplit(address).netloc
    except ValueError:
        return ""


def may_send(request: HttpRequest, purpose: str, limit: int, per: timedelta) -> bool:
    """Count a sending; whether its client has sent at most ``limit`` times in a span of time.

    Only a keyed hash of its address is kept, and only for the span. Without a working cache
    everybody may send: a broken cache must never cost a visitor their text.
    """
    return count(client_of(request), purpose, limit, per)


def may_send_to(email: str, purpose: str, limit: int, per: timedelta) -> bool:
    """Count a mail that a visitor asks for; as ``may_send``, for an e-mail address."""
    return count(email, f"{purpose}:mail", limit, per)


def client_of(request: HttpRequest) -> str:
    """Where a request comes from: an IP address, or the network that one client of IPv6 has."""
    address: str = request.META.get("REMOTE_ADDR", "")
    try:
        ip = ip_address(address)
    except ValueError:
        return address
    if ip.version == 4 or ip.ipv4_mapped:  # noqa: PLR2004 - the name of a protocol
        return address
    return str(ip_network((ip, 64), strict=False))


def count(whose: str, purpose: str, limit: int, per: timedelta) -> bool:
    """Count what somebody does; whether it has been done at most ``limit`` times in the span."""
    key, seconds = _key(whose, purpose, per)
    try:
        cache.add(key, 0, seconds)
        return cache.incr(key) <= limit
    except Exception:
        logger.exception("Sendings are not counted: the cache does not answer.")
        return True


def is_spent(whose: str, purpose: str, limit: int, per: timedelta) -> bool:
    """Whether what ``count`` counts has been done ``limit`` times, without counting it."""
    key, _seconds = _key(whose, purpose, per)
    try:
        done: int = cache.get(key, 0)
    except Exception:
        logger.exception("Nothing is limited: the cache does not answer.")
        return False
    return done >= limit


def _key(whose: str, purpose: str, per: timedelta) -> tuple[str, int]:
    """Where it is counted in this span, and for how many seconds."""
    seconds = int(per.total_seconds())
    hashed = salted_hmac(purpose, whose).hexdigest()
    return f"sent:{purpose}:{hashed}:{int(time.time()) // seconds}", seconds
