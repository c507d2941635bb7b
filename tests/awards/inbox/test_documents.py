"""One entry taken out of the inbox: as an accessible PDF, and in a ZIP with its files."""

from __future__ import annotations

import json
from datetime import datetime, timedelta
from io import BytesIO
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import pytest
from django.contrib.auth.models import User
from django.core.files.base import ContentFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext
from pypdf import PdfReader
from wagtail.users.models import UserProfile

from awards.domain.drafts import start_draft
from awards.domain.questions import Question, definition_of, from_json
from awards.domain.submission import send
from awards.domain.uploads import prepare, receive
from awards.enums import QuestionKind, Role, UploadState
from awards.models import (
    AwardYearPage,
    Draft,
    Nomination,
    NominationFormPage,
    NominationVersion,
    Upload,
)
from awards.statuses import NominationStatus
from tests.awards.apply.applicant import Applicant
from tests.awards.entries import lose, make_nomination, put_out_of_reach, what_was_done
from tests.cms.picture_files import photo
from tests.cms.uploads.files import pdf as document
from tests.factories import NominationFormFactory, UserFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("framsteget_2026")]

NAMES = ("awards_entry_pdf", "awards_entry_zip")
HOSTILE = '#read("/etc/passwd") $x$ \\ *a* 🎉 שלום \x07 ' + "x" * 200


@pytest.fixture
def form(year: AwardYearPage) -> NominationFormPage:
    made: NominationFormPage = NominationFormFactory.create(parent=year, full=True)
    return made


@pytest.fixture
def moderator(client: Client) -> Client:
    client.force_login(UserFactory.create(username="moderatorn", role=Role.MODERATOR))
    return client


class Sender:
    """Somebody who answers every question by the domain's own verbs, time after time."""

    def __init__(self, form: NominationFormPage) -> None:
        self.definition = definition_of(form)
        self.draft: Draft = start_draft(form, "ann@example.se", now=timezone.now())

    def send(self, **changes: Any) -> NominationVersion:
        """Send in good answers, or changes by the question's key."""
        answers = {
            question.key: changes.get(question.key, self._good(question))
            for question in self.definition.questions()
        }
        self.draft.refresh_from_db()
        return send(self.draft, self.definition, answers, now=timezone.now())

    def _good(self, question: Question) -> Any:
        answers: dict[QuestionKind, Any] = {
            QuestionKind.ONE_OF: "Ett år",
            QuestionKind.SEVERAL_OF: question.options[:2],
            QuestionKind.DECLARATION: True,
            QuestionKind.NUMBER: 12,
            QuestionKind.LINK: "https://example.se/projekt",
            QuestionKind.FILM: {
                "url": "https://film.example.se/1",
                "seconds": 150,
                "captions": "yes",
                "lawful": True,
            },
            QuestionKind.ORGANISATION: {"organisation": None, "name": "Bolaget AB"},
            QuestionKind.NOMINEE: {"name": "Cia Dal", "title": "", "email": "c@a.se"},
            QuestionKind.CONTACT: {"name": "Bo Al", "title": "", "email": "b@a.se", "phone": ""},
        }
        if question.kind == QuestionKind.PICTURE:
            return {
                "upload": self.upload(question, photo("png"), "trappa.png"),
                "alt": "En trappa i morgonljus",
                "photographer": "Ann Ek",
                "rights": True,
                "people": "nobody",
            }
        if question.kind == QuestionKind.DOCUMENT:
            return {"upload": self.upload(question, document(), "bilaga.pdf")}
        return answers.get(question.kind, f"Svar på {question.label}")

    def upload(self, question: Question, content: bytes, name: str) -> str:
        """Send a file, and have it prepared."""
        file = ContentFile(content, name=name)
        upload = receive(self.draft, question.key, question.kind, file, now=timezone.now())
        return str(prepare(upload).public_id)


@pytest.fixture
def sender(form: NominationFormPage) -> Sender:
    return Sender(form)


@pytest.fixture
def nomination(sender: Sender) -> Nomination:
    return sender.send(namn="Färre fall").nomination


def address(name: str, nomination: Nomination) -> str:
    return reverse(name, args=[nomination.pk])


def asked_for(client: Client, name: str, nomination: Nomination, **asked: Any) -> Any:
    """The answer, read to its end as a server does."""
    response: Any = client.get(address(name, nomination), asked)
    if response.streaming:
        response.file = BytesIO(b"".join(response.streaming_content))
    return response


def got_pdf(client: Client, nomination: Nomination, **asked: Any) -> PdfReader:
    response = asked_for(client, "awards_entry_pdf", nomination, **asked)
    assert (response.status_code, response["Content-Type"]) == (200, "application/pdf")
    return PdfReader(response.file)


