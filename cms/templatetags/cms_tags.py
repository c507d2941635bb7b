"""What templates of any page need: pictures, rich text, and the way around the site.

These are plain functions that build strings, since an award's page calls them often and has a
budget of time.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Protocol

from django import template
from django.core.files.storage import default_storage
from django.utils.functional import SimpleLazyObject
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from wagtail.rich_text import expand_db_html

from cms import navigation
from cms.dates import in_stockholm
from cms.footer import footer_html
from cms.models import Picture, SiteSettings
from cms.numbers import grouped
from cms.pictures import LAYOUTS, make_sources

register = template.Library()

_EAGER = mark_safe('fetchpriority="high"')
_LAZY = mark_safe('loading="lazy"')


@dataclass(frozen=True)
class SharedPicture:
    """A picture for sharing: an absolute address, and its size in pixels."""

    url: str
    width: int
    height: int


class HasFiles(Protocol):
    """A picture, or what a list tells of one."""

    @property
    def sources(self) -> dict[str, Any]:
        """The ready-made files by layout; see ``cms.models.Picture``."""

    @property
    def description(self) -> str:
        """The alternative text, unless a page has one of its own."""


@register.filter
def rich(html: str | None) -> SafeString:
    """Rich text as HTML. Links are looked up only where there are any."""
    text = str(html or "")
    if "linktype=" in text or "<embed" in text:
        text = expand_db_html(text)
    return mark_safe(text)  # noqa: S308 - cleaned by Wagtail's whitelist when it was saved


register.filter("grouped", grouped)
register.filter("in_stockholm", in_stockholm)


@register.simple_tag(takes_context=True)
def picture(
    context: dict[str, Any],
    picture: HasFiles | None,
    layout: str,
    alt: str | None = None,
    loading: str = "lazy",
) -> SafeString:
    """A responsive picture in a layout of ``cms.pictures``, or nothing if it has no files.

    The files are made on publication and remembered on the picture; only a preview makes them
    on demand. Without ``alt`` the picture's own description is used; "" is for a picture that
    adds nothing. ``loading="eager"`` marks the page's main picture, to be fetched first.
    """
    sources = _sources(context, picture, layout)
    if picture is None or not sources:
        return mark_safe("")
    sizes = LAYOUTS[layout].sizes
    *modern, fallback = sources.items()
    parts = [
        format_html('<source type="image/{}" srcset="{}" sizes="{}">', kind, _srcset(files), sizes)
        for kind, files in modern
    ]
    name, width, height = fallback[1][-1]
    parts.append(
        format_html(
            '<img src="{}" srcset="{}" sizes="{}" width="{}" height="{}" alt="{}" {}>',
            default_storage.url(name),
            _srcset(fallback[1]),
            sizes,
            width,
            height,
            picture.description if alt is None else alt,
            _EAGER if loading == "eager" else _LAZY,
        )
    )
    return mark_safe(f"<picture>{''.join(parts)}</picture>")  # noqa: S308 - parts are escaped


@register.simple_tag(takes_context=True)
def shared_picture(context: dict[str, Any], picture: HasFiles | None) -> SharedPicture | None:
    """The file of a picture that other sites show when a page is shared."""
    sources = _sources(context, picture, "social")
    if not sources:
        return None
    name, width, height = sources["jpeg"][-1]
    request = context["request"]
    return SharedPicture(request.build_absolute_uri(default_storage.url(name)), width, height)


@register.simple_tag(takes_context=True)
def site_settings(context: dict[str, Any]) -> Any:
    """The settings of the site; asked for when something of them is shown."""
    request = context["request"]
    return SimpleLazyObject(lambda: SiteSettings.for_request(request))


@register.simple_tag(takes_context=True)
def site_links(context: dict[str, Any]) -> Any:
    """The menu, and the pages that the footer leads to; asked for when one of them is shown."""
    request, page = context["request"], context.get("page")
    return SimpleLazyObject(lambda: navigation.site_links(request, page))


@register.simple_tag(takes_context=True)
def kept_footer(context: dict[str, Any]) -> SafeString:
    """The foot of a page that is asked for often; up to ``PUBLIC_CACHE_SECONDS`` old."""
    return footer_html(context["request"])


@register.simple_tag(takes_context=True)
def breadcrumbs(context: dict[str, Any]) -> list[navigation.Entry]:
    """The way from the front page to the page, itself left out."""
    return navigation.breadcrumbs(context["request"], context.get("page"))


@register.simple_tag
def telephone_link(number: str) -> SafeString:
    """A link that calls a telephone number, whatever way it is written: +46 (0)8-508 00 000."""
    digits = "".join(sign for sign in number.replace("(0)", "") if sign.isdigit() or sign == "+")
    return format_html('<a href="tel:{}">{}</a>', digits, number)


def _sources(
    context: dict[str, Any], picture: HasFiles | None, layout: str
) -> dict[str, list[list[Any]]] | None:
    if picture is None:
        return None
    is_preview = getattr(context.get("request"), "is_preview", False)
    if is_preview and not picture.sources.get(layout) and isinstance(picture, Picture):
        make_sources(picture, layout)
    return picture.sources.get(layout)


def _srcset(files: list[list[Any]]) -> str:
    return ", ".join(f"{default_storage.url(name)} {width}w" for name, width, _height in files)
