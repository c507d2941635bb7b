"""An award that is given no longer is told of in the past tense."""

from __future__ import annotations

import pytest
from django.test import Client
from django.utils.html import escape
from django.utils.translation import gettext, override

from awards.enums import CriteriaRule
from tests.factories import AwardFactory, AwardYearFactory

pytestmark = pytest.mark.django_db

NOW = {
    "Who can take part",
    "Who can receive the award",
    "The prize",
    "All of these are needed:",
    "At least one of these is needed:",
}
THEN = {
    "Who could take part",
    "Who could receive the award",
    "What the winners received",
    "All of these were needed:",
    "At least one of these was needed:",
}


def told_by(client: Client, address: str) -> set[str]:
    html = client.get(address).content.decode()
    with override("sv"):
        return {text for text in NOW | THEN if escape(gettext(text)) in html}


@pytest.mark.parametrize("discontinued", [False, True])
@pytest.mark.parametrize("rule", CriteriaRule)
def test_headings_are_in_the_tense_of_the_award(
    rule: CriteriaRule, discontinued: bool, client: Client
) -> None:
    award = AwardFactory.create(
        discontinued=discontinued, criteria_rule=rule, recipients="<p>Enskilda medarbetare.</p>"
    )
    alone = told_by(client, award.get_url())
    year = AwardYearFactory.create(parent=award, criteria_rule=rule, prize="<p>Ett diplom.</p>")

    told = {"the award": alone, "the year": told_by(client, year.get_url())}

    assert {place: len(texts) for place, texts in told.items()} == {"the award": 4, "the year": 2}
    assert set.union(*told.values()) <= (THEN if discontinued else NOW)
