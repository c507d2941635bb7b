"""The named fields of message templates, such as {title}: what there is, and what it becomes.

A field is a name in braces and nothing else. It is looked up in the list below: no part of a
template is ever run, and what an applicant has written is never read as a template.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from awards.models import Nomination
from awards.models.message import LINK, NOMINEE

#: What a field becomes where the entry has nothing to tell.
NOTHING = "–"
_IN_BRACES = re.compile(r"\{([^{}]*)\}")


@dataclass(frozen=True)
class MessageField:
    """A field, what it becomes, and how that is found in the active language."""

    name: str
    meaning: Promise
    value: Callable[[Nomination], str]

    @property
    def written(self) -> str:
        """As it is written in a template."""
        return f"{{{self.name}}}"


def _organisation(nomination: Nomination) -> str:
    return nomination.organisation_name or nomination.unit


def _last_day(nomination: Nomination) -> str:
    last_day = nomination.year.last_day
    return date_format(last_day, "DATE_FORMAT") if last_day else ""


def _officer(nomination: Nomination) -> str:
    """By name: a user name is nobody's business outside the house."""
    officer, award = nomination.case_officer, nomination.year.award
    return (officer.get_full_name() if officer else "") or award.contact_name or award.title


#: Every field that a template may have.
FIELDS = (
    MessageField("reference", _("The reference number of the entry"), lambda it: it.reference),
    MessageField("title", _("The name of the entry"), lambda it: it.title or it.reference),
    MessageField("award", _("The award"), lambda it: it.year.award.title),
    MessageField("year", _("The year of the award"), lambda it: it.year.display_year),
    MessageField("organisation", _("The organisation, or else the unit"), _organisation),
    MessageField("contact", _("The contact person of the entry"), lambda it: it.contact_name),
    MessageField(
        NOMINEE.strip("{}"),
        _("Who is nominated. The template is then only for entries that nominate somebody."),
        lambda it: it.nominee_name,
    ),
    MessageField("last_day", _("The last day to send in"), _last_day),
    MessageField("officer", _("The case officer, or else who answers for the award"), _officer),
    MessageField(
        LINK.strip("{}"),
        _("The applicant's own link to the entry. It is put in when the message is mailed."),
        lambda _it: LINK,
    ),
)
_NAMES = frozenset(field.name for field in FIELDS)


def unknown_fields(text: str) -> list[str]:
    """What stands in braces in a template and is no field, braces included, each once."""
    return list(
        dict.fromkeys(found[0] for found in _IN_BRACES.finditer(text) if found[1] not in _NAMES)
    )


def has_stray_brace(text: str) -> bool:
    """Whether a template has a brace that is no part of a pair."""
    return not set("{}").isdisjoint(_IN_BRACES.sub("", text))


def known_fields(text: str) -> list[str]:
    """The fields that a text has, braces included, each once."""
    return list(
        dict.fromkeys(found[0] for found in _IN_BRACES.finditer(text) if found[1] in _NAMES)
    )


def without_own_braces(text: str, nomination: Nomination) -> str:
    """A message without what the entry says with braces of its own, as a template filled it in."""
    for field in FIELDS:
        said = field.value(nomination)
        if said != LINK and not set("{}").isdisjoint(said):
            text = text.replace(said, "")
    return text


def fill(text: str, nomination: Nomination) -> str:
    """A template's text with what an entry says, in the active language.

    The link stays a field, see ``models.message.LINK``. What the entry says is put in as it is,
    its own braces too, and so is whatever in the template is no field.
    """
    values = {field.name: field.value for field in FIELDS}

    def value(found: re.Match[str]) -> str:
        find = values.get(found[1])
        return (find(nomination) or NOTHING) if find else found[0]

    return _IN_BRACES.sub(value, text)
