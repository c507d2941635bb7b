"""A round that is open on the day of loading, so that there is always a form to try."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from awards.domain.form_templates import start_from_template
from awards.domain.years import newest_year
from awards.models import (
    AwardPage,
    AwardYearPage,
    NominationFormPage,
    SourceKey,
    YearCriterion,
)
from cms.dates import day_in_stockholm

from .marks import SOURCE
from .site import make_page

#: The keys that ``awards.yaml`` gives to the award, and to the form whose privacy text is used.
_AWARD = "provpriset"
_FORM = "framsteget-2022-ansokan"

#: Days before and after the day of loading; the ceremony is as long after the last day.
_AROUND = timedelta(days=30)


def make_open_round(*, now: datetime) -> None:
    """Give the award a year around ``now`` if it has none, and that year a form likewise."""
    award: AwardPage = _imported("award", _AWARD)
    year = newest_year(award) or make_page(award, f"{_AWARD}-year", lambda: _year(award, now))
    if year.closes_on and not NominationFormPage.objects.child_of(year).exists():
        make_page(year, f"{_AWARD}-form", lambda: _form(year))


def _imported(kind: str, key: str) -> Any:
    return SourceKey.objects.get(source=SOURCE, kind=kind, key=key).imported


def _year(award: AwardPage, now: datetime) -> AwardYearPage:
    today = day_in_stockholm(now)
    year = AwardYearPage(
        year=today.year,
        listing_text="Den här omgången är öppen, så att det går att prova att ansöka.",
        opens_on=today - _AROUND,
        closes_on=today + _AROUND,
        ceremony_on=today + 2 * _AROUND,
        ceremony_place="Ingenstans",
        prize=award.prize,
        criteria_rule=award.criteria_rule,
        film_required=True,
    )
    year.criteria.set(
        [
            YearCriterion(text=criterion.text, any_of=criterion.any_of, sort_order=place)
            for place, criterion in enumerate(award.criteria.all())
        ]
    )
    return year


def _form(year: AwardYearPage) -> NominationFormPage:
    form = NominationFormPage(privacy_text=_imported("form", _FORM).privacy_text)
    start_from_template(form, year)
    return form
