"""The filters as Wagtail's drawer shows them, and as the pills above the list."""

from __future__ import annotations

from django import forms
from django.utils import formats
from django.utils.translation import gettext_lazy as _
from wagtail.admin.active_filters import ActiveFilter

from cms.form_rendering import QuickRenderer

from .counting import Counts
from .filters import InboxFilters
from .inputs import DayField
from .paging import counted

_LABELS = {
    "year": _("Award and year"),
    "status": _("Status"),
    "organisation": _("Organisation"),
    "officer": _("Case officer"),
    "flag": _("Mark"),
}
_DATES = {"received_from": _("Received from"), "received_to": _("Received up to and including")}


class FilterForm(forms.Form):
    """A field for each filter.

    Each choice tells how many entries of the chosen year it has, whatever else is chosen; a year
    tells all of its own.
    """

    #: There may be hundreds of choices.
    default_renderer = QuickRenderer()

    def __init__(self, filters: InboxFilters, counts: Counts) -> None:
        self.filters = filters
        super().__init__(initial=filters.values(), auto_id="filter-%s")
        self.words: dict[str, dict[str, str]] = {}
        for name, label in _LABELS.items():
            choices = counts.choices[name]
            self.words[name] = {choice.value: choice.label for choice in choices}
            chosen = self.initial.get(name)
            self.fields[name] = forms.ChoiceField(
                label=label,
                required=False,
                choices=[
                    ("", _("All")),
                    *(
                        (choice.value, f"{choice.label} ({counted(choice.count)})")
                        for choice in choices
                    ),
                    # What has no entries is still shown where somebody has chosen it.
                    *([(chosen, "–")] if chosen and chosen not in self.words[name] else []),
                ],
            )
        for name, label in _DATES.items():
            self.fields[name] = DayField(label=label, required=False)

    def pills(self, results_url: str) -> list[ActiveFilter]:
        """The filters that are on, each with the address of the list without it."""
        return [
            ActiveFilter(
                self[name].auto_id,
                self.fields[name].label,
                self._in_words(name, value),
                f"{results_url}?{self.filters.query(without=name)}",
            )
            for name, value in self.filters.values().items()
        ]

    def _in_words(self, name: str, value: str) -> str:
        if name in _DATES:
            return formats.date_format(getattr(self.filters, name), "SHORT_DATE_FORMAT")
        return self.words[name].get(value, "–")
