"""Each kind of question as the inputs of a form, and the inputs as an answer.

An input is named after its question's key; where a question has several, each has a name of its
own after two underscores, such as ``…__alt``.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import EmailValidator
from django.utils.functional import Promise
from django.utils.text import Truncator
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from awards.domain.questions import Question
from awards.enums import People, QuestionKind
from awards.models import Upload
from cms.forms import PlainTextField
from cms.uploads import MAX_DOCUMENT_BYTES, MAX_PICTURE_BYTES

#: The value that stands for an organisation outside the register.
OTHER = "other"
_WHOLE_NUMBER = re.compile(r"-?\d+")
_LINK_CHARACTERS = 500
MB = 1024 * 1024
PICTURE_LIMIT = _("JPEG, PNG, WebP, AVIF or HEIC, at most %(limit)d MB")
DOCUMENT_LIMIT = _("PDF, at most %(limit)d MB")
_NAME_CHARACTERS = 200


@dataclass(frozen=True)
class Surroundings:
    """What decides about an answer besides its question."""

    #: The draft's files by their public ids.
    uploads: Mapping[str, Upload] = field(default_factory=dict)
    #: Hosts that films may be linked from.
    film_hosts: list[str] = field(default_factory=list)
    #: The register's organisations that exist today: id and name, in order.
    organisations: list[tuple[str, str]] = field(default_factory=list)


class CheckedEmail(PlainTextField):
    """An e-mail address."""

    def __init__(self, *, autocomplete: str = "email", **kwargs: Any) -> None:
        super().__init__(
            max_length=254,
            widget=forms.EmailInput(attrs={"autocomplete": autocomplete, "spellcheck": "false"}),
            validators=[EmailValidator(_("Enter an e-mail address such as name@example.se."))],
            **kwargs,
        )


class WholeNumber(PlainTextField):
    """A whole number within limits, written by hand: spaces among the digits are fine."""

    def __init__(self, *, minimum: int | None, maximum: int | None, **kwargs: Any) -> None:
        super().__init__(
            max_length=20, widget=forms.TextInput(attrs={"inputmode": "numeric"}), **kwargs
        )
        self.minimum = minimum
        self.maximum = maximum

    def clean(self, value: Any) -> int | None:
        """The number; raises ``ValidationError`` for what is none, or outside the limits."""
        text = "".join(super().clean(value).split())
        if not text:
            return None
        if not _WHOLE_NUMBER.fullmatch(text):
            raise ValidationError(_("Enter a whole number, with digits only."))
        number = int(text)
        if self.minimum is not None and number < self.minimum:
            raise ValidationError(
                _("Enter a number that is at least %(number)d."), params={"number": self.minimum}
            )
        if self.maximum is not None and number > self.maximum:
            raise ValidationError(
                _("Enter a number that is at most %(number)d."), params={"number": self.maximum}
            )
        return number


class Link(PlainTextField):
    """An address on the web: ``schemes`` are those that are taken."""

    def __init__(self, *, schemes: tuple[str, ...] = ("https", "http"), **kwargs: Any) -> None:
        super().__init__(
            max_length=_LINK_CHARACTERS,
            widget=forms.TextInput(attrs={"inputmode": "url", "spellcheck": "false"}),
            **kwargs,
        )
        self.schemes = schemes

    def clean(self, value: Any) -> str:
        """The address; raises ``ValidationError`` for what is none."""
        text = super().clean(value)
        if text and not self._is_address(text):
            raise ValidationError(
                _("Enter a whole address that begins with %(scheme)s://."),
                params={"scheme": self.schemes[0]},
            )
        return text

    def _is_address(self, text: str) -> bool:
        try:
            parts = urlsplit(text)
            is_told = bool(parts.hostname) and parts.port != 0
        except ValueError:
            return False
        # Browsers read a backslash as a slash, and all before an "@" as a name to sign in with:
        # the host would be another one than it seems.
        is_plain = text.isprintable() and not set(text) & set(" \\") and "@" not in parts.netloc
        return is_told and is_plain and parts.scheme in self.schemes


class StoredFileInput(forms.FileInput):
    """Takes a file from a browser; what it holds is the id of the one that has been stored."""

    def value_from_datadict(self, data: Any, files: Any, name: str) -> Any:
        """The id of the stored file."""
        return data.get(name)


class StoredFile(forms.Field):
    """A file of the draft: its value is the public id of an upload, never what a browser posts."""

    def __init__(self, *, uploads: Mapping[str, Upload], accept: str, **kwargs: Any) -> None:
        super().__init__(widget=StoredFileInput(attrs={"accept": accept}), **kwargs)
        self.uploads = uploads

    def clean(self, value: Any) -> str:
        """The public id; raises ``ValidationError`` for a missing or an unreadable file."""
        upload = self.uploads.get(str(value or ""))
        if upload is None:
            return str(super().clean("") or "")
        if upload.state == "unreadable":
            raise ValidationError(
                _("The file “%(name)s” can't be read. Choose another one."),
                params={"name": upload.name},
            )
        return str(upload.public_id)


def question_key(name: str) -> str:
    """The key of the question that an input belongs to, by the input's name."""
    return name.partition("__")[0]


