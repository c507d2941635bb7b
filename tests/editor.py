"""Using Wagtail's page editor the way a browser does."""

from __future__ import annotations

from typing import Any

from django.http import QueryDict
from django.test import Client
from django.urls import reverse
from wagtail.models import Page
from wagtail.test.utils.form_data import nested_form_data, querydict_from_html


def edit_address(page: Page) -> str:
    return reverse("wagtailadmin_pages:edit", args=[page.pk])


def form_at(client: Client, address: str, model: type[Page]) -> QueryDict:
    """The editor's form as the browser would send it; scripts draw the stream fields' part."""
    response = client.get(address)
    assert response.status_code == 200
    form = querydict_from_html(response.content.decode(), form_id="page-edit-form")
    for name in model.get_streamfield_names():
        form[f"{name}-count"] = "0"
    return form


def fill_in(form: QueryDict, typed: dict[str, Any]) -> QueryDict:
    """The form with what an editor types; nested data as ``nested_form_data`` takes it."""
    for name, value in nested_form_data(typed).items():
        form[name] = str(value)
    return form


def send_edit(client: Client, page: Page, typed: dict[str, Any], action: str = "") -> Any:
    """Change what is ``typed`` in a page's form and send it; ``action`` is "publish" or a draft."""
    form = fill_in(form_at(client, edit_address(page), type(page)), typed)
    if action:
        form[f"action-{action}"] = "1"
    return client.post(edit_address(page), form)
