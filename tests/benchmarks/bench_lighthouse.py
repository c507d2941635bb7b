"""How fast Lighthouse finds the page of an award, on its slow telephone. At least 95 is the aim.

A timed thing is no test: the score is printed, and depends on what else the machine does.
"""

from __future__ import annotations

from pathlib import Path
from statistics import median

from tests.e2e.production.lighthouse import judge
from tests.e2e.production.server import AWARD, run_demo
from tests.services.postgres import Postgres

RUNS = 3


def test_performance_of_an_awards_page(postgres: Postgres, tmp_path: Path) -> None:
    with run_demo(postgres, tmp_path) as demo:
        judgements = [judge(demo + AWARD, ["performance"], tmp_path) for _ in range(RUNS)]
    scores = [judgement.scores["performance"] for judgement in judgements]
    print(
        f"Lighthouse performance: {median(scores):.0f} ({min(scores)} to {max(scores)})",
        *judgements[-1].failed["performance"],
        sep="\n  ",
    )