def names_of(question: Question, data: Mapping[str, Any]) -> list[str]:
    """The names among ``data`` that belong to a question."""
    return [name for name in data if name == question.key or name.startswith(f"{question.key}__")]


def fields_of(question: Question, around: Surroundings) -> dict[str, forms.Field]:
    """The inputs of a question, by name and in order."""
    return {
        f"{question.key}__{part}" if part else question.key: made
        for part, made in _MAKERS[question.kind](question, around)
    }


Parts = Iterator[tuple[str, forms.Field]]


def _told(question: Question) -> str:
    """The question as it is named in a message."""
    return Truncator(question.label.rstrip("?:. ")).chars(80)


def _required(message: Promise | str, question: Question) -> dict[str, Any]:
    return {"required": str(message) % {"question": _told(question)}}


def _own(question: Question, message: Promise | str) -> dict[str, Any]:
    """What the one input of a question takes over from it."""
    return {
        "label": question.label,
        "help_text": question.hint,
        "required": question.required,
        "error_messages": _required(message, question),
    }


def _first(own: dict[str, Any]) -> dict[str, Any]:
    """For the first of several inputs: the hint stands above them all."""
    return own | {"help_text": ""}


def _text(question: Question, around: Surroundings) -> Parts:
    limit = question.max_characters or _NAME_CHARACTERS
    is_long = question.kind == QuestionKind.LONG_TEXT
    attributes = {"data-limit": str(limit)}
    widget = (
        forms.Textarea(attrs=attributes | {"rows": "8"})
        if is_long
        else forms.TextInput(attrs=attributes)
    )
    yield (
        "",
        PlainTextField(
            max_length=limit, widget=widget, **_own(question, _("Answer “%(question)s”."))
        ),
    )


def _one_of(question: Question, around: Surroundings) -> Parts:
    yield (
        "",
        forms.ChoiceField(
            choices=[(option, option) for option in question.options],
            widget=forms.RadioSelect,
            **_choosing(question),
        ),
    )


def _several_of(question: Question, around: Surroundings) -> Parts:
    yield (
        "",
        forms.MultipleChoiceField(
            choices=[(option, option) for option in question.options],
            widget=forms.CheckboxSelectMultiple,
            **_choosing(question),
        ),
    )


def _choosing(question: Question) -> dict[str, Any]:
    own = _own(question, _("Choose an answer to “%(question)s”."))
    gone = gettext("Choose among the answers that are here now.")
    own["error_messages"] |= {"invalid_choice": gone, "invalid_list": gone}
    return own


def _declaration(question: Question, around: Surroundings) -> Parts:
    yield (
        "",
        forms.BooleanField(
            **_own(question, _("You need to accept this to send in: “%(question)s”."))
        ),
    )


def _number(question: Question, around: Surroundings) -> Parts:
    yield (
        "",
        WholeNumber(
            minimum=question.minimum,
            maximum=question.maximum,
            **_own(question, _("Enter a number at “%(question)s”.")),
        ),
    )


def _link(question: Question, around: Surroundings) -> Parts:
    yield "", Link(**_own(question, _("Enter an address at “%(question)s”.")))


