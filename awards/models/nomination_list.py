"""What lists of entries are sorted and narrowed by, and the indexes that they are read from."""

from __future__ import annotations

from datetime import UTC, datetime

from django.db import models
from django.db.models import Case, F, Q, Value, When
from django.db.models.functions import Coalesce

from awards.statuses import WAITING_FOR_STAFF

#: Somebody is nominated who has not been told.
NOT_TOLD = ~Q(nominee_name="") & Q(nominee_told_on=None)

# What lists are sorted by is never NULL, so that an entry's place among others can be compared.
#: Since when the entry waits for the staff; what does not wait comes last, either way.
WAITING_LONGEST, WAITING_SHORTEST = (
    Case(
        When(status__in=WAITING_FOR_STAFF, then=F("updated_at")),
        default=Value(datetime(year, 1, 1, tzinfo=UTC)),
    )
    for year in (9000, 1000)
)
#: The case officer's id, or 0.
OFFICER_OR_NOBODY = Coalesce("case_officer_id", 0)

_WAITS = Q(status__in=WAITING_FOR_STAFF)

#: What the inbox's list is read from, in its order, and what the entries of a year are counted by.
LIST_INDEXES = [
    models.Index(WAITING_LONGEST, "id", name="inbox_waiting_longest"),
    models.Index(WAITING_SHORTEST, "id", name="inbox_waiting_shortest"),
    models.Index(OFFICER_OR_NOBODY, "updated_at", "id", name="inbox_by_officer"),
    models.Index(
        fields=["case_officer", "updated_at", "id"], condition=_WAITS, name="inbox_officer_waiting"
    ),
    *(
        models.Index(fields=columns, name=f"inbox_{name}")
        for name, columns in {
            "newest": ["updated_at", "id", "received_at"],
            "received": ["received_at", "id"],
            "title": ["title", "id"],
            "organisation_name": ["organisation_name", "id"],
            "status": ["status", "updated_at", "id"],
            "year": ["year", "updated_at", "id"],
            "organisation": ["organisation", "updated_at", "id"],
            "year_status": ["year", "status", "updated_at"],
            "officer": ["case_officer", "updated_at", "id"],
            "year_organisation": ["year", "organisation"],
            "year_officer": ["year", "case_officer", "status"],
        }.items()
    ),
    *(
        models.Index(fields=["updated_at", "id", "year"], condition=flag, name=f"inbox_{name}")
        for name, flag in {
            "waiting": _WAITS,
            "duplicate": Q(possible_duplicate=True),
            "file_missing": Q(file_missing=True),
            "flagged": Q(flagged=True),
            "message": Q(message_waiting=True),
            "not_told": NOT_TOLD,
        }.items()
    ),
    models.Index(fields=["id"], condition=Q(search_names=""), name="inbox_undescribed"),
]
