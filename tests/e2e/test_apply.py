"""Applying in a real browser: what is typed is never lost, and what is sent in is there once."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.utils import timezone
from django.utils.translation import gettext as _
from PIL import Image
from playwright.sync_api import Page, Route, expect

from awards.domain.lifecycle import change_status
from awards.domain.supplements import request_supplement
from awards.domain.uploads import prepare_waiting
from awards.models import AwardYearPage, Draft, NominationFormPage, NominationVersion, Upload
from awards.statuses import NominationStatus
from tests.awards.apply.applicant import Applicant
from tests.cms.picture_files import exif, photo
from tests.e2e.applying import (
    EMAIL,
    PITCH,
    Hand,
    Keyboard,
    Mailbox,
    Mouse,
    begin,
    button,
    fill_in,
    plain_text,
)
from tests.e2e.conftest import Complaints
from tests.e2e.live_server import at_rest
from tests.e2e.waiting import wait_until
from tests.factories import UserFactory, day

pytestmark = pytest.mark.django_db

NewPage = Callable[..., Page]
WIDE = {"viewport": {"width": 1280, "height": 800}}
NARROW = {"viewport": {"width": 320, "height": 640}}
#: What a page is told when another tab, or another program, is put before it.
HIDE = """() => {
    Object.defineProperty(document, "visibilityState", { value: "hidden" });
    document.dispatchEvent(new Event("visibilitychange"));
}"""


@pytest.fixture
def picture(tmp_path: Path) -> Path:
    """A photograph as a telephone takes it: lying on its side, with where it was taken."""
    path = tmp_path / "bild.jpg"
    path.write_bytes(photo("jpg", exif=exif(6)))
    return path


@pytest.fixture
def applicant(form: NominationFormPage) -> Applicant:
    """Somebody who has begun, and filled in nothing."""
    made = Applicant(form, EMAIL)
    made.begin()
    return made


def open_step(page: Page, applicant: Applicant, key: str = "bidraget") -> Page:
    """Come back by the link, and open a step."""
    page.goto(applicant.link())
    page.goto(applicant.url("step", key))
    return page


# --- The whole way ---


@pytest.mark.both_databases
@pytest.mark.parametrize(
    ("options", "hand"),
    [
        (WIDE, Mouse()),
        (WIDE | {"java_script_enabled": False}, Mouse()),
        (WIDE, Keyboard()),
        (NARROW, Mouse()),
    ],
    ids=["scripts", "no scripts", "keyboard", "narrow"],
)
def test_from_the_award_to_the_receipt(
    form: NominationFormPage,
    mailbox: Mailbox,
    picture: Path,
    new_page: NewPage,
    options: dict[str, Any],
    hand: Hand,
) -> None:
    page = new_page(**options)

    begin(page, form, hand)
    link = mailbox.link()
    fill_in(page, hand, picture)
    with at_rest():
        assert prepare_waiting() == 1
    page.reload()
    expect(page.locator(".answers img")).to_have_js_property("naturalWidth", 480)
    hand.press(button(page, _("Send in")))

    expect(page.locator(".reference strong")).to_have_text("FRA-2026-0001")
    with at_rest():
        upload = Upload.objects.get()
    assert _received() == [
        {
            "namn": "Färre fall",
            "pitch": PITCH,
            "film": {
                "url": "https://film.example.se/1",
                "seconds": 150,
                "captions": "yes",
                "lawful": True,
            },
            "bild": {
                "upload": str(upload.public_id),
                "alt": "Två kollegor vid ett bord",
                "photographer": "Bo Al",
                "rights": True,
                "people": "nobody",
            },
            "kontaktperson": {"name": "Ann Ek", "title": "", "email": EMAIL, "phone": ""},
        }
    ]
    _assert_nothing_tells_where_it_was_taken(upload)
    _assert_the_receipt_is_kept(page, mailbox)

    elsewhere = new_page(**options)
    elsewhere.goto(link)
    expect(elsewhere).to_have_url(re.compile("/skickat/$"))
    expect(elsewhere.locator(".reference strong")).to_have_text("FRA-2026-0001")


@at_rest()
def _received() -> list[dict[str, Any]]:
    """The answers of every version that has been received."""
    return list(NominationVersion.objects.order_by("pk").values_list("answers", flat=True))


@at_rest()
def _assert_nothing_tells_where_it_was_taken(upload: Upload) -> None:
    for kept, size in ((upload.file, (800, 1200)), (upload.thumbnail, (480, 720))):
        with kept.open("rb") as file, Image.open(file) as stored:
            assert dict(stored.getexif()) == {}
            assert stored.size == size


def _assert_the_receipt_is_kept(page: Page, mailbox: Mailbox) -> None:
    """By mail, as a page and as a file of text."""
    assert "FRA-2026-0001" in plain_text(mailbox.newest())
    with page.expect_download() as download:
        page.get_by_role("link", name=_("Save it as a text file")).click()
    assert download.value.suggested_filename == "FRA-2026-0001.txt"
    kept = Path(download.value.path()).read_text()
    assert "Färre fall" in kept
    assert PITCH.splitlines()[0] in kept
    page.get_by_role("link", name=_("Read and print what you have sent in")).click()
    expect(page.locator("main")).to_contain_text("Färre fall")


# --- Saving while typing ---


@pytest.mark.both_databases
def test_what_is_typed_is_there_after_the_browser_was_killed(
    form: NominationFormPage, mailbox: Mailbox, new_page: NewPage
) -> None:
    page = new_page(**WIDE)
    begin(page, form, Mouse())
    link = mailbox.link()
    page.locator(".tasks a").first.click()
    page.locator("[name=pitch]").press_sequentially(PITCH)
    expect(page.locator(".saved")).to_have_text(re.compile(r"^Sparat \d\d:\d\d$"), timeout=20_000)
    page.context.close()

    page = new_page(**WIDE)
    page.goto(link)
    page.locator(".tasks a").first.click()

    expect(page.locator("[name=pitch]")).to_have_value(PITCH)


def test_typing_without_a_pause_is_saved_in_time(page: Page, applicant: Applicant) -> None:
    open_step(page, applicant)
    page.clock.install()
    field = page.locator("[name=namn]")
    field.press("a")
    with page.expect_response(re.compile("/spara/$")) as saved:
        for _second in range(20):
            page.clock.run_for(1_000)
            field.press("a")
            if _drafts_text(applicant, "namn"):
                break

    assert saved.value.ok
    page.wait_for_load_state("networkidle")
    assert 10 <= len(_drafts_text(applicant, "namn")) <= 17


def test_leaving_a_page_saves_it(page: Page, applicant: Applicant) -> None:
    open_step(page, applicant)
    page.locator("[name=namn]").fill("Färre fall")

    page.locator(".back a").click()
    expect(page.locator(".tasks")).to_be_visible()

    wait_until(page, lambda: _drafts_text(applicant, "namn") == "Färre fall")


def test_the_browsers_back_loses_nothing(page: Page, applicant: Applicant) -> None:
    open_step(page, applicant)
    page.locator("[name=namn]").fill("Färre fall")
    page.locator("[name=pitch]").fill(PITCH)
    button(page, _("Save and continue")).click()
    expect(page.locator("h1")).to_have_text("Bilagor")

    page.go_back()

    expect(page.locator("h1")).to_have_text("Bidraget")
    expect(page.locator("[name=namn]")).to_have_value("Färre fall")
    expect(page.locator("[name=pitch]")).to_have_value(PITCH)


def test_a_save_that_fails_is_told_and_tried_again(
    page: Page, applicant: Applicant, complaints: Complaints
) -> None:
    complaints.forgive("net::ERR_INTERNET_DISCONNECTED")
    open_step(page, applicant)
    page.context.set_offline(True)
    page.locator("[name=namn]").fill("Färre fall")
    status = page.locator(".saved")
    expect(status).to_have_class("saved failed")
    expect(page.locator(".form-header [role=status]")).to_have_text(status.inner_text())
    with page.expect_event("requestfailed"):
        button(page, _("Save and continue")).click()
    expect(page.locator("h1")).to_have_text("Bidraget")  # nothing is risked

    page.context.set_offline(False)
    button(page, _("Save and continue")).click()

    expect(page.locator("[name=namn]")).to_have_value("Färre fall")
    expect(page.locator(".error-summary")).to_be_visible()  # the pitch is missing
    assert _drafts_text(applicant, "namn") == "Färre fall"
    complaints.forgive(422)


def test_a_right_that_is_gone_is_told_and_comes_back_with_the_link(
    page: Page, applicant: Applicant, complaints: Complaints
) -> None:
    open_step(page, applicant)
    page.context.clear_cookies()
    page.locator("[name=namn]").fill("Färre fall")
    status = page.locator(".saved")
    expect(status).to_have_text(
        _("Not saved. Leave this page open, and open the link in your e-mail once more.")
    )

    other = page.context.new_page()
    other.goto(applicant.link())
    page.bring_to_front()
    page.locator("[name=namn]").press_sequentially(" igen")

    expect(status).to_have_class("saved")
    expect(status).to_have_text(re.compile("^Sparat "))
    assert _drafts_text(applicant, "namn") == "Färre fall igen"
    complaints.forgive(403)


def test_a_save_under_way_never_overtakes_the_step(page: Page, applicant: Applicant) -> None:
    """What was typed last is what is kept, however slow the save before it was."""
    held: list[Route] = []
    open_step(page, applicant)
    page.route("**/spara/", lambda route: route.continue_() if held else held.append(route))
    page.locator("[name=pitch]").fill(PITCH)
    page.locator("[name=namn]").fill("För")
    wait_until(page, lambda: held)
    [save] = held
    page.locator("[name=namn]").fill("Färre fall")
    button(page, _("Save and go to the list")).click(no_wait_after=True)
    page.wait_for_timeout(300)
    save.continue_()

    expect(page.locator(".tasks")).to_be_visible()
    assert _drafts_text(applicant, "namn") == "Färre fall"


def test_an_older_text_that_arrives_last_does_not_stay(page: Page, applicant: Applicant) -> None:
    """A page that is hidden saves at once, though the save before is still under way."""
    held: list[Route] = []
    open_step(page, applicant)
    page.route("**/spara/", lambda route: route.continue_() if held else held.append(route))
    page.locator("[name=namn]").fill("För")
    wait_until(page, lambda: held)
    [save] = held
    page.locator("[name=namn]").fill("Färre fall")
    with page.expect_response("**/spara/"):
        page.evaluate(HIDE)
    assert _drafts_text(applicant, "namn") == "Färre fall"

    with page.expect_response(lambda response: response.request == save.request):
        save.continue_()

    wait_until(page, lambda: _drafts_text(applicant, "namn") == "Färre fall")


@at_rest()
def _drafts_text(applicant: Applicant, name: str) -> str:
    return str(Draft.objects.get(pk=applicant.draft.pk).data.get(name, ""))


# --- Counting ---


def test_characters_are_counted_while_typing(page: Page, applicant: Applicant) -> None:
    open_step(page, applicant)
    field, count = page.locator("[name=pitch]"), page.locator("#id_pitch_count")
    expect(count).to_have_text("Högst 100 tecken.")
    spoken = page.locator("#id_pitch_count + [role=status]")

    field.fill("två\n🎉")
    expect(count).to_have_text("95 tecken kvar.")
    expect(spoken).to_have_text("95 tecken kvar.")

    field.fill("a" * 1_101)
    expect(count).to_have_text(re.compile(r"^1\s001 tecken för mycket\.$"))
    expect(count).to_have_class("count over")


# --- Errors ---


@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "no scripts"])
def test_errors_are_summed_up_and_lead_to_their_inputs(
    new_page: NewPage, applicant: Applicant, complaints: Complaints, scripts: bool
) -> None:
    page = open_step(new_page(**WIDE, java_script_enabled=scripts), applicant)
    page.locator("[name=namn]").fill("Färre fall")
    button(page, _("Save and continue")).click()

    expect(page).to_have_title(re.compile("^Fel: Bidraget"))
    expect(page.locator(".error-summary")).to_be_focused()
    page.locator(".error-summary a").click()
    expect(page.locator("[name=pitch]")).to_be_focused()
    expect(page.locator("[name=namn]")).to_have_value("Färre fall")
    complaints.forgive(422)


def test_each_line_of_the_summary_leads_to_an_input(
    page: Page, applicant: Applicant, complaints: Complaints
) -> None:
    """Also those of questions with several inputs, and from the page of all answers."""
    page.goto(applicant.link())
    page.goto(applicant.url("check"))
    button(page, _("Send in")).click()
    expect(page.locator(".error-summary")).to_be_focused()
    complaints.forgive(422)
    lines = page.locator(".error-summary a")
    names = []
    for number in range(lines.count()):
        page.goto(applicant.url("check"))
        button(page, _("Send in")).click()
        lines.nth(number).click()
        expect(page.locator("form [name]:focus")).to_be_visible()
        names.append(page.locator("form [name]:focus").get_attribute("name"))

    assert names == [
        "namn",
        "pitch",
        "film__url",
        "film__minutes",
        "film__captions",
        "film__lawful",
        "bild",
        "bild__alt",
        "bild__photographer",
        "bild__people",
        "bild__rights",
        "kontaktperson__name",
        "kontaktperson__email",
    ]


def test_an_error_after_coming_from_the_check_takes_focus(
    page: Page, applicant: Applicant, complaints: Complaints
) -> None:
    page.goto(applicant.link())
    page.goto(f"{applicant.url('step', 'bidraget')}?check=1#id_pitch")
    expect(page.locator("[name=pitch]")).to_be_focused()
    button(page, _("Save and continue")).click()

    expect(page.locator(".error-summary")).to_be_focused()
    complaints.forgive(422)


# --- Files ---


@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "no scripts"])
def test_a_picture_is_replaced_and_removed(
    new_page: NewPage, applicant: Applicant, complaints: Complaints, picture: Path, scripts: bool
) -> None:
    page = open_step(new_page(**WIDE, java_script_enabled=scripts), applicant, "bilagor")
    go_on = button(page, _("Save and continue"))
    page.locator("[name=bild]").set_input_files(picture)
    go_on.click()
    # The rest is missing, but the file has been saved.
    expect(page.locator(".stored")).to_contain_text("bild.jpg")

    other = picture.rename(picture.with_name("annan.jpg"))
    page.locator("[name=bild]").set_input_files(other)
    page.locator("[name=bild__alt]").fill("Ett bord")
    page.locator("[name=bild__alt]").press("Enter")  # goes on, and removes nothing
    expect(page.locator(".stored")).to_contain_text("annan.jpg")
    expect(page.locator("[name=bild__alt]")).to_have_value("Ett bord")
    assert _files() == ["annan.jpg"]

    page.locator("button[name=remove]").click()
    expect(page.locator(".stored")).to_have_count(0)
    expect(page.locator("[name=bild__alt]")).to_have_value("Ett bord")
    assert _files() == []
    complaints.forgive(422)


@at_rest()
def _files() -> list[str]:
    """The names of the files that are kept."""
    return list(Upload.objects.values_list("name", flat=True))


# --- Checking and sending ---


def test_a_change_from_the_check_leads_back_to_it(page: Page, applicant: Applicant) -> None:
    applicant.fill_in()
    page.goto(applicant.link())
    page.goto(applicant.url("check"))

    page.locator(".checked a[href*='/steg/bidraget/']").click()
    page.locator("[name=namn]").fill("Färre fall")
    button(page, _("Save and continue")).click()

    expect(page).to_have_url(re.compile("/kontrollera/$"))
    expect(page.locator(".answers").first).to_contain_text("Färre fall")


@pytest.mark.both_databases
@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "no scripts"])
def test_a_double_click_sends_in_once(
    new_page: NewPage, applicant: Applicant, scripts: bool
) -> None:
    applicant.fill_in()
    page = new_page(**WIDE, java_script_enabled=scripts)
    page.goto(applicant.link())
    page.goto(applicant.url("check"))
    posts: list[str] = []
    page.on("request", lambda sent: posts.append(sent.url) if sent.method == "POST" else None)

    button(page, _("Send in")).dblclick()

    expect(page.locator(".reference strong")).to_have_text("FRA-2026-0001")
    assert len(_received()) == 1
    assert not scripts or len(posts) == 1


def test_what_is_taken_back_can_be_sent_in_again(page: Page, applicant: Applicant) -> None:
    applicant.fill_in()
    applicant.send()
    page.goto(applicant.link())

    page.get_by_role("link", name=_("Take back what you have sent in")).click()
    button(page, _("Take it back")).click()
    expect(page.locator("h1")).to_have_text(_("You have taken back what you sent in"))
    page.get_by_role("link", name=_("Open and send in again")).click()
    page.get_by_role("link", name=_("Check your answers")).click()
    button(page, _("Send in again")).click()

    expect(page.locator("h1")).to_have_text(_("We have received what you sent in"))
    expect(page.locator(".reference strong")).to_have_text("FRA-2026-0001")
    assert len(_received()) == 2


def test_a_supplement_is_answered_after_closing(page: Page, applicant: Applicant) -> None:
    applicant.fill_in()
    applicant.send()
    applicant.draft.refresh_from_db()
    assert applicant.draft.nomination is not None
    reviewer = UserFactory.create()
    change_status(
        applicant.draft.nomination,
        NominationStatus.UNDER_REVIEW,
        actor=reviewer,
        now=timezone.now(),
    )
    request_supplement(
        applicant.draft.nomination,
        text="Berätta mer om resultatet.",
        questions=["pitch"],
        due_on=day(14),
        actor=reviewer,
        now=timezone.now(),
    )
    _close(applicant)
    page.goto(applicant.link())

    expect(page.locator("main")).to_contain_text("Berätta mer om resultatet.")
    page.locator("main a.button").first.click()
    page.locator(".tasks a").click()
    expect(page.locator("form [name=namn]")).to_have_count(0)
    page.locator("[name=pitch]").fill("Tre av fyra är nöjda.")
    button(page, _("Save and continue")).click()
    button(page, _("Send in the supplement")).click()

    expect(page.locator("h1")).to_have_text(_("We have received what you sent in"))
    first, second = _received()
    assert second == first | {"pitch": "Tre av fyra är nöjda."}


# --- Closing ---


def test_closing_while_the_form_is_open_refuses_and_keeps_all(
    page: Page, applicant: Applicant, complaints: Complaints
) -> None:
    open_step(page, applicant)
    page.locator("[name=namn]").fill("Färre fall")
    page.locator("[name=pitch]").fill(PITCH)
    _close(applicant)

    button(page, _("Save and continue")).click()

    expect(page).to_have_title(re.compile("^Fel: "))
    expect(page.locator(".error-summary")).to_be_focused()
    expect(page.locator(".answers").first).to_contain_text("Färre fall")
    expect(page.locator(".answers").first).to_contain_text("Det gick bra för 9 av 10. 🎉")
    expect(page.locator("main form")).to_have_count(0)
    assert _drafts_text(applicant, "pitch").replace("\r\n", "\n") == PITCH
    assert _received() == []
    complaints.forgive(403)


def test_closing_while_the_answers_are_checked_refuses_and_keeps_all(
    page: Page, applicant: Applicant, complaints: Complaints
) -> None:
    applicant.fill_in(namn="Färre fall")
    page.goto(applicant.link())
    page.goto(applicant.url("check"))
    _close(applicant)

    button(page, _("Send in")).click()

    expect(page.locator(".error-summary")).to_be_focused()
    expect(page.locator(".answers").first).to_contain_text("Färre fall")
    assert _received() == []
    complaints.forgive(403)


@at_rest()
def _close(applicant: Applicant) -> None:
    """Let the last day have been over for longer than anybody is given."""
    AwardYearPage.objects.filter(pk=applicant.draft.year_id).update(
        opens_on=day(-30), closes_on=timezone.localdate() - timedelta(days=2)
    )
