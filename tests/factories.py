"""Makers of test data: a factory for each thing, a trait for each state that it may be in.

``AwardYearFactory.create(open=True)`` makes a year that takes entries, with the award, the list of
awards and the front page above it; ``parent=`` places a page under one that is there already.
Pages are live unless ``draft=True``.
"""

from __future__ import annotations

from datetime import date, timedelta
from io import BytesIO
from typing import Any, TypeVar

import factory
from django.contrib.auth.models import User
from django.core.files.base import ContentFile
from django.utils import timezone
from django.utils.text import slugify
from factory.django import DjangoModelFactory
from PIL import Image
from wagtail.models import Page, Site

from awards.enums import (
    Audience,
    AudioDescription,
    Captions,
    Distinction,
    Meaning,
    OrganisationKind,
    Role,
)
from awards.models import (
    AwardCriterion,
    AwardIndexPage,
    AwardPage,
    AwardYearPage,
    JuryMember,
    JuryPage,
    NominationFormPage,
    Organisation,
    Recipient,
    StaffGroup,
    WinnerPage,
    YearCriterion,
)
from cms.dates import day_in_stockholm
from cms.models import BasePage, OutgoingMail, Picture
from cms.pictures import make_sources
from home.models import HomePage

PageT = TypeVar("PageT", bound=BasePage)


def day(offset: int) -> date:
    """A date so many days from today, by the city's clock."""
    return day_in_stockholm(timezone.now()) + timedelta(days=offset)


class PageFactory(DjangoModelFactory[PageT]):
    """Places a page under ``parent``, published with the files of its pictures unless a draft."""

    class Meta:
        abstract = True

    class Params:
        draft = factory.Trait(live=False, has_unpublished_changes=True)

    live = True
    first_published_at = factory.LazyAttribute(lambda page: timezone.now() if page.live else None)
    last_published_at = factory.SelfAttribute("first_published_at")

    @classmethod
    def _create(cls, model_class: type[PageT], *args: Any, **fields: Any) -> PageT:
        parent = fields.pop("parent")
        page = model_class(*args, **fields)
        page.intended_parent = parent
        parent.add_child(instance=page)
        if page.live:
            for picture, layout in page.pictures_shown():
                make_sources(picture, layout)
        return page


class OneOfAKindFactory(PageFactory[PageT]):
    """Returns the page of its type that ``parent`` already has, if any."""

    class Meta:
        abstract = True

    @classmethod
    def _create(cls, model_class: type[PageT], *args: Any, **fields: Any) -> PageT:
        standing = model_class.objects.child_of(fields["parent"]).first()
        return standing or super()._create(model_class, *args, **fields)


class HomeFactory(OneOfAKindFactory[HomePage]):
    """The front page, at the root of the default site."""

    class Meta:
        model = HomePage

    parent = factory.LazyFunction(Page.get_first_root_node)
    title = "Stadens priser"
    slug = "start"

    @classmethod
    def _create(cls, model_class: type[HomePage], *args: Any, **fields: Any) -> HomePage:
        home = super()._create(model_class, *args, **fields)
        Site.objects.update_or_create(
            is_default_site=True, defaults={"hostname": "localhost", "root_page": home}
        )
        return home


class AwardIndexFactory(OneOfAKindFactory[AwardIndexPage]):
    """The list of awards."""

    class Meta:
        model = AwardIndexPage

    parent = factory.SubFactory(HomeFactory)
    title = "Priser"
    slug = "priser"


class AwardFactory(PageFactory[AwardPage]):
    """An award with two criteria; ``discontinued``."""

    class Meta:
        model = AwardPage

    class Params:
        discontinued_award = factory.Trait(discontinued=True)

    parent = factory.SubFactory(AwardIndexFactory)
    title = factory.Sequence(lambda number: f"Priset {number}")
    lead = "Priset lyfter arbete som andra kan lära av."
    purpose = "<p>Priset går till den som har provat något nytt.</p>"
    eligibility = "<p>Alla stadens verksamheter kan delta.</p>"
    prize = "<p>Vinnaren får ett diplom.</p>"
    criteria = factory.LazyFunction(lambda: _criteria(AwardCriterion))


