"""The columns of a table of many entries that is taken out of the inbox.

What is personal data here:

- who applies, whom to ask and who is nominated;
- every answer in words of the applicant's own, unless the question says that the public may read
  it: applicants were told that such an answer may be published; of no other text does anybody know
  whether it names somebody before it has been read;
- every answer that only those who handle entries may see, since its question was made so;
- every answer of a kind that is about a person or holds a file, and of any kind yet to come.

A question that has been asked for fewer stays so, whatever it says now: applicants were promised.

What is left is which choices were made, numbers, organisations, and what the house itself knows an
entry by: the names of the entry and of its unit, which every list shows.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import TYPE_CHECKING, Any, TypeAlias

from django.contrib.auth.models import User
from django.utils.translation import gettext, pgettext
from django.utils.translation import gettext_lazy as _

from awards.enums import Audience, EntrySource, Meaning, OrganisationKind, QuestionKind
from awards.models import (
    AwardPage,
    AwardYearPage,
    NominationFormPage,
    Organisation,
)
from awards.statuses import NominationStatus
from cms.dates import CITY_TIME_ZONE
from cms.models import OutgoingMail

from .answers import readable
from .questions import Question, definition_of, promised_audience
from .waiting import has_untold

if TYPE_CHECKING:
    from django.db.models.enums import ChoicesType
    from django_stubs_ext import StrOrPromise

#: What a cell holds. Times are those of the clock in Stockholm, without a time zone.
Cell: TypeAlias = str | int | datetime | date | None
#: Makes a cell of what the database holds: a value, or a tuple of them.
Make: TypeAlias = Callable[[Any], Cell]

#: Where the answers of the newest version are found.
ANSWERS = "newest_answers"

#: Kinds whose answers are no words of the applicant's own.
_FACTS = frozenset(
    {
        QuestionKind.ONE_OF,
        QuestionKind.SEVERAL_OF,
        QuestionKind.DECLARATION,
        QuestionKind.NUMBER,
        QuestionKind.ORGANISATION,
    }
)
#: Meanings of answers that are columns of every entry too.
_NAMES = frozenset({Meaning.TITLE, Meaning.UNIT})
#: Kinds whose answers are words of the applicant's own about the work.
_TEXTS = frozenset(
    {
        QuestionKind.SHORT_TEXT,
        QuestionKind.LONG_TEXT,
        QuestionKind.LINK,
        QuestionKind.FILM,
        QuestionKind.EARLIER_ENTRY,
    }
)


def _same(value: Any) -> Any:
    return value


@dataclass(frozen=True)
class Column:
    """A column that can be chosen."""

    key: str
    label: StrOrPromise
    #: What it is made from, as the ORM names it.
    fields: tuple[str, ...]
    #: Fetches what every cell of it needs, once for an export, and tells how a cell is made.
    prepare: Callable[[], Make] = lambda: _same
    is_personal: bool = False


def _moments() -> Make:
    return lambda moment: moment.astimezone(CITY_TIME_ZONE).replace(tzinfo=None)


def _labels(choices: ChoicesType) -> Callable[[], Make]:
    return lambda: {value: str(label) for value, label in choices.choices}.get


def _awards() -> Make:
    titles = dict(AwardPage.objects.values_list("path", "title"))
    years = AwardYearPage.objects.values_list("pk", "path")
    return {pk: titles.get(path[: -AwardYearPage.steplen]) for pk, path in years}.get


def _years() -> Make:
    return dict(AwardYearPage.objects.values_list("pk", "year")).get


def _officers() -> Make:
    users = User.objects.only("username", "first_name", "last_name")
    return {user.pk: user.get_full_name() or user.get_username() for user in users}.get


def _organisation_kinds() -> Make:
    label_of = _labels(OrganisationKind)()
    return {pk: label_of(kind) for pk, kind in Organisation.objects.values_list("pk", "kind")}.get


def _flags() -> Make:
    marks = [
        gettext("Possible duplicate"),
        gettext("A file is missing"),
        pgettext("entry", "Flagged"),
        gettext("New message"),
    ]
    not_told, not_delivered = gettext("The nominated is not told"), gettext("Mail not delivered")
    failed = set(OutgoingMail.objects.failed().order_by().values_list("about", flat=True))

    def make(values: Sequence[Any]) -> Cell:
        *marked, nominee, told_on, status, reference = values
        found = [mark for mark, is_on in zip(marks, marked, strict=True) if is_on]
        if has_untold(nominee, told_on, status):
            found.append(not_told)
        if reference in failed:
            found.append(not_delivered)
        return ", ".join(found)

    return make


#: What every entry has.
COLUMNS = [
    Column("reference", _("Reference number"), ("reference",)),
    Column("registry_number", _("Registry number"), ("registry_number",)),
    Column("title", _("Name"), ("title",)),
    Column("organisation", _("Organisation"), ("organisation_name",)),
    Column("kind", _("Kind of organisation"), ("organisation_id",), _organisation_kinds),
    Column("unit", _("Unit"), ("unit",)),
    Column("award", _("Award"), ("year_id",), _awards),
    Column("year", _("Year"), ("year_id",), _years),
    Column("status", _("Status"), ("status",), _labels(NominationStatus)),
    Column("source", _("Source"), ("source",), _labels(EntrySource)),
    Column("officer", _("Case officer"), ("case_officer_id",), _officers),
    Column("received", _("Received"), ("received_at",), _moments),
    Column("updated", _("Newest version registered"), ("updated_at",), _moments),
    Column(
        "flags",
        _("Flags"),
        (
            "possible_duplicate",
            "file_missing",
            "flagged",
            "message_waiting",
            "nominee_name",
            "nominee_told_on",
            "status",
            "reference",
        ),
        _flags,
    ),
    Column("email", _("The applicant's e-mail address"), ("email",), is_personal=True),
    Column("contact_name", _("Contact person"), ("contact_name",), is_personal=True),
    Column(
        "contact_email",
        _("The contact person's e-mail address"),
        ("contact_email",),
        is_personal=True,
    ),
    Column("nominee", _("Nominated"), ("nominee_name",), is_personal=True),
    Column("nominee_told", _("The nominated was told"), ("nominee_told_on",), is_personal=True),
]


class _SomeFile(Mapping[str, str]):
    """Names no file: only that there is one. The files themselves are in the entry's ZIP."""

    def __getitem__(self, key: str) -> str:
        return gettext("A file")

    def __iter__(self) -> Iterator[str]:
        return iter(())

    def __len__(self) -> int:
        return 0


