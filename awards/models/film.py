"""A film about an entry: a link with the facts that decide whether it may be shown."""

from __future__ import annotations

from collections.abc import Collection
from urllib.parse import urlsplit

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, MultiFieldPanel

from awards.enums import AudioDescription, Captions
from cms.publication import Problems

#: No film of an award is longer than this; a mistyped length is caught here.
MAX_FILM_SECONDS = 60 * 60


class Film(models.Model):
    """The film of a page. It is linked, never uploaded, and never fetched by the server.

    A film serves the evaluation of an entry; showing it to visitors is a decision of its own
    (``film_shown``), possible only once its captions and audio description are known (WCAG 2.2,
    1.2.2 and 1.2.5, through lagen (2018:1937) om tillgänglighet till digital offentlig service).
    """

    film_url = models.URLField(
        _("link to the film"),
        max_length=500,
        blank=True,
        help_text=_("A direct link that begins with https://, on one of the city's film hosts."),
    )
    film_seconds = models.PositiveSmallIntegerField(
        _("length in seconds"),
        null=True,
        blank=True,
        validators=[MinValueValidator(1), MaxValueValidator(MAX_FILM_SECONDS)],
    )
    film_captions = models.CharField(
        _("does the film have captions?"), max_length=20, choices=Captions, blank=True
    )
    film_description = models.CharField(
        _("does the film have audio description?"),
        max_length=20,
        choices=AudioDescription,
        blank=True,
    )
    film_shown = models.BooleanField(
        _("show the film to visitors"),
        default=False,
        help_text=_(
            "A decision of its own: the people in the film must know of it, and the film must "
            "have captions and be possible to follow by ear."
        ),
    )

    film_panels = [
        MultiFieldPanel(
            [
                FieldPanel("film_url"),
                FieldPanel("film_seconds"),
                FieldPanel("film_captions"),
                FieldPanel("film_description"),
                FieldPanel("film_shown"),
            ],
            heading=_("Film"),
        )
    ]

    class Meta:
        abstract = True

    def film_problems(self, allowed_hosts: Collection[str] | None) -> Problems:
        """What stops the film from being published, by field.

        ``allowed_hosts`` are the hosts that films may be linked from; ``None`` allows any.
        """
        problems: Problems = {}
        if self.film_url:
            url = urlsplit(self.film_url)
            if url.scheme != "https":
                problems["film_url"] = gettext("Enter a link that begins with https://.")
            elif allowed_hosts is not None and url.hostname not in allowed_hosts:
                problems["film_url"] = gettext(
                    "Enter a link to one of the film hosts in the site's settings: %(hosts)s."
                ) % {"hosts": ", ".join(allowed_hosts) or gettext("none is given yet")}
        if self.film_shown:
            problems |= self._showing_problems()
        return problems

    def _showing_problems(self) -> Problems:
        problems: Problems = {}
        if not self.film_url:
            problems["film_url"] = gettext("Enter the link to the film, or do not show the film.")
        if self.film_captions in {"", Captions.NO}:
            problems["film_captions"] = gettext(
                "A film can be shown once it has captions. Have it captioned, or do not show it."
            )
        if self.film_description in {"", AudioDescription.NO}:
            problems["film_description"] = gettext(
                "A film can be shown once it can be followed by ear. Have it described, or do "
                "not show it."
            )
        return problems