class AwardYearFactory(PageFactory[AwardYearPage]):
    """A year after the award's newest, without dates.

    Traits: ``upcoming``, ``open``, ``extended``, ``closed``, ``unknown_year``, and ``unreleased``
    (its winners are still hidden).
    """

    class Meta:
        model = AwardYearPage

    class Params:
        upcoming = factory.Trait(
            opens_on=factory.LazyFunction(lambda: day(7)),
            closes_on=factory.LazyFunction(lambda: day(30)),
        )
        open = factory.Trait(
            opens_on=factory.LazyFunction(lambda: day(-7)),
            closes_on=factory.LazyFunction(lambda: day(7)),
        )
        extended = factory.Trait(
            opens_on=factory.LazyFunction(lambda: day(-30)),
            closes_on=factory.LazyFunction(lambda: day(-1)),
            extended_to=factory.LazyFunction(lambda: day(7)),
        )
        closed = factory.Trait(
            opens_on=factory.LazyFunction(lambda: day(-30)),
            closes_on=factory.LazyFunction(lambda: day(-1)),
        )
        unknown_year = factory.Trait(year=None)
        unreleased = factory.Trait(
            winners_released_at=factory.LazyFunction(lambda: timezone.now() + timedelta(days=7))
        )

    parent = factory.SubFactory(AwardFactory)
    year = factory.LazyAttribute(lambda page: _next_year(page.parent))
    criteria = factory.LazyFunction(lambda: _criteria(YearCriterion))


class JuryFactory(PageFactory[JuryPage]):
    """A jury of two members."""

    class Meta:
        model = JuryPage

    parent = factory.SubFactory(AwardYearFactory)
    title = "Juryn"
    slug = "jury"
    members = factory.LazyFunction(
        lambda: [
            JuryMember(name="Ann Ek", title="direktör", sort_order=0),
            JuryMember(name="Bo Al", title="tf it-direktör", sort_order=1),
        ]
    )


class NominationFormFactory(PageFactory[NominationFormPage]):
    """The page of a year's form: the entry's name, a long text and a contact person.

    ``full=True`` has a question of each kind, the year's criteria, and one before the form.
    """

    class Meta:
        model = NominationFormPage

    class Params:
        full = factory.Trait(
            steps=factory.LazyFunction(lambda: [*_short_form(), *_every_kind()]),
            eligibility=factory.LazyFunction(lambda: [_eligibility()]),
        )

    parent = factory.SubFactory(AwardYearFactory)
    title = "Ansökan"
    slug = "ansokan"
    steps = factory.LazyFunction(lambda: [*_short_form()])
    privacy_text = "<p>Staden ansvarar. Det som skickas in blir en allmän handling.</p>"


class OrganisationFactory(DjangoModelFactory[Organisation]):
    """An organisation of the register; a district administration unless told otherwise."""

    class Meta:
        model = Organisation

    name = factory.Sequence(lambda number: f"Stadsdelsförvaltning {number}")
    kind = OrganisationKind.DISTRICT_ADMINISTRATION


class RecipientFactory(DjangoModelFactory[Recipient]):
    """A unit of an organisation; ``build`` it and hand it to a winner."""

    class Meta:
        model = Recipient

    unit = factory.Sequence(lambda number: f"Enhet {number}")
    organisation = factory.LazyFunction(OrganisationFactory.create)


class PictureFactory(DjangoModelFactory[Picture]):
    """A small real picture with its alternative text and photographer."""

    class Meta:
        model = Picture

    class Params:
        size = (480, 320)

    title = factory.Sequence(lambda number: f"Bild {number}")
    description = "En trappa i morgonljus"
    photographer = "Ann Ek"
    file = factory.LazyAttribute(lambda picture: picture_file(picture.size))


class WinnerFactory(PageFactory[WinnerPage]):
    """A winner with one recipient, a citation and a sum, but no picture.

    Traits: ``mention``, ``uncited``, ``joint`` (two organisations), ``pictured``, ``filmed`` (with
    a film that may be shown, if the year allows any host).
    """

    class Meta:
        model = WinnerPage

    class Params:
        mention = factory.Trait(distinction=Distinction.SPECIAL_MENTION, prize_sum=None)
        uncited = factory.Trait(citation="")
        joint = factory.Trait(
            recipients=factory.LazyFunction(lambda: RecipientFactory.build_batch(2))
        )
        pictured = factory.Trait(picture=factory.SubFactory(PictureFactory))
        filmed = factory.Trait(
            film_url="https://film.example.se/1",
            film_seconds=120,
            film_captions=Captions.YES,
            film_description=AudioDescription.SPOKEN,
            film_shown=True,
        )

    parent = factory.SubFactory(AwardYearFactory)
    title = factory.Sequence(lambda number: f"Vinnaren {number}")
    distinction = Distinction.WINNER
    citation = "De vågade fråga dem som det gällde, och svaren förändrade arbetet."
    prize_sum = 30_000
    recipients = factory.LazyFunction(lambda: RecipientFactory.build_batch(1))