def answer_columns(year: AwardYearPage) -> list[Column]:
    """A column for each question that the form of a year asks now.

    Where several columns would be called the same, those of answers get the name of their step too.
    """
    form = NominationFormPage.objects.child_of(year).first()
    if form is None:
        return []
    asked = [
        (step.title, answer_column(replace(each, audience=promised_audience(form, each))))
        for step in definition_of(form).steps
        for each in step.questions
    ]
    named = Counter(str(column.label) for column in [*COLUMNS, *(each for _step, each in asked)])
    told_apart = [
        replace(column, label=f"{step}: {column.label}") if named[str(column.label)] > 1 else column
        for step, column in asked
    ]
    return list(_numbered(told_apart))


def _numbered(columns: list[Column]) -> Iterator[Column]:
    """The columns; the second that is called the same, and each after it, by a number too."""
    used: Counter[str] = Counter()
    for column in columns:
        label = str(column.label)
        used[label] += 1
        number = used[label]
        yield column if number == 1 else replace(column, label=f"{label} ({number})")


def answer_column(question: Question) -> Column:
    """The column of a question; see above for which are personal data."""
    is_known = question.kind in _FACTS or question.meaning in _NAMES
    is_open = is_known and question.audience != Audience.MODERATORS
    is_public = question.kind in _TEXTS and question.audience == Audience.PUBLIC
    has_own_name = not question.criterion or question.label == question.criterion
    return Column(
        f"answer-{question.key}",
        question.label if has_own_name else f"{question.criterion} – {question.label}",
        (ANSWERS,),
        lambda: _answers(question),
        is_personal=not (is_open or is_public),
    )


def _answers(question: Question) -> Make:
    files = _SomeFile()

    def make(answers: Any) -> Cell:
        answer = (answers or {}).get(question.key)
        if question.kind == QuestionKind.NUMBER and isinstance(answer, int):
            return answer
        return "\n".join(readable(question, answer, files))

    return make
