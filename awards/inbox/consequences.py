"""What follows when the status of entries is changed, told before it is: of one entry or many."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.utils.formats import date_format
from django.utils.translation import ngettext

from awards.domain.deadlines import application_state
from awards.domain.drafts import state_of
from awards.models import AwardYearPage, Draft, Nomination, SupplementRequest, WinnerPage
from awards.permissions import handlers
from awards.statuses import ACTIONS, InboxAction, NominationStatus
from cms.dates import in_stockholm
from cms.numbers import grouped


@dataclass(frozen=True)
class Consequence:
    """Something that follows, in words."""

    told: str
    is_warning: bool = False


def consequences(
    action: InboxAction, entries: Sequence[Nomination], *, now: datetime
) -> list[Consequence]:
    """What follows of an action that can be done with all the entries."""
    if not entries:
        return []
    return [
        *_of_decisions(action, entries, now),
        *_of_changes(action, entries, now),
        *_of_spam(action, entries),
        *_of_winner_pages(entries),
        *_of_requests(entries),
        *_of_officers(action, entries),
    ]


def given_back(statuses: Iterable[NominationStatus]) -> list[Consequence]:
    """Which statuses entries get back where a change is taken back."""
    return [
        Consequence(
            ngettext(
                "%(count)s entry becomes “%(status)s” again.",
                "%(count)s entries become “%(status)s” again.",
                count,
            )
            % {"count": grouped(count), "status": status.label}
        )
        for status, count in Counter(statuses).items()
    ]


def _of_decisions(
    action: InboxAction, entries: Sequence[Nomination], now: datetime
) -> Iterator[Consequence]:
    """When what the jury decides is told, and whether it is early, for each year."""
    of_years = Counter(
        entry.year_id
        for entry in entries
        if ACTIONS[NominationStatus(entry.status)][action].is_outcome
    )
    years: Mapping[int, AwardYearPage] = AwardYearPage.objects.in_bulk(of_years)
    for pk, count in of_years.items():
        name = f"{years[pk].title}: " if len(years) > 1 else ""
        for each in _of_year(years[pk], count, now):
            yield Consequence(name + each.told, each.is_warning)


def _of_year(year: AwardYearPage, count: int, now: datetime) -> Iterator[Consequence]:
    if year.has_announced(now):
        told = ngettext(
            "The winners of the year have been announced: the applicant sees the decision at once.",
            "The winners of the year have been announced: the applicants see the decision at once.",
            count,
        )
        yield Consequence(told, is_warning=True)
    elif year.winners_released_at:
        told = ngettext(
            "The decision is hidden from the applicant, who sees “With the jury”, until the "
            "winners are announced: %(moment)s.",
            "The decision is hidden from the applicants, who see “With the jury”, until the "
            "winners are announced: %(moment)s.",
            count,
        )
        yield Consequence(told % {"moment": in_stockholm(year.winners_released_at)})
    else:
        told = ngettext(
            "The decision is hidden from the applicant, who sees “With the jury”. Set on the page "
            "of the year when the winners are announced: not before that is the applicant shown "
            "the decision.",
            "The decision is hidden from the applicants, who see “With the jury”. Set on the page "
            "of the year when the winners are announced: not before that are the applicants shown "
            "the decision.",
            count,
        )
        yield Consequence(told)
    if application_state(year, now=now).accepts_entries and year.last_day:
        told = ngettext(
            "Entries are still accepted: the last day is %(day)s. More may come in that are to be "
            "judged beside this one.",
            "Entries are still accepted: the last day is %(day)s. More may come in that are to be "
            "judged beside these.",
            count,
        )
        yield Consequence(told % {"day": date_format(year.last_day)}, is_warning=True)


def _of_changes(
    action: InboxAction, entries: Sequence[Nomination], now: datetime
) -> Iterator[Consequence]:
    """That applicants who still may change their entries or take them back no longer may."""
    if not action.ends_changes:
        return
    drafts = Draft.objects.filter(nomination__in=[each.pk for each in entries])
    theirs = drafts.exclude(nomination__email="").select_related("nomination", "year", "form")
    bare = theirs.defer("data", "sent_data", "asked", "completed")
    if any(state_of(draft, now=now).accepts for draft in bare.iterator()):
        yield Consequence(
            ngettext(
                "After this the applicant can no longer change the entry or take it back on the "
                "site.",
                "After this the applicants can no longer change the entries or take them back on "
                "the site.",
                len(entries),
            )
        )


def _of_spam(action: InboxAction, entries: Sequence[Nomination]) -> Iterator[Consequence]:
    """That nobody is told what their entry is taken for."""
    if action == InboxAction.SPAM:
        told = ngettext(
            "The applicant is not told, and sees “%(status)s”.",
            "The applicants are not told, and see “%(status)s”.",
            len(entries),
        )
        yield Consequence(told % {"status": NominationStatus.SUBMITTED.label})


def _of_winner_pages(entries: Sequence[Nomination]) -> Iterator[Consequence]:
    """What becomes of the pages that winners have."""
    pages = WinnerPage.objects.filter(pk__in={each.winner_page_id for each in entries} - {None})
    is_live = list(pages.values_list("live", flat=True))
    live, drafts = is_live.count(True), is_live.count(False)
    if live:
        told = ngettext(
            "The winner's page is published and stays so, whatever you decide here. If it is to "
            "be taken down, tell a communicator.",
            "%(count)s winners' pages are published and stay so, whatever you decide here. If any "
            "is to be taken down, tell a communicator.",
            live,
        )
        yield Consequence(told % {"count": grouped(live)}, is_warning=True)
    if drafts:
        told = ngettext(
            "The winner's page is made, as a draft. It can be published only while it says what "
            "has been decided.",
            "%(count)s winners' pages are made, as drafts. Each can be published only while it "
            "says what has been decided.",
            drafts,
        )
        yield Consequence(told % {"count": grouped(drafts)})


def _of_requests(entries: Sequence[Nomination]) -> Iterator[Consequence]:
    """That nobody waits for a supplement any longer."""
    waiting = SupplementRequest.objects.waiting()
    days = list(
        waiting.filter(nomination__in=[each.pk for each in entries])
        .order_by("due_on")
        .values_list("due_on", flat=True)
    )
    if days:
        told = ngettext(
            "A supplement has been asked for by %(day)s. If you go on, the applicant can't send "
            "it in any more.",
            "%(count)s supplements have been asked for, the last by %(day)s. If you go on, the "
            "applicants can't send them in any more.",
            len(days),
        )
        yield Consequence(told % {"count": grouped(len(days)), "day": date_format(days[-1])})


def _of_officers(action: InboxAction, entries: Sequence[Nomination]) -> Iterator[Consequence]:
    """Whose the entries become that are nobody's: whoever starts a review takes them."""
    if action != InboxAction.REVIEW:
        return
    officers = set(handlers().values_list("pk", flat=True))
    if count := sum(each.case_officer_id not in officers for each in entries):
        told = ngettext(
            "You become the case officer of the entry that has none.",
            "You become the case officer of the %(count)s entries that have none.",
            count,
        )
        yield Consequence(told % {"count": grouped(count)})
