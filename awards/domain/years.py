"""Starting a new year of an award from the one before it."""

from __future__ import annotations

from datetime import datetime

from django.contrib.auth.models import User
from django.db import transaction
from wagtail.models import Page

from awards.models import (
    AwardPage,
    AwardYearPage,
    JuryMember,
    JuryPage,
    NominationFormPage,
    YearCriterion,
)
from cms.dates import CITY_TIME_ZONE

from .form_templates import start_from_template

#: Rules that a new year takes over from the one before. Dates, ceremony and winners never are.
INHERITED_FIELDS = (
    "prize",
    "criteria_rule",
    "film_required",
    "film_max_seconds",
    "film_any_host",
    "pitch_max_characters",
)


class YearAlreadyStartedError(Exception):
    """Somebody started a new year first; ``year`` is the one that now exists."""

    def __init__(self, year: AwardYearPage) -> None:
        super().__init__(f"{year} has already been started")
        self.year = year


def newest_year(award: AwardPage) -> AwardYearPage | None:
    """The award's newest year that is known, published or not."""
    return award.years().exclude(year=None).first()


def start_new_year(
    award: AwardPage,
    *,
    after: int | None,
    actor: User,
    now: datetime,
) -> AwardYearPage:
    """Make a draft of the award's next year, with what stays the same from year to year.

    Criteria, prize and limits come from the newest year, or from the award itself when it has
    none; jury and form follow as drafts of their own, the form from its template where the newest
    year has none. Dates are left to be set.

    ``after`` is the id of the newest year that the actor saw (``None``: there was none). The
    award's row is locked meanwhile, so that of two clicks the second raises
    ``YearAlreadyStartedError`` with the year that the first one made.
    """
    with transaction.atomic():
        Page.objects.select_for_update().get(pk=award.pk)
        newest = newest_year(award)
        if newest and newest.pk != after:
            raise YearAlreadyStartedError(newest)
        source = _as_last_edited(newest) if newest else None
        year = _draft_of_next_year(award, source, actor, now)
        if newest:
            _copy_jury(newest, year, actor)
        _add_form(newest, year, actor)
        return year


def _as_last_edited(year: AwardYearPage) -> AwardYearPage:
    return year.get_latest_revision_as_object()


def _draft_of_next_year(
    award: AwardPage,
    source: AwardYearPage | None,
    actor: User,
    now: datetime,
) -> AwardYearPage:
    number = source.year + 1 if source and source.year else now.astimezone(CITY_TIME_ZONE).year
    rules = source or award
    year = AwardYearPage(
        year=number,
        live=False,
        owner=actor,
        **{field: getattr(rules, field) for field in INHERITED_FIELDS if hasattr(rules, field)},
    )
    year.criteria.set(
        [
            YearCriterion(text=criterion.text, any_of=criterion.any_of, sort_order=place)
            for place, criterion in enumerate(rules.criteria.all())
        ]
    )
    _add_draft(award, year, actor)
    return year


def _copy_jury(newest: AwardYearPage, year: AwardYearPage, actor: User) -> None:
    jury = JuryPage.objects.child_of(newest).first()
    if jury is None:
        return
    jury = jury.get_latest_revision_as_object()
    draft = JuryPage(
        title=_retitled(jury.title, newest, year),
        slug=jury.slug,
        introduction=jury.introduction,
        live=False,
        owner=actor,
    )
    draft.members.set(
        [
            JuryMember(
                name=member.name,
                title=member.title,
                presentation=member.presentation,
                portrait=member.portrait,
                sort_order=place,
            )
            for place, member in enumerate(jury.members.all())
        ]
    )
    _add_draft(year, draft, actor)


def _add_form(newest: AwardYearPage | None, year: AwardYearPage, actor: User) -> None:
    form = NominationFormPage.objects.child_of(newest).first() if newest else None
    if newest and form:
        draft = _copied_form(form, newest, year)
    else:
        draft = NominationFormPage()
        start_from_template(draft, year)
    draft.live, draft.owner = False, actor
    _add_draft(year, draft, actor)


def _copied_form(
    form: NominationFormPage, newest: AwardYearPage, year: AwardYearPage
) -> NominationFormPage:
    form = form.get_latest_revision_as_object()
    return NominationFormPage(
        title=_retitled(form.title, newest, year),
        slug=form.slug,
        introduction=form.introduction,
        eligibility=form.eligibility,
        steps=form.steps,
        after_sending=form.after_sending,
        privacy_text=form.privacy_text,
        grace_minutes=form.grace_minutes,
        keep_draft_days=form.keep_draft_days,
    )


def _retitled(title: str, old: AwardYearPage, new: AwardYearPage) -> str:
    """A title that speaks of the old year, made to speak of the new one."""
    return title.replace(str(old.year), str(new.year))


def _add_draft(parent: Page, page: Page, actor: User) -> None:
    page.intended_parent = parent
    parent.add_child(instance=page)
    page.save_revision(user=actor, log_action="wagtail.create")
