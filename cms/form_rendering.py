"""Drawing the inputs of public forms: as Django does it, without a template for each.

A step of a form has dozens of inputs; Django renders a template, and in it another one, for every
single one of them. The plain inputs are strings that are put together here instead.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.forms.renderers import BaseRenderer, DjangoTemplates
from django.http import HttpRequest
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

_FOLDER = "django/forms/widgets"
_INPUTS = {
    f"{_FOLDER}/{name}.html"
    for name in ("text", "email", "hidden", "file", "checkbox", "radio_option", "checkbox_option")
}
_TEXTAREA = f"{_FOLDER}/textarea.html"
_SELECT = f"{_FOLDER}/select.html"


class QuickRenderer(BaseRenderer):
    """Draws plain inputs itself, and leaves all else to Django's own templates."""

    _templates = DjangoTemplates()

    def get_template(self, template_name: str) -> Any:
        """A template of Django's, for forms and for the inputs that are not plain."""
        return self._templates.get_template(template_name)

    def render(
        self, template_name: str, context: dict[str, Any], request: HttpRequest | None = None
    ) -> str:
        """The HTML of an input."""
        widget = context.get("widget", {})
        if template_name in _INPUTS and not widget.get("wrap_label"):
            return _input(widget)
        if template_name == _TEXTAREA:
            value = widget["value"] or ""
            attributes = _attributes(widget["attrs"])
            return format_html(
                '<textarea name="{}"{}>\n{}</textarea>', widget["name"], attributes, value
            )
        if template_name == _SELECT:
            return _select(widget)
        return super().render(template_name, context, request)


def _input(widget: Mapping[str, Any]) -> SafeString:
    value = widget["value"]
    return format_html(
        '<input type="{}" name="{}"{}{}>',
        widget["type"],
        widget["name"],
        "" if value is None else format_html(' value="{}"', str(value)),
        _attributes(widget["attrs"]),
    )


def _select(widget: Mapping[str, Any]) -> SafeString:
    return format_html(
        '<select name="{}"{}>{}</select>',
        widget["name"],
        _attributes(widget["attrs"]),
        SafeString("".join(map(_group, widget["optgroups"]))),
    )


def _group(group: tuple[str | None, list[Mapping[str, Any]], int]) -> SafeString:
    name, choices, _place = group
    options = SafeString("".join(map(_option, choices)))
    return format_html('<optgroup label="{}">{}</optgroup>', name, options) if name else options


def _option(choice: Mapping[str, Any]) -> SafeString:
    value, attributes = str(choice["value"]), _attributes(choice["attrs"])
    return format_html('<option value="{}"{}>{}</option>', value, attributes, choice["label"])


def _attributes(attributes: Mapping[str, Any]) -> SafeString:
    if not attributes:
        # As most choices of a long list.
        return SafeString("")
    return format_html_join(
        "",
        "{}",
        (
            (format_html(" {}", name) if value is True else format_html(' {}="{}"', name, value),)
            for name, value in attributes.items()
            if value is not False
        ),
    )
