"""What guards every request and response: security headers, and proxies that are believed."""

from __future__ import annotations

from collections.abc import Callable
from ipaddress import ip_address
from typing import Any

from csp.middleware import CSPMiddleware, PolicyParts
from django.conf import settings
from django.http import HttpRequest, HttpResponseBase
from django.urls import reverse

_FORWARDED = ("HTTP_X_FORWARDED_FOR", "HTTP_X_FORWARDED_PROTO", "HTTP_X_FORWARDED_HOST")


class SecurityHeadersMiddleware(CSPMiddleware):
    """Sends the content security policy and the permissions policy with every response.

    Wagtail's admin gets a policy of its own: see ``cms.settings.base``.
    """

    def get_policy_parts(
        self,
        request: HttpRequest,
        response: HttpResponseBase,
        report_only: bool = False,  # noqa: FBT001, FBT002 - the package's own signature
    ) -> PolicyParts:
        """The policy's parts, from the admin's policy under the admin's address."""
        parts = super().get_policy_parts(request, response, report_only)
        if not report_only and request.path_info.startswith(reverse("wagtailadmin_home")):
            parts.config = parts.config or settings.ADMIN_CONTENT_SECURITY_POLICY["DIRECTIVES"]
        return parts

    def process_response(
        self, request: HttpRequest, response: HttpResponseBase
    ) -> HttpResponseBase:
        """Add the headers that a view has not set itself."""
        response.headers.setdefault("Permissions-Policy", settings.PERMISSIONS_POLICY)
        return super().process_response(request, response)


class TrustedProxyMiddleware:
    """Believes what proxies tell of a request, if they are among ``TRUSTED_PROXIES``.

    From anybody else the headers are removed, so that nobody can claim that a connection is
    encrypted or comes from another address. The visitor's address becomes the last one in
    X-Forwarded-For that is no trusted proxy's: those before it are the visitor's own claims.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Set the visitor's address, or remove the headers."""
        # The site's host is the one it was asked for; no proxy of ours rewrites it.
        request.META.pop("HTTP_X_FORWARDED_HOST", None)
        sender = request.META.get("REMOTE_ADDR", "")
        if _is_trusted(sender):
            request.META["REMOTE_ADDR"] = _visitor(request.META, sender)
        else:
            for header in _FORWARDED:
                request.META.pop(header, None)
        return self.get_response(request)


def _is_trusted(address: str) -> bool:
    try:
        ip = ip_address(address)
    except ValueError:
        return False
    return any(ip in network for network in settings.TRUSTED_PROXIES)


def _visitor(meta: dict[str, Any], sender: str) -> str:
    for address in reversed(meta.get("HTTP_X_FORWARDED_FOR", "").split(",")):
        if not address.strip():
            continue
        sender = address.strip()
        if not _is_trusted(sender):
            break
    return sender
