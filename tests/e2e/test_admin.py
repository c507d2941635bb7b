"""Wagtail's admin in a real browser, under the policy that it has got.

Whatever the policy refuses is an error in the browser's console, which fails the test.
"""

from __future__ import annotations

from io import BytesIO

import pytest
from django.conf import settings
from django.test import Client
from PIL import Image
from playwright.sync_api import Page, expect

from tests.e2e.live_server import at_rest
from tests.factories import (
    AwardYearFactory,
    NominationFormFactory,
    PictureFactory,
    UserFactory,
    WinnerFactory,
    question,
    step,
)


@pytest.fixture
def staff(page: Page, address: str) -> Page:
    """The browser of somebody who has signed in and may do everything."""
    client = Client()
    client.force_login(UserFactory(is_staff=True, is_superuser=True))
    session = client.cookies[settings.SESSION_COOKIE_NAME]
    page.context.add_cookies([{"name": session.key, "value": session.value, "url": address}])
    return page


def test_the_dashboard_and_the_explorer(staff: Page) -> None:
    year = AwardYearFactory()
    staff.goto("/admin/")
    expect(staff.get_by_role("heading", level=1)).to_be_visible()
    staff.goto(f"/admin/pages/{year.get_parent().pk}/")
    expect(staff.get_by_role("link", name=year.title, exact=True).first).to_be_visible()


def test_the_editor_of_a_year_picks_a_date_and_adds_a_criterion(staff: Page) -> None:
    year = AwardYearFactory()
    staff.goto(f"/admin/pages/{year.pk}/edit/")
    staff.locator("#id_opens_on").click()
    expect(staff.locator(".xdsoft_datetimepicker:visible")).to_be_visible()
    staff.keyboard.press("Escape")
    rows = staff.locator("#id_criteria-FORMS > *")
    before = rows.count()
    staff.locator("#id_criteria-ADD").click()
    expect(rows).to_have_count(before + 1)


def test_a_date_in_other_words_stays_as_it_was_typed(staff: Page) -> None:
    year = AwardYearFactory()
    typed = {"opens_on": "1 december 2026", "winners_released_at": "1 februari 2027 kl. 18"}
    staff.goto(f"/admin/pages/{year.pk}/edit/")
    for name, text in typed.items():
        field = staff.locator(f"#id_{name}")
        field.click()
        expect(staff.locator(".xdsoft_datetimepicker:visible").first).to_be_visible()
        field.press_sequentially(text)
        staff.keyboard.press("Tab")
        expect(field).not_to_be_focused()

    for name, text in typed.items():
        expect(staff.locator(f"#id_{name}")).to_have_value(text)


def test_the_editor_of_a_winner_writes_a_story_and_chooses_a_picture(staff: Page) -> None:
    winner = WinnerFactory()
    picture = PictureFactory(title="Prisutdelning")
    staff.goto(f"/admin/pages/{winner.pk}/edit/")
    staff.locator("[data-contentpath='picture'] [data-chooser-action-choose]").click()
    staff.get_by_role("dialog").get_by_text(picture.title).first.click()
    expect(staff.locator("#id_picture")).to_have_value(str(picture.pk))


def test_a_tab_tells_of_errors_in_the_blocks_that_it_holds(staff: Page) -> None:
    """Scripts draw the blocks, and their errors, after the tabs."""
    steps = [step("Ett", question("one_of", "Område", options=["Skola", "Vård"]))]
    form = NominationFormFactory(parent=AwardYearFactory(open=True), steps=steps)
    staff.goto(f"/admin/pages/{form.pk}/edit/")
    staff.locator("input[id*='-options-'][type=text]").last.fill("")
    staff.get_by_role("button", name="Fler åtgärder").last.click()
    staff.get_by_role("button", name="Publicera").click()
    expect(staff.get_by_role("tab", name="Innehåll")).to_contain_text("1")


def test_the_preview_beside_the_editor_shows_the_page(staff: Page) -> None:
    winner = WinnerFactory()
    staff.goto(f"/admin/pages/{winner.pk}/edit/")
    staff.locator(
        "[data-side-panel-toggle='preview'], [aria-label='Växla förhandsgranskning']"
    ).first.click()
    frame = staff.frame_locator("#w-preview-iframe, [data-preview-panel] iframe").first
    expect(frame.locator("h1")).to_contain_text(winner.title)


def test_pictures_are_uploaded(staff: Page) -> None:
    content = BytesIO()
    Image.new("RGB", (640, 480), "navy").save(content, "PNG")
    staff.goto("/admin/images/multiple/add/")
    staff.locator("#fileupload").set_input_files(
        {"name": "bild.png", "mimeType": "image/png", "buffer": content.getvalue()}
    )
    expect(staff.locator("#id_image-1-title, [name$='-title']").first).to_have_value("bild")


def test_the_editor_of_a_form_shows_every_kind_of_question_and_keeps_them(staff: Page) -> None:
    form = NominationFormFactory(full=True)
    asked = [step["value"]["questions"] for step in form.steps.raw_data]
    staff.goto(f"/admin/pages/{form.pk}/edit/")
    expect(staff.locator("#id_steps-count, [name='steps-count']")).to_have_value(str(len(asked)))
    for place, questions in enumerate(asked):
        count = staff.locator(f"[name='steps-{place}-value-questions-count']")
        expect(count).to_have_value(str(len(questions)))
    staff.locator("[name='steps-0-value-title']").fill("Om bidraget")
    staff.get_by_role("button", name="Spara utkast").first.click()
    expect(staff.locator(".messages")).to_contain_text("uppdaterad")
    with at_rest():
        form.refresh_from_db()
        saved = form.get_latest_revision_as_object().steps.raw_data
    assert saved[0]["value"]["title"] == "Om bidraget"
    assert [step["id"] for step in saved] == [step["id"] for step in form.steps.raw_data]
    assert [[question["id"] for question in step["value"]["questions"]] for step in saved] == [
        [question["id"] for question in questions] for questions in asked
    ]
