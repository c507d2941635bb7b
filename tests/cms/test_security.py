"""What guards every request and response."""

from __future__ import annotations

from ipaddress import ip_network

import pytest
from django.http import HttpResponse, HttpResponseBase
from django.test import Client, RequestFactory, override_settings

from cms.security import TrustedProxyMiddleware
from tests.factories import AwardFactory, HomeFactory

PUBLIC_POLICY = {
    "default-src": {"'none'"},
    "script-src": {"'self'"},
    "style-src": {"'self'"},
    "img-src": {"'self'"},
    "font-src": {"'self'"},
    "connect-src": {"'self'"},
    "manifest-src": {"'self'"},
    "form-action": {"'self'"},
    "base-uri": {"'none'"},
    "frame-ancestors": {"'self'"},
}
ADMIN_POLICY = PUBLIC_POLICY | {
    "script-src": {"'self'", "'unsafe-inline'"},
    "style-src": {"'self'", "'unsafe-inline'"},
    "img-src": {"'self'", "data:", "blob:"},
    "frame-src": {"'self'"},
}


def policy_of(response: HttpResponseBase) -> dict[str, set[str]]:
    """The sources that each directive of a response's policy allows."""
    directives = response.headers["Content-Security-Policy"].split("; ")
    return {name: set(sources) for name, *sources in map(str.split, directives)}


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("path", "status", "policy"),
    [
        ("/", 200, PUBLIC_POLICY),
        ("/robots.txt", 200, PUBLIC_POLICY),
        ("/health/live", 200, PUBLIC_POLICY),
        ("/sok/", 200, PUBLIC_POLICY),
        ("/finns-inte/", 404, PUBLIC_POLICY),
        ("/admin/login/", 200, ADMIN_POLICY),
        ("/admin/", 302, ADMIN_POLICY),
        ("/administrationen/", 404, PUBLIC_POLICY),
    ],
)
def test_every_answer_carries_the_headers(
    client: Client, path: str, status: int, policy: dict[str, set[str]]
) -> None:
    HomeFactory()
    response = client.get(path)
    assert response.status_code == status
    assert policy_of(response) == policy
    assert response.headers["X-Content-Type-Options"] == "nosniff"
    assert response.headers["X-Frame-Options"] == "SAMEORIGIN"
    assert response.headers["Referrer-Policy"] == "strict-origin-when-cross-origin"
    assert response.headers["Cross-Origin-Opener-Policy"] == "same-origin"
    assert response.headers["Permissions-Policy"].startswith("accelerometer=(), ")


@pytest.mark.django_db
def test_visitors_get_no_cookie(client: Client) -> None:
    award = AwardFactory()
    for path in ("/", award.url, "/sok/", "/sok/?q=pris", "/finns-inte/", "/robots.txt"):
        response = client.get(path)
        assert not response.cookies, path
        assert "csrf" not in response.content.decode().lower(), path


@pytest.mark.parametrize(
    ("sender", "forwarded", "visitor", "encrypted"),
    [
        # A trusted proxy tells of a visitor.
        ("10.0.0.7", "203.0.113.9", "203.0.113.9", True),
        ("::1", "2001:db8::9", "2001:db8::9", True),
        # Two trusted proxies in a row.
        ("10.0.0.7", "203.0.113.9, 10.0.0.8", "203.0.113.9", True),
        # The visitor claims to be somebody else; the proxy has added the truth.
        ("10.0.0.7", "198.51.100.1, 203.0.113.9", "203.0.113.9", True),
        ("10.0.0.7", "10.0.0.8, 203.0.113.9", "203.0.113.9", True),
        # The proxy itself asks, for example for health.
        ("10.0.0.7", "", "10.0.0.7", True),
        # Nobody else is believed.
        ("203.0.113.9", "198.51.100.1", "203.0.113.9", False),
        ("203.0.113.9", "10.0.0.7", "203.0.113.9", False),
        # A server behind a socket knows no address.
        ("", "198.51.100.1", "", False),
    ],
)
@override_settings(
    TRUSTED_PROXIES=[ip_network("10.0.0.0/24"), ip_network("::1")],
    SECURE_PROXY_SSL_HEADER=("HTTP_X_FORWARDED_PROTO", "https"),
)
def test_only_trusted_proxies_are_believed(
    rf: RequestFactory, sender: str, forwarded: str, visitor: str, encrypted: bool
) -> None:
    request = rf.get(
        "/",
        REMOTE_ADDR=sender,
        HTTP_X_FORWARDED_FOR=forwarded,
        HTTP_X_FORWARDED_PROTO="https",
        HTTP_X_FORWARDED_HOST="evil.example.com",
    )
    TrustedProxyMiddleware(lambda _request: HttpResponse())(request)
    assert request.META["REMOTE_ADDR"] == visitor
    assert request.is_secure() is encrypted
    assert "HTTP_X_FORWARDED_HOST" not in request.META
