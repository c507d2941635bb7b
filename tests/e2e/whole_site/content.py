"""The content of the whole site: every page that ``pages.PAGES`` names."""

from __future__ import annotations

import json
from typing import Any

from django.utils import timezone
from wagtail.models import PageViewRestriction, Site

from awards.archive.views import PER_PAGE
from awards.enums import AudioDescription, Captions, OrganisationKind, PublicNoun
from awards.models import (
    AwardCriterion,
    AwardIndexPage,
    AwardPage,
    AwardYearPage,
    FormerName,
    JuryMember,
    Organisation,
    YearCriterion,
)
from cms.models import Picture, SiteSettings
from home.enums import (
    AssessmentMethod,
    BarrierReason,
    Conformance,
    FeedbackKind,
    ListedPages,
)
from home.models import (
    AccessibilityStatementPage,
    Barrier,
    FeedbackMessage,
    FeedbackPage,
    HomePage,
    StandardPage,
)
from tests.factories import (
    AwardFactory,
    AwardIndexFactory,
    AwardYearFactory,
    HomeFactory,
    JuryFactory,
    NominationFormFactory,
    OrganisationFactory,
    PageFactory,
    PictureFactory,
    RecipientFactory,
    WinnerFactory,
    day,
    question,
    step,
)

#: The longest words of the trade; the second has no place where it may be divided by hand.
COMPOUND = "Stadsdelsförvaltningens verksamhetsutvecklingssamordnarkonferensförberedelser"

#: As long as a title or a name can be.
LONGEST = f"{COMPOUND} och {COMPOUND} för arbetsmarknadsåtgärder i hela staden"

TEXT = (
    "<p>Vi började med att fråga dem som berörs, och ändrade sedan <b>ett steg i taget</b>.</p>"
    "<h3>Så gick det till</h3><ul><li>Frågor till alla</li><li>Ett försök i liten skala</li></ul>"
    '<p>Läs mer <a href="https://www.example.se/">om försöket</a>.</p>'
)
CITATION = (
    "Med nyfikenhet, envishet och respekt för dem som det gäller har arbetslaget visat att en "
    "liten ändring i vardagen kan betyda mycket för många.\n\n"
    "Andra kan ta efter redan i morgon."
)


class StandardFactory(PageFactory[StandardPage]):
    """A page of running text."""

    class Meta:
        model = StandardPage


class FeedbackFactory(PageFactory[FeedbackPage]):
    """The feedback form."""

    class Meta:
        model = FeedbackPage


class StatementFactory(PageFactory[AccessibilityStatementPage]):
    """The accessibility statement."""

    class Meta:
        model = AccessibilityStatementPage


def build() -> None:
    """Make the whole site."""
    home = HomeFactory.create()
    index = AwardIndexFactory.create(introduction="<p>Priserna lyfter det som fungerar.</p>")
    picture = PictureFactory.create(size=(1500, 1000))
    _build_general_pages(home, picture)
    full = _build_full_award(index, picture)
    _build_other_awards(index, full)
    _build_long_award(index)
    _build_form_to_fill_in(index)
    OrganisationFactory.create(name="Utan utmärkelser", kind=OrganisationKind.COMPANY)
    home.heading = "Stadens priser till dem som förbättrar vardagen"
    home.introduction = "<p>Här finns pristagarna, och hur du kan tävla.</p>"
    home.listing, home.listing_heading = ListedPages.CHILDREN, "Alla priser"
    home.listing_parent, home.latest_heading = index, "Senaste vinnarna"
    home.body = _body(picture)
    home.save()


def _body(picture: Picture) -> str:
    blocks: list[tuple[str, Any]] = [
        ("heading", "Så började det"),
        ("text", {"text": TEXT, "language": ""}),
        ("text", {"text": "<p>It began with a question.</p>", "language": "en"}),
        ("quote", {"text": "Vi vågade fråga.", "source": "Enhetschefen"}),
        (
            "picture",
            {
                "picture": {"image": picture.pk, "decorative": False, "alt_text": "En trappa"},
                "caption": "Trappan före ombyggnaden.",
            },
        ),
        ("facts", {"heading": "I korthet", "facts": ["Infördes 2021", "Tre enheter"]}),
    ]
    return json.dumps([{"type": name, "value": value} for name, value in blocks])


