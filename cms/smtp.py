"""Django's way to a mail server, for one that answers slowly."""

from __future__ import annotations

import math
import smtplib
from collections.abc import Sequence
from time import monotonic
from typing import TYPE_CHECKING, Any

from django.core.mail.backends import smtp

if TYPE_CHECKING:
    from _typeshed import ReadableBuffer

#: Seconds that a command still waits when no time is left.
_MOMENT = 0.001


class _Limited(smtplib.SMTP):
    """Hangs up on a server that answers each command in time, but takes too long for a mail.

    From the beginning of a mail the commands before its text have ``timeout`` seconds together. The
    answer to the text is waited for as long again: who hangs up then does not know whether the mail
    was taken, and sends it twice.
    """

    timeout: float
    _commands_end = math.inf

    def sendmail(self, *args: Any, **options: Any) -> dict[str, tuple[int, bytes]]:
        """Send a mail, by commands that have a limited time together."""
        self._commands_end = monotonic() + self.timeout
        try:
            return super().sendmail(*args, **options)
        finally:
            self._commands_end = math.inf

    def send(self, s: ReadableBuffer | str) -> None:
        """Send a command, which is text, or what a mail says, which is bytes."""
        if self.sock:
            left = self._commands_end - monotonic() if isinstance(s, str) else math.inf
            self.sock.settimeout(min(max(left, _MOMENT), self.timeout))
        super().send(s)


class _LimitedByTLS(_Limited, smtplib.SMTP_SSL):
    """The same for a server that is spoken to by TLS from the beginning."""


class EmailBackend(smtp.EmailBackend):
    """Sends mail within a time that ``EMAIL_TIMEOUT``, which must be set, limits."""

    @property
    def connection_class(self) -> type[smtplib.SMTP]:
        """What speaks to the server."""
        return _LimitedByTLS if self.use_ssl else _Limited


def code_of(error: Exception) -> int | None:
    """What a server answered where it did not take a mail, such as 450; ``None`` for no answer."""
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        answers: Sequence[tuple[int, bytes]] = list(error.recipients.values())
        return answers[0][0]
    return error.smtp_code if isinstance(error, smtplib.SMTPResponseException) else None
