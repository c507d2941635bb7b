"""What every kind of question says to every kind of answer, and how the page tells it."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import translation

from awards.enums import Meaning, QuestionKind
from awards.models import AwardYearPage, Draft, NominationFormPage, NominationVersion
from cms.models import SiteSettings
from tests.awards.apply.applicant import EMAIL as EMAIL_OF_ANN
from tests.awards.apply.applicant import Applicant
from tests.cms.picture_files import photo
from tests.factories import (
    AwardYearFactory,
    NominationFormFactory,
    OrganisationFactory,
    question,
    step,
)

pytestmark = pytest.mark.django_db

FILM = {
    "film__url": "https://film.example.se/1",
    "film__minutes": "3",
    "film__seconds": "0",
    "film__captions": "yes",
    "film__lawful": "on",
}
PICTURE = {
    "bild__alt": "Två kollegor",
    "bild__photographer": "Ann Ek",
    "bild__people": "informed",
    "bild__rights": "on",
}
CONTACT = {
    "kontakt__name": "Bo Al",
    "kontakt__title": "",
    "kontakt__email": "bo@example.se",
    "kontakt__phone": "",
}
NOMINEE = {
    "nominerad__name": "Cia Norén",
    "nominerad__title": "",
    "nominerad__email": "cia@example.se",
}
TOO_LONG_FILM = "The film may be at most 3 minutes long. Shorten it, or correct the length."
WHOLE = "Enter a whole number, with digits only."
ADDRESS = "Enter a whole address that begins with https://."
HOST = "Enter a link to a film on film.example.se. Ask your communicator to upload it there."
EMAIL = "Enter an e-mail address such as name@example.se."
TELEPHONE = "Enter a telephone number with at least five digits, such as 08-508 00 000."
CAPTIONS = (
    "Tell whether the film has captions. One with speech needs them: have it captioned first."
)
LAWFUL = "Confirm that personal data in the film is handled lawfully."
LENGTH = "Enter how long the film is."
NOT_TOLD_OF_FILM = {
    "film__minutes": LENGTH,
    "film__captions": CAPTIONS,
    "film__lawful": LAWFUL,
}
NOT_TOLD_OF_PICTURE = {
    "bild__alt": "Describe what the picture shows.",
    "bild__photographer": "Enter who took the picture.",
    "bild__people": "Choose whether people in the picture can be recognised.",
    "bild__rights": "Confirm that you have the right to use the picture.",
}
CHOOSE = "Choose one of the answers."
GONE = "Choose among the answers that are here now."
TWO_ORGANISATIONS = "Empty this field, or choose “Another one, that is not in the list” above it."


def over(number: int, limit: int) -> str:
    noun = "character" if number == 1 else "characters"
    return f"Shorten the text by {number} {noun}. It may have at most {limit:,}."


@pytest.fixture(scope="module", autouse=True)
def _year(module_db: None) -> None:
    """A year whose films are on one host and at most 180 seconds."""
    year = AwardYearFactory.create(open=True, film_max_seconds=180)
    settings = SiteSettings.for_page(year)
    settings.film_hosts = "film.example.se"
    settings.save()


def form_with(*questions: dict[str, Any], film_required: bool = True) -> NominationFormPage:
    """A form of one step, in the year."""
    AwardYearPage.objects.update(film_required=film_required)
    form: NominationFormPage = NominationFormFactory.create(
        parent=AwardYearPage.objects.get(), steps=[step("Steget", *questions)]
    )
    return form


QUESTIONS: dict[str, dict[str, Any]] = {
    "short": question("short_text", "Namn", meaning=Meaning.TITLE),
    "asking": question("short_text", "Vad är svårt?"),
    "long": question("long_text", "Text", max_characters=1000),
    "optional": question("long_text", "Text", max_characters=1000, required=False),
    "one": question("one_of", "Ett", options=["A", "B"]),
    "several": question("several_of", "Flera", options=["A", "B", "C"]),
    "declaration": question("declaration", "Lovas"),
    "number": question("number", "Antal", minimum=0, maximum=10),
    "large number": question("number", "Antal", minimum=1000, maximum=10000),
    "any number": question("number", "Antal", required=False),
    "link": question("link", "Sida"),
    "film": question("film", "Film"),
    "picture": question("picture", "Bild"),
    "document": question("document", "Dokument"),
    "organisation": question("organisation", "Organisation"),
    "contact": question("contact", "Kontakt"),
    "optional contact": question("contact", "Kontakt", required=False),
    "optional film": question("film", "Film", required=False),
    "optional picture": question("picture", "Bild", required=False),
    "optional organisation": question("organisation", "Organisation", required=False),
    "nominee": question("nominee", "Nominerad"),
    "optional nominee": question("nominee", "Nominerad", required=False),
    "earlier": question("earlier_entry", "Tidigare", required=False),
}


@pytest.mark.parametrize(
    ("kind", "typed", "expected"),
    [
        ("short", {"namn": " "}, {"namn": "Answer “Namn”."}),
        ("short", {"namn": "x" * 201}, {"namn": over(1, 200)}),
        ("short", {"namn": "x" * 200}, {}),
        ("asking", {"vad-ar-svart": ""}, {"vad-ar-svart": "Answer “Vad är svårt?”."}),
        ("long", {"text": ""}, {"text": "Answer “Text”."}),
        ("long", {"text": "å" * 1000}, {}),
        ("long", {"text": "å" * 1001}, {"text": over(1, 1000)}),
        ("long", {"text": "x\r\n" * 499 + "xy"}, {}),
        ("long", {"text": "x\r\n" * 500 + "y"}, {"text": over(1, 1000)}),
        ("long", {"text": "x" * 1200}, {"text": over(200, 1000)}),
        ("optional", {"text": ""}, {}),
        ("one", {}, {"ett": "Choose an answer to “Ett”."}),
        ("one", {"ett": "C"}, {"ett": GONE}),
        ("one", {"ett": "B"}, {}),
        ("several", {}, {"flera": "Choose an answer to “Flera”."}),
        ("several", {"flera": ["A", "D"]}, {"flera": GONE}),
        ("several", {"flera": ["A", "C"]}, {}),
        ("declaration", {}, {"lovas": "You need to accept this to send in: “Lovas”."}),
        ("declaration", {"lovas": "on"}, {}),
        ("number", {"antal": ""}, {"antal": "Enter a number at “Antal”."}),
        ("number", {"antal": "0"}, {}),
        ("number", {"antal": "10"}, {}),
        ("number", {"antal": "11"}, {"antal": "Enter a number that is at most 10."}),
        ("large number", {"antal": "10001"}, {"antal": "Enter a number that is at most 10,000."}),
        ("large number", {"antal": "999"}, {"antal": "Enter a number that is at least 1,000."}),
        ("number", {"antal": "-1"}, {"antal": "Enter a number that is at least 0."}),
        ("number", {"antal": "1 0"}, {}),
        ("number", {"antal": "tio"}, {"antal": WHOLE}),
        ("number", {"antal": "1,5"}, {"antal": WHOLE}),
        ("number", {"antal": "1_0"}, {"antal": WHOLE}),
        ("number", {"antal": "1" * 21}, {"antal": over(1, 20)}),
        ("any number", {"antal": ""}, {}),
        ("any number", {"antal": "-7"}, {}),
        ("link", {"sida": ""}, {"sida": "Enter an address at “Sida”."}),
        ("link", {"sida": "https://example.se/å?x=1#y"}, {}),
        ("link", {"sida": "http://example.se"}, {}),
        ("link", {"sida": "example.se"}, {"sida": ADDRESS}),
        ("link", {"sida": "javascript:alert(1)"}, {"sida": ADDRESS}),
        ("link", {"sida": "https://"}, {"sida": ADDRESS}),
        ("link", {"sida": "https://example.se:99999/"}, {"sida": ADDRESS}),
        ("link", {"sida": "https://[example.se/"}, {"sida": ADDRESS}),
        ("link", {"sida": "https://example.se/en sida"}, {"sida": ADDRESS}),
        ("link", {"sida": "https://example.se/\u202egnp.exe"}, {"sida": ADDRESS}),
        ("link", {"sida": "https://stad.se@elak.example/"}, {"sida": ADDRESS}),
        ("link", {"sida": "https://example.se/" + "x" * 482}, {"sida": over(1, 500)}),
        ("film", {}, {"film__url": "Enter the link to the film."} | NOT_TOLD_OF_FILM),
        ("film", FILM, {}),
        ("film", FILM | {"film__minutes": "2", "film__seconds": "59"}, {}),
        ("film", FILM | {"film__minutes": "", "film__seconds": "59"}, {}),
        ("film", FILM | {"film__seconds": "1"}, {"film__seconds": TOO_LONG_FILM}),
        (
            "film",
            FILM | {"film__minutes": "4"},
            {"film__minutes": "Enter a number that is at most 3."},
        ),
        (
            "film",
            FILM | {"film__minutes": "1", "film__seconds": "60"},
            {"film__seconds": "Enter a number that is at most 59."},
        ),
        (
            "film",
            FILM | {"film__minutes": "", "film__seconds": ""},
            {"film__minutes": LENGTH},
        ),
        ("film", FILM | {"film__url": "https://FILM.Example.SE/1"}, {}),
        ("film", FILM | {"film__url": "http://film.example.se/1"}, {"film__url": ADDRESS}),
        (
            "film",
            FILM | {"film__url": "https://film.example.se.elak.example/1"},
            {"film__url": HOST},
        ),
        ("film", FILM | {"film__url": "https://elak.example/film.example.se"}, {"film__url": HOST}),
        (
            "film",
            FILM | {"film__url": "https://elak.example\\@film.example.se/"},
            {"film__url": ADDRESS},
        ),
        (
            "film",
            FILM | {"film__url": "https://film.example.se@elak.example/"},
            {"film__url": ADDRESS},
        ),
        (
            "film",
            {"film__url": "https://elak.example/1", "film__minutes": "3", "film__seconds": "1"},
            {
                "film__url": HOST,
                "film__seconds": TOO_LONG_FILM,
                "film__captions": CAPTIONS,
                "film__lawful": LAWFUL,
            },
        ),
        ("film", FILM | {"film__captions": "no_speech"}, {}),
        ("film", FILM | {"film__captions": "no"}, {"film__captions": CHOOSE}),
        # As it was told before the film could lack speech.
        ("film", FILM | {"film__captions": "on"}, {}),
        ("optional film", {"film__url": "film"}, {"film__url": ADDRESS} | NOT_TOLD_OF_FILM),
        ("picture", PICTURE, {"bild": "Choose a picture at “Bild”."}),
        ("picture", PICTURE | {"bild": "file"}, {}),
        (
            "picture",
            {"bild": "file", "bild__alt": "", "bild__photographer": " "},
            NOT_TOLD_OF_PICTURE,
        ),
        ("picture", {}, {"bild": "Choose a picture at “Bild”."} | NOT_TOLD_OF_PICTURE),
        (
            "picture",
            PICTURE | {"bild": "file", "bild__people": "kanske", "bild__alt": "x" * 501},
            {"bild__people": CHOOSE, "bild__alt": over(1, 500)},
        ),
        ("document", {}, {"dokument": "Choose a document at “Dokument”."}),
        (
            "organisation",
            {"organisation": ""},
            {"organisation": "Choose an answer to “Organisation”."},
        ),
        ("organisation", {"organisation": "999999"}, {"organisation": GONE}),
        (
            "organisation",
            {"organisation": "other", "organisation__other": ""},
            {"organisation__other": "Enter the name of the organisation."},
        ),
        (
            "organisation",
            {"organisation": "other", "organisation__other": "x" * 201},
            {"organisation__other": over(1, 200)},
        ),
        ("organisation", {"organisation": "other", "organisation__other": "Bolaget"}, {}),
        (
            "optional organisation",
            {"organisation": "", "organisation__other": "Bolaget"},
            {"organisation__other": TWO_ORGANISATIONS},
        ),
        (
            "optional film",
            FILM | {"film__url": ""},
            {"film__url": "Enter the link to the film, or take away what is told of a film."},
        ),
        ("optional film", dict.fromkeys(FILM, ""), {}),
        (
            "optional picture",
            {"bild__alt": "En park"},
            {"bild": "Choose the picture, or take away what is told of a picture."},
        ),
        ("optional picture", {}, {}),
        ("contact", CONTACT, {}),
        (
            "contact",
            dict.fromkeys(CONTACT, ""),
            {
                "kontakt__name": "Enter the contact person's name.",
                "kontakt__email": "Enter the contact person's e-mail address.",
            },
        ),
        ("contact", CONTACT | {"kontakt__email": "bo@example"}, {"kontakt__email": EMAIL}),
        (
            "contact",
            CONTACT | {"kontakt__email": "bo@x.se\r\nBcc: a@x.se"},
            {"kontakt__email": EMAIL},
        ),
        ("contact", CONTACT | {"kontakt__phone": "0" * 51}, {"kontakt__phone": over(1, 50)}),
        *(
            ("contact", CONTACT | {"kontakt__phone": number}, {})
            for number in ("08-508", "+46 (0)8 508 00 000 ankn. 12", "070/12 34 56, ext 7")
        ),
        *(
            ("contact", CONTACT | {"kontakt__phone": number}, {"kontakt__phone": TELEPHONE})
            for number in ("hej", "08-1", "ring 08-508 00 000")
        ),
        ("optional contact", dict.fromkeys(CONTACT, ""), {}),
        (
            "optional contact",
            dict.fromkeys(CONTACT, "") | {"kontakt__email": "bo@example"},
            {"kontakt__name": "Enter the contact person's name.", "kontakt__email": EMAIL},
        ),
        (
            "optional contact",
            dict.fromkeys(CONTACT, "") | {"kontakt__phone": "08-123"},
            {
                "kontakt__name": "Enter the contact person's name.",
                "kontakt__email": "Enter the contact person's e-mail address.",
            },
        ),
        (
            "optional contact",
            CONTACT | {"kontakt__name": "x" * 201},
            {"kontakt__name": over(1, 200)},
        ),
        ("nominee", NOMINEE, {}),
        (
            "nominee",
            dict.fromkeys(NOMINEE, ""),
            {
                "nominerad__name": "Enter the nominated person's name.",
                "nominerad__email": "Enter the nominated person's e-mail address.",
            },
        ),
        ("nominee", NOMINEE | {"nominerad__email": "cia@example"}, {"nominerad__email": EMAIL}),
        ("optional nominee", dict.fromkeys(NOMINEE, ""), {}),
        (
            "optional nominee",
            NOMINEE | {"nominerad__name": "", "nominerad__email": ""},
            {},
        ),
        (
            "optional nominee",
            NOMINEE | {"nominerad__email": ""},
            {"nominerad__email": "Enter the nominated person's e-mail address."},
        ),
        ("earlier", {"tidigare": ""}, {}),
        ("earlier", {"tidigare": "x" * 201}, {"tidigare": over(1, 200)}),
    ],
)
def test_an_answer_is_taken_or_told_what_to_do(
    kind: str, typed: dict[str, Any], expected: dict[str, str], in_english: None
) -> None:
    applicant = Applicant(form_with(QUESTIONS[kind], film_required=kind == "film"))
    applicant.begin()
    data = typed | ({"bild": SimpleUploadedFile("b.jpg", photo("jpg"))} if "bild" in typed else {})

    with translation.override("en"):
        response = applicant.post("step", "steget", data=data)

    errors = response.context["form"].errors if response.status_code == 422 else {}
    assert {name: list(messages) for name, messages in errors.items()} == {
        name: [message] for name, message in expected.items()
    }
    assert response.status_code == (422 if expected else 302)
    stored = Draft.objects.get().data
    kept = {name: text for name, text in typed.items() if name != "bild"}
    assert {name: stored[name] for name in kept} == kept


@pytest.mark.parametrize(
    ("kind", "typed", "answer"),
    [
        ("number", {"antal": "0"}, 0),
        ("several", {"flera": ["C", "A"]}, ["C", "A"]),
        ("declaration", {"lovas": "on"}, True),
        ("long", {"text": "ett\r\n\r\ntvå "}, "ett\n\ntvå"),
        (
            "film",
            FILM,
            {"url": FILM["film__url"], "seconds": 180, "captions": "yes", "lawful": True},
        ),
        (
            "film",
            FILM | {"film__captions": "no_speech"},
            {"url": FILM["film__url"], "seconds": 180, "captions": "no_speech", "lawful": True},
        ),
        (
            "organisation",
            {"organisation": "other", "organisation__other": "Bolaget"},
            {"organisation": None, "name": "Bolaget"},
        ),
        (
            "nominee",
            NOMINEE,
            {"name": "Cia Norén", "title": "", "email": "cia@example.se"},
        ),
    ],
)
def test_what_is_received_is_what_was_meant(
    kind: str, typed: dict[str, Any], answer: object
) -> None:
    form = form_with(QUESTIONS[kind])
    applicant = Applicant(form)
    applicant.begin()
    applicant.post("step", "steget", data=typed)

    assert applicant.send().status_code == 302
    assert list(NominationVersion.objects.get().answers.values()) == [answer]


def test_an_organisation_of_the_register_is_received_with_its_name() -> None:
    known = OrganisationFactory.create(name="SISAB")
    applicant = Applicant(form_with(QUESTIONS["organisation"]))
    applicant.begin()
    applicant.post("step", "steget", data={"organisation": str(known.pk)})

    applicant.send()

    answers = list(NominationVersion.objects.get().answers.values())
    assert answers == [{"organisation": known.pk, "name": "SISAB"}]


class Page(HTMLParser):
    """The ids of a page, and each input's attributes by its name."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.ids: list[str] = []
        self.inputs: list[dict[str, str]] = []
        self.described: list[str] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note what is of interest."""
        facts = {name: value or "" for name, value in attrs}
        self.ids += [facts["id"]] if "id" in facts else []
        self.described += facts.get("aria-describedby", "").split()
        if tag in {"input", "textarea", "select"} and facts.get("type") != "hidden":
            self.inputs.append(facts)


@pytest.fixture(params=["sv", "en"])
def language(request: pytest.FixtureRequest, settings: Any) -> str:
    settings.LANGUAGE_CODE = request.param
    return str(request.param)


def test_a_page_of_errors_leads_to_each_input_and_keeps_what_was_typed(language: str) -> None:
    kinds = [QUESTIONS[kind] for kind in QUESTIONS if kind not in {"optional", "any number"}]
    kinds = list({question["id"]: question for question in kinds}.values())
    for one in kinds:
        one["value"]["hint"] = "Så här svarar man."
    applicant = Applicant(form_with(*kinds))
    applicant.begin()

    response = applicant.post("step", "steget", data={"namn": "x" * 201, "antal": "tio <b>"})

    text = response.content.decode()
    page = Page(text)
    title = re.search(r"<title>(.*?)</title>", text, re.DOTALL)
    assert response.status_code == 422
    assert title
    assert title[1].strip().startswith({"sv": "Fel:", "en": "Error:"}[language])
    summary = text[text.index('class="error-summary"') : text.index("<h1")]
    links = re.findall(r'href="#([^"]+)"', summary)
    assert len(links) == len(response.context["form"].error_summary)
    assert [link for link in links if page.ids.count(link) != 1] == []
    wrong = set(response.context["form"].errors)
    assert {facts["name"] for facts in page.inputs if facts.get("aria-invalid") == "true"} == wrong
    assert f'value="{"x" * 201}"' in text
    assert 'value="tio &lt;b&gt;"' in text
    # What describes an input is on the page, once.
    assert [name for name in page.described if page.ids.count(name) != 1] == []
    assert [name for name in set(page.ids) if page.ids.count(name) > 1] == []


def test_every_wrong_input_is_described_by_its_message() -> None:
    kinds = [
        QUESTIONS[kind] for kind in QUESTIONS if "optional" not in kind and kind != "any number"
    ]
    applicant = Applicant(form_with(*kinds))
    applicant.begin()

    response = applicant.post("step", "steget")

    page = Page(response.content.decode())
    missing = [
        name
        for name in response.context["form"].errors
        if f"{response.context['form'][name].auto_id}_error" not in page.described
    ]
    assert missing == []


def test_the_check_page_leads_to_each_input_of_each_step() -> None:
    form = NominationFormFactory.create(parent=AwardYearFactory.create(open=True))
    applicant = Applicant(form)
    applicant.begin()
    applicant.post("step", "bidraget", data={"namn": "Ett", "bakgrund": ""})

    text = applicant.send().content.decode()

    links = re.findall(r'href="([^"]+\?check=1)#([^"]+)"', text)
    assert [
        Page(applicant.client.get(address).content.decode()).ids.count(target)
        for address, target in links
    ] == [1] * 3
    assert re.search(r"<title>\s*Fel:", text)


def test_every_kind_of_question_is_tested() -> None:
    assert {question["type"] for question in QUESTIONS.values()} == {*QuestionKind}


def test_the_check_page_tells_good_answers_in_words_beside_one_that_is_missing() -> None:
    known = OrganisationFactory.create(name="SISAB")
    applicant = Applicant(form_with(QUESTIONS["short"], QUESTIONS["organisation"]))
    applicant.begin()
    applicant.post("step", "steget", data={"namn": "", "organisation": str(known.pk)})

    (checked,) = applicant.send().context["steps"]

    assert [answered.lines for answered in checked.questions] == [[], ["SISAB"]]


@pytest.mark.parametrize(
    ("kind", "typed", "filled_in"),
    [
        ("contact", {}, EMAIL_OF_ANN),
        ("contact", CONTACT, "bo@example.se"),
        ("contact", dict.fromkeys(CONTACT, ""), ""),
        # It would have to be taken away by those who leave the question out.
        ("optional contact", {}, None),
        ("nominee", {}, None),
    ],
)
def test_an_address_that_was_told_need_not_be_told_again(
    kind: str, typed: dict[str, str], filled_in: str | None
) -> None:
    applicant = Applicant(form_with(QUESTIONS[kind]))
    applicant.begin()
    if typed:
        applicant.post("step", "steget", data=typed)

    form = applicant.get("step", "steget").context["form"]

    (name,) = (name for name in form.fields if name.endswith("__email"))
    assert form[name].value() == filled_in
    assert applicant.get("check").context["steps"][0].questions[0].lines == [
        line for line in typed.values() if line
    ]


def test_only_the_first_contact_is_the_applicant_themselves() -> None:
    applicant = Applicant(form_with(QUESTIONS["contact"], question("contact", "En till")))
    applicant.begin()

    form = applicant.get("step", "steget").context["form"]

    found = [form[name].value() for name in form.fields if name.endswith("__email")]
    assert found == [EMAIL_OF_ANN, None]


def test_a_limit_is_told_with_its_thousands_apart(in_english: None) -> None:
    applicant = Applicant(form_with(QUESTIONS["long"]))
    applicant.begin()

    page = applicant.get("step", "steget").content.decode()

    assert "At most 1,000 characters." in page
    assert 'data-limit="1000"' in page