def _build_general_pages(home: HomePage, picture: Picture) -> None:
    StandardFactory.create(
        parent=home,
        title="Om priserna",
        slug="om",
        show_in_menus=True,
        introduction="<p>Varför staden delar ut priser.</p>",
        body=_body(picture),
        listing_text="Varför staden delar ut priser, och hur juryn arbetar.",
        social_picture=picture,
    )
    privacy = StandardFactory.create(parent=home, title="Personuppgifter", slug="personuppgifter")
    protected = StandardFactory.create(parent=home, title="Bara för juryn", slug="skyddad")
    PageViewRestriction.objects.create(
        page=protected, restriction_type=PageViewRestriction.PASSWORD, password="juryn"
    )
    feedback = FeedbackFactory.create(
        parent=home,
        title="Berätta vad som inte fungerar",
        slug="synpunkter",
        introduction="<p>Vi svarar inom en vecka.</p>",
        privacy_text=TEXT,
        thanks="<p>Vi läser ditt meddelande inom två dagar.</p>",
        notify_email="webb@example.se",
    )
    FeedbackMessage.objects.create(
        page=feedback,
        submission_key="1",
        received_at=timezone.now(),
        kind=FeedbackKind.PROBLEM,
        message="Knappen syns inte när jag förstorar texten.",
        page_concerned="Förnyelsepriset",
        reply_email="ek@example.se",
    )
    statement = StatementFactory.create(
        parent=home,
        title="Tillgänglighetsredogörelse",
        slug="tillganglighet",
        organisation="Stadens kommunstyrelse",
        service="Webbplatsen Stadens priser",
        introduction="<p>Alla ska kunna läsa om priserna.</p>",
        conformance=Conformance.PARTIAL,
        assessed_on=day(-10),
        assessment_method=AssessmentMethod.THIRD_PARTY,
        assessor="Granskarna AB",
        assessment_text="<p>Alla sidtyper provades med tangentbord och skärmläsare.</p>",
        reviewed_on=day(-5),
        feedback_page=feedback,
        contact_email="webb@example.se",
        contact_phone="08-123 45 67",
        barriers=[
            Barrier(
                reason=reason,
                description="Äldre filmer saknar syntolkning.",
                explanation="<p>Det kräver att de spelas in på nytt.</p>",
                fixed_by=day(90) if reason == BarrierReason.NONCOMPLIANCE else None,
                sort_order=place,
            )
            for place, reason in enumerate(BarrierReason)
        ],
    )
    settings = SiteSettings.for_site(Site.objects.get(is_default_site=True))
    settings.city_name = "Staden"
    settings.footer_text = "<p>Frågor om priserna besvaras av <b>kommunikationsavdelningen</b>.</p>"
    settings.contact_email = "priser@example.se"
    settings.contact_phone = "08-123 45 67"
    settings.contact_address = "Stadshuset\n123 45 Staden"
    settings.mark = PictureFactory.create(size=(96, 96))
    settings.accessibility_page = statement
    settings.privacy_page = privacy
    settings.feedback_page = feedback
    settings.save()


def _build_full_award(index: AwardIndexPage, picture: Picture) -> AwardPage:
    """An award with everything: six years, one of them unknown, and twenty winners."""
    award: AwardPage = AwardFactory.create(
        parent=index,
        title="Förnyelsepriset",
        slug="fornyelsepriset",
        show_in_menus=True,
        lead="Priset går till den som har gjort något enklare för dem som bor i staden.",
        listing_text="Till den som har gjort något enklare.",
        purpose=TEXT,
        examples=TEXT,
        recipients="<p>En medarbetare, en chef eller en hel enhet.</p>",
        criteria_intro="<p>Juryn läser varje bidrag mot kriterierna.</p>",
        criteria=_criteria(AwardCriterion),
        film_instruction="<p>Filmen får vara högst tre minuter.</p>",
        contact_name="Kim Ek",
        contact_email="kim.ek@example.se",
        contact_phone="08-123 45 67",
        inspiration_heading="Låt dig inspireras",
        inspiration_intro="<p>Så gjorde några av dem som har vunnit.</p>",
        history="<p>Priset delades ut första gången 2019.</p>",
    )
    newest = AwardYearFactory.create(
        open=True,
        parent=award,
        year=2024,
        introduction="<p>I år söker vi efter det som sparar tid.</p>",
        prize="<p>Vinnaren får 75 000 kronor och ett diplom.</p>",
        ceremony_on=day(60),
        ceremony_place="Stadshuset",
        ceremony_event="Stadens kvalitetsdag",
        criteria=_criteria(YearCriterion),
    )
    JuryFactory.create(
        parent=newest,
        introduction="<p>Juryn består av fem personer.</p>",
        members=[
            JuryMember(
                name=name,
                title="direktör",
                presentation="<p>Har arbetat i staden i tio år.</p>",
                portrait=picture if place else None,
                sort_order=place,
            )
            for place, name in enumerate(["Ann Ek", "Bo Al", "Cia Asp", "Dan Lind", "Eva Björk"])
        ],
    )
    _build_form(newest)
    renamed = _build_organisations()
    winners = []
    for number in (2023, 2022, 2021, 2020):
        year = AwardYearFactory.create(closed=True, parent=award, year=number)
        winners += [
            WinnerFactory.create(
                parent=year, order=1, picture=picture, title=f"Enklare ansökan {number}"
            ),
            WinnerFactory.create(parent=year, order=2, title=f"Kortare väntan {number}"),
            WinnerFactory.create(
                parent=year, order=3, mention=True, title=f"Öppna dörrar {number}"
            ),
            WinnerFactory.create(
                parent=year, order=4, uncited=True, title=f"Gemensam lunch {number}"
            ),
        ]
    _build_winners_of_each_kind(award, picture, renamed)
    award.inspiration = json.dumps(
        [
            {"type": "winner", "value": {"page": winner.pk, "text": "Fråga tidigt."}}
            for winner in winners[:2]
        ]
    )
    award.save()
    return award


