"""The pages around the awards: front page, law, feedback, and the site's settings."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any, TypeVar

import yaml
from django.db.models import Model
from django.utils import timezone
from wagtail.models import Page, Site

from awards.importing.texts import rich_text
from awards.models import AwardIndexPage, SourceKey
from cms.models import BasePage, SiteSettings
from home.enums import AssessmentMethod, BarrierReason, Conformance, ListedPages
from home.models import (
    AccessibilityStatementPage,
    Barrier,
    FeedbackPage,
    HomePage,
    StandardPage,
)

from .marks import FILLED, SOURCE, found_or_made, put_mark

PageT = TypeVar("PageT", bound=BasePage)

_PRIVACY = Path(__file__).with_name("privacy.yaml")

#: No mail reaches it: the domain is kept for examples.
_EMAIL = "priser@example.org"


def make_site() -> None:
    """Fill in the settings that are empty, and make the pages that are missing."""
    site = Site.objects.get(is_default_site=True)
    settings = SiteSettings.for_site(site)
    _fill_in("settings", settings, _SETTINGS)
    home = site.root_page.specific
    feedback = make_page(home, "feedback", _feedback)
    statement = make_page(home, "accessibility", lambda: _statement(feedback))
    privacy = make_page(home, "privacy", lambda: _privacy(settings))
    make_page(home, "about", _about)
    links = {"feedback_page": feedback, "accessibility_page": statement, "privacy_page": privacy}
    _fill_in("settings-pages", settings, {f"{name}_id": page.pk for name, page in links.items()})


def make_page(parent: Page, key: str, build: Callable[[], PageT]) -> PageT:
    """The demo's page with this key; built, placed and published if it is not here."""

    def make() -> PageT:
        page = build()
        page.live = False
        parent.add_child(instance=page)
        page.save_revision(log_action="wagtail.create").publish()
        return page

    return found_or_made("page", key, make)


def fill_in_front_page() -> None:
    """Have the front page present the awards, where editors have not filled it in."""
    home = Site.objects.get(is_default_site=True).root_page.specific
    awards = AwardIndexPage.objects.order_by("path").first()
    if isinstance(home, HomePage) and awards:
        _fill_in("home", home, {**_HOME, "listing_parent_id": awards.pk})


def _fill_in(key: str, instance: Model, values: dict[str, Any]) -> None:
    """Give values to the fields that still hold what a new object holds."""
    if SourceKey.objects.filter(source=SOURCE, kind=FILLED, key=key).exists():
        return
    fresh = type(instance)()
    given = {
        name: value
        for name, value in values.items()
        if getattr(instance, name) == getattr(fresh, name)
    }
    _set_values(instance, given)
    put_mark(FILLED, key, instance, given)


def empty(mark: SourceKey) -> None:
    """Take back what was filled in, where editors have not changed it since."""
    instance: Any = mark.imported
    if isinstance(instance, Page):
        instance = instance.specific
    fresh = type(instance)()
    ours = [name for name, value in mark.values.items() if getattr(instance, name) == value]
    _set_values(instance, {name: getattr(fresh, name) for name in ours})


def _set_values(instance: Model, values: dict[str, Any]) -> None:
    """Store values on an object; on a page that has revisions, in a new one."""
    if isinstance(instance, Page) and instance.latest_revision_id:
        page = instance.get_latest_revision_as_object()
        for name, value in values.items():
            setattr(page, name, value)
        page.save_revision(log_action=True).publish()
    else:
        for name, value in values.items():
            setattr(instance, name, value)
        instance.save()


_SETTINGS = {
    "city_name": "Stockholms stad",
    "footer_text": "<p>Det här är en demonstration. Bilderna är genererade.</p>",
    "contact_email": _EMAIL,
    "security_contact": _EMAIL,
    "controller": "Kommunstyrelsen, Stockholms stad",
    "data_protection_officer": "Dataskyddsombudet för kommunstyrelsen",
    "data_protection_email": "dataskydd@example.org",
    "film_hosts": "example.org",
}

