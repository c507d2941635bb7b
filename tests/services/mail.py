"""A mail server for the test run: it asks for STARTTLS and a password, as a city's own does."""

from __future__ import annotations

import mailbox
import secrets
import ssl
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from email.message import Message
from pathlib import Path
from typing import Any

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.handlers import Mailbox
from aiosmtpd.smtp import AuthResult, Envelope, LoginPassword

from tests.programs import require

from .processes import free_port


@dataclass(frozen=True)
class MailServer:
    """Where a running server is reached, and what it has received."""

    port: int
    user: str
    password: str
    certificate: Path
    folder: Path

    def messages(self) -> list[Message]:
        """What has been delivered, in no particular order."""
        return list(mailbox.Maildir(self.folder))


def _certificate(directory: Path) -> tuple[Path, Path]:
    """A certificate for localhost that signs itself, and its key."""
    certificate, key = directory / "certificate.pem", directory / "key.pem"
    subprocess.run(
        [
            *(require("openssl"), "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "1"),
            *("-subj", "/CN=localhost", "-addext", "subjectAltName=DNS:localhost"),
            *("-keyout", key, "-out", certificate),
        ],
        check=True,
        capture_output=True,
    )
    return certificate, key


class _Handler(Mailbox):
    """Keeps what it receives in a folder, but knows nobody whose address begins with unknown@."""

    async def handle_RCPT(  # noqa: N802 - aiosmtpd's own
        self, _server: Any, _session: Any, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        """Take the recipient, or refuse it."""
        if address.startswith("unknown@"):
            return "550 No such user here"
        envelope.rcpt_tos.append(address)
        envelope.rcpt_options.extend(options)
        return "250 OK"


@contextmanager
def run_mail_server(port: int | None = None) -> Iterator[MailServer]:
    """Start a server that keeps what it receives in a folder, on a free port or a given one."""
    with tempfile.TemporaryDirectory(prefix="mail-") as name:
        directory = Path(name)
        certificate, key = _certificate(directory)
        server = MailServer(
            port=port or free_port(),
            user="awards",
            password=secrets.token_urlsafe(16),
            certificate=certificate,
            folder=directory / "received",
        )
        tls = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
        tls.load_cert_chain(certificate, key)

        def authenticate(*arguments: Any) -> AuthResult:
            given = arguments[-1]
            known = LoginPassword(server.user.encode(), server.password.encode())
            return AuthResult(success=given == known, handled=False)

        controller = Controller(
            _Handler(server.folder),
            hostname="localhost",
            port=server.port,
            authenticator=authenticate,
            auth_required=True,
            require_starttls=True,
            tls_context=tls,
        )
        controller.start()
        try:
            yield server
        finally:
            controller.stop()


def use(server: MailServer, settings: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """Have mail sent by way of a server, as production does."""
    use_port(server.port, settings)
    settings.EMAIL_USE_TLS = True
    settings.EMAIL_HOST_USER, settings.EMAIL_HOST_PASSWORD = server.user, server.password
    monkeypatch.setenv("SSL_CERT_FILE", str(server.certificate))


def use_port(port: int, settings: Any) -> None:
    """Have mail sent to whatever listens on a port."""
    settings.EMAIL_BACKEND = "cms.smtp.EmailBackend"
    settings.EMAIL_TIMEOUT = 10
    settings.EMAIL_HOST, settings.EMAIL_PORT = "localhost", port
    settings.DEFAULT_FROM_EMAIL = "Stadens priser <awards@example.org>"
