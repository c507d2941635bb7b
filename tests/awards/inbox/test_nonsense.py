"""Whatever an address or a form is told, no page of the awards in the admin fails.

Each address is asked by itself, so that one that is new is covered at once; one whose form takes
answers has to be told of in ``forms``.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import timedelta
from functools import partial
from itertools import product
from typing import Any
from uuid import uuid4

import pytest
from django.contrib.auth.models import User
from django.http import HttpRequest, HttpResponse, QueryDict
from django.test import Client
from django.urls import NoReverseMatch, resolve, reverse
from django.utils import timezone

from awards.domain.bulk import SeenInList
from awards.domain.drafts import start_draft
from awards.domain.uploads import prepare_waiting
from awards.inbox.bulk_chosen import written
from awards.models import (
    Draft,
    MessageTemplate,
    Nomination,
    NominationVersion,
    Organisation,
    SupplementRequest,
)
from awards.statuses import NominationStatus
from cms.models import OutgoingMail
from tests.awards.admin_pages import parameters_of_addresses
from tests.awards.apply.applicant import Applicant
from tests.awards.inbox.test_organisations import NO_FORMER_NAMES
from tests.factories import (
    AwardYearFactory,
    NominationFormFactory,
    OrganisationFactory,
    UserFactory,
    day,
)
from tests.undone import undone

pytestmark = pytest.mark.django_db

#: Days that are too far away, and an e-mail address that is too long.
FAR = ["0001-01-01", "9999-12-31", f"ann@{'.'.join(['b' * 60] * 5)}.se"]
#: And what is no day, no number and nobody's id, or too large a number.
ODD = [*FAR, "\x00", "²", "9" * 5000]

#: What may stand in an address in place of an id, a token or the name of an action.
ODD_PARTS = ["9" * 30, "²", str(uuid4())]


@pytest.fixture(scope="module", autouse=True)
def _content(module_db: None) -> None:
    """One of everything that an address may be about."""
    year = AwardYearFactory.create(open=True, year=2026, film_any_host=True)
    form = NominationFormFactory.create(parent=year, full=True)
    Applicant(form).apply()
    assert prepare_waiting() == 1
    start_draft(form, "bo@example.se", now=timezone.now())
    OrganisationFactory.create()
    MessageTemplate.objects.create(name="Svar", subject_sv="Hej", text_sv="Hej")
    UserFactory.create(admin=True)
    Nomination.objects.update(status=NominationStatus.UNDER_REVIEW)
    NominationVersion.objects.update(received_at=timezone.now() - timedelta(days=1))


@pytest.fixture
def entry() -> Nomination:
    return Nomination.objects.get()


@pytest.fixture
def staff(client: Client) -> Client:
    """The browser of somebody who may do everything; what fails is told by its status."""
    client.raise_request_exception = False
    client.force_login(User.objects.get())
    return client


def fails(ask: Callable[[], Any]) -> bool:
    """Whether what is asked ends in an error; nothing of it stays."""
    with undone():
        response = ask()
        if response.streaming:
            # To its end, as a browser reads it.
            response.getvalue()
        return bool(response.status_code >= 500)


# --- What stands in an address ---


def parts(entry: Nomination) -> dict[str, list[Any]]:
    """What may be told in addresses, by how it is called there."""
    return {
        "pk": [entry.pk, OutgoingMail.objects.latest("pk").pk],
        "award_id": [entry.year.award.pk],
        "instance_pk": [MessageTemplate.objects.latest("pk").pk, Organisation.objects.get().pk],
        "public_id": [entry.uploads.get().public_id],
        "token": [uuid4()],
        "action": ["spam", "release", "again"],
    }


def addresses(entry: Nomination, odd: list[str]) -> Iterator[str]:
    """Every address with all that makes sense in it, and with what is ``odd`` in each place."""
    known = parts(entry)
    for name, told in parameters_of_addresses().items():
        for values in product(*([*known[each], *odd] for each in told)):
            try:
                yield reverse(name, kwargs=dict(zip(told, values, strict=True)))
            except NoReverseMatch:
                continue


def test_no_page_fails_where_there_is_nothing(entry: Nomination, staff: Client) -> None:
    asked = [
        (method, address) for address in addresses(entry, ODD_PARTS) for method in ("GET", "POST")
    ]

    assert [each for each in asked if fails(partial(staff.generic, *each))] == []


# --- What an address or a form is asked for, whatever that is ---


class Told(QueryDict):
    """What a browser has sent that says the same word whatever it is asked for."""

    def __init__(self, word: str) -> None:
        super().__init__(mutable=True)
        self.word = word

    def __contains__(self, name: object) -> bool:
        return True

    def __getitem__(self, name: str) -> str:
        return self.word

    def get(self, name: str, default: Any = None) -> Any:
        """The word."""
        return self.word

    def getlist(self, name: str, default: Any = None) -> Any:
        """The word, twice."""
        return [self.word, self.word]

    def copy(self) -> QueryDict:  # type: ignore[override]
        """What a page passes on."""
        passed_on = QueryDict(mutable=True)
        passed_on["q"] = self.word
        return passed_on


class TellsTheSame:
    """Middleware that hands a view one of ``ODD`` for whatever it asks; a header tells which."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer it."""
        word = ODD[int(request.headers["X-Odd"])]
        request.GET = request.POST = Told(word)  # type: ignore[assignment]
        return self.get_response(request)


