"""The table of pages has every type of page, and shows every template that visitors meet."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.conf import settings
from django.test import Client
from wagtail.models import Page, get_page_models

from tests.e2e.whole_site.pages import FEEDBACK, PAGES

pytestmark = pytest.mark.django_db

#: Templates of staff and of machines.
_NOT_FOR_VISITORS = ("awards/inbox/", "emails/")


def test_every_type_of_page_is_visited(whole_site: str) -> None:
    paths = {page.path for page in PAGES}
    visited = {type(page) for page in Page.objects.live().specific() if page.url in paths}
    assert visited == set(get_page_models()) - {Page}


def test_every_template_is_shown(whole_site: str) -> None:
    client = Client(raise_request_exception=False)
    answers = [client.get(page.path) for page in PAGES]
    form = client.get(FEEDBACK).context["form"]
    answers.append(client.post(form.page.send_url))
    answers.append(client.get(f"/aterkoppling/{form.page.pk}/tack/"))
    shown = {str(template.name) for answer in answers for template in answer.templates}
    assert _templates() - shown == set()


def _templates() -> set[str]:
    folder = Path(settings.BASE_DIR, "templates")
    names = {path.relative_to(folder).as_posix() for path in folder.rglob("*.html")}
    return {name for name in names if not name.startswith(_NOT_FOR_VISITORS)}
