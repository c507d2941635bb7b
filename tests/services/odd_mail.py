"""A mail server that is slow, hangs up or refuses."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session

from .mail import use_port
from .processes import free_port


class OddMailServer:
    """A server that is slow with some commands, and answers some in another way than with "OK".

    It takes so many mails by one connection; then it answers 421, as RFC 5321 has it.
    """

    def __init__(
        self,
        *,
        seconds: dict[str, float] | None = None,
        answers: dict[str, str] | None = None,
        mails_by_connection: int = 99,
        says_goodbye: bool = True,
    ) -> None:
        self.seconds = seconds or {}
        self.answers = answers or {}
        self.mails_by_connection = mails_by_connection
        self.says_goodbye = says_goodbye
        self.taken: list[str] = []

    async def _answer(self, command: str) -> str:
        await asyncio.sleep(self.seconds.get(command, 0))
        return self.answers.get(command, "250 OK")

    async def handle_MAIL(  # noqa: N802 - aiosmtpd's own
        self, server: SMTP, session: Session, envelope: Envelope, address: str, _: list[str]
    ) -> str:
        """Let a mail begin, unless there have been so many."""
        if getattr(session, "mails", 0) >= self.mails_by_connection:
            if not self.says_goodbye and server.transport:
                server.transport.close()
            return "421 4.7.0 Too many messages in this connection"
        envelope.mail_from = address
        return await self._answer("MAIL")

    async def handle_RCPT(  # noqa: N802
        self, _server: SMTP, _session: Session, envelope: Envelope, address: str, _: list[str]
    ) -> str:
        """Take the recipient, or not."""
        answer = await self._answer("RCPT")
        if answer.startswith("250"):
            envelope.rcpt_tos.append(address)
        return answer

    async def handle_DATA(  # noqa: N802
        self, _server: SMTP, session: Any, envelope: Envelope
    ) -> str:
        """Take the mail, and then say so."""
        self.taken.extend(envelope.rcpt_tos)
        session.mails = getattr(session, "mails", 0) + 1
        return await self._answer("DATA")


@contextmanager
def run_odd_mail_server(odd: OddMailServer, settings: Any) -> Iterator[None]:
    """Have mail sent to such a server; it asks for no password."""
    controller = Controller(odd, hostname="localhost", port=free_port())
    controller.start()
    try:
        use_port(controller.port, settings)
        yield
    finally:
        controller.stop()
