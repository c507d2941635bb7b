"""What judges a page: axe for accessibility, Nu Html Checker for the validity of its HTML."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from functools import cache, partial
from pathlib import Path
from typing import Any, Literal
from urllib.request import Request, urlopen

from playwright.sync_api import BrowserContext, Page

from tests.programs import node_package, require
from tests.services.processes import free_port, listens, running

#: Every rule of WCAG 2.0 to 2.2 on levels A and AA.
WCAG = ("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa")

#: Warnings that are known and meant. A list without bullets is given back its role by ARIA, since
#: VoiceOver in Safari otherwise takes it away.
_MEANT = ("The “list” role is unnecessary for element",)

#: The width of the window and the colours that each page is judged in. From one to the next as
#: little as possible changes.
VIEWS: tuple[tuple[int, Literal["light", "dark"]], ...] = (
    (1280, "light"),
    (1280, "dark"),
    (320, "dark"),
    (320, "light"),
)

#: Of the stylesheets axe would load a copy, for a rule that is experimental and not asked for.
_RUN_AXE = """async ({tags, coloursOnly, known}) => {
    const isAboutColour = ({tags}) => tags.includes("cat.color");
    const {violations} = await axe.run({
        runOnly: coloursOnly
            ? axe.getRules(tags).filter(isAboutColour).map(({ruleId}) => ruleId)
            : tags,
        rules: {"target-size": {enabled: true}},
        resultTypes: ["violations"],
        preload: {assets: ["media"]},
    });
    const isKnown = (rule, target) => known.some(([knownRule, selector]) =>
        rule === knownRule && document.querySelector(target)?.matches(selector));
    return violations.flatMap(({id, help, nodes}) => nodes
        .filter(({target}) => !isKnown(id, target))
        .map(({html, failureSummary}) => `${id}: ${help}\\n  ${html}\\n  ${failureSummary}`));
}"""


def axe_violations_in_each_view(page: Page, **options: Any) -> list[str]:
    """What axe finds wrong with a page in ``VIEWS``; takes the options of ``axe_violations``.

    Every rule is tried in a wide and in a narrow window. In dark only those about colours are:
    nothing else differs from light. The page is left as it is in the last view.
    """
    found = []
    for width, scheme in VIEWS:
        page.set_viewport_size({"width": width, "height": 800})
        page.emulate_media(color_scheme=scheme)
        faults = axe_violations(page, colours_only=scheme == "dark", **options)
        found += [f"{scheme}, {width} px: {fault}" for fault in faults]
    return found


def axe_violations(
    page: Page,
    *,
    best_practices: bool = True,
    colours_only: bool = False,
    known: Iterable[tuple[str, str]] = (),
) -> list[str]:
    """What axe finds wrong with the page as it is now.

    ``known`` are faults to leave out: rules, each with a selector of the elements that break it.

    If it was not brought before, the script is evaluated by the browser's own tools, since the
    site's policy would rightly refuse to load it.
    """
    if page.evaluate("typeof axe") == "undefined":
        page.evaluate(_axe())
    tags = [*WCAG, *(["best-practice"] if best_practices else [])]
    asked = {"tags": tags, "coloursOnly": colours_only, "known": list(known)}
    violations: list[str] = page.evaluate(_RUN_AXE, asked)
    return violations


def bring_axe(context: BrowserContext) -> None:
    """Have axe in every page that a context will load; cheaper than to fetch it into each."""
    context.add_init_script(_axe())


@cache
def _axe() -> str:
    return f"{node_package('axe-core/axe.min.js').read_text()};0"


class HtmlChecker:
    """Nu Html Checker, run as a service of its own."""

    def __init__(self, port: int) -> None:
        self._address = f"http://127.0.0.1:{port}/?out=json"

    def problems(self, html: str) -> list[str]:
        """Every error and warning in a document; notes of the checker are no problems."""
        request = Request(
            self._address,
            html.encode(),
            {"Content-Type": "text/html; charset=utf-8"},
        )
        with urlopen(request, timeout=30) as answer:
            messages: list[dict[str, Any]] = json.load(answer)["messages"]
        return [
            f"line {message.get('lastLine')}: {message['message']}\n  {message.get('extract')}"
            for message in messages
            if message["type"] != "info" or message.get("subType") == "warning"
            if not message["message"].startswith(_MEANT)
        ]


@contextmanager
def run_html_checker(directory: Path) -> Iterator[HtmlChecker]:
    """Run the checker once for many documents; its log is kept in ``directory``."""
    jar = node_package("vnu-jar/build/dist/vnu.jar")
    port = free_port()
    command = [
        *(require("java"), "-Xmx512m", "-Dnu.validator.servlet.bind-address=127.0.0.1"),
        *("-cp", jar, "nu.validator.servlet.Main", str(port)),
    ]
    with running(command, directory / "vnu.log", partial(listens, port), seconds=60):
        yield HtmlChecker(port)