@pytest.mark.parametrize("number", range(len(ODD)))
def test_no_page_fails_whatever_it_is_told(
    number: int, entry: Nomination, staff: Client, settings: Any
) -> None:
    settings.MIDDLEWARE = [*settings.MIDDLEWARE, f"{__name__}.{TellsTheSame.__name__}"]
    odd = {"X-Odd": str(number)}
    asked = [(method, address) for address in addresses(entry, []) for method in ("GET", "POST")]

    assert [each for each in asked if fails(partial(staff.generic, *each, headers=odd))] == []


# --- Forms that are filled in well, but for one answer ---


@dataclass(frozen=True)
class Filled:
    """A form: the name of its address, what else stands there, and good answers."""

    name: str
    parts: list[Any]
    answers: dict[str, str]
    #: The status that the entry has to have before.
    status: NominationStatus = NominationStatus.UNDER_REVIEW
    #: What it is answered with.
    good: int = 302


def forms(entry: Nomination) -> list[Filled]:
    """Every form that is posted, filled in well."""
    return [*_to_begin(entry), *_of_many(entry), *_of_one(entry), *_of_messages(entry)]


def _came_in() -> dict[str, str]:
    return {"source": "paper", "came_in_at": f"{timezone.now():%Y-%m-%dT%H:%M}"}


def _to_begin(entry: Nomination) -> Iterator[Filled]:
    draft, organisation = Draft.objects.get(nomination=None), Organisation.objects.get()
    begun = {"form": str(draft.form_id), "email": "ann@example.se"}
    yield Filled("awards_entry_manual", [], _came_in() | begun)
    more_time = {"code": draft.code, "until": f"{day(9)}T10:00", "reason": "Sjukdom"}
    yield Filled("awards_extend_draft", [], more_time)
    yield Filled("awards_start_year", [entry.year.award.pk], {"after": str(entry.year.pk)})
    company = {"name": "Bolaget", "kind": "company", "successor": "", **NO_FORMER_NAMES}
    yield from _register("organisation", organisation.pk, company)


def _register(name: str, pk: int, answers: dict[str, str]) -> Iterator[Filled]:
    yield Filled(f"awards_{name}_modeladmin_create", [], answers)
    yield Filled(f"awards_{name}_modeladmin_edit", [pk], answers)
    yield Filled(f"awards_{name}_modeladmin_delete", [pk], {})


def _of_many(entry: Nomination) -> Iterator[Filled]:
    row, template = written(entry.pk, SeenInList.of(entry)), MessageTemplate.objects.latest("pk")
    columns = {"format": "csv", "columns": "reference", "personal": "email", "reason": "Jäv"}
    yield Filled("awards_entries_export", [], columns | {"entry": row, "query": ""}, good=200)
    ticked = {"entry": row, "query": "q=x"}
    yield Filled("awards_entries_bulk", [], ticked | {"action": "review"}, good=200)
    yield Filled("awards_entries_bulk", [], ticked | {"action": "export"}, good=307)
    chosen = {"chosen": row, "token": str(uuid4()), "query": "q=x"}
    officer = str(User.objects.get().pk)
    yield Filled("awards_entries_bulk", [], chosen | {"action": "to_jury", "reason": "Klart"})
    yield Filled("awards_entries_bulk", [], chosen | {"action": "assign", "officer": officer})
    mail = {"action": "mail", "template": str(template.pk), "language": "sv", "hold": "now"}
    yield Filled("awards_entries_bulk", [], chosen | mail, good=200)


