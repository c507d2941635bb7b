"""An applicant in the tests: begins a form, fills in its steps and sends it in."""

from __future__ import annotations

import time
from secrets import token_urlsafe
from typing import Any
from urllib.parse import urlsplit

from django.core import signing
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from awards.apply.access import grant
from awards.domain.links import link_to
from awards.domain.questions import Question, Step, definition_of
from awards.enums import QuestionKind
from awards.models import Draft, NominationFormPage
from tests.cms.picture_files import photo

EMAIL = "ann@example.se"


def stamp(purpose: str, seconds_ago: float = 60, identity: str = "ett") -> str:
    """The stamp of a form that was opened some time ago."""
    return signing.dumps({"id": identity, "at": time.time() - seconds_ago}, salt=purpose)


def cookie_of(draft: Draft) -> str:
    """What a browser sends along that has the right to open a draft."""
    response = grant(HttpResponse(), draft.public_id)
    return response.cookies.output(attrs=[], header="").strip()


class Applicant:
    """Somebody with a browser of their own, and what they meet of one form."""

    def __init__(self, form: NominationFormPage, email: str = EMAIL) -> None:
        self.client = Client()
        self.form = form
        self.email = email

    def begin(self) -> Draft:
        """Begin a draft as the page does it; questions before the form are answered well."""
        address = reverse("apply:begin", args=[self.form.pk])
        eligible = stamp(f"apply:eligible:{self.form.pk}")
        opened = stamp(f"apply:begin:{self.form.pk}", identity=token_urlsafe(12))
        response = self.client.post(
            f"{address}?eligible={eligible}",
            {"email": self.email, "stamp": opened, "website": ""},
        )
        assert response.status_code == 302, response.content.decode()
        public_id = urlsplit(response["Location"]).path.strip("/").split("/")[-1]
        self.draft = Draft.objects.get(public_id=public_id)
        return self.draft

    def link(self) -> str:
        """A link to the draft as it is mailed now."""
        return link_to(self.draft.public_id, read_from=timezone.now())

    def url(self, name: str, *arguments: object) -> str:
        """An address of the draft."""
        return reverse(f"apply:{name}", args=[self.draft.public_id, *arguments])

    def get(self, name: str, *arguments: object) -> Any:
        """Ask for a page of the draft."""
        return self.client.get(self.url(name, *arguments))

    def post(self, name: str, *arguments: object, data: dict[str, Any] | None = None) -> Any:
        """Send a form of the draft."""
        return self.client.post(self.url(name, *arguments), data or {})

    def steps(self) -> list[Step]:
        """The steps of the form as it is now."""
        return definition_of(NominationFormPage.objects.get(pk=self.form.pk)).steps

    def fill_in(self, **changes: Any) -> None:
        """Go through every step with good answers, or with ``changes`` by the input's name."""
        for step in self.steps():
            data = good_answers(step)
            data = data | {name: value for name, value in changes.items() if name in data}
            response = self.post("step", step.key, data=data)
            assert response.status_code == 302, response.context["form"].errors

    def send(self) -> Any:
        """Send in what has been filled in."""
        return self.post("check")

    def apply(self, **changes: Any) -> Draft:
        """Go the whole way."""
        self.begin()
        self.fill_in(**changes)
        response = self.send()
        assert response.status_code == 302, response.content.decode()
        self.draft.refresh_from_db()
        return self.draft


def good_answers(step: Step) -> dict[str, Any]:
    """Something good in every input of a step."""
    return {
        f"{question.key}__{part}" if part else question.key: value
        for question in step.questions
        for part, value in _good(question).items()
    }


def _good(question: Question) -> dict[str, Any]:  # noqa: C901, PLR0911 - one for each kind
    match question.kind:
        case QuestionKind.ONE_OF:
            return {"": question.options[0]}
        case QuestionKind.SEVERAL_OF:
            return {"": question.options[:2]}
        case QuestionKind.DECLARATION:
            return {"": "on"}
        case QuestionKind.NUMBER:
            return {"": "12"}
        case QuestionKind.LINK:
            return {"": "https://example.se/projekt"}
        case QuestionKind.FILM:
            return {
                "url": "https://film.example.se/1",
                "minutes": "2",
                "seconds": "30",
                "captions": "yes",
                "lawful": "on",
            }
        case QuestionKind.PICTURE:
            return {
                "": SimpleUploadedFile("bild.jpg", photo("jpg")),
                "alt": "Två kollegor vid ett bord",
                "photographer": "Ann Ek",
                "people": "informed",
                "rights": "on",
            }
        case QuestionKind.DOCUMENT:
            return {}
        case QuestionKind.ORGANISATION:
            return {"": "other", "other": "Bolaget AB"}
        case QuestionKind.CONTACT:
            return {
                "name": "Bo Al",
                "title": "Enhetschef",
                "email": "bo@example.se",
                "phone": "08-508 00 000",
            }
        case QuestionKind.NOMINEE:
            return {"name": "Cia Norén", "title": "", "email": "cia@example.se"}
        case _:
            return {"": f"Svar på {question.label}"}
