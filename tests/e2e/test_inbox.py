"""From an application to a winner's page, with everybody's own browser, in one go."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from django.conf import settings as project
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from playwright.sync_api import Dialog, Locator, Page, expect

from awards.domain.messages import receive_message
from awards.domain.uploads import prepare_waiting
from awards.enums import Role
from awards.inbox.bulk_actions import BulkAction
from awards.models import Draft, MessageTemplate, NominationFormPage, WinnerPage
from awards.statuses import InboxAction, NominationStatus
from tests.cms.picture_files import photo
from tests.e2e.applying import Mailbox, Mouse, begin, button, fill_in
from tests.e2e.conftest import Complaints
from tests.e2e.judges import axe_violations
from tests.e2e.live_server import at_rest
from tests.e2e.whole_site.test_staff import WAGTAILS_OWN
from tests.factories import UserFactory, day

pytestmark = pytest.mark.django_db

NewPage = Callable[..., Page]

#: Wagtail's messages come after a moment and fade in: until then they have no contrast to judge.
_FADED_IN = """async () => {
    await new Promise((resolve) => setTimeout(resolve, 200));
    const finite = (animation) => animation.effect.getComputedTiming().endTime < Infinity;
    const fading = document.getAnimations().filter(finite);
    await Promise.allSettled(fading.map(({finished}) => finished));
}"""


@pytest.fixture
def staff(new_page: NewPage, address: str, form: NominationFormPage) -> Page:
    """The browser of a communicator who has signed in."""
    client = Client()
    client.force_login(UserFactory.create(username="anna", role=Role.COMMUNICATOR))
    session = client.cookies[project.SESSION_COOKIE_NAME]
    page = new_page(viewport={"width": 1280, "height": 800}, reduced_motion="reduce")
    page.context.add_cookies([{"name": session.key, "value": session.value, "url": address}])
    return page


def judge(page: Page) -> None:
    """Hold a screen of the staff to the rules, wide and narrow."""
    for width in (320, 1280):
        page.set_viewport_size({"width": width, "height": 800})
        page.evaluate(_FADED_IN)
        violations = axe_violations(page, best_practices=False, known=WAGTAILS_OWN)
        assert violations == [], f"{page.url}, {width} px: {violations}"


def status(page: Page) -> Locator:
    """The entry's status, as its page tells it."""
    return page.locator(".inbox-panel .w-status")


def open_action(page: Page, action: InboxAction) -> None:
    """Press an action on the entry's page, and judge what it asks."""
    actions = page.locator(".inbox-actions")
    actions.get_by_role("link", name=str(action.label), exact=True).click()
    expect(page.locator("h1")).to_contain_text(str(action.label))
    judge(page)


def do(page: Page, action: InboxAction) -> None:
    """Do what needs no answer but that it is meant."""
    open_action(page, action)
    page.locator("main .inbox-form form button[type=submit]").click()


def test_from_an_application_to_a_winner_that_everybody_sees(
    form: NominationFormPage,
    mailbox: Mailbox,
    staff: Page,
    new_page: NewPage,
    complaints: Complaints,
    tmp_path: Path,
) -> None:
    picture = tmp_path / "bild.jpg"
    picture.write_bytes(photo("jpg"))
    applicant, visitor = (
        new_page(viewport={"width": 1280, "height": 800}) for _browser in range(2)
    )

    apply(applicant, form, mailbox, picture)
    take_with_those_selected(staff)
    undo_a_mistake(staff)
    complaints.forgive(422)
    mend_an_export(staff)
    mend_an_empty_note(staff)
    keep_a_note_that_is_half_written(staff)
    complaints.forgive(409)
    be_told_what_came_meanwhile(staff)
    preview_what_is_mailed_to_many(staff)
    ask_for_a_supplement(staff)
    answer_it(applicant, mailbox.link())
    decide(staff)
    applicant.reload()
    expect(applicant.locator("main")).not_to_contain_text(str(NominationStatus.WINNER.label))
    make_and_publish_the_page(staff)

    with at_rest():
        address = str(WinnerPage.objects.live().get().get_url())
    visitor.goto(address)
    expect(visitor.locator("h1")).to_contain_text("Färre fall")
    expect(visitor.locator("main")).to_contain_text("De vågade fråga dem som det gällde.")