def _of_one(entry: Nomination) -> Iterator[Filled]:
    own, officer = [entry.pk], str(User.objects.get().pk)
    unmet = {"conditions": "other", "other": "Fel pris", "reason": "Så", "sight": ""}
    yield Filled("awards_entry_act", [entry.pk, "ineligible"], unmet)
    asked = {"text": "Mer", "due_on": f"{day(9)}", "questions": "namn", "sight": ""}
    yield Filled("awards_entry_supplement", own, asked)
    waits = NominationStatus.SUPPLEMENT_REQUESTED
    yield Filled("awards_entry_manual_supplement", own, _came_in(), waits)
    later = {"due_on": f"{day(8)}", "seen": f"{day(9)}", "reason": "Fel dag"}
    yield Filled("awards_entry_due", own, later, waits)
    yield Filled("awards_entry_undo", own, {"sight": ""})
    yield Filled("awards_entry_promote", own, {}, NominationStatus.WINNER)
    yield Filled("awards_entry_assign", own, {"officer": officer, "seen": ""})
    yield Filled("awards_entry_nominee", own, {"day": f"{day(0)}", "name": "Cia Norén"})
    yield Filled("awards_entry_register", own, {"number": "KS 1", "seen": ""})
    yield Filled("awards_entry_flag", own, {"flagged": "1"})
    yield Filled("awards_entry_apart", own, {"other": f"{entry.pk}"})
    yield Filled("awards_entry_note", own, {"text": "Ring", "key": str(uuid4())})


def _of_messages(entry: Nomination) -> Iterator[Filled]:
    own, template = [entry.pk], MessageTemplate.objects.latest("pk")
    message = {"subject": "Hej", "text": "Hej", "language": "sv", "key": str(uuid4())}
    message |= {"leaves": "until", "until": f"{day(9)}T10:00", "filled": "", "sight": ""}
    yield Filled("awards_entry_message", own, message)
    fill = {"fill": "1", "template": str(template.pk), "template_language": "sv"}
    fill |= {"subject": "", "text": ""}
    yield Filled("awards_entry_message", own, message | fill, good=200)
    yield Filled("awards_entry_message_read", own, {"newest": "1"})
    mail = OutgoingMail.objects.latest("pk")
    yield Filled("awards_outbox_action", [mail.pk, "release"], {"query": "q=x", "is_sure": "1"})
    yield Filled("awards_outbox_all", ["again"], {"chosen": f"{mail.pk}", "may_be_early": "1"})
    texts = {"name": "Svar", "award": str(entry.year.award.pk), "status": "", "seen": ""}
    texts |= {"subject_sv": "Hej", "text_sv": "Hej", "subject_en": "Hi", "text_en": "Hi"}
    about = {"reference": entry.reference}
    yield Filled("awards_message_template_preview", [], texts | about, good=200)
    yield from _register("messagetemplate", template.pk, texts)


def send(
    staff: Client, form: Filled, entry: Nomination, changes: dict[str, str] | None = None
) -> Any:
    """Post a form with some of its answers changed."""
    Nomination.objects.update(status=form.status)
    if form.status == NominationStatus.SUPPLEMENT_REQUESTED:
        # A supplement is entered for those whom no mail reaches.
        Nomination.objects.update(email="")
        SupplementRequest.objects.create(
            nomination=entry, due_on=day(9), questions=["namn"], requested_at=timezone.now()
        )
    return staff.post(reverse(form.name, args=form.parts), form.answers | (changes or {}))


def test_no_form_fails_because_of_one_answer(entry: Nomination, staff: Client) -> None:
    asked = [(form, {name: word}) for form in forms(entry) for name in form.answers for word in FAR]

    failed = [
        (form.name, change)
        for form, change in asked
        if fails(partial(send, staff, form, entry, change))
    ]

    assert failed == []


def test_every_form_is_tried_and_its_answers_are_good(entry: Nomination, staff: Client) -> None:
    known, takes_answers, answered = forms(entry), set(), []
    for address in addresses(entry, []):
        with undone():
            if staff.post(address).status_code not in {404, 405}:
                takes_answers.add(resolve(address).url_name)
    for form in known:
        with undone():
            answered.append((form.name, send(staff, form, entry).status_code))

    assert takes_answers == {form.name for form in known}
    assert answered == [(form.name, form.good) for form in known]
