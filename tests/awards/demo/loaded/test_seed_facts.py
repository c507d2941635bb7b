"""Every fact of the city's two pages is met by a visitor of the demo."""

from __future__ import annotations

import pytest
from django.utils.formats import date_format
from django.utils.timezone import localdate

from .seed_facts import ABSENT, FACTS, Fact
from .words import text_of

pytestmark = pytest.mark.django_db

#: The items that concern what pages say. The others (34, 35) are about how they work.
ITEMS = {*range(1, 34)}


@pytest.fixture(scope="module")
def texts(told: str) -> dict[str, str]:
    """What each page of the demo says, by its address."""
    return {path: text_of(path) for path in {fact.path for fact in (*FACTS, *ABSENT)}}


def said(fact: Fact) -> str:
    return fact.text.format(today=date_format(localdate(), "j F Y"))


@pytest.mark.parametrize("fact", FACTS, ids=lambda fact: f"{fact.item}-{fact.text[:40]}")
def test_the_fact_is_there(texts: dict[str, str], fact: Fact) -> None:
    assert said(fact) in texts[fact.path]


@pytest.mark.parametrize("fact", ABSENT, ids=lambda fact: f"{fact.item}-{fact.text[:40]}")
def test_what_is_not_known_is_not_said(texts: dict[str, str], fact: Fact) -> None:
    assert said(fact) not in texts[fact.path]


def test_every_item_has_a_fact() -> None:
    assert {fact.item for fact in FACTS} == ITEMS
