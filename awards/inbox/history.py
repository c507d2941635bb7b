"""How the history of pages and entries tells what has been done with drafts and entries."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _
from wagtail.log_actions import LogActionRegistry, LogFormatter

from awards.enums import EntrySource
from awards.statuses import NominationStatus
from cms.dates import in_stockholm


class DraftExtended(LogFormatter):
    """A draft of the year was given more time: told to all who edit the year."""

    label: Promise = _("Give a draft more time")

    def format_message(self, log_entry: Any) -> str:
        """Until when; where it was shortened, from when."""
        told = _told(log_entry)
        if "former" in told:
            return gettext("The time of a draft was shortened from %(former)s to %(moment)s") % told
        return gettext("A draft was given more time, until %(moment)s") % told


class DraftsTime(LogFormatter):
    """The draft was given more time: told to those who may do it, while the draft is there."""

    label: Promise = _("The reason why a draft was given more time")

    def format_message(self, log_entry: Any) -> str:
        """Which draft, until when, and why; where it was shortened, from when."""
        told = _told(log_entry)
        text = (
            gettext(
                "The time of the draft %(code)s was shortened from %(former)s to %(moment)s: "
                "%(reason)s"
            )
            if "former" in told
            else gettext("The draft %(code)s was given more time, until %(moment)s: %(reason)s")
        )
        return text % told


def _told(log_entry: Any) -> dict[str, str]:
    """What is told of more time, its moments by the city's clock."""
    data: dict[str, str] = log_entry.data
    moments = {"moment": data["until"], "former": data.get("shortened_from")}
    in_words = {
        name: in_stockholm(datetime.fromisoformat(moment))
        for name, moment in moments.items()
        if moment
    }
    return data | in_words


class StatusChanged(LogFormatter):
    """An entry changed its status."""

    label: Promise = _("Change the status of an entry")

    def format_message(self, log_entry: Any) -> str:
        """From what to what, why if that was told, and which conditions were not met."""
        data = log_entry.data
        told = gettext("From “%(from)s” to “%(to)s”") % {
            name: NominationStatus(data[name]).label for name in ("from", "to")
        }
        told = f"{told}: {data['reason']}" if data["reason"] else told
        unmet = data.get("conditions")
        return f"{told} ({unmet_in_words(unmet)})" if unmet else told


def unmet_in_words(conditions: list[str]) -> str:
    """The conditions that an entry does not meet, in one phrase."""
    return gettext("Not met: %(conditions)s") % {"conditions": "; ".join(conditions)}


class DueChanged(LogFormatter):
    """The last day for a supplement became another one."""

    label: Promise = _("Change the last day for a supplement")

    def format_message(self, log_entry: Any) -> str:
        """From when to when, and why."""
        data = log_entry.data
        days = {name: date_format(date.fromisoformat(data[name])) for name in ("from", "to")}
        return gettext(
            "The last day for the supplement was changed from %(from)s to %(to)s: %(reason)s"
        ) % {**data, **days}


class NomineeTold(LogFormatter):
    """Whoever is nominated was told of it, or that was taken back."""

    label: Promise = _("Tell the nominated person")

    def format_message(self, log_entry: Any) -> str:
        """Who, and on which day."""
        data = log_entry.data
        if not data["day"]:
            return gettext("%(name)s has not been told of the nomination after all") % data
        day = date_format(date.fromisoformat(data["day"]))
        return gettext("%(name)s was told of the nomination on %(day)s") % {**data, "day": day}


class RegistryNumberChanged(LogFormatter):
    """The number in the city's register of records was entered, changed or removed."""

    label: Promise = _("Change the registry number of an entry")

    def format_message(self, log_entry: Any) -> str:
        """From what to what."""
        data = log_entry.data
        if not data["to"]:
            return gettext("The registry number %(from)s was removed") % data
        if not data["from"]:
            return gettext("Registry number: %(to)s") % data
        return gettext("The registry number was changed from %(from)s to %(to)s") % data


