"""No page breaks a rule that a machine can test: WCAG 2.2 AA, and axe's best practices."""

from itertools import product
from typing import Literal

import pytest
from playwright.sync_api import Page

from tests.e2e.judges import axe_violations
from tests.e2e.whole_site.visits import Visit, show_plainly

pytestmark = pytest.mark.django_db

SCHEMES: tuple[Literal["light", "dark"], ...] = ("light", "dark")
WIDTHS = (1280, 320)


def _violations(page: Page) -> list[str]:
    found = []
    show_plainly(page)
    for scheme, width in product(SCHEMES, WIDTHS):
        page.set_viewport_size({"width": width, "height": 800})
        page.emulate_media(color_scheme=scheme)
        found += [f"{scheme}, {width} px: {problem}" for problem in axe_violations(page)]
    return found


def test_no_rule_is_broken(visit: Visit) -> None:
    violations = _violations(visit.page)
    assert violations == [], "\n".join(violations)


def test_no_rule_is_broken_without_scripts(scriptless_visit: Visit) -> None:
    if not scriptless_visit.page.locator("script[src]").count():
        return  # the very page that is judged above
    violations = _violations(scriptless_visit.page)
    assert violations == [], "\n".join(violations)