class MailFactory(DjangoModelFactory[OutgoingMail]):
    """A mail that was queued a minute ago and is due; traits for what may have become of it."""

    class Meta:
        model = OutgoingMail

    class Params:
        sent = factory.Trait(
            sent_at=factory.SelfAttribute("queued_at"), next_attempt_at=None, attempts=1
        )
        failed = factory.Trait(next_attempt_at=None, attempts=90, error="ConnectionRefusedError")

    key = factory.Sequence(lambda number: f"mail:{number}")
    recipient = "anna.andersson@example.org"
    subject = "Vi har fått din ansökan"
    text = "Hej! Här är din länk."
    language = "sv"
    queued_at = factory.LazyFunction(lambda: timezone.now() - timedelta(minutes=1))
    next_attempt_at = factory.SelfAttribute("queued_at")


class UserFactory(DjangoModelFactory[User]):
    """A user without any rights; ``admin=True``, or a ``role`` of the house."""

    class Meta:
        model = User
        skip_postgeneration_save = True

    class Params:
        admin = factory.Trait(is_staff=True, is_superuser=True)

    username = factory.Sequence(lambda number: f"anvandare{number}")
    email = factory.LazyAttribute(lambda user: f"{user.username}@example.se")

    @factory.post_generation
    def role(self: User, create: bool, role: Role | None, **_: Any) -> None:
        """Put the user in the group that holds the role."""
        if create and role:
            self.groups.add(StaffGroup.objects.get(role=role).group)


def picture_file(size: tuple[int, int] = (480, 320), name: str = "bild.png") -> ContentFile[bytes]:
    """A file with a plain picture in it, of ``size`` in pixels."""
    content = BytesIO()
    Image.new("RGB", size, "#2f5d62").save(content, "PNG")
    return ContentFile(content.getvalue(), name=name)


def _criteria(model: type[AwardCriterion | YearCriterion]) -> list[Any]:
    texts = ["Arbetet är nytt.", "Arbetet är hållbart."]
    return [model(text=text, sort_order=place) for place, text in enumerate(texts)]


def _next_year(award: AwardPage) -> int:
    known = award.years().exclude(year=None).values_list("year", flat=True)
    return max((year + 1 for year in known if year), default=2022)


def step(title: str, *questions: dict[str, Any]) -> dict[str, Any]:
    """A step of a form as it is stored; its key is its title as it would be in an address."""
    value = {"title": title, "introduction": "", "questions": list(questions)}
    return {"type": "step", "id": slugify(title), "value": value}


def question(kind: str, label: str, **value: Any) -> dict[str, Any]:
    """A question of a form as it is stored; its key is made of its label likewise."""
    return {"type": kind, "id": slugify(label), "value": {"label": label, "hint": "", **value}}


def _short_form() -> list[dict[str, Any]]:
    return [
        step(
            "Bidraget",
            question("short_text", "Namn", meaning=Meaning.TITLE),
            question("long_text", "Bakgrund", hint="Vad var svårt?"),
        ),
        step("Kontakt", question("contact", "Kontaktperson")),
    ]


def _every_kind() -> list[dict[str, Any]]:
    criteria = {"type": "criteria", "id": "kriterier", "value": {"hint": "Ge exempel."}}
    return [
        step(
            "Enheten",
            question("short_text", "Enhet", meaning=Meaning.UNIT),
            question("organisation", "Förvaltning eller bolag"),
            question("nominee", "Den nominerade", required=False),
            question("number", "Antal medarbetare", minimum=1, maximum=9000, required=False),
        ),
        step(
            "Arbetet",
            question("long_text", "Pitch", meaning=Meaning.PITCH, audience=Audience.PUBLIC),
            question("one_of", "Hur länge har det använts?", options=["Ett år", "Flera år"]),
            question("several_of", "Vilka använder det?", options=["Unga", "Äldre", "Alla"]),
            question("link", "Webbplats", required=False),
            question("earlier_entry", "Har bidraget varit med förut?", required=False),
        ),
        step("Kriterier", criteria),
        step(
            "Bilagor",
            question("film", "Film"),
            question("picture", "Bild"),
            question("document", "Dokument", required=False),
            question("declaration", "Arbetet är redan infört."),
        ),
    ]


def _eligibility() -> dict[str, Any]:
    value = {
        "question": "Finansieras ni av staden?",
        "hint": "",
        "answer": "yes",
        "explanation": "Priset är för verksamheter som staden finansierar.",
    }
    return {"type": "question", "id": "finansieras", "value": value}
