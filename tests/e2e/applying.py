"""An applicant in a browser: with a mouse or a keyboard, from the award's page to a receipt."""

from __future__ import annotations

import re
from dataclasses import dataclass
from email.message import Message
from pathlib import Path
from typing import Any, Protocol

from django.utils import timezone
from django.utils.translation import gettext as _
from playwright.sync_api import Locator, Page, expect

from awards.enums import Meaning
from awards.models import NominationFormPage
from cms.mail import send_due_mail
from tests.e2e.live_server import at_rest
from tests.factories import AwardFactory, AwardYearFactory, NominationFormFactory, question, step
from tests.services.mail import MailServer

EMAIL = "ann.ek@example.se"
PITCH = "Vi provade något nytt.\n\nDet gick bra för 9 av 10. 🎉"
_LINK = re.compile(r"http://localhost:\d+/ansok/lank/\S+")


class Hand(Protocol):
    """How a person does things to a page."""

    def press(self, target: Locator) -> None:
        """Press a link or a button."""

    def write(self, target: Locator, text: str) -> None:
        """Write a text, as fast as a person does."""

    def tick(self, target: Locator) -> None:
        """Tick a box, or choose one of several answers."""

    def choose_file(self, target: Locator, file: Path) -> None:
        """Choose a file."""


class Mouse:
    """Points at things."""

    def press(self, target: Locator) -> None:
        """Click."""
        target.click()

    def write(self, target: Locator, text: str) -> None:
        """Click where the text goes, and write it."""
        target.click()
        target.press_sequentially(text, delay=5)

    def tick(self, target: Locator) -> None:
        """Click the box or what it says."""
        target.check()

    def choose_file(self, target: Locator, file: Path) -> None:
        """Choose a file in the window that a click opens."""
        with target.page.expect_file_chooser() as chooser:
            target.click()
        chooser.value.set_files(file)


class Keyboard:
    """Presses Tab until the thing has focus: what Tab does not come to can't be used."""

    _MOST_STOPS = 60

    def press(self, target: Locator) -> None:
        """Press Enter on a link or a button."""
        self._reach(target)
        target.page.keyboard.press("Enter")

    def write(self, target: Locator, text: str) -> None:
        """Write a text."""
        self._reach(target)
        target.page.keyboard.type(text, delay=5)

    def tick(self, target: Locator) -> None:
        """Press the space bar on a box, or on the first of several answers."""
        self._reach(target)
        target.page.keyboard.press("Space")
        expect(target).to_be_checked()

    def choose_file(self, target: Locator, file: Path) -> None:
        """Choose a file in the window that the space bar opens.

        A browser that is watched is told so in passing, and a key does not wait for that: the
        way to the input gives it the time.
        """
        with target.page.expect_file_chooser() as chooser:
            self._reach(target)
            target.page.keyboard.press("Space")
        chooser.value.set_files(file)

    def _reach(self, target: Locator) -> None:
        expect(target).to_be_visible()
        for _stop in range(self._MOST_STOPS):
            if target.evaluate("element => element === document.activeElement"):
                return
            target.page.keyboard.press("Tab")
        raise AssertionError(f"Tab does not come to {target}")


def form_to_fill_in(**changes: Any) -> NominationFormPage:
    """A form that is open, with texts, a film, a picture, a contact and a question before it."""
    award = AwardFactory.create(title="Framsteget", contact_email="priset@example.se")
    year = AwardYearFactory.create(
        parent=award,
        open=True,
        year=2026,
        film_any_host=True,
        film_required=True,
        pitch_max_characters=100,
    )
    steps = [
        step(
            "Bidraget",
            question("short_text", "Namn", meaning=Meaning.TITLE),
            question("long_text", "Pitch", meaning=Meaning.PITCH),
        ),
        step("Bilagor", question("film", "Film"), question("picture", "Bild")),
        step("Kontakt", question("contact", "Kontaktperson")),
    ]
    eligible = {
        "question": "Finansieras ni av staden?",
        "hint": "",
        "answer": "yes",
        "explanation": "Priset är för verksamheter som staden finansierar.",
    }
    eligibility = [{"type": "question", "id": "finansieras", "value": eligible}]
    fields = {"parent": year, "steps": steps, "eligibility": eligibility} | changes
    made: NominationFormPage = NominationFormFactory.create(**fields)
    return made


@dataclass
class Mailbox:
    """What an applicant gets by mail, from a real server."""

    server: MailServer

    @at_rest()
    def newest(self) -> Message:
        """Have the worker send what is due; the one mail that has come since the last time."""
        before = {message["Message-ID"] for message in self.server.messages()}
        assert send_due_mail(now=timezone.now()) == 1
        [new] = [m for m in self.server.messages() if m["Message-ID"] not in before]
        assert new["To"] == EMAIL
        return new

    def link(self) -> str:
        """The link in the mail that has come since the last time."""
        [link] = set(_LINK.findall(plain_text(self.newest())))
        return link


def plain_text(mail: Message) -> str:
    """What a mail says to those who read no HTML."""
    [plain] = [part for part in mail.walk() if part.get_content_type() == "text/plain"]
    body = plain.get_payload(decode=True)
    assert isinstance(body, bytes)
    return body.decode()


def button(page: Page, text: str) -> Locator:
    """The button that people see with a text."""
    return page.get_by_role("button", name=text, exact=True)


def begin(page: Page, form: NominationFormPage, hand: Hand) -> None:
    """Go from the award's page to the list of steps."""
    page.goto(form.year.award.get_url())
    hand.press(page.locator("main .ticket a[href$='/ansokan/']"))
    hand.press(page.locator("main a.button[href^='/ansok/']"))
    hand.tick(page.get_by_role("radio", name=_("Yes"), exact=True))
    hand.press(button(page, _("Continue")))
    # Nobody is quicker than that; a machine is asked to send once more.
    page.wait_for_timeout(2_000)
    hand.write(page.locator("[name=email]"), EMAIL)
    hand.press(button(page, _("Begin")))
    expect(page.locator(".tasks li")).to_have_count(3)


def fill_in(page: Page, hand: Hand, picture: Path) -> None:
    """Go from the list of steps to the page where the answers are checked."""
    go_on = button(page, _("Save and continue"))
    hand.press(page.locator(".tasks a").first)
    hand.write(page.locator("[name=namn]"), "Färre fall")
    hand.write(page.locator("[name=pitch]"), PITCH)
    hand.press(go_on)
    hand.write(page.locator("[name=film__url]"), "https://film.example.se/1")
    hand.write(page.locator("[name=film__minutes]"), "2")
    hand.write(page.locator("[name=film__seconds]"), "30")
    hand.tick(page.locator("[name=film__captions]").first)
    hand.tick(page.locator("[name=film__lawful]"))
    hand.choose_file(page.locator("[name=bild]"), picture)
    hand.write(page.locator("[name=bild__alt]"), "Två kollegor vid ett bord")
    hand.write(page.locator("[name=bild__photographer]"), "Bo Al")
    hand.tick(page.locator("[name=bild__people]").first)
    hand.tick(page.locator("[name=bild__rights]"))
    hand.press(go_on)
    hand.write(page.locator("[name=kontaktperson__name]"), "Ann Ek")
    # It has been told already.
    expect(page.locator("[name=kontaktperson__email]")).to_have_value(EMAIL)
    hand.press(go_on)
    expect(page).to_have_url(re.compile("/kontrollera/$"))