_HOME = {
    "heading": "De som vågade göra något nytt",
    "introduction": rich_text(
        "Varje pris har en berättelse: om en enhet som fick syn på ett problem, prövade något nytt "
        "och gjorde skillnad. Här möter du vinnarna, läser varför de vann och ser vad andra kan "
        "lära sig av dem."
    ),
    "listing": ListedPages.CHILDREN,
    "listing_heading": "Priserna",
    "latest_heading": "Senaste vinnarna",
    "listing_text": "Stadens priser för nytänkande: vinnarna, juryns skäl och vad andra kan lära.",
}


def _feedback() -> FeedbackPage:
    return FeedbackPage(
        title="Lämna synpunkter",
        slug="synpunkter",
        introduction=rich_text(
            "Berätta om något på webbplatsen är svårt att använda, eller be om innehåll i en form "
            "som passar dig. Du behöver inte tala om vem du är."
        ),
        privacy_text=rich_text(
            "Det du skickar blir en allmän handling. Din e-postadress används bara för att svara "
            "dig, och bara om du lämnar den."
        ),
        thanks=rich_text("Tack! Vi läser det du har skrivit inom några dagar."),
        notify_email=_EMAIL,
    )


def _statement(feedback: FeedbackPage) -> AccessibilityStatementPage:
    today = timezone.localdate()
    page = AccessibilityStatementPage(
        title="Tillgänglighetsredogörelse",
        slug="tillganglighet",
        organisation="Stockholms stad",
        service="Webbplatsen Stadens priser",
        conformance=Conformance.PARTIAL,
        assessed_on=today,
        assessment_method=AssessmentMethod.SELF,
        assessment_text=rich_text(
            "Varje sidtyp prövas med automatiska verktyg, i ljust och mörkt läge, i stort och "
            "litet fönster, med och utan JavaScript."
        ),
        reviewed_on=today,
        feedback_page=feedback,
        contact_email=_EMAIL,
    )
    page.barriers.add(
        Barrier(
            reason=BarrierReason.NONCOMPLIANCE,
            description="Filmerna i demonstrationen går inte att se.",
            explanation=rich_text(
                "Länkarna leder till en exempelsida på engelska i stället för till en textad film. "
                "Byt ut dem när webbplatsen tas i bruk."
            ),
            fixed_by=today + timedelta(days=365),
        )
    )
    return page


def _privacy(settings: SiteSettings) -> StandardPage:
    """The page about personal data, with those who answer for it as the settings have them."""
    named = {
        "controller": settings.controller,
        "officer": settings.data_protection_officer,
        "officer_email": settings.data_protection_email,
        "complaint": settings.privacy_complaint_url,
    }
    page = StandardPage(
        title="Personuppgifter",
        slug="personuppgifter",
        introduction=rich_text(
            "Vilka uppgifter om dig som används, varför, hur länge, och vad du kan begära."
        ),
    )
    for part in yaml.safe_load(_PRIVACY.read_text(encoding="utf-8")):
        page.body.append(("heading", part["heading"]))
        page.body.append(("text", {"text": rich_text(part["text"].format(**named).strip())}))
    return page


def _about() -> StandardPage:
    return StandardPage(
        title="Om webbplatsen",
        slug="om",
        show_in_menus=True,
        introduction=rich_text(
            "Det här är en demonstration av en webbplats för en stads priser. Två av Stockholms "
            "stads priser är med som exempel, och ett påhittat pris som det går att prova att söka."
        ),
        body=[
            (
                "text",
                {
                    "text": rich_text(
                        "Namn, summor och datum är de verkliga. Texterna är omskrivna, juryns "
                        "motiveringar också. Bilderna är tecknade av ett program, och filmerna är "
                        "exempel. Där ett år inte är känt står det så."
                    )
                },
            ),
        ],
    )
