"""What somebody had before them when they filled in a form about an entry."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Self

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext
from wagtail.log_actions import registry
from wagtail.models import ModelLogEntry

from awards.domain.conversation import newest_message
from awards.domain.handling import Seen
from awards.models import Nomination
from awards.statuses import NominationStatus
from cms.numbers import number_in

#: So many numbers tell what was seen, beside the status.
_SEEN = 4


@dataclass(frozen=True)
class Sight:
    """How an entry stood when a form was shown; it travels with the form, as text."""

    seen: Seen
    #: The newest line of the history, or 0.
    log: int
    #: The newest message, or 0.
    message: int = 0

    @classmethod
    def of(cls, nomination: Nomination) -> Self:
        """How the entry stands, as it has been loaded."""
        newest = registry.get_logs_for_instance(nomination).order_by("-pk").first()
        return cls(Seen.of(nomination), newest.pk if newest else 0, newest_message(nomination))

    @classmethod
    def read(cls, text: str) -> Self | None:
        """What a form carried; ``None`` for nothing, and for what no form has."""
        status, *rest = text.split(".")
        numbers = [number for part in rest if (number := number_in(part)) is not None]
        if status not in NominationStatus.values or len(numbers) != len(rest) or len(rest) != _SEEN:
            return None
        version, changes, log, message = numbers
        return cls(Seen(NominationStatus(status), version, changes), log, message)

    def __str__(self) -> str:
        seen = self.seen
        return f"{seen.status}.{seen.version}.{seen.changes}.{self.log}.{self.message}"

    def changes(self, nomination: Nomination) -> list[str]:
        """What has happened to the entry since: by whom, when and what, the oldest first."""
        logged = registry.get_logs_for_instance(nomination).filter(pk__gt=self.log)
        return [
            f"{date_format(timezone.localtime(entry.timestamp), 'DATETIME_FORMAT')}: "
            f"{entry.message} ({who(entry)})"
            for entry in logged.select_related("user").order_by("timestamp", "pk")
        ]


def who(entry: ModelLogEntry) -> str:
    """Whoever did what a line of the history tells: by name, or the applicant."""
    return str(entry.user_display_name) if entry.user_id else gettext("the applicant")