def apply(page: Page, form: NominationFormPage, mailbox: Mailbox, picture: Path) -> None:
    """Send in an entry, and get the link and the receipt."""
    begin(page, form, Mouse())
    mailbox.newest()
    fill_in(page, Mouse(), picture)
    with at_rest():
        assert prepare_waiting() == 1
    button(page, _("Send in")).click()
    expect(page.locator(".reference strong")).to_have_text("FRA-2026-0001")
    mailbox.newest()


def take_with_those_selected(page: Page) -> None:
    """Select the entry in the list, take what is selected, and read it."""
    page.goto(reverse("entries_modeladmin_index"))
    judge(page)
    page.get_by_role("checkbox", name="FRA-2026-0001").check()
    expect(page.locator(".inbox-selected")).to_have_text(_selected(1))
    expect(page.locator(".inbox-bulk-bar")).to_have_css("position", "sticky")
    judge(page)
    page.keyboard.press("Tab")
    expect(page.locator(".skiplink[href='#inbox-action']")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator("#inbox-action")).to_be_focused()
    page.locator("#inbox-action").select_option("assign")
    page.locator(".inbox-bulk-bar button[type=submit]").click()
    expect(page.locator("main h2")).to_have_text(str(BulkAction.ASSIGN.label))
    judge(page)
    page.locator("main form button[type=submit]").click()
    expect(page.locator("main .help-block[role=status]")).to_be_visible()
    judge(page)
    page.locator("main .inbox-refused a", has_text="FRA-2026-0001").click()
    expect(page.locator("#entry-officer + p")).to_have_text("anna")
    judge(page)


def _selected(count: int) -> str:
    """What tells how many entries are ticked."""
    return _("Selected on this page: {count}").format(count=count)


def mend_an_export(page: Page) -> None:
    """Ask for a file without a column, choose one, and see no old error beside the file."""
    entry = page.url
    page.goto(reverse("awards_entries_export"))
    columns = page.locator("main [type=checkbox]")
    for box in columns.all():
        box.uncheck()
    button(page, _("Download")).click()
    expect(page.locator(".inbox-problems")).to_be_focused()
    columns.first.check()
    with page.expect_download() as download:
        button(page, _("Download")).click()
    assert download.value.suggested_filename.endswith(".xlsx")
    expect(page.locator(".inbox-problems, .error-message")).to_have_count(0)
    expect(page).not_to_have_title(re.compile(_("Error:")))
    judge(page)
    page.goto(entry)


def undo_a_mistake(page: Page) -> None:
    """Take the entry for spam, and take that back."""
    do(page, InboxAction.SPAM)
    expect(status(page)).to_have_text(str(NominationStatus.SPAM.label))
    page.locator(".inbox-actions").get_by_role("link", name=_("Undo"), exact=True).click()
    judge(page)
    button(page, _("Undo")).click()
    expect(status(page)).to_have_text(str(NominationStatus.SUBMITTED.label))


def mend_an_empty_note(page: Page) -> None:
    """Save a note far down on the page without a word, and be led to it from the top."""
    page.locator("form[action*='/note/'] button").click()
    expect(page.locator(".inbox-problems")).to_be_focused()
    expect(page.locator(".inbox-problems")).to_be_in_viewport()
    judge(page)
    page.locator(".inbox-problems a").click()
    expect(page.locator("main [name=text]")).to_be_focused()
    page.keyboard.type("Ring och fråga.")
    page.locator("form[action*='/note/'] button").click()
    expect(page.locator("#entry-notes ~ article")).to_contain_text("Ring och fråga.")


def keep_a_note_that_is_half_written(page: Page) -> None:
    """Let go of the entry with a note half written, and be asked whether to leave it."""
    form = page.locator("form[action*='/note/']")
    expect(form).to_have_attribute("data-w-unsaved-has-edits-value", "false")
    form.locator("[name=text]").fill("Ring i")
    expect(form).to_have_attribute("data-w-unsaved-has-edits-value", "true")
    asked: list[str] = []

    def stay(dialog: Dialog) -> None:
        asked.append(dialog.type)
        dialog.dismiss()

    page.once("dialog", stay)
    with page.expect_event("dialog"):
        page.locator("form[action*='/assign/'] [name=release]").click(no_wait_after=True)
    expect(form.locator("[name=text]")).to_have_value("Ring i")
    assert asked == ["beforeunload"]
    form.locator("[name=text]").fill("")


