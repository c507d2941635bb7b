"""The accessibility statement: what must be told before it can be published."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from home.enums import BarrierReason
from home.models import Barrier, FeedbackPage
from tests.factories import day
from tests.home.factories import BarrierFactory, FeedbackPageFactory, StatementFactory

pytestmark = pytest.mark.django_db

NONCOMPLIANCE, BURDEN, OUTSIDE = BarrierReason


def barriers(*reasons: BarrierReason) -> list[Barrier]:
    return [
        BarrierFactory.build(reason=reason, fixed_by=day(90) if reason == NONCOMPLIANCE else None)
        for reason in reasons
    ]


@pytest.mark.parametrize(
    ("conformance", "reasons", "wrong"),
    [
        ("", [], ["conformance"]),
        ("full", [], []),
        ("full", [OUTSIDE], []),
        ("full", [NONCOMPLIANCE], ["conformance"]),
        ("full", [BURDEN, OUTSIDE], ["conformance"]),
        ("partial", [], ["barriers"]),
        ("partial", [NONCOMPLIANCE], []),
        ("partial", [BURDEN], []),
        ("partial", [OUTSIDE], []),
        ("none", [], ["barriers"]),
        ("none", [NONCOMPLIANCE, BURDEN, OUTSIDE], []),
    ],
)
def test_status_and_shortcomings_agree(
    conformance: str, reasons: list[BarrierReason], wrong: list[str]
) -> None:
    page = StatementFactory.create(draft=True, conformance=conformance, barriers=barriers(*reasons))

    assert sorted(page.publication_problems()) == wrong


@pytest.mark.parametrize(
    ("fields", "wrong"),
    [
        ({}, []),
        ({"organisation": ""}, ["organisation"]),
        ({"service": ""}, ["service"]),
        ({"assessed_on": None}, ["assessed_on"]),
        ({"assessed_on": day(0), "reviewed_on": day(0)}, []),
        ({"assessed_on": day(1), "reviewed_on": day(0)}, ["assessed_on", "reviewed_on"]),
        ({"assessment_method": ""}, ["assessment_method"]),
        ({"assessment_method": "third_party"}, ["assessor"]),
        ({"assessment_method": "third_party", "assessor": "Granskarna AB"}, []),
        ({"reviewed_on": None}, ["reviewed_on"]),
        ({"reviewed_on": day(1)}, ["reviewed_on"]),
        ({"assessed_on": day(-2), "reviewed_on": day(-3)}, ["reviewed_on"]),
        ({"feedback_page": None}, ["feedback_page"]),
        ({"contact_email": "", "contact_phone": ""}, ["contact_email"]),
        ({"contact_email": "", "contact_phone": "08-508 00 000"}, []),
    ],
)
def test_each_part_of_the_model_statement_is_asked_for(
    fields: dict[str, Any], wrong: list[str]
) -> None:
    page = StatementFactory.create(draft=True, **fields)

    assert sorted(page.publication_problems()) == wrong


def test_the_feedback_page_must_be_published_first() -> None:
    feedback = FeedbackPageFactory.create(draft=True)
    page = StatementFactory.create(draft=True, feedback_page=feedback)

    assert sorted(page.publication_problems()) == ["feedback_page"]


TODAY = date(2026, 11, 22)


@pytest.mark.parametrize(
    ("reason", "fields", "wrong"),
    [
        (NONCOMPLIANCE, {}, []),
        (NONCOMPLIANCE, {"description": " "}, ["description"]),
        (NONCOMPLIANCE, {"explanation": ""}, ["explanation"]),
        (NONCOMPLIANCE, {"fixed_by": None}, ["fixed_by"]),
        (NONCOMPLIANCE, {"fixed_by": TODAY}, []),
        (NONCOMPLIANCE, {"fixed_by": TODAY - timedelta(days=1)}, ["fixed_by"]),
        (BURDEN, {"fixed_by": None}, []),
        (BURDEN, {"fixed_by": None, "explanation": ""}, ["explanation"]),
        (BURDEN, {"fixed_by": TODAY - timedelta(days=1)}, ["fixed_by"]),
        (OUTSIDE, {"fixed_by": None}, []),
        (OUTSIDE, {"fixed_by": None, "explanation": ""}, ["explanation"]),
    ],
)
def test_each_shortcoming_tells_what_its_reason_asks_for(
    reason: BarrierReason, fields: dict[str, Any], wrong: list[str]
) -> None:
    barrier = BarrierFactory.build(
        **{"reason": reason, "fixed_by": TODAY + timedelta(days=30), **fields}
    )

    assert sorted(barrier.publication_problems(TODAY)) == wrong


def test_messages_are_sentences_that_say_what_to_do() -> None:
    page = StatementFactory.create(empty=True, barriers=[Barrier()])

    messages = [*page.publication_problems().values(), *Barrier().publication_problems().values()]

    assert all(message.endswith(".") for message in messages)
    assert [message for message in messages if "ogiltig" in message.lower()] == []


def test_shortcomings_are_grouped_in_the_order_of_the_model_statement() -> None:
    page = StatementFactory.create(barriers=barriers(OUTSIDE, NONCOMPLIANCE, OUTSIDE))

    groups = [(reason, len(group)) for reason, group in page.barriers_by_reason]

    assert groups == [(NONCOMPLIANCE, 1), (OUTSIDE, 2)]


def test_a_visitor_reads_every_part(client: Client) -> None:
    page = StatementFactory.create(
        barriers=barriers(BURDEN),
        assessor="Granskarna AB",
        assessment_method="third_party",
        contact_phone="08-508 00 000",
    )

    html = client.get(page.get_url()).content.decode()

    for text in (
        page.organisation,
        page.service,
        page.barriers.get().description,
        "Kravet på textning är inte uppfyllt.",
        page.assessor,
        f'datetime="{page.assessed_on:%Y-%m-%d}"',
        f'datetime="{page.reviewed_on:%Y-%m-%d}"',
        f'href="{FeedbackPage.objects.get().get_url()}"',
        page.contact_email,
        page.contact_phone,
        'href="https://www.digg.se/tdosanmalan"',
    ):
        assert text in html


def queries(client: Client, address: str, django_assert_max_num_queries: Any) -> int:
    client.get(address)  # Wagtail remembers the addresses of its sites from here on
    with django_assert_max_num_queries(40) as captured:
        client.get(address)
    return len(captured)


def test_it_costs_the_same_for_one_and_three_shortcomings(
    client: Client, django_assert_max_num_queries: Any
) -> None:
    page = StatementFactory.create(barriers=barriers(OUTSIDE))
    address = page.get_url()
    one = queries(client, address, django_assert_max_num_queries)
    page.barriers.add(*barriers(BURDEN, NONCOMPLIANCE))
    page.save()

    assert queries(client, address, django_assert_max_num_queries) == one


def test_today_is_today_in_the_city() -> None:
    assert day(0) == timezone.localdate()
