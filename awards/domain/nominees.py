"""Whoever is nominated by somebody else has to be told of it (GDPR, article 14)."""

from __future__ import annotations

from datetime import date, datetime

from django.contrib.auth.models import User
from django.db import transaction
from django.db.models import TextField, Value
from django.db.models.fields.json import KeyTextTransform, KeyTransform
from django.db.models.functions import Coalesce
from wagtail.log_actions import log

from awards.enums import QuestionKind
from awards.models import Nomination
from cms.dates import day_in_stockholm

from .answers import Answers, by_kind
from .flags import name_key
from .questions import FormDefinition


class NobodyNominatedError(Exception):
    """The newest version names nobody, or another person than the one that was meant."""


class DayToComeError(Exception):
    """Nobody can have been told on a day that has not come."""


class BeforeTheEntryError(Exception):
    """Nobody can have been told on a day before the entry came in."""


def nominee_of(definition: FormDefinition, answers: Answers) -> str:
    """The name of the person that is nominated; empty for nobody but the applicant."""
    person = by_kind(definition, answers, QuestionKind.NOMINEE) or {}
    return str(person.get("name", ""))[:300]


def name_nominee(nomination: Nomination, name: str) -> None:
    """Set who is nominated; another person than before has not been told. Does not save."""
    if name_key(name) != name_key(nomination.nominee_name):
        nomination.nominee_told_on = None
    nomination.nominee_name = name


def named_since(nomination: Nomination, definition: FormDefinition) -> datetime | None:
    """Since when the entry has named the person that it names.

    ``definition`` is what the newest version was asked. Nothing but the names is read of the
    versions, for there may be many.
    """
    asked = [each.key for each in definition.questions() if each.kind == QuestionKind.NOMINEE]
    names = [KeyTextTransform("name", KeyTransform(key, "answers")) for key in asked]
    # Twice an empty text: two are needed, also where no question asks for a name.
    versions = nomination.versions.annotate(
        name=Coalesce(*names, Value(""), Value(""), output_field=TextField())
    )
    since = None
    for name, received_at in versions.order_by("-number").values_list("name", "received_at"):
        if name_key(name[:300]) != name_key(nomination.nominee_name):
            break
        since = received_at
    return since


def mark_told(
    nomination: Nomination, day: date | None, *, name: str, actor: User, now: datetime
) -> None:
    """Keep the day when the person called ``name`` was told, or with ``None`` that nobody was.

    Logged. Raises ``DayToComeError``, ``BeforeTheEntryError``, and ``NobodyNominatedError`` where
    a newer version names another person.
    """
    if day and day > day_in_stockholm(now):
        raise DayToComeError
    if day and day < day_in_stockholm(nomination.received_at):
        raise BeforeTheEntryError
    with transaction.atomic():
        locked = Nomination.objects.select_for_update().get(pk=nomination.pk)
        if not locked.nominee_name or locked.nominee_name != name:
            raise NobodyNominatedError
        if locked.nominee_told_on == day:
            return
        locked.nominee_told_on = day
        locked.save(update_fields=["nominee_told_on"])
        log(
            locked,
            "awards.nomination.nominee_told",
            user=actor,
            timestamp=now,
            data={"name": name, "day": day.isoformat() if day else ""},
        )
    nomination.nominee_told_on = day