def be_told_what_came_meanwhile(page: Page) -> None:
    """Write to the applicant, who writes at the same time, and read that before anything else."""
    entry = page.url
    page.get_by_role("link", name=_("Write to the applicant")).click()
    page.locator("main [name=subject]").fill("En fråga")
    page.locator("main [name=text]").fill("Hur många är ni?")
    with at_rest():
        receive_message(Draft.objects.get(), "Vi är tolv.", now=timezone.now())
    button(page, _("Send")).click()
    expect(page.locator("main article").first).to_contain_text("Vi är tolv.")
    expect(page.locator("main [name=text]")).to_have_value("Hur många är ni?")
    judge(page)
    page.goto(entry)
    button(page, _("Mark as read")).click()
    expect(page.locator(".inbox-panel .inbox-flags")).to_have_count(0)


def preview_what_is_mailed_to_many(page: Page) -> None:
    """See what one of those who are selected would get, and send nothing."""
    entry = page.url
    with at_rest():
        MessageTemplate.objects.create(name="Tack", subject_sv="Tack för {title}", text_sv="Hej!")
    page.goto(reverse("entries_modeladmin_index"))
    page.get_by_role("checkbox", name="FRA-2026-0001").check()
    page.locator("#inbox-action").select_option("mail")
    page.locator(".inbox-bulk-bar button[type=submit]").click()
    expect(page.locator("main h2").first).to_have_text(str(BulkAction.MAIL.label))
    judge(page)
    page.locator("main [name=template]").select_option(label="Tack")
    button(page, _("Preview")).click()
    expect(page.locator("#bulk-preview")).to_be_focused()
    judge(page)
    page.goto(entry)


def ask_for_a_supplement(page: Page) -> None:
    """Begin to review, and ask for another pitch."""
    button(page, str(InboxAction.REVIEW.label)).click()
    expect(status(page)).to_have_text(str(NominationStatus.UNDER_REVIEW.label))
    open_action(page, InboxAction.SUPPLEMENT)
    page.locator("main [name=text]").fill("Berätta mer om resultatet.")
    page.locator("main [name=due_on]").fill(day(7).isoformat())
    page.locator("main [name=questions][value=pitch]").check()
    page.locator("main .inbox-form form button[type=submit]").click()
    expect(status(page)).to_have_text(str(NominationStatus.SUPPLEMENT_REQUESTED.label))


def answer_it(page: Page, link: str) -> None:
    """Answer by the link in the mail."""
    page.goto(link)
    expect(page.locator("main")).to_contain_text("Berätta mer om resultatet.")
    page.locator("main a.button").first.click()
    page.locator(".tasks a").click()
    page.locator("[name=pitch]").fill("Tre av fyra är nöjda.")
    button(page, _("Save and continue")).click()
    button(page, _("Send in the supplement")).click()
    expect(page.locator("h1")).to_have_text(_("We have received what you sent in"))


def decide(page: Page) -> None:
    """Accept the entry with its supplement to the jury, which chooses it."""
    page.reload()
    expect(status(page)).to_have_text(str(NominationStatus.SUPPLEMENTED.label))
    expect(page.locator("main")).to_contain_text("Tre av fyra är nöjda.")
    do(page, InboxAction.TO_JURY)
    do(page, InboxAction.WINNER)
    expect(status(page)).to_have_text(str(NominationStatus.WINNER.label))


def make_and_publish_the_page(page: Page) -> None:
    """Make the winner's page, fill in what it lacks, and publish it."""
    button(page, _("Make the winner's page")).click()
    expect(page).to_have_url(re.compile(r"/admin/pages/\d+/edit/"))
    page.locator("[name=citation]").fill("De vågade fråga dem som det gällde.")
    page.locator("[name='recipients-0-unit']").fill("Enheten för fallprevention")
    page.locator("footer [aria-expanded]").click()
    page.locator("[name=action-publish]").click()
    expect(page.locator(".messages")).to_contain_text("Färre fall")
