"""What would make a form's questions useless, in words that tell the editor what to do."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Iterator
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext
from wagtail.blocks import StreamValue

from awards.enums import Audience, Meaning, QuestionKind

from .question_blocks import MOST_CHARACTERS_OF_A_NAME
from .year import AwardYearPage

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

#: Kinds that a form may have one question of, since the house takes the answer for its own use.
_ONCE = (
    QuestionKind.CONTACT,
    QuestionKind.NOMINEE,
    QuestionKind.ORGANISATION,
    QuestionKind.EARLIER_ENTRY,
)

_CRITERIA = "criteria"


def problems_of_steps(
    steps: StreamValue, year: AwardYearPage | None, film_hosts: Collection[str]
) -> Iterator[str]:
    """Everything that is wrong with the steps of a form, for the year it belongs to if known.

    ``film_hosts`` are those that the site allows films on.
    """
    blocks = [block for step in steps for block in step.value["questions"]]
    if not blocks:
        yield gettext("Add a step with at least one question.")
        return
    yield from _shape_problems(steps)
    yield from _meaning_problems(blocks)
    for block in blocks:
        yield from _question_problems(block)
    if year:
        yield from _year_problems(blocks, year, film_hosts)


def problems_of_eligibility(eligibility: StreamValue) -> Iterator[str]:
    """Everything that is wrong with the questions before a form."""
    for text in _repeated(block.value["question"] for block in eligibility):
        yield gettext("“%(question)s” is asked twice. Remove one of them.") % {"question": text}


def _shape_problems(steps: StreamValue) -> Iterator[str]:
    if any(not step.value["questions"] for step in steps):
        yield gettext("Add a question to each step, or remove the empty step.")
    for title in _repeated(step.value["title"] for step in steps):
        yield gettext("Two steps are called “%(title)s”. Give them different headings.") % {
            "title": title
        }
    for step in steps:
        for label in _repeated(block.value.get("label", "") for block in step.value["questions"]):
            yield gettext(
                "“%(question)s” is asked twice in the step “%(title)s”. Change or remove one of "
                "them."
            ) % {"question": label, "title": step.value["title"]}


def _meaning_problems(blocks: list[Any]) -> Iterator[str]:
    meant = Counter(block.value.get("meaning") for block in blocks)
    if not meant[Meaning.TITLE]:
        yield gettext(
            "Let one short text be the name of the entry: choose that at “%(field)s” in the "
            "question."
        ) % {"field": gettext("The answer is")}
    for meaning in (Meaning.TITLE, Meaning.UNIT, Meaning.PITCH):
        if meant[meaning] > 1:
            yield _keep_one(meaning.label)
    kinds = Counter(block.block_type for block in blocks)
    for kind in _ONCE:
        if kinds[kind] > 1:
            yield _keep_one(kind.label)
    if kinds[_CRITERIA] > 1:
        yield gettext("The year's criteria are asked for twice. Remove one of them.")


def _keep_one(name: StrOrPromise) -> str:
    return gettext("More than one question is “%(name)s”. Let only one of them be.") % {
        "name": name
    }


def _question_problems(block: Any) -> Iterator[str]:
    value = block.value
    names = {"question": value.get("label", "")}
    for option in _repeated(value.get("options", [])):
        yield gettext("“%(question)s” has the choice “%(option)s” twice. Remove one of them.") % {
            **names,
            "option": option,
        }
    lowest, highest = value.get("minimum"), value.get("maximum")
    if lowest is not None and highest is not None and lowest > highest:
        yield gettext("Let the highest number of “%(question)s” be above the lowest.") % names
    meaning = value.get("meaning")
    if meaning == Meaning.TITLE and not value["required"]:
        yield gettext("Let “%(question)s” require an answer: it is the name of the entry.") % names
    is_name = meaning in {Meaning.TITLE, Meaning.UNIT}
    if is_name and value["max_characters"] > MOST_CHARACTERS_OF_A_NAME:
        yield gettext("Let “%(question)s” have at most %(limit)d characters.") % {
            **names,
            "limit": MOST_CHARACTERS_OF_A_NAME,
        }
    is_in_lists = is_name or block.block_type == QuestionKind.ORGANISATION
    if is_in_lists and value["audience"] == Audience.MODERATORS:
        yield (
            gettext(
                "Let the jury see the answer to “%(question)s” too: lists show it with the entry."
            )
            % names
        )


def _year_problems(
    blocks: list[Any], year: AwardYearPage, film_hosts: Collection[str]
) -> Iterator[str]:
    kinds = {block.block_type for block in blocks}
    if _CRITERIA in kinds and not year.criteria.all().exists():
        yield gettext(
            "The year has no criteria to ask for. Add them on the page of the year and publish it, "
            "or remove “%(block)s” here."
        ) % {"block": gettext("The year's criteria")}
    if year.film_required and QuestionKind.FILM not in kinds:
        yield gettext(
            "The year requires a film. Add a question for it, or change that on the page of the "
            "year."
        )
    elif year.film_required and not (year.film_any_host or film_hosts):
        yield gettext(
            "No link to a film would be accepted: enter in the site's settings where films may be "
            "hosted, or allow any host on the page of the year."
        )


def _repeated(texts: Iterable[str]) -> list[str]:
    """The texts that occur more than once, however they are capitalised."""
    spellings: dict[str, list[str]] = {}
    for text in texts:
        spellings.setdefault(text.strip().casefold(), []).append(text)
    return [same[0] for key, same in spellings.items() if key and len(same) > 1]
