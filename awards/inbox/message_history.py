"""How the history of an entry tells what was written about it, and what became of its mail."""

from __future__ import annotations

from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _
from wagtail.log_actions import LogActionRegistry, LogFormatter

from awards.enums import MessageDirection

#: What has been done with a mail in the outbox, by the word that the log has for it.
_DONE = {
    "again": pgettext_lazy("mail", "Sent again"),
    "released": pgettext_lazy("mail", "Let go"),
    "taken_out": pgettext_lazy("mail", "Taken out of the outbox"),
}


class MessageWritten(LogFormatter):
    """There is a message to or from the applicant; what it says is not in the log."""

    label: Promise = _("Write a message about an entry")

    def format_message(self, log_entry: Any) -> str:
        """From whom it is."""
        if log_entry.data["direction"] == MessageDirection.FROM_APPLICANT:
            return gettext("The applicant wrote a message")
        return gettext("A message to the applicant was written")


class MessageRead(LogFormatter):
    """What the applicant wrote needs no answer."""

    label: Promise = _("Mark a message as read")
    message: Promise = _("The applicant's message was marked as read")


class MailHandled(LogFormatter):
    """Something was done with a mail in the outbox."""

    label: Promise = _("Handle mail in the outbox")

    def format_message(self, log_entry: Any) -> str:
        """What, and with which mail."""
        data = log_entry.data
        return f"{_DONE[data['what']]}: {data['subject']}"


def register_log_actions(actions: LogActionRegistry) -> None:
    """Make known to Wagtail's log what the domain writes there."""
    actions.register_action("awards.nomination.message")(MessageWritten)
    actions.register_action("awards.nomination.message_read")(MessageRead)
    actions.register_action("awards.nomination.mail")(MailHandled)