class StatusUndone(LogFormatter):
    """Somebody took back their own change of an entry's status."""

    label: Promise = _("Undo a change of an entry's status")

    def format_message(self, log_entry: Any) -> str:
        """From what, back to what."""
        told = gettext("Undid “%(from)s”: it is “%(to)s” again") % {
            name: NominationStatus(log_entry.data[name]).label for name in ("from", "to")
        }
        if log_entry.data.get("released"):
            told += ". " + gettext("Nobody is case officer any longer")
        return told


class FlagChanged(LogFormatter):
    """An entry was flagged by hand, or the flag was removed."""

    label: Promise = _("Flag an entry, or remove the flag")

    def format_message(self, log_entry: Any) -> str:
        """Which of the two."""
        return gettext("Flagged") if log_entry.data["flagged"] else gettext("The flag was removed")


class ToldApart(LogFormatter):
    """An entry was found not to be the same as another one, or that was taken back."""

    label: Promise = _("Tell an entry apart from another one")

    def format_message(self, log_entry: Any) -> str:
        """From which, and which of the two."""
        if log_entry.data["is_apart"]:
            return gettext("Is not the same as %(other)s") % log_entry.data
        return gettext("May be the same as %(other)s after all") % log_entry.data


class OfficerChanged(LogFormatter):
    """An entry was taken by a case officer, or let go of."""

    label: Promise = _("Change the case officer of an entry")

    def format_message(self, log_entry: Any) -> str:
        """Who has it now."""
        officer = log_entry.data["officer"]
        if not officer:
            return gettext("Nobody is case officer any longer")
        return gettext("Case officer: %(name)s") % {"name": officer}


class EntryReceived(LogFormatter):
    """An applicant sent in an entry, or changed what was sent in."""

    label: Promise = _("Receive an entry")

    def format_message(self, log_entry: Any) -> str:
        """Which version it was."""
        if log_entry.data["version"] == 1:
            return gettext("Sent in by the form")
        return gettext("Version %(number)d was sent in") % {"number": log_entry.data["version"]}


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


class EntriesExported(LogFormatter):
    """Many entries were taken out of the inbox as a file."""

    label: Promise = _("Export entries")

    def format_message(self, log_entry: Any) -> str:
        """How many, narrowed to what, which columns, in what kind of file, and why."""
        data = log_entry.data
        told = ngettext(
            "%(count)d entry as %(format)s. Columns: %(columns)s.",
            "%(count)d entries as %(format)s. Columns: %(columns)s.",
            data["count"],
        ) % {
            "count": data["count"],
            "format": data["format"].upper(),
            "columns": ", ".join(data["columns"]),
        }
        if data["narrowed_to"]:
            told += " " + gettext("Narrowed to: %(filters)s.") % {
                "filters": ", ".join(data["narrowed_to"])
            }
        if chosen := data.get("chosen"):
            told += " " + gettext("Entries: %(references)s.") % {"references": ", ".join(chosen)}
        if data["personal_data"]:
            told += " " + gettext("With personal data: %(reason)s") % {"reason": data["reason"]}
        return told


def register_log_actions(actions: LogActionRegistry) -> None:
    """Make known to Wagtail's log what the domain writes there."""
    actions.register_action("awards.draft.extend")(DraftExtended)
    actions.register_action("awards.draft.time")(DraftsTime)
    actions.register_action("awards.nomination.status")(StatusChanged)
    actions.register_action("awards.nomination.undo")(StatusUndone)
    actions.register_action("awards.nomination.flag")(FlagChanged)
    actions.register_action("awards.nomination.apart")(ToldApart)
    actions.register_action("awards.nomination.assign")(OfficerChanged)
    actions.register_action("awards.nomination.supplement_due")(DueChanged)
    actions.register_action("awards.nomination.nominee_told")(NomineeTold)
    actions.register_action("awards.nomination.register")(RegistryNumberChanged)
    actions.register_action("awards.nomination.received")(EntryReceived)
    actions.register_action("awards.nomination.entered")(EntryEntered)
    actions.register_action("awards.nomination.download")(EntryDownloaded)
    actions.register_action("awards.entries.export")(EntriesExported)
