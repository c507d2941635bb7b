"""The pages of a draft ask the database as much for one question as for thirty."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.contenttypes.models import ContentType
from django.db import connection
from django.test.utils import CaptureQueriesContext

from awards.domain.questions import refresh
from awards.models import Nomination
from tests.awards.apply.applicant import Applicant, good_answers
from tests.factories import AwardFactory, AwardYearFactory, NominationFormFactory, question, step

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]

#: Every kind but those that a form has one of; each is asked as often as the test says.
KINDS: list[tuple[str, dict[str, Any]]] = [
    ("short_text", {}),
    ("one_of", {"options": ["Ja", "Nej"]}),
    ("organisation", {}),
    ("picture", {}),
]


def begun(times: int) -> Applicant:
    """Somebody who has begun a form of one step, which asks a question of each kind so often."""
    asked = [
        question(kind, f"{kind.replace('_', ' ')} {number}", **more)
        for kind, more in KINDS
        for number in range(times)
    ]
    # Letters of its own: numbers that another award has written are passed over one by one.
    award = AwardFactory.create(reference_prefix="NR" + "ABCDEFGH"[times - 1])
    year = AwardYearFactory.create(parent=award, open=True)
    form = NominationFormFactory.create(parent=year, steps=[step("Svar", *asked)])
    refresh([form])
    applicant = Applicant(form)
    applicant.begin()
    return applicant


def texts(applicant: Applicant, **changes: str) -> dict[str, Any]:
    """Good answers, without the files."""
    data = good_answers(applicant.steps()[0])
    return {name: value for name, value in data.items() if not hasattr(value, "read")} | changes


def save(applicant: Applicant) -> Any:
    data = texts(applicant)
    return lambda: applicant.post("autosave", "svar", data=data)


def change(applicant: Applicant) -> Any:
    data = texts(applicant, **{"short-text-0": "Ett annat svar"})
    return lambda: applicant.post("step", "svar", data=data)


#: What an applicant does when all is filled in, and how it is answered.
ACTS: dict[str, tuple[Callable[[Applicant], Callable[[], Any]], int]] = {
    "opens a step": (lambda applicant: lambda: applicant.get("step", "svar"), 200),
    "changes a step": (change, 302),
    "has it saved by the script": (save, 200),
    "opens the list of steps": (lambda applicant: lambda: applicant.get("tasks"), 200),
    "checks the answers": (lambda applicant: lambda: applicant.get("check"), 200),
    "sends it in": (lambda applicant: applicant.send, 302),
}


@pytest.mark.parametrize("act", ACTS)
def test_queries_do_not_grow_with_the_questions_and_answers(act: str) -> None:
    prepare, status = ACTS[act]
    counts = {}
    for times in (1, 3, 8):
        applicant = begun(times)
        applicant.fill_in()
        do = prepare(applicant)
        # What is remembered of the site's addresses and of what is logged is known from now on.
        applicant.get("tasks")
        ContentType.objects.get_for_model(Nomination, for_concrete_model=False)

        with CaptureQueriesContext(connection) as queries:
            response = do()

        assert response.status_code == status
        counts[times] = len(queries)

    assert counts == dict.fromkeys(counts, counts[1])


def test_where_an_entry_stands_costs_the_same_for_one_version_and_for_three() -> None:
    applicant = begun(1)
    counts = []
    for number in range(3):
        applicant.fill_in(**{"short-text-0": f"Svar {number}"})
        applicant.send()
        applicant.get("sent")
        with CaptureQueriesContext(connection) as queries:
            shown = applicant.get("sent")
        counts.append(len(queries))

    assert len(shown.context["versions"]) == 3
    assert counts == [counts[0]] * 3


@pytest.mark.parametrize("questions", [1, 30])
def test_a_step_of_texts_is_opened_with_one_query(questions: int) -> None:
    """The draft, with its form and its year."""
    form = NominationFormFactory.create(
        parent=AwardYearFactory.create(open=True),
        steps=[step("Svar", *(question("short_text", f"Fråga {n}") for n in range(questions)))],
    )
    refresh([form])
    applicant = Applicant(form)
    applicant.begin()
    applicant.get("step", "svar")

    with CaptureQueriesContext(connection) as queries:
        applicant.get("step", "svar")

    assert len(queries) == 1
