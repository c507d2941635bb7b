"""The settings of a site that communicators edit: header, footer, contact, law and films."""

from __future__ import annotations

import re
from contextlib import suppress
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from django.core.exceptions import ValidationError
from django.core.validators import URLValidator, validate_email
from django.db import models
from django.db.models import Q
from django.http import HttpRequest
from django.http.request import split_domain_port
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import (
    FieldPanel,
    ObjectList,
    PageChooserPanel,
    TabbedInterface,
)
from wagtail.contrib.settings.models import BaseSiteSetting, register_setting
from wagtail.fields import RichTextField
from wagtail.models import Page, Site

from cms.blocks import INLINE_FEATURES

from .page import BasePage
from .picture import Picture

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise


def _page(label: StrOrPromise) -> models.ForeignKey[Page | None, Page | None]:
    return models.ForeignKey(
        "wagtailcore.Page",
        verbose_name=label,
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )


#: A host's name: at least two parts, of letters of any language, digits and hyphens.
_HOST = re.compile(r"[^\W_]([\w-]*[^\W_])?(\.[^\W_]([\w-]*[^\W_])?)+")


#: What is read of a front page to link to the pages below it.
_OF_FRONT_PAGE = {"id", "content_type", "path", "depth", "title", "slug", "url_path", "locale"}
_NOT_OF_FRONT_PAGE = [
    f"root_page__{column.name}"
    for column in Page._meta.concrete_fields
    if column.name not in _OF_FRONT_PAGE
]


def _site_asked_for(request: HttpRequest) -> Site | None:
    """The site that Wagtail would find, with its settings; ``None`` if there is a choice."""
    # As Wagtail does: other code sees to it that the host is one of ours.
    host = split_domain_port(request._get_raw_host())[0]  # type: ignore[attr-defined]  # noqa: SLF001
    named = Site.objects.filter(Q(hostname=host) | Q(is_default_site=True)).order_by()
    with_all = named.select_related("root_page", "sitesettings").defer(*_NOT_OF_FRONT_PAGE)
    sites = list(with_all)
    return sites[0] if len(sites) == 1 else None


def _host(line: str) -> str:
    """The host of a line, which may be an address that somebody has pasted."""
    return (urlsplit(line).hostname or "") if "//" in line else line.lower()


def _is_contact(text: str) -> bool:
    for validate in (validate_email, URLValidator(schemes=["https"])):
        with suppress(ValidationError):
            validate(text)
            return True
    return False


