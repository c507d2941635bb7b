"""Bad files: each with all its problems, told at once, by line and field."""

from __future__ import annotations

import pytest

from awards.importing.problems import ImportRefusedError
from awards.models import Organisation, SourceKey

from .conftest import Import

pytestmark = pytest.mark.django_db

#: The beginning of every file below; what follows begins on line 4.
HEAD = "format: 1\nsource: test\nlist: {title: Priser}\n"

#: An award without problems, on lines 4 to 9, to hold the year of which there is something to say.
AWARD = """\
awards:
  - key: a
    title: Priset
    lead: Ett pris.
    purpose: Att lära.
    eligibility: Alla.
"""

TEXT = "Write text here. Put a number within quotation marks."
MISSING = "This is missing."
KEY = "Use only the letters a to z, digits, and hyphens between them."
NO_CAPTIONS = "A film can be shown once it has captions. Have it captioned, or do not show it."
NOT_DESCRIBED = (
    "A film can be shown once it can be followed by ear. Have it described, or do not show it."
)
KINDS = (
    "Write one of: administration, district_administration, company, contractor, "
    "private_operator, other."
)
DATE = "Write a date as 2022-09-20."


def problems_of(bring_in: Import, text: str) -> list[tuple[int, str, str]]:
    with pytest.raises(ImportRefusedError) as refused:
        bring_in(text)
    return [(problem.line, problem.field, problem.message) for problem in refused.value.problems]


