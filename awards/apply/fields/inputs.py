"""Inputs of a kind of their own, and what is wrong in each."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any
from urllib.parse import urlsplit

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import EmailValidator
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from awards.enums import Captions
from awards.models import Upload
from cms.forms import PlainTextField
from cms.numbers import grouped
from cms.typed import TICKED

_WHOLE_NUMBER = re.compile(r"-?\d+")
#: What a telephone number is written with, an extension within the house too.
_IN_TELEPHONE = re.compile(r"(?:[0-9\s+\-–()/.,:]|anknytning|ankn|extension|ext)*", re.IGNORECASE)
_FEWEST_DIGITS = 5
_LINK_CHARACTERS = 500


class CheckedEmail(PlainTextField):
    """An e-mail address."""

    def __init__(self, *, autocomplete: str = "email", **kwargs: Any) -> None:
        super().__init__(
            max_length=254,
            widget=forms.EmailInput(attrs={"autocomplete": autocomplete, "spellcheck": "false"}),
            validators=[EmailValidator(_("Enter an e-mail address such as name@example.se."))],
            **kwargs,
        )


class Telephone(PlainTextField):
    """A telephone number, however it is grouped."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(
            max_length=50,
            widget=forms.TextInput(attrs={"autocomplete": "tel", "inputmode": "tel"}),
            validators=[_is_telephone],
            **kwargs,
        )


def _is_telephone(text: str) -> None:
    digits = sum(character.isdigit() for character in text)
    if digits < _FEWEST_DIGITS or not _IN_TELEPHONE.fullmatch(text):
        raise ValidationError(
            _("Enter a telephone number with at least five digits, such as 08-508 00 000.")
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
            raise ValidationError(_("Enter a whole number, with digits only."), code="invalid")
        number = int(text)
        if self.minimum is not None and number < self.minimum:
            raise ValidationError(
                _("Enter a number that is at least %(number)s."),
                code="limits",
                params={"number": grouped(self.minimum)},
            )
        if self.maximum is not None and number > self.maximum:
            raise ValidationError(
                _("Enter a number that is at most %(number)s."),
                code="limits",
                params={"number": grouped(self.maximum)},
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
                code="invalid",
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


class CaptionsChoice(forms.ChoiceField):
    """Whether a film's speech can be read; without captions it has to lack speech.

    It used to be a box to tick, and drafts may hold that it was ticked: the film has captions.
    """

    def __init__(self, **kwargs: Any) -> None:
        allowed = [(kind.value, kind.label) for kind in (Captions.YES, Captions.NO_SPEECH)]
        super().__init__(choices=allowed, widget=forms.RadioSelect, **kwargs)

    def prepare_value(self, value: Any) -> Any:
        """What is chosen already."""
        return Captions.YES.value if value == TICKED else value

    def to_python(self, value: Any) -> str:
        """What was chosen."""
        return super().to_python(self.prepare_value(value))


class StoredFileInput(forms.FileInput):
    """Takes a file from a browser; what it holds is the id of the one that has been stored."""

    def value_from_datadict(self, data: Any, files: Any, name: str) -> Any:
        """The id of the stored file."""
        return data.get(name)


class StoredFile(forms.Field):
    """A file of the draft: its value is the public id of an upload, never what a browser posts.

    ``refused`` tells why a file that was just sent is not taken.
    """

    def __init__(
        self, *, uploads: Mapping[str, Upload], accept: str, refused: str = "", **kwargs: Any
    ) -> None:
        super().__init__(widget=StoredFileInput(attrs={"accept": accept}), **kwargs)
        self.uploads = uploads
        self.refused = refused

    def clean(self, value: Any) -> str:
        """The public id; raises ``ValidationError`` for a missing or an unreadable file."""
        if self.refused:
            raise ValidationError(self.refused)
        upload = self.uploads.get(str(value or ""))
        if upload is None:
            return str(super().clean("") or "")
        if upload.state == "unreadable":
            raise ValidationError(
                _("The file “%(name)s” can't be read. Choose another one."),
                params={"name": upload.name},
            )
        return str(upload.public_id)
