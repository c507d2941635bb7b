"""The HTML that the server sends is valid."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.e2e.judges import HtmlChecker, run_html_checker
from tests.e2e.whole_site.visits import Visit

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="package")
def html_checker(tmp_path_factory: pytest.TempPathFactory) -> Iterator[HtmlChecker]:
    with run_html_checker(tmp_path_factory.mktemp("vnu")) as checker:
        yield checker


def test_the_html_is_valid(visit: Visit, html_checker: HtmlChecker) -> None:
    problems = html_checker.problems(visit.html)
    assert problems == [], "\n".join(problems)
