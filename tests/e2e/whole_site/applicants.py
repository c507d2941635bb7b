"""Applicants to the whole site's forms, each somewhere on the way.

Each is made when a page of theirs is first visited, and anew if they have deleted their draft.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from typing import Any
from urllib.parse import urlsplit
from uuid import UUID, uuid4

from django.core import signing
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone
from django.utils.http import urlencode

from awards.domain.drafts import save_answers, start_draft
from awards.domain.holding import AT_ONCE, Hold
from awards.domain.lifecycle import change_status
from awards.domain.links import LINK_LIFETIME, link_to
from awards.domain.messages import receive_message, send_message
from awards.domain.questions import Question, Step, question_as_json
from awards.domain.submission import withdraw
from awards.domain.supplements import request_supplement
from awards.domain.uploads import prepare_waiting
from awards.enums import QuestionKind, UploadState
from awards.models import AwardYearPage, Draft, NominationFormPage
from awards.statuses import NominationStatus
from tests.awards.apply.applicant import Applicant, good_answers
from tests.cms.uploads.files import pdf
from tests.e2e.live_server import at_rest
from tests.factories import UserFactory, day

#: The forms that are filled in, by the address of their award.
FORM, LONG_FORM = "tavla", "langt"


class Visitor(Applicant):
    """An applicant who comes by the link, however many others have begun just now."""

    def __init__(self, name: str, award: str = FORM) -> None:
        super().__init__(form_of(award), f"{name.replace(' ', '.')}@example.se")

    def begin(self) -> Draft:
        """Begin a draft, as the page does once it has let an applicant through."""
        self.draft = start_draft(self.form, self.email, now=timezone.now())
        self.client.get(link_path(self.draft.public_id))
        return self.draft

    def fill_in_step(self, here: Step, **more: Any) -> None:
        """Go through one step with good answers, and with ``more`` by the input's name."""
        response = self.post("step", here.key, data=good_answers(here) | more)
        assert response.status_code == 302, response.context["form"].errors

    def write(self, key: str, **typed: str) -> None:
        """Have something saved in a step."""
        [here] = [step for step in self.steps() if step.key == key]
        save_answers(self.draft, typed, here.questions, now=timezone.now())


@at_rest()
def form_of(award: str) -> NominationFormPage:
    """The form of an award's newest year."""
    forms = NominationFormPage.objects.filter(url_path__contains=f"/{award}/")
    return forms.latest("pk")


def link_path(public_id: UUID) -> str:
    """The path of the link that is mailed."""
    return urlsplit(link_to(public_id, read_from=timezone.now())).path


def expired_link() -> str:
    """The path of a link that was good once."""
    public_id = draft_of("new").public_id

    class Earlier(signing.TimestampSigner):
        """Signs as if it were long ago."""

        def timestamp(self) -> str:
            """When the link was mailed."""
            then = time.time() - LINK_LIFETIME.total_seconds() - 60
            return signing.b62_encode(int(then))

    token = Earlier(salt="awards.links").sign_object(str(public_id))
    return link_path(uuid4()).rpartition("/lank/")[0] + f"/lank/{token}/"


def link_of_deleted() -> str:
    """The path of a link to a draft that is there no more."""
    return link_path(uuid4())


def not_eligible() -> str:
    """The path of the page for somebody who can't take part."""
    form = form_of(FORM)
    query = urlencode({"question": [block.id for block in form.eligibility]}, doseq=True)
    return f"/ansok/formular/{form.pk}/villkor/nej/?{query}"


@at_rest()
def draft_of(name: str) -> Draft:
    """The draft of the applicant with a name."""
    email = f"{name.replace(' ', '.')}@example.se"
    return Draft.objects.filter(email=email).first() or _MAKERS[name](name)


@contextmanager
def closed(name: str) -> Iterator[None]:
    """Let the time for sending in be over for one applicant until the block ends."""
    with at_rest():
        year = draft_of(name).year
        _set_dates(year, day(-30), day(-2))
    try:
        yield
    finally:
        _set_dates(year, year.opens_on, year.closes_on)


