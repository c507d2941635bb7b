"""The table of pages has every type of page, and shows every template that visitors meet."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse
from wagtail.models import Page, get_page_models

from tests.e2e.live_server import at_rest
from tests.e2e.whole_site.applicants import draft_of, link_path
from tests.e2e.whole_site.pages import FEEDBACK, PAGES, PublicPage, find

pytestmark = pytest.mark.django_db

#: Templates of staff and of machines.
_NOT_FOR_VISITORS = (
    "awards/inbox/",
    "awards/apply/by_staff.html",
    "awards/apply/preview_questions.html",
    "emails/",
    "modeladmin/",
    "wagtailadmin/",
)


@at_rest()
def test_every_type_of_page_is_visited(whole_site: str) -> None:
    paths = {page.path for page in PAGES}
    visited = {type(page) for page in Page.objects.live().specific() if page.url in paths}
    assert visited == set(get_page_models()) - {Page}


@at_rest()
def test_every_template_is_shown(whole_site: str) -> None:
    client = Client(raise_request_exception=False)
    answers = [_opened(client, page) for page in PAGES]
    answers += [_sent(client, "leaving", "leave"), _sent(client, "deleting", "delete")]
    answers.append(Client().get(find("no right").address()))
    eligibility = find("eligibility").address()
    answers.append(client.post(eligibility, {"finansieras": "yes"}, follow=True))
    form = client.get(FEEDBACK).context["form"]
    answers.append(client.post(form.page.send_url))
    answers.append(client.get(f"/aterkoppling/{form.page.pk}/tack/"))
    shown = {str(template.name) for answer in answers for template in answer.templates}
    assert _templates() - shown == set()


def _opened(client: Client, page: PublicPage) -> Any:
    if page.applicant:
        client.get(link_path(draft_of(page.applicant).public_id))
    return client.get(page.address())


def _sent(client: Client, applicant: str, name: str) -> Any:
    public_id = draft_of(applicant).public_id
    client.get(link_path(public_id))
    return client.post(reverse(f"apply:{name}", args=[public_id]))


def _templates() -> set[str]:
    folder = Path(settings.BASE_DIR, "templates")
    names = {path.relative_to(folder).as_posix() for path in folder.rglob("*.html")}
    return {name for name in names if not name.startswith(_NOT_FOR_VISITORS)}
