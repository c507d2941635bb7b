"""Using Wagtail's page editor the way a browser does."""

from __future__ import annotations

import json
from collections.abc import Iterator
from html.parser import HTMLParser
from typing import Any

from django.http import QueryDict
from django.test import Client
from django.urls import reverse
from wagtail import blocks
from wagtail.models import Page
from wagtail.test.utils.form_data import nested_form_data, querydict_from_html


def edit_address(page: Page) -> str:
    return reverse("wagtailadmin_pages:edit", args=[page.pk])


def add_address(model: type[Page], parent: Page) -> str:
    names = (model._meta.app_label, model._meta.model_name)
    return reverse("wagtailadmin_pages:add", args=[*names, parent.pk])


def form_at(client: Client, address: str, model: type[Page]) -> QueryDict:
    """The editor's form as the browser would send it."""
    response = client.get(address)
    assert response.status_code == 200
    html = response.content.decode()
    form = querydict_from_html(html, form_id="page-edit-form")
    found = _StreamFields()
    found.feed(html)
    for name in model.get_streamfield_names():
        block = model._meta.get_field(name).stream_block  # type: ignore[union-attr]
        for key, value in _drawn(block, name, found.states[name]):
            form.appendlist(key, value)
    return form


class _StreamFields(HTMLParser):
    """Finds what each stream field of a form holds: scripts draw its inputs from that."""

    def __init__(self) -> None:
        super().__init__()
        self.states: dict[str, Any] = {}

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note the state of a stream field."""
        found = dict(attrs)
        if "data-w-block-arguments-value" in found:
            state = json.loads(found["data-w-block-arguments-value"] or "[]")[0]
            self.states[found["id"] or ""] = state


def _drawn(block: blocks.Block, prefix: str, state: Any) -> Iterator[tuple[str, str]]:
    """The inputs that Wagtail's scripts draw for a block that holds ``state``."""
    if isinstance(block, blocks.StructBlock):
        for name, child in block.child_blocks.items():
            yield from _drawn(child, f"{prefix}-{name}", state[name])
    elif isinstance(block, blocks.StreamBlock | blocks.ListBlock):
        yield f"{prefix}-count", str(len(state))
        for place, item in enumerate(state):
            here = f"{prefix}-{place}"
            yield f"{here}-deleted", ""
            yield f"{here}-order", str(place)
            yield f"{here}-id", item["id"] or ""
            if isinstance(block, blocks.StreamBlock):
                yield f"{here}-type", item["type"]
                child = block.child_blocks[item["type"]]
            else:
                child = block.child_block
            yield from _drawn(child, f"{here}-value", item["value"])
    elif isinstance(state, bool):
        if state:
            yield prefix, "on"
    elif isinstance(state, dict):
        yield prefix, str(state["id"])
    else:
        for value in state if isinstance(state, list) else [state]:
            yield prefix, "" if value is None else str(value)


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