@pytest.mark.parametrize(
    ("text", "problems"),
    [
        pytest.param(
            "",
            [(1, "", "The file is empty.")],
            id="empty file",
        ),
        pytest.param(
            "- a",
            [(1, "", "Write fields here: a name, a colon and a value on each line.")],
            id="a list",
        ),
        pytest.param(
            "format: 2\n",
            [(1, "format", "Write 1."), (1, "source", MISSING)],
            id="another version",
        ),
        pytest.param(
            HEAD + "awards: Framsteget\n",
            [(4, "awards", "Write a list: a line for each, that begins with a hyphen.")],
            id="text for a list",
        ),
        pytest.param(
            HEAD + "award: []\n",
            [(4, "award", "There is no such field. Did you mean awards?")],
            id="unknown field",
        ),
        pytest.param(
            HEAD + "awards:\n  - key: Å B\n    title: 2021\n    lead:\n    purpose: x\n",
            [
                (5, "awards[1].eligibility", MISSING),
                (5, "awards[1].key", KEY),
                (6, "awards[1].title", TEXT),
                (7, "awards[1].lead", "Enter a value, or leave the line out."),
            ],
            id="several in one award",
        ),
        pytest.param(
            HEAD + AWARD + "    accent: purple\n    discontinued: yes\n    criteria:\n      - 7\n",
            [
                (
                    10,
                    "awards[1].accent",
                    "Write one of: lake, forest, brick, plum, ochre, slate.",
                ),
                (11, "awards[1].discontinued", "Write true or false."),
                (13, "awards[1].criteria[1]", TEXT),
            ],
            id="choices and types",
        ),
        pytest.param(
            HEAD + AWARD + "    contact_email: ingen\n    contact_phone: '" + "1" * 2000 + "'\n",
            [
                (10, "awards[1].contact_email", "Enter a valid email address."),
                (11, "awards[1].contact_phone", "Write at most 50 characters: this is 2,000."),
            ],
            id="e-mail and length",
        ),
        pytest.param(
            HEAD
            + AWARD
            + "    years:\n"
            + "      - {key: y, year: 1066}\n"
            + "      - {key: z}\n"
            + "      - {key: w, year: 2020, film_max_seconds: 1.5}\n",
            [
                (11, "awards[1].years[1].year", "Write a number of at least 1900."),
                (12, "awards[1].years[2].year", MISSING),
                (
                    13,
                    "awards[1].years[3].film_max_seconds",
                    "Write a whole number, without spaces or unit.",
                ),
            ],
            id="numbers",
        ),
        pytest.param(
            HEAD
            + AWARD
            + "    years:\n"
            + "      - key: y\n"
            + "        year: 2022\n"
            + "        opens_on: 2 maj\n"
            + "        closes_on: 2022-02-30\n"
            + "        winners_released_at: i kväll\n"
            + "      - key: z\n"
            + "        year: 2021\n"
            + "        opens_on: 2021-09-20\n"
            + "        closes_on: 2021-05-02\n",
            [
                (13, "awards[1].years[1].opens_on", DATE),
                (14, "awards[1].years[1].closes_on", DATE),
                (
                    15,
                    "awards[1].years[1].winners_released_at",
                    "Write a date as 2022-09-20, or a moment as 2022-11-29T18:30.",
                ),
                (
                    19,
                    "awards[1].years[2].closes_on",
                    "Enter a last day that is not before the first.",
                ),
            ],
            id="dates",
        ),
        pytest.param(
            HEAD
            + AWARD
            + "    years:\n"
            + "      - {key: y, year: 2021}\n"
            + "      - {key: y, year: 2021, slug: x}\n"
            + "      - {key: z, year: null, slug: x}\n",
            [
                (12, "awards[1].years[2].key", "Another year has this key already."),
                (12, "awards[1].years[2].year", "The award already has a page for this year."),
                (13, "awards[1].years[3].slug", "Another page has this address already."),
            ],
            id="twice",
        ),
        pytest.param(
            HEAD
            + AWARD
            + "    successor: b\n"
            + "    inspiration: [{winner: nobody}]\n"
            + "    years:\n"
            + "      - key: y\n"
            + "        year: 2021\n"
            + "        winners:\n"
            + "          - key: v\n"
            + "            title: Vinnaren\n"
            + "            recipients:\n"
            + "              - unit: Enheten\n"
            + "                organisation: nowhere\n"
            + "            picture: none\n"
            + "            story:\n"
            + "              - text: Hej\n"
            + "              - picture: {picture: none}\n",
            [
                (10, "awards[1].successor", "There is no award with the key b."),
                (
                    11,
                    "awards[1].inspiration[1].winner",
                    "There is no winner with the key nobody.",
                ),
                (
                    20,
                    "awards[1].years[1].winners[1].recipients[1].organisation",
                    "There is no organisation with the key nowhere.",
                ),
                (
                    21,
                    "awards[1].years[1].winners[1].picture",
                    "There is no picture with the key none.",
                ),
                (
                    24,
                    "awards[1].years[1].winners[1].story[2].picture.picture",
                    "There is no picture with the key none.",
                ),
            ],
            id="keys of nothing",
        ),
        pytest.param(
            HEAD
            + AWARD
            + "    years:\n"
            + "      - key: y\n"
            + "        year: 2021\n"
            + "        winners:\n"
            + "          - key: v\n"
            + "            title: Omnämnd\n"
            + "            distinction: special_mention\n"
            + "            prize_sum: 30000\n"
            + "            recipients: [{}]\n"
            + "          - key: w\n"
            + "            title: Filmad\n"
            + "            recipients: []\n"
            + "            film_url: http://film.example.org/1\n"
            + "            film_shown: true\n",
            [
                (
                    17,
                    "awards[1].years[1].winners[1].prize_sum",
                    "Leave the sum empty: a special mention has none.",
                ),
                (
                    18,
                    "awards[1].years[1].winners[1].recipients[1]",
                    "Give at least one field.",
                ),
                (
                    19,
                    "awards[1].years[1].winners[2].film_captions",
                    NO_CAPTIONS,
                ),
                (
                    19,
                    "awards[1].years[1].winners[2].film_description",
                    NOT_DESCRIBED,
                ),
                (21, "awards[1].years[1].winners[2].recipients", "List at least 1."),
                (
                    22,
                    "awards[1].years[1].winners[2].film_url",
                    "Enter a link that begins with https://.",
                ),
            ],
            id="the models' own rules",
        ),
        pytest.param(
            HEAD
            + "organisations:\n"
            + "  - {key: a, name: A, kind: company, successor: b}\n"
            + "  - {key: b, name: B, kind: company, successor: a}\n"
            + "  - {key: c, name: A, kind: firm}\n",
            [
                (
                    5,
                    "organisations[1].successor",
                    "This successor leads back to the object itself.",
                ),
                (
                    6,
                    "organisations[2].successor",
                    "This successor leads back to the object itself.",
                ),
                (
                    7,
                    "organisations[3].kind",
                    KINDS,
                ),
                (7, "organisations[3].name", "Another organisation has this name already."),
            ],
            id="organisations",
        ),
        pytest.param(
            "format: 1\nsource: test\nawards: []\n",
            [(1, "list", "There is no page that lists awards yet: describe it.")],
            id="no list of awards",
        ),
        pytest.param(
            HEAD + "awards: &all []\nlist: *all\nlist: 1\n",
            [
                (4, "awards", "Remove the name after &: references are not taken."),
                (5, "list", "This is given twice: first on line 3."),
                (5, "list", "Write the text out: references are not taken."),
                (6, "list", "This is given twice: first on line 3."),
            ],
            id="ways of writing",
        ),
    ],
)
def test_a_bad_file_tells_all_its_problems(
    bring_in: Import, text: str, problems: list[tuple[int, str, str]]
) -> None:
    assert problems_of(bring_in, text) == problems
    assert (SourceKey.objects.count(), Organisation.objects.count()) == (0, 0)