def got_zip(client: Client, nomination: Nomination) -> ZipFile:
    response = asked_for(client, "awards_entry_zip", nomination)
    assert (response.status_code, response["Content-Type"]) == (200, "application/zip")
    archive = ZipFile(response.file)
    assert archive.testzip() is None
    return archive


def text_of(reader: PdfReader) -> str:
    return "\n".join(page.extract_text() for page in reader.pages)


def elements(node: Any) -> list[Any]:
    """A PDF's structure: each element that has a type, in order."""
    if isinstance(node, list):
        return [found for kid in node for found in elements(kid)]
    node = node.get_object() if hasattr(node, "get_object") else node
    if not isinstance(node, dict):
        return elements(list(node)) if isinstance(node, list) else []
    own = [node] if "/S" in node else []
    return own + (elements(node["/K"]) if "/K" in node else [])


def pictures(reader: PdfReader) -> list[str]:
    """What is read aloud in the place of each picture."""
    found = elements(reader.root_object["/StructTreeRoot"])
    return [element["/Alt"] for element in found if element["/S"] == "/Figure"]


@pytest.mark.parametrize("name", NAMES)
def test_what_is_taken_out_is_logged_and_kept_by_nobody(
    name: str, moderator: Client, nomination: Nomination
) -> None:
    response = asked_for(moderator, name, nomination)

    kind = name.removeprefix("awards_entry_")
    entry = what_was_done().get()
    assert (entry.action, entry.data) == ("awards.nomination.download", {"format": kind})
    assert entry.user == User.objects.get(username="moderatorn")
    assert entry.message == f"Hämtat som {kind.upper()}"
    assert {"private", "no-store"} <= set(response["Cache-Control"].split(", "))
    assert response["Content-Disposition"] == f'attachment; filename="FRA-2026-0001.{kind}"'


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("method", ["head", "post"])
def test_a_copy_is_only_asked_for_by_a_link(
    method: str, name: str, moderator: Client, nomination: Nomination
) -> None:
    assert getattr(moderator, method)(address(name, nomination)).status_code == 405
    assert what_was_done().count() == 0


@pytest.mark.parametrize("name", NAMES)
def test_there_is_no_copy_of_what_is_not_there(name: str, moderator: Client) -> None:
    assert moderator.get(reverse(name, args=[4711])).status_code == 404


def test_the_pdf_says_all_that_was_received(moderator: Client, nomination: Nomination) -> None:
    Nomination.objects.update(registry_number="KS 2026/17")

    reader = got_pdf(moderator, nomination)

    text = text_of(reader)
    told = [
        "FRA-2026-0001 Färre fall",
        "Diarienummer: KS 2026/17",
        "Pris och år: Framsteget 2026",
        "Källa: ",
        "ann@example.se",
        "Bidraget",
        "Svar på Bakgrund",
        "Bo Al",
        "Bolaget AB",
        "12",
        "Ett år",
        "https://example.se/projekt",
        "https://film.example.se/1",
        "Arbetet är nytt.",
        "trappa.png",
        "Visar: En trappa i morgonljus",
        "Fotograf: Ann Ek",
        "bilaga.pdf",
        "Version 1, mottagen",
        "Sida 1 av",
    ]
    assert [each for each in told if each not in text] == []


def test_the_pdf_is_accessible(moderator: Client, nomination: Nomination) -> None:
    reader = got_pdf(moderator, nomination)

    root: Any = reader.root_object
    assert reader.metadata is not None
    assert (root["/Lang"], reader.metadata.title) == ("sv", "FRA-2026-0001 Färre fall")
    assert b"<pdfuaid:part>1</pdfuaid:part>" in root["/Metadata"].get_data()
    structure = elements(root["/StructTreeRoot"])
    kinds = [element["/S"] for element in structure]
    asked = from_json(nomination.newest_version.asked)
    assert kinds.count("/H1") == len(asked.steps) + 1
    assert kinds.count("/H2") == len(list(asked.questions()))
    assert {"/L", "/LI", "/Link", "/P", "/Figure"} <= set(kinds)
    assert pictures(reader) == ["En trappa i morgonljus"]
    links = [
        annotation.get_object()["/A"]["/URI"]
        for page in reader.pages
        for annotation in page.get("/Annots", [])
    ]
    assert set(links) == {"https://example.se/projekt", "https://film.example.se/1"}


def test_no_answer_is_told_so(moderator: Client, form: NominationFormPage) -> None:
    nomination = make_nomination(form)

    assert "Inget svar" in text_of(got_pdf(moderator, nomination))