@register_setting(icon="site")
class SiteSettings(BaseSiteSetting):
    """Header, footer, contact, who answers for personal data, and where films may be hosted."""

    site_name = models.CharField(
        _("name of the site"),
        max_length=100,
        default="Stadens priser",
        help_text=_("Shown in the header of every page and in search engines."),
    )
    mark = models.ForeignKey(
        Picture,
        verbose_name=_("the city's mark"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        help_text=_("The city's own logotype, shown beside the name. Leave empty for none."),
    )

    footer_text = RichTextField(_("text in the footer"), features=INLINE_FEATURES, blank=True)
    accessibility_page = _page(_("accessibility statement"))
    privacy_page = _page(_("page about personal data"))
    feedback_page = _page(_("feedback page"))

    city_name = models.CharField(
        _("the city's name"),
        max_length=100,
        blank=True,
        help_text=_("The organisation that gives the awards, for example Stockholms stad."),
    )
    contact_email = models.EmailField(_("e-mail address"), blank=True)
    contact_phone = models.CharField(_("telephone"), max_length=50, blank=True)
    contact_address = models.TextField(_("postal address"), blank=True)
    security_contact = models.CharField(
        _("security contact"),
        max_length=200,
        blank=True,
        help_text=_(
            "Where security holes are reported: an e-mail address or an https address. "
            "Published in security.txt."
        ),
    )

    controller = models.CharField(
        _("controller of personal data"),
        max_length=200,
        blank=True,
        help_text=_("The board or company that decides why and how personal data is handled."),
    )
    data_protection_officer = models.CharField(
        _("data protection officer"), max_length=200, blank=True
    )
    data_protection_email = models.EmailField(
        _("the data protection officer's e-mail address"), blank=True
    )
    privacy_complaint_url = models.URLField(
        _("complaints about personal data"),
        default="https://www.imy.se/",
        help_text=_("The supervisor's address for complaints about personal data."),
    )
    accessibility_complaint_url = models.URLField(
        _("complaints about accessibility"),
        default="https://www.digg.se/tdosanmalan",
        help_text=_("The supervisor's address for complaints about accessibility."),
    )

    film_hosts = models.TextField(
        _("where films may be hosted"),
        blank=True,
        help_text=_(
            "One host on each line, for example film.example.se. Links to films elsewhere are "
            "refused."
        ),
    )

    edit_handler = TabbedInterface(
        [
            ObjectList(
                [
                    FieldPanel("site_name"),
                    FieldPanel("mark"),
                    FieldPanel("footer_text"),
                    PageChooserPanel("accessibility_page", "home.AccessibilityStatementPage"),
                    PageChooserPanel("privacy_page"),
                    PageChooserPanel("feedback_page", "home.FeedbackPage"),
                ],
                heading=_("Header and footer"),
            ),
            ObjectList(
                [
                    FieldPanel("city_name"),
                    FieldPanel("contact_email"),
                    FieldPanel("contact_phone"),
                    FieldPanel("contact_address"),
                    FieldPanel("security_contact"),
                ],
                heading=_("Contact"),
            ),
            ObjectList(
                [
                    FieldPanel("controller"),
                    FieldPanel("data_protection_officer"),
                    FieldPanel("data_protection_email"),
                    FieldPanel("privacy_complaint_url"),
                    FieldPanel("accessibility_complaint_url"),
                ],
                heading=_("Law"),
            ),
            ObjectList([FieldPanel("film_hosts")], heading=_("Films")),
        ]
    )

    class Meta:
        verbose_name = _("site settings")

    @classmethod
    def for_request(cls, request: HttpRequest) -> SiteSettings:
        """As Wagtail's own, but the site that is asked for and its settings come by one query."""
        if not hasattr(request, "_wagtail_site") and (site := _site_asked_for(request)):
            # Where Wagtail looks first, for the site and for its settings.
            request._wagtail_site = site  # type: ignore[attr-defined]  # noqa: SLF001
            if hasattr(site, "sitesettings"):
                setattr(request, cls.get_cache_attr_name(), site.sitesettings)
                site.sitesettings._request = request  # noqa: SLF001
        found: SiteSettings = super().for_request(request)
        return found

    @classmethod
    def for_page(cls, page: BasePage) -> SiteSettings:
        """The settings of the site that a page belongs to, or is about to be placed in."""
        placed = page if page.path else page.intended_parent
        site = placed.get_site() if placed else None
        return cls.for_site(site or Site.objects.get(is_default_site=True))

    def clean(self) -> None:
        """Raise ``ValidationError`` for a film host or a security contact that leads nowhere."""
        super().clean()
        self.film_hosts = "\n".join(_host(line) for line in self.film_hosts.split())
        problems = {}
        for host in self.allowed_film_hosts():
            if not _HOST.fullmatch(host):
                problems["film_hosts"] = gettext(
                    "Write one host on each line, such as film.example.se. “%(host)s” is no host."
                ) % {"host": host}
        if self.security_contact and not _is_contact(self.security_contact):
            problems["security_contact"] = gettext(
                "Enter an e-mail address, or an address that begins with https://."
            )
        if problems:
            raise ValidationError(problems)

    def allowed_film_hosts(self) -> list[str]:
        """The hosts that films may be linked from, in lower case and in the editor's order."""
        return [line.strip().lower() for line in self.film_hosts.splitlines() if line.strip()]
