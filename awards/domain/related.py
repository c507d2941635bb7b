"""Other entries that an entry should be read beside."""

from __future__ import annotations

import re
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet

from awards.enums import QuestionKind
from awards.models import AwardYearPage, Nomination

from .answers import Answers, by_kind
from .questions import FormDefinition

#: As reference numbers are written: see ``references.next_reference``.
_REFERENCE = re.compile(r"\w+-\d{1,4}-\d{4,}")
#: Nobody reads more of them than that.
_MOST = 20


def namesakes(nomination: Nomination) -> QuerySet[Nomination]:
    """Other entries to the same year with the same name, but for signs and capitals."""
    if not nomination.name_key:
        return Nomination.objects.none()
    same = Nomination.objects.filter(year=nomination.year_id, name_key=nomination.name_key)
    return same.exclude(pk=nomination.pk)


def same_name(nomination: Nomination) -> QuerySet[Nomination]:
    """Those of them to be read beside the entry, oldest first.

    Each tells by ``is_apart`` whether staff have found it to be another one.
    """
    apart = Exists(nomination.told_apart_from.filter(pk=OuterRef("pk")))
    others = namesakes(nomination).annotate(is_apart=apart)
    return others.order_by("received_at", "pk")[:_MOST]


def earlier(
    nomination: Nomination, definition: FormDefinition, answers: Answers
) -> QuerySet[Nomination]:
    """Entries that came before: newest first, with their years.

    They are those whose reference number the applicant tells, and those to other years of the same
    award that have the same name or came from the same address.
    """
    year = nomination.year
    own = Q()
    if nomination.name_key:
        own |= Q(name_key=nomination.name_key)
    if nomination.email:
        own |= Q(email__iexact=nomination.email)
    years = AwardYearPage.objects.sibling_of(year, inclusive=False).values_list("pk", flat=True)
    found = Q(reference__in=references_in(_told(definition, answers)))
    if own:
        found |= Q(year__in=list(years)) & own
    return (
        Nomination.objects.filter(found)
        .exclude(pk=nomination.pk)
        .select_related("year")
        .order_by("-received_at", "-pk")[:_MOST]
    )


def references_in(text: str) -> list[str]:
    """What looks like reference numbers in a text, as they are written."""
    return [found.upper() for found in _REFERENCE.findall(text)]


def _told(definition: FormDefinition, answers: Answers) -> str:
    told: Any = by_kind(definition, answers, QuestionKind.EARLIER_ENTRY)
    return str(told or "")