@at_rest()
def _set_dates(year: AwardYearPage, first: date | None, last: date | None) -> None:
    AwardYearPage.objects.filter(pk=year.pk).update(opens_on=first, closes_on=last)


def _new(name: str) -> Draft:
    return Visitor(name).begin()


def _long(name: str) -> Draft:
    return Visitor(name, LONG_FORM).begin()


def _begun(name: str) -> Draft:
    """One step done, and in the other something that can't be right."""
    visitor = Visitor(name)
    visitor.begin()
    first, last = visitor.steps()
    visitor.fill_in_step(first)
    visitor.write(last.key, film__url="https://film.example.se/1", film__minutes="99")
    return visitor.draft


def _filled(name: str) -> Draft:
    """Everything done, with a picture and a document that are ready."""
    visitor = Visitor(name)
    visitor.begin()
    for here in visitor.steps():
        has_files = here.key == "bilagor"
        visitor.fill_in_step(here, **({"dokument": _document()} if has_files else {}))
    prepare_waiting()
    return visitor.draft


def _waiting(name: str) -> Draft:
    """A picture that is being prepared."""
    visitor = Visitor(name)
    visitor.begin()
    visitor.fill_in()
    return visitor.draft


def _unreadable(name: str) -> Draft:
    draft = _waiting(name)
    draft.uploads.update(state=UploadState.UNREADABLE)
    return draft


def _taken_away(name: str) -> Draft:
    """An answer to a question that the form no longer has."""
    draft = _new(name)
    gone = Question(key="borta", kind=QuestionKind.LONG_TEXT, label="Vad kostade det?")
    draft.data = {gone.key: "Nästan ingenting.\n\nMest tid."}
    draft.asked = {gone.key: question_as_json(gone)}
    draft.save()
    return draft


def _extended(name: str) -> Draft:
    """One that may be sent in later than the others."""
    draft = _new(name)
    draft.extended_until = timezone.now() + timedelta(days=30)
    draft.save()
    return draft


def _sent(name: str) -> Draft:
    visitor = Visitor(name)
    visitor.begin()
    visitor.fill_in(namn="Färre fall")
    prepare_waiting()
    visitor.send()
    visitor.draft.refresh_from_db()
    return visitor.draft


def _changed(name: str) -> Draft:
    draft = _sent(name)
    draft.data |= {"namn": "Ännu färre fall"}
    draft.save()
    return draft


def _withdrawn(name: str) -> Draft:
    draft = _sent(name)
    withdraw(draft, now=timezone.now())
    return draft


def _supplemented(name: str) -> Draft:
    """Asked for more, and spoken with."""
    draft = _sent(name)
    assert draft.nomination is not None
    by: dict[str, Any] = {"actor": UserFactory.create(), "now": timezone.now()}
    change_status(draft.nomination, NominationStatus.UNDER_REVIEW, **by)
    text = "Berätta mer om resultatet.\nSkicka en bild till."
    questions = ["bakgrund", "bild"]
    request_supplement(draft.nomination, text=text, questions=questions, due_on=day(9), **by)
    receive_message(draft, "Vilken bild?", subject="Om bilden", now=timezone.now())
    for key, hold in (("sent", AT_ONCE), ("held", Hold(by_hand=True))):
        text = "Den ni tycker bäst om: {link}"
        message: dict[str, Any] = {"subject": "Om bilden", "text": text, "language": "sv"}
        send_message(draft.nomination, **message, hold=hold, key=key, **by)
    receive_message(draft, "Tack.", now=timezone.now())
    return draft


def _document() -> SimpleUploadedFile:
    return SimpleUploadedFile("Utvärdering.pdf", pdf())


_MAKERS: dict[str, Callable[[str], Draft]] = {
    "new": _new,
    "wrong": _new,
    "leaving": _new,
    "deleting": _new,
    "without right": _new,
    "begun": _begun,
    "filled": _filled,
    "waiting": _waiting,
    "unreadable": _unreadable,
    "taken away": _taken_away,
    "extended": _extended,
    "late": _filled,
    "sent": _sent,
    "sent late": _sent,
    "changed": _changed,
    "withdrawn": _withdrawn,
    "supplemented": _supplemented,
    "long": _long,
}
