"""How the history of pages and entries tells what has been done with drafts and entries."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail.log_actions import LogActionRegistry, LogFormatter

from awards.enums import EntrySource, NominationStatus

from .extend_draft import in_stockholm


class DraftExtended(LogFormatter):
    """A draft was given more time."""

    label: Promise = _("Give a draft more time")

    def format_message(self, log_entry: Any) -> str:
        """Which draft, until when, and why."""
        data = log_entry.data
        until = in_stockholm(datetime.fromisoformat(data["until"]))
        return gettext("The draft %(code)s was given more time, until %(moment)s: %(reason)s") % {
            "code": data["code"],
            "moment": until,
            "reason": data["reason"],
        }


class StatusChanged(LogFormatter):
    """An entry changed its status."""

    label: Promise = _("Change the status of an entry")

    def format_message(self, log_entry: Any) -> str:
        """From what to what, and why if that was told."""
        data = log_entry.data
        told = gettext("From “%(from)s” to “%(to)s”") % {
            name: NominationStatus(data[name]).label for name in ("from", "to")
        }
        return f"{told}: {data['reason']}" if data["reason"] else told


class OfficerChanged(LogFormatter):
    """An entry was taken by a case officer, or let go of."""

    label: Promise = _("Change the case officer of an entry")

    def format_message(self, log_entry: Any) -> str:
        """Who has it now."""
        officer = log_entry.data["officer"]
        if not officer:
            return gettext("Nobody is case officer any longer")
        return gettext("Case officer: %(name)s") % {"name": officer}


class EntryEntered(LogFormatter):
    """What came in another way than by the form was entered by staff."""

    label: Promise = _("Enter what came in another way")

    def format_message(self, log_entry: Any) -> str:
        """How it came, and when."""
        data = log_entry.data
        told = {
            "source": str(EntrySource(data["source"]).label).lower(),
            "moment": in_stockholm(datetime.fromisoformat(data["received_at"])),
        }
        if data["version"] > 1:
            return gettext("Entered a supplement that came in %(source)s, %(moment)s") % told
        return gettext("Entered what came in %(source)s, %(moment)s") % told


class EntryDownloaded(LogFormatter):
    """A copy of an entry was taken out of the inbox."""

    label: Promise = _("Download an entry")

    def format_message(self, log_entry: Any) -> str:
        """As what it was taken."""
        return gettext("Downloaded as %(format)s") % {"format": log_entry.data["format"].upper()}


def register_log_actions(actions: LogActionRegistry) -> None:
    """Make known to Wagtail's log what the domain writes there."""
    actions.register_action("awards.draft.extend")(DraftExtended)
    actions.register_action("awards.nomination.status")(StatusChanged)
    actions.register_action("awards.nomination.assign")(OfficerChanged)
    actions.register_action("awards.nomination.entered")(EntryEntered)
    actions.register_action("awards.nomination.download")(EntryDownloaded)
