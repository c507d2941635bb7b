"""Questions about films, pictures and documents."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from awards.domain.questions import Question
from awards.domain.uploads import LEAST_LONGER_SIDE
from awards.enums import People
from cms.forms import PlainTextField
from cms.numbers import grouped
from cms.uploads import MAX_DOCUMENT_BYTES, MAX_PICTURE_BYTES

from .inputs import CaptionsChoice, FilmLink, StoredFile, WholeNumber
from .shared import NAME_CHARACTERS, Parts, Surroundings, as_asked, first_of, when_missing

MB = 1024 * 1024
CHOOSE_ONE = _("Choose one of the answers.")
DOCUMENT_LIMIT = _("PDF, at most %(limit)d MB")


def film(question: Question, around: Surroundings) -> Parts:
    """A link to a film, how long it is, and what the law asks of it."""
    yield (
        "url",
        FilmLink(
            hosts=None if question.any_host else around.film_hosts,
            label=_("Direct link to the film"),
            help_text=_where_films_are(question, around),
            required=question.required,
            error_messages=when_missing(_("Enter the link to the film."), question),
        ),
    )
    limit = question.max_seconds or 0
    yield (
        "minutes",
        WholeNumber(minimum=0, maximum=limit // 60, label=_("Minutes"), required=False),
    )
    yield "seconds", WholeNumber(minimum=0, maximum=59, label=_("Seconds"), required=False)
    yield (
        "captions",
        CaptionsChoice(
            required=False,
            label=_("Does the film have captions?"),
            error_messages={"invalid_choice": CHOOSE_ONE},
        ),
    )
    yield (
        "lawful",
        forms.BooleanField(
            label=_("Personal data in the film is handled lawfully: everybody in it knows of it"),
            required=False,
        ),
    )


def _where_films_are(question: Question, around: Surroundings) -> str:
    if question.any_host or not around.film_hosts:
        return gettext("With an address that begins with https://.")
    hosts = ", ".join(around.film_hosts)
    return gettext("On %(hosts)s, with an address that begins with https://.") % {"hosts": hosts}


def picture_limit() -> str:
    """What a picture has to be."""
    told = gettext(
        "JPEG, PNG, WebP, AVIF or HEIC, at most %(limit)d MB, and at least %(pixels)s pixels on "
        "the longer side"
    )
    return told % {"limit": MAX_PICTURE_BYTES // MB, "pixels": grouped(LEAST_LONGER_SIDE)}


def picture(question: Question, around: Surroundings) -> Parts:
    """A picture, what it shows, who took it, and whether it may be shown."""
    yield (
        "",
        StoredFile(
            uploads=around.uploads,
            refused=around.refused.get(question.key, ""),
            accept="image/jpeg,image/png,image/webp,image/avif,image/heic,.heic",
            **first_of(as_asked(question, _("Choose a picture at “%(question)s”.")))
            | {"help_text": picture_limit()},
        ),
    )
    yield (
        "alt",
        PlainTextField(
            max_length=500,
            required=False,
            label=_("What does the picture show?"),
            help_text=_("Describe it to somebody who can't see it, in a sentence or two."),
        ),
    )
    yield (
        "photographer",
        PlainTextField(max_length=NAME_CHARACTERS, required=False, label=_("Photographer")),
    )
    yield (
        "people",
        forms.ChoiceField(
            choices=People,
            widget=forms.RadioSelect,
            required=False,
            label=_("Can people in the picture be recognised?"),
            error_messages={"invalid_choice": CHOOSE_ONE},
        ),
    )
    yield (
        "rights",
        forms.BooleanField(
            required=False,
            label=_("We have the right to use the picture, and the city may show it"),
        ),
    )


def document(question: Question, around: Surroundings) -> Parts:
    """A document."""
    yield (
        "",
        StoredFile(
            uploads=around.uploads,
            refused=around.refused.get(question.key, ""),
            accept="application/pdf,.pdf",
            **as_asked(question, _("Choose a document at “%(question)s”."))
            | {
                "help_text": "\n".join(
                    filter(
                        None,
                        (
                            question.hint,
                            str(DOCUMENT_LIMIT) % {"limit": MAX_DOCUMENT_BYTES // MB},
                        ),
                    )
                )
            },
        ),
    )