def test_whatever_was_written_becomes_text(moderator: Client, sender: Sender) -> None:
    nomination = sender.send(
        namn=HOSTILE[:90],
        bakgrund=HOSTILE + "\n\n" + "Lång text. " * 1000,
        webbplats="javascript:alert(1)",
        bild={
            **sender._good(next(q for q in sender.definition.questions() if q.key == "bild")),  # noqa: SLF001
            "alt": "\x07",
            "photographer": HOSTILE,
        },
    ).nomination

    reader = got_pdf(moderator, nomination)

    text = text_of(reader)
    assert '#read("/etc/passwd") $x$ \\ *a*' in text
    assert "root:" not in text
    assert "javascript:alert(1)" in text
    assert pictures(reader) == ["trappa.png"]
    ordinary = text_of(got_pdf(moderator, sender.send().nomination))
    assert [gettext("Boxes") in each for each in (text, ordinary)] == [True, False]


@pytest.mark.parametrize(
    ("status", "released", "told"),
    [
        (NominationStatus.UNDER_REVIEW, None, "Under granskning"),
        (NominationStatus.SPAM, None, "Skräppost"),
        (NominationStatus.WINNER, None, "Hos juryn"),
        (NominationStatus.NOT_SELECTED, timedelta(days=1), "Hos juryn"),
        (NominationStatus.WINNER, timedelta(days=-1), "Vinnare"),
    ],
)
def test_a_copy_tells_no_outcome_before_it_is_announced(
    status: NominationStatus,
    released: timedelta | None,
    told: str,
    moderator: Client,
    nomination: Nomination,
) -> None:
    Nomination.objects.update(status=status)
    moment = timezone.now() + released if released else None
    AwardYearPage.objects.update(winners_released_at=moment)

    lines = text_of(got_pdf(moderator, nomination)).splitlines()

    (line,) = [line for line in lines if line.startswith("Status den ")]
    assert line.endswith(f": {told}")


def test_an_older_version_can_be_asked_for(moderator: Client, sender: Sender) -> None:
    sender.send(namn="Det första")
    nomination = sender.send(namn="Det andra").nomination

    newest, first, unknown = (
        text_of(got_pdf(moderator, nomination, version=number)) for number in ("", "1", "9")
    )

    assert "Det första" not in newest
    assert "Det första" in first
    assert unknown.splitlines()[:3] == newest.splitlines()[:3]
    assert "Version 1, mottagen" in newest
    assert "Version 2, mottagen" in newest


def test_a_file_that_is_missing_is_told_of_in_its_place(
    moderator: Client, nomination: Nomination
) -> None:
    lose(nomination.uploads.get(name="trappa.png"))

    text = text_of(got_pdf(moderator, nomination))
    archive = got_zip(moderator, nomination)

    assert "trappa.png" in text
    assert "Går inte att läsa" in text
    told = json.loads(archive.read("FRA-2026-0001/FRA-2026-0001.json"))
    assert [(file["name"], file["file"], file.get("missing")) for file in told["files"]] == [
        ("trappa.png", None, "Går inte att läsa"),
        ("bilaga.pdf", "filer/2-bilaga.pdf", None),
    ]


@pytest.mark.parametrize(
    ("state", "told"),
    [
        (UploadState.RECEIVED, "Förbereds"),
        (UploadState.UNREADABLE, "Går inte att läsa"),
    ],
)
def test_a_file_that_is_not_prepared_is_given_to_nobody(
    state: UploadState, told: str, moderator: Client, nomination: Nomination
) -> None:
    Upload.objects.filter(name="trappa.png").update(state=state)

    reader = got_pdf(moderator, nomination)
    names = got_zip(moderator, nomination).namelist()

    assert told in text_of(reader)
    assert [
        e for e in elements(reader.root_object["/StructTreeRoot"]) if e["/S"] == "/Figure"
    ] == []
    assert [name for name in names if "trappa" in name] == []


def test_a_damaged_picture_is_told_of_in_its_place(
    moderator: Client, nomination: Nomination
) -> None:
    Path(nomination.uploads.get(name="trappa.png").file.path).write_bytes(b"\xff\xd8 skadad")

    assert "Går inte att läsa" in text_of(got_pdf(moderator, nomination))


@pytest.mark.parametrize("name", NAMES)
def test_a_storage_that_does_not_answer_is_told_of_and_nothing_is_logged(
    name: str, moderator: Client, nomination: Nomination
) -> None:
    put_out_of_reach(nomination.uploads.get(name="trappa.png"))

    response = moderator.get(address(name, nomination), follow=True)

    assert response.redirect_chain == [(reverse("awards_entry", args=[nomination.pk]), 302)]
    assert "kan inte hämtas just nu" in response.content.decode()
    assert what_was_done().count() == 0