def _build_form(year: AwardYearPage) -> None:
    NominationFormFactory.create(
        parent=year,
        introduction="<p>Ha detta till hands:</p><ul><li>filmens adress</li></ul>",
        privacy_text=TEXT,
    )


def _build_form_to_fill_in(index: AwardIndexPage) -> None:
    """A form with a question of every kind, in a step of answers and one of files."""
    award = AwardFactory.create(
        parent=index,
        title="Tävlingen",
        slug="tavla",
        accent="plum",
        contact_name="Kim Ek",
        contact_email="kim.ek@example.se",
        contact_phone="08-123 45 67",
    )
    year = AwardYearFactory.create(
        parent=award, open=True, film_any_host=True, film_required=True, criteria=[]
    )
    asked = question("one_of", "Hur länge har det använts?", options=["Ett år", "Flera år"])
    chosen = question("several_of", "Vilka använder det?", options=["Unga", "Äldre"])
    chosen["value"]["hint"] = "En eller flera."
    NominationFormFactory.create(
        parent=year,
        title="Ansökan till Tävlingen",
        slug="ansokan",
        after_sending="<p>Juryn läser alla bidrag och väljer fem av dem.</p>",
        eligibility=[_eligibility("Finansieras ni av staden?")],
        steps=[
            step(
                "Bidraget",
                question("short_text", "Namn", max_characters=80),
                question("long_text", "Bakgrund", hint="Vad var svårt?\nVad gjorde ni?"),
                asked,
                chosen,
                question("number", "Antal medarbetare", minimum=1, maximum=9000),
                question("link", "Webbplats"),
                question("earlier_entry", "Har bidraget varit med förut?", required=False),
                question("organisation", "Förvaltning eller bolag", hint="Den som ni hör till."),
                question("contact", "Kontaktperson"),
                question("nominee", "Den nominerade", required=False),
            ),
            step(
                "Bilagor",
                question("film", "Film"),
                question("picture", "Bild", hint="Helst liggande."),
                question("document", "Dokument", required=False),
                question("declaration", "Arbetet är redan infört."),
            ),
        ],
    )


def _eligibility(text: str) -> dict[str, Any]:
    value = {
        "question": text,
        "hint": "Till minst hälften.",
        "answer": "yes",
        "explanation": "Priset är för verksamheter som staden finansierar.",
    }
    return {"type": "question", "id": "finansieras", "value": value}


def _criteria(model: type[AwardCriterion | YearCriterion]) -> list[Any]:
    texts = [
        "Arbetet är nytt för staden.",
        "Det har pågått i minst ett halvår.",
        "Resultatet är uppföljt.",
        "De som berörs har varit med.",
        "Andra kan ta efter.",
        "Arbetet håller över tid.",
    ]
    return [
        model(
            text=text,
            any_of="Metod\nArbetssätt\nDialog" if place == 0 else "",
            sort_order=place,
        )
        for place, text in enumerate(texts)
    ]


def _build_organisations() -> Organisation:
    """An organisation that has had another name, and one that it has succeeded."""
    current: Organisation = OrganisationFactory.create(name="Äldreförvaltningen")
    current.former_names.add(FormerName(name="Äldrevårdsförvaltningen"))
    current.save()
    OrganisationFactory.create(name="Hemtjänstförvaltningen", successor=current)
    return current


