"""No page breaks a rule that a machine can test: WCAG 2.2 AA, and axe's best practices."""

from __future__ import annotations

import pytest

from cms.stylesheets import flat_stylesheet
from tests.e2e.judges import axe_violations_in_each_view
from tests.e2e.whole_site.visits import Tab, Visit

pytestmark = pytest.mark.django_db


def test_no_rule_is_broken(visit: Visit) -> None:
    violations = axe_violations_in_each_view(visit.page)
    assert violations == [], "\n".join(violations)


def test_no_rule_is_broken_without_scripts(visit: Visit, scriptless_tab: Tab) -> None:
    if not visit.has_scripts:
        return  # the very page that is judged above
    violations = axe_violations_in_each_view(scriptless_tab.visit(visit.entry).page)
    assert violations == [], "\n".join(violations)


def test_dark_differs_from_light_by_its_colours_alone() -> None:
    """So that in dark the rules about colours are enough; ``light-dark()`` knows only colours."""
    assert "prefers-color-scheme" not in flat_stylesheet()
