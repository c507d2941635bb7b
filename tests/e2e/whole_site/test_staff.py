"""The screens of staff that are this project's own are as accessible as the visitors' pages.

The law counts them in. What is wrong with Wagtail's own parts of them is left out by rule and
selector.
"""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.conf import settings
from django.test import Client
from django.utils import timezone
from playwright.sync_api import Browser, Page

from awards.domain import manual
from awards.enums import EntrySource, Role
from awards.models import AwardPage, Draft, MessageTemplate, Organisation
from home.models import FeedbackMessage
from tests.e2e.judges import axe_violations_in_each_view, bring_axe
from tests.e2e.live_server import at_rest
from tests.e2e.waiting import PATIENCE
from tests.e2e.whole_site.applicants import FORM, draft_of, form_of
from tests.factories import UserFactory

pytestmark = pytest.mark.django_db

#: Faults of Wagtail 8.0 itself: the red of its buttons that delete, the button of its minimap and
#: what tells who may see a page, which fade in, and rich text and lists in blocks without names.
WAGTAILS_OWN = (
    ("color-contrast", ".button.no, .button.serious"),
    ("color-contrast", ".w-minimap__collapse-all"),
    ("color-contrast", ".page-status-tag"),
    ("aria-input-field-name", ".public-DraftEditor-content"),
    ("label", "[name*='-options-']"),
    ("scrollable-region-focusable", ".w-minimap__list, .DraftEditor-root"),
)

SCREENS = (
    "/admin/",
    "/admin/awards/organisation/",
    "/admin/awards/organisation/?q=finns+inte",
    "/admin/awards/organisation/create/",
    "/admin/awards/organisation/edit/{organisation}/",
    "/admin/awards/organisation/delete/{organisation}/",
    "/admin/awards/{award}/start-year/",
    "/admin/awards/extend-draft/",
    "/admin/entries/",
    "/admin/entries/?q=finns+inte&status=winner",
    "/admin/entries/export/",
    "/admin/entries/export/?status=winner&q=finns+inte",
    "/admin/entries/{entry}/",
    "/admin/entries/{entry}/act/ineligible/",
    "/admin/entries/{entry}/act/winner/",
    "/admin/entries/{entry}/supplement/",
    "/admin/entries/{entry}/message/",
    "/admin/entries/{talked}/",
    "/admin/entries/{talked}/?against=1",
    "/admin/entries/outbox/",
    "/admin/awards/messagetemplate/",
    "/admin/awards/messagetemplate/edit/{template}/",
    "/admin/entries/statistics/",
    "/admin/entries/manual/",
    "/ansok/{begun}/",
    "/ansok/{begun}/kontrollera/",
    "/admin/account/",
    "/admin/pages/{form}/edit/",
    "/admin/feedback_messages/",
    "/admin/feedback_messages/edit/{message}/",
)


@pytest.fixture(scope="module")
def staff_page(browser: Browser, whole_site: str) -> Iterator[Page]:
    """A page of a communicator who has signed in, and has begun to type what came on paper."""
    with at_rest():
        user = UserFactory.create(role=Role.COMMUNICATOR)
        client = Client()
        client.force_login(user)
        now = timezone.now()
        paper = EntrySource.PAPER
        manual.begin(form_of(FORM), source=paper, came_in_at=now, email="", actor=user, now=now)
    name = settings.SESSION_COOKIE_NAME
    context = browser.new_context(base_url=whole_site, locale="sv-SE", reduced_motion="reduce")
    bring_axe(context)
    context.set_default_timeout(PATIENCE)
    context.add_cookies([{"name": name, "value": client.cookies[name].value, "url": whole_site}])
    yield context.new_page()
    context.close()


@at_rest()
def _address(screen: str) -> str:
    return screen.format(
        organisation=Organisation.objects.get(slug="aldreforvaltningen").pk,
        award=AwardPage.objects.get(slug="fornyelsepriset").pk,
        entry=draft_of("sent").nomination_id,
        talked=draft_of("supplemented").nomination_id,
        template=MessageTemplate.objects.earliest("pk").pk,
        form=form_of(FORM).pk,
        begun=Draft.objects.get(came_in_at__isnull=False).public_id,
        message=FeedbackMessage.objects.earliest("pk").pk,
    )


@pytest.mark.parametrize("screen", SCREENS)
def test_no_rule_is_broken_on_the_screens_of_staff(staff_page: Page, screen: str) -> None:
    response = staff_page.goto(_address(screen))
    assert response is not None
    assert response.status == 200
    violations = axe_violations_in_each_view(staff_page, best_practices=False, known=WAGTAILS_OWN)
    assert violations == [], "\n".join(violations)
