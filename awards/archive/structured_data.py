"""What search engines are told, as JSON-LD in the words of schema.org."""

from __future__ import annotations

import json
from typing import Any

from django.utils.safestring import SafeString, mark_safe

from awards.models import AwardYearPage, WinnerPage

#: Characters that could end a script element or start a comment in it.
_ESCAPES = {ord("<"): "\\u003C", ord(">"): "\\u003E", ord("&"): "\\u0026"}


def winner_data(winner: WinnerPage) -> dict[str, Any]:
    """Each recipient as an organisation that has received the award of that year."""
    award = f"{winner.year.title}: {winner.get_distinction_display()}"
    return _document(
        {
            "@type": "Organization",
            "name": recipient.organisation_name or recipient.unit,
            **(
                {"department": {"@type": "Organization", "name": recipient.unit}}
                if recipient.unit and recipient.organisation_name
                else {}
            ),
            "award": award,
        }
        for recipient in winner.recipients.all()
    )


def ceremony_data(year: AwardYearPage, city: str) -> dict[str, Any]:
    """The year's ceremony as an event; nothing when its date or place is not known.

    ``city`` is the organisation that gives the award.
    """
    if not (year.ceremony_on and year.ceremony_place):
        return _document([])
    event: dict[str, Any] = {
        "@type": "Event",
        "name": year.title,
        "startDate": year.ceremony_on.isoformat(),
        "eventAttendanceMode": "https://schema.org/OfflineEventAttendanceMode",
        "location": {
            "@type": "Place",
            "name": year.ceremony_place,
            "address": year.ceremony_place,
        },
    }
    if year.ceremony_event:
        event["superEvent"] = {"@type": "Event", "name": year.ceremony_event}
    if city:
        event["organizer"] = {"@type": "Organization", "name": city}
    return _document([event])


def as_json_ld(data: dict[str, Any]) -> SafeString:
    """A script element that holds the data, or nothing when there is none.

    A data block is never run, so the content security policy does not concern it; what could
    end it early is escaped.
    """
    if not data["@graph"]:
        return SafeString("")
    text = json.dumps(data, ensure_ascii=False).translate(_ESCAPES)
    return mark_safe(f'<script type="application/ld+json">{text}</script>')  # noqa: S308 - escaped


def _document(things: Any) -> dict[str, Any]:
    return {"@context": "https://schema.org", "@graph": list(things)}