def test_the_zip_has_every_version_and_every_file(moderator: Client, sender: Sender) -> None:
    sender.send(namn="Det första")
    nomination = sender.send(namn="Det andra").nomination

    archive = got_zip(moderator, nomination)

    folder = "FRA-2026-0001/"
    assert [name.removeprefix(folder) for name in archive.namelist()] == [
        "FRA-2026-0001.pdf",
        "FRA-2026-0001-version-2.txt",
        "FRA-2026-0001-version-1.txt",
        "filer/1-trappa.jpg",
        "filer/2-bilaga.pdf",
        "filer/3-trappa.jpg",
        "filer/4-bilaga.pdf",
        "FRA-2026-0001.json",
    ]
    assert archive.read(f"{folder}FRA-2026-0001.pdf").startswith(b"%PDF-")
    assert "Det första" in archive.read(f"{folder}FRA-2026-0001-version-1.txt").decode()
    assert "Det första" not in archive.read(f"{folder}FRA-2026-0001-version-2.txt").decode()
    assert archive.read(f"{folder}filer/2-bilaga.pdf") == document()
    assert archive.read(f"{folder}filer/1-trappa.jpg").startswith(b"\xff\xd8")
    told = json.loads(archive.read(f"{folder}FRA-2026-0001.json"))
    assert [version["answers"]["namn"] for version in told["versions"]] == [
        "Det andra",
        "Det första",
    ]
    stored = {upload.name: str(upload.public_id) for upload in nomination.uploads.all()}
    assert {file["upload"] for file in told["files"]} >= set(stored.values())


@pytest.mark.parametrize(
    ("name", "safe"),
    [
        ("../../etc/passwd", "1-passwd.jpg"),
        ("C:\\bilder\\con.png", "1-file con.jpg"),
        ("a\u202egnp.exe", "1-agnp.jpg"),
        ("en.trappa.png", "1-en.trappa.jpg"),
        ("", "1-file.jpg"),
    ],
)
def test_names_in_the_zip_are_safe(
    name: str, safe: str, moderator: Client, nomination: Nomination
) -> None:
    Upload.objects.filter(name="trappa.png").update(name=name)

    assert f"FRA-2026-0001/filer/{safe}" in got_zip(moderator, nomination).namelist()


def test_copies_are_in_the_language_of_the_form(client: Client, nomination: Nomination) -> None:
    user = UserFactory.create(role=Role.MODERATOR)
    UserProfile.objects.create(user=user, preferred_language="en")
    client.force_login(user)

    assert "Referensnummer" in text_of(got_pdf(client, nomination))
    assert "FRA-2026-0001/filer/1-trappa.jpg" in got_zip(client, nomination).namelist()


def test_nothing_of_the_house_leaves_with_a_copy(moderator: Client, nomination: Nomination) -> None:
    moderator.post(
        reverse("awards_entry_note", args=[nomination.pk]), {"text": "Ring kontaktpersonen."}
    )

    archive = got_zip(moderator, nomination)

    content = b"".join(archive.read(name) for name in archive.namelist()).decode(errors="ignore")
    assert "Ring kontaktpersonen." not in content
    assert "Ring kontaktpersonen." not in text_of(got_pdf(moderator, nomination))


@pytest.mark.parametrize("name", NAMES)
def test_a_draft_has_no_copy(
    name: str, moderator: Client, year: AwardYearPage, form: NominationFormPage
) -> None:
    applicant = Applicant(form)
    draft = applicant.begin()
    applicant.fill_in(namn="Hemligt utkast")

    assert moderator.get(reverse(name, args=[draft.pk])).status_code == 404


@pytest.mark.parametrize("name", NAMES)
def test_a_copy_costs_the_same_for_one_version_and_for_three(
    name: str, moderator: Client, sender: Sender
) -> None:
    counts = []
    for number in range(3):
        nomination = sender.send(namn=f"Nummer {number}").nomination
        asked_for(moderator, name, nomination)
        with CaptureQueriesContext(connection) as queries:
            asked_for(moderator, name, nomination)
        counts.append(len(queries))

    assert counts[0] == counts[2]
    assert counts[0] <= 15


def test_moments_are_by_the_citys_clock(moderator: Client, nomination: Nomination) -> None:
    moment = datetime.fromisoformat("2026-05-04T22:30:00+00:00")
    Nomination.objects.update(received_at=moment)

    assert "5 maj 2026" in text_of(got_pdf(moderator, nomination))
