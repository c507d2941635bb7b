"""Which organisations have received something, in their list and in search."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import ngettext
from wagtail.search.backends import get_search_backend

from awards.models import Organisation, WinnerPage
from cms.searching import Hit, Mention, is_searched
from cms.sorting import swedish


@dataclass(frozen=True)
class AwardedOrganisation:
    """An organisation that has received something, alone or by what it has succeeded."""

    organisation: Organisation
    #: How many winners and special mentions its own page tells of.
    times: int

    @property
    def url(self) -> str:
        """Its own page."""
        return reverse("organisation", args=[self.organisation.slug])

    @property
    def told_times(self) -> str:
        """How many times, in words."""
        told = ngettext("%(count)d distinction", "%(count)d distinctions", self.times)
        return told % {"count": self.times}


def awarded_organisations(now: datetime) -> list[AwardedOrganisation]:
    """Every organisation that visitors may see has received something, by name."""
    organisations = Organisation.objects.in_bulk()
    received = defaultdict(set)
    winners = WinnerPage.objects.released(now).filter(recipients__organisation__isnull=False)
    for winner, organisation in winners.values_list("pk", "recipients__organisation"):
        for heir in _succession(organisation, organisations):
            received[heir].add(winner)
    awarded = (AwardedOrganisation(organisations[pk], len(won)) for pk, won in received.items())
    return sorted(awarded, key=lambda each: swedish(each.organisation.name))


@is_searched
def search_organisations(_request: HttpRequest, words: str) -> list[Hit]:
    """The awarded organisations whose names, now or formerly, have the words.

    And those whose names have words that begin so: “södermalm” finds Södermalms
    stadsdelsförvaltning, whatever the database knows of Swedish.
    """
    found = {named.pk for named in get_search_backend().search(words, Organisation)}
    names = Organisation.objects.values_list("pk", "name")
    found |= {pk for pk, name in names if _begins_so(name, words.split())}
    if not found:
        return []
    return [
        Hit(
            awarded.organisation.name,
            awarded.url,
            Mention(awarded.organisation.get_kind_display(), [awarded.told_times]),
        )
        for awarded in awarded_organisations(timezone.now())
        if awarded.organisation.pk in found
    ]


def _begins_so(name: str, words: Iterable[str]) -> bool:
    """Whether each of the words, in lower case, begins a word of the name."""
    parts = re.findall(r"\w+", name.lower())
    return all(any(part.startswith(word) for part in parts) for word in words)


def _succession(pk: int | None, organisations: Mapping[int, Organisation]) -> set[int]:
    """An organisation and those that took over after it, one after the other."""
    heirs: set[int] = set()
    while pk is not None and pk not in heirs:
        heirs.add(pk)
        pk = organisations[pk].successor_id
    return heirs