def _build_winners_of_each_kind(
    award: AwardPage, picture: Picture, organisation: Organisation
) -> None:
    """The winners whose pages are visited, in a year that nobody knows."""
    unknown = AwardYearFactory.create(parent=award, unknown_year=True, slug="okant-ar")
    WinnerFactory.create(
        parent=unknown,
        title="Med bild och berättelse",
        slug="med-bild",
        citation=CITATION,
        prize_sum=75_000,
        prize_object="Statyetten Vågen",
        picture=picture,
        picture_alt="Arbetslaget i trappan",
        story=_body(picture),
        lessons=TEXT,
        spread_contact_name="Kim Ek",
        spread_contact_email="kim.ek@example.se",
        spread_contact_phone="08-123 45 67",
        recipients=[RecipientFactory.build(unit="Dagverksamheten", organisation=organisation)],
    )
    WinnerFactory.create(parent=unknown, title="Utan bild", slug="utan-bild", order=2)
    WinnerFactory.create(parent=unknown, title="Hedersam", slug="omnamnd", order=3, mention=True)
    year = AwardYearFactory.create(closed=True, parent=award, year=2019)
    WinnerFactory.create(parent=year, title="Tillsammans", slug="tillsammans", joint=True)
    WinnerFactory.create(
        parent=year,
        title="Utan motivering",
        slug="utan-motivering",
        uncited=True,
        recipients=[RecipientFactory.build(unit="En grannförening", organisation=None)],
    )
    film = {"parent": year, "film_url": "https://film.example.se/1", "film_shown": True}
    WinnerFactory.create(
        **film,
        title="Med film",
        slug="med-film",
        film_seconds=125,
        film_captions=Captions.YES,
        film_description=AudioDescription.YES,
    )
    WinnerFactory.create(
        **film,
        title="Med stumfilm",
        slug="med-stumfilm",
        film_captions=Captions.NO_SPEECH,
        film_description=AudioDescription.SPOKEN,
    )


def _build_other_awards(index: AwardIndexPage, successor: AwardPage) -> None:
    """Awards in each of the other states, with a form where the state knows one."""
    for state, noun in (
        ("upcoming", PublicNoun.PROPOSAL),
        ("extended", PublicNoun.NOMINATION),
        ("closed", PublicNoun.ENTRY),
        ("unscheduled", PublicNoun.APPLICATION),
    ):
        award = AwardFactory.create(parent=index, slug=state, public_noun=noun)
        year = AwardYearFactory.create(
            parent=award, **({} if state == "unscheduled" else {state: True})
        )
        _build_form(year)
        if state == "closed":
            WinnerFactory.create(parent=year)
    AwardFactory.create(parent=index, title="Priset utan år", slug="utan-ar")
    discontinued = AwardFactory.create(
        parent=index,
        title="Kvalitetspriset",
        slug="nedlagt",
        discontinued=True,
        successor=successor,
        history="<p>Priset ersattes 2019.</p>",
    )
    _build_many_winners(AwardYearFactory.create(parent=discontinued, year=2018))
    hidden = AwardFactory.create(parent=index, title="Hemliga priset", slug="hemligt")
    year = AwardYearFactory.create(
        parent=hidden, year=2024, closed=True, unreleased=True, ceremony_on=day(10)
    )
    WinnerFactory.create(parent=year)


def _build_many_winners(year: AwardYearPage) -> None:
    """More winners of one organisation than a page of a list holds."""
    organisation = OrganisationFactory.create(name="Den flitiga förvaltningen")
    for number in range(PER_PAGE + 1):
        WinnerFactory.create(
            parent=year,
            title=f"Flitigt arbete {number}",
            recipients=[RecipientFactory.build(organisation=organisation)],
        )


def _build_long_award(index: AwardIndexPage) -> None:
    """Names as long as they may be, everywhere."""
    award = AwardFactory.create(
        parent=index,
        title=LONGEST,
        slug="langt",
        lead=LONGEST,
        purpose=f"<p>{LONGEST}</p>",
        inspiration_heading=LONGEST,
        contact_name=LONGEST,
        contact_email=f"{'kommunikationsavdelningen' * 2}@stadsdelsforvaltningen.example.se",
    )
    year = AwardYearFactory.create(parent=award, open=True, ceremony_place=LONGEST)
    JuryFactory.create(
        parent=year, title=LONGEST, members=[JuryMember(name=LONGEST, title=LONGEST)]
    )
    kinds = ("short_text", "organisation", "film", "picture", "declaration")
    asked = [question(kind, f"{kind} {LONGEST}", hint=LONGEST) for kind in kinds]
    chosen = question("several_of", LONGEST, options=[LONGEST, COMPOUND])
    NominationFormFactory.create(
        parent=year,
        title=LONGEST,
        slug="ansokan",
        introduction=f"<p>{LONGEST}</p>",
        steps=[step(LONGEST, *asked, chosen)],
    )
    organisation = OrganisationFactory.create(name=LONGEST)
    organisation.former_names.add(FormerName(name=COMPOUND))
    organisation.save()
    for number in (2020, 2021):
        WinnerFactory.create(
            parent=AwardYearFactory.create(parent=award, year=number, ceremony_place=LONGEST),
            title=LONGEST,
            slug="langt",
            citation=f"{LONGEST} {LONGEST}",
            prize_object=LONGEST,
            prize_sum=1_000_000,
            recipients=[RecipientFactory.build(unit=LONGEST, organisation=organisation)],
        )
