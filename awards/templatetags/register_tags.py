"""What the pages of a register, and of an account, need beside what their packages tell."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django import template
from django.forms import BaseForm
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext
from wagtail.admin.widgets.button import HeaderButton

from cms.forms import error_summary

register = template.Library()


@register.simple_tag
def register_breadcrumbs(view: Any) -> list[dict[str, str]]:
    """The way from the admin's front page to a page of a register."""
    way = [
        {"url": reverse("wagtailadmin_home"), "label": gettext("Home")},
        {"url": view.index_url, "label": capfirst(view.verbose_name_plural)},
    ]
    if view.request.path == view.index_url:
        way[-1]["url"] = ""
        return way
    return [*way, {"url": "", "label": f"{view.get_page_title()}: {view.get_page_subtitle()}"}]


@register.simple_tag
def register_buttons(view: Any) -> list[HeaderButton]:
    """The button that adds something to a register, for those who may."""
    if not view.permission_helper.user_can_create(view.request.user):
        return []
    button = view.button_helper.add_button()
    return [HeaderButton(button["label"], button["url"], icon_name="plus")]


@register.simple_tag
def form_problems(form: BaseForm) -> list[tuple[str, str]]:
    """What has to be put right in a form: the id of an input, and the message with its label."""
    return error_summary(form, names_all=True)


@register.simple_tag
def account_problems(panels_by_tab: Mapping[Any, Iterable[Any]]) -> list[tuple[str, str]]:
    """What has to be put right in somebody's account."""
    forms = [panel.get_form() for panels in panels_by_tab.values() for panel in panels]
    return [problem for form in forms for problem in form_problems(form)]
