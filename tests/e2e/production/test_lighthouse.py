"""What Lighthouse says of an award's page; its performance is a benchmark of its own."""

from pathlib import Path

import pytest

from tests.e2e.production.lighthouse import judge
from tests.e2e.production.server import AWARD

pytestmark = pytest.mark.timeout(300)

CATEGORIES = ["accessibility", "best-practices", "seo"]


def test_the_page_of_an_award_is_faultless(demo: str, tmp_path: Path) -> None:
    judgement = judge(demo + AWARD, CATEGORIES, tmp_path)
    assert judgement.scores == dict.fromkeys(CATEGORIES, 100), judgement.failed