def _film(question: Question, around: Surroundings) -> Parts:
    yield (
        "url",
        FilmLink(
            hosts=None if question.any_host else around.film_hosts,
            label=_("Direct link to the film"),
            help_text=_where_films_are(question, around),
            required=question.required,
            error_messages=_required(_("Enter the link to the film."), question),
        ),
    )
    limit = question.max_seconds or 0
    yield (
        "minutes",
        WholeNumber(minimum=0, maximum=limit // 60, label=_("Minutes"), required=False),
    )
    yield "seconds", WholeNumber(minimum=0, maximum=59, label=_("Seconds"), required=False)
    yield "captions", forms.BooleanField(label=_("The film has captions"), required=False)
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


class FilmLink(Link):
    """A link to a film; ``hosts`` are those that it may be on, ``None`` is anywhere."""

    def __init__(self, *, hosts: list[str] | None, **kwargs: Any) -> None:
        super().__init__(schemes=("https",), **kwargs)
        self.hosts = hosts

    def clean(self, value: Any) -> str:
        """The address; raises ``ValidationError`` for one on another host."""
        text = super().clean(value)
        if text and self.hosts is not None and urlsplit(text).hostname not in self.hosts:
            raise ValidationError(
                _("Enter a link to a film on %(hosts)s. Ask your communicator to upload it there."),
                params={"hosts": ", ".join(self.hosts) or gettext("the city's film platform")},
            )
        return text


def _picture(question: Question, around: Surroundings) -> Parts:
    yield (
        "",
        StoredFile(
            uploads=around.uploads,
            accept="image/jpeg,image/png,image/webp,image/avif,image/heic,.heic",
            **_first(_own(question, _("Choose a picture at “%(question)s”.")))
            | {"help_text": str(PICTURE_LIMIT) % {"limit": MAX_PICTURE_BYTES // MB}},
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
        PlainTextField(max_length=_NAME_CHARACTERS, required=False, label=_("Photographer")),
    )
    yield (
        "people",
        forms.ChoiceField(
            choices=People,
            widget=forms.RadioSelect,
            required=False,
            label=_("Can people in the picture be recognised?"),
            error_messages={"invalid_choice": _("Choose one of the answers.")},
        ),
    )
    yield (
        "rights",
        forms.BooleanField(
            required=False,
            label=_("We have the right to use the picture, and the city may show it"),
        ),
    )


def _document(question: Question, around: Surroundings) -> Parts:
    yield (
        "",
        StoredFile(
            uploads=around.uploads,
            accept="application/pdf,.pdf",
            **_own(question, _("Choose a document at “%(question)s”."))
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


def _organisation(question: Question, around: Surroundings) -> Parts:
    yield (
        "",
        forms.ChoiceField(
            choices=[
                ("", _("Choose an organisation")),
                *around.organisations,
                (OTHER, _("Another one, that is not in the list")),
            ],
            **_first(_choosing(question)),
        ),
    )
    yield (
        "other",
        PlainTextField(
            max_length=_NAME_CHARACTERS,
            required=False,
            label=_("The name of the other organisation"),
            help_text=_("Only if it is not in the list."),
        ),
    )


#: What to tell whoever leaves out what a person can't do without.
PERSON_MISSING: dict[QuestionKind, dict[str, Promise]] = {
    QuestionKind.CONTACT: {
        "name": _("Enter the contact person's name."),
        "email": _("Enter the contact person's e-mail address."),
    },
    QuestionKind.NOMINEE: {
        "name": _("Enter the nominated person's name."),
        "email": _("Enter the nominated person's e-mail address."),
    },
}


def _contact(question: Question, around: Surroundings) -> Parts:
    yield from _person(question, is_oneself=True)
    yield (
        "phone",
        PlainTextField(
            max_length=50,
            label=_("Telephone"),
            required=False,
            widget=forms.TextInput(attrs={"autocomplete": "tel", "inputmode": "tel"}),
        ),
    )


def _nominee(question: Question, around: Surroundings) -> Parts:
    yield from _person(question, is_oneself=False)


def _person(question: Question, *, is_oneself: bool) -> Parts:
    """Name, title and address; a browser knows only those of whoever fills in the form."""
    missing = PERSON_MISSING[question.kind]
    yield (
        "name",
        PlainTextField(
            max_length=_NAME_CHARACTERS,
            label=_("Name"),
            required=question.required,
            widget=forms.TextInput(attrs={"autocomplete": "name" if is_oneself else "off"}),
            error_messages=_required(missing["name"], question),
        ),
    )
    yield (
        "title",
        PlainTextField(
            max_length=_NAME_CHARACTERS,
            label=_("Title"),
            required=False,
            widget=forms.TextInput(
                attrs={"autocomplete": "organization-title" if is_oneself else "off"}
            ),
        ),
    )
    yield (
        "email",
        CheckedEmail(
            autocomplete="email" if is_oneself else "off",
            label=_("E-mail address"),
            required=question.required,
            error_messages=_required(missing["email"], question),
        ),
    )


_MAKERS: dict[QuestionKind, Callable[[Question, Surroundings], Parts]] = {
    QuestionKind.SHORT_TEXT: _text,
    QuestionKind.LONG_TEXT: _text,
    QuestionKind.ONE_OF: _one_of,
    QuestionKind.SEVERAL_OF: _several_of,
    QuestionKind.DECLARATION: _declaration,
    QuestionKind.NUMBER: _number,
    QuestionKind.LINK: _link,
    QuestionKind.FILM: _film,
    QuestionKind.PICTURE: _picture,
    QuestionKind.DOCUMENT: _document,
    QuestionKind.ORGANISATION: _organisation,
    QuestionKind.CONTACT: _contact,
    QuestionKind.NOMINEE: _nominee,
    QuestionKind.EARLIER_ENTRY: _text,
}
