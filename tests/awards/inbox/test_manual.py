"""Entering what came on paper, by phone or by e-mail: the pages, and who may open them."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, time, timedelta
from typing import Any
from urllib.parse import urlsplit

import pytest
from django.conf import settings
from django.contrib.auth.models import User
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext, override

from awards.domain.handling import act
from awards.domain.links import link_to
from awards.enums import EntrySource, Role
from awards.models import AwardYearPage, Draft, Nomination, NominationFormPage
from awards.statuses import InboxAction, NominationStatus
from cms.dates import CITY_TIME_ZONE, in_stockholm
from cms.models import OutgoingMail
from tests.awards.apply.applicant import Applicant
from tests.factories import (
    AwardFactory,
    AwardYearFactory,
    NominationFormFactory,
    UserFactory,
    day,
)

pytestmark = pytest.mark.django_db

MANUAL = "/admin/entries/manual/"
CAME_IN = (timezone.now().astimezone(CITY_TIME_ZONE) - timedelta(days=3)).replace(
    second=0, microsecond=0
)
#: A year before the closed year of the tests opened.
EARLIEST = datetime.combine(day(-30), time(), CITY_TIME_ZONE) - timedelta(days=366)


@pytest.fixture(autouse=True)
def _nothing_sent_yet() -> None:
    cache.clear()


@pytest.fixture(scope="module", autouse=True)
def _form(module_db: None) -> None:
    """The form of a year that is over."""
    year = AwardYearFactory.create(
        parent=AwardFactory.create(title="Framsteget"),
        year=2026,
        closed=True,
        film_any_host=True,
    )
    NominationFormFactory.create(parent=year, full=True)


@pytest.fixture
def form() -> NominationFormPage:
    return NominationFormPage.objects.get()


def browser() -> Client:
    """One that tells, as browsers do, which site's page makes it send something."""
    return Client(headers={"origin": "http://testserver"})


class Officer(Applicant):
    """A member of staff who enters what somebody else has written."""

    def __init__(self, form: NominationFormPage, role: Role = Role.MODERATOR, **user: Any) -> None:
        super().__init__(form, email="")
        self.user = UserFactory.create(role=role, **user)
        self.client = browser()
        self.client.force_login(self.user)

    def told(self, **changes: str) -> dict[str, str]:
        """How something came in."""
        return {
            "form": str(self.form.pk),
            "source": "paper",
            "came_in_at": f"{CAME_IN:%Y-%m-%d %H:%M}",
            "email": self.email,
        } | changes

    def begin(self, **changes: str) -> Draft:
        """Begin to enter something."""
        response = self.client.post(MANUAL, self.told(**changes))
        assert response.status_code == 302, response.context["form"].errors
        return self.led_to(response)

    def led_to(self, response: Any) -> Draft:
        """The draft that a page leads to."""
        public_id = urlsplit(response["Location"]).path.strip("/").split("/")[-1]
        self.draft = Draft.objects.get(public_id=public_id)
        return self.draft


@pytest.fixture
def officer(form: NominationFormPage) -> Officer:
    return Officer(form, username="handlaggaren")


def test_the_whole_way_from_a_letter_to_an_entry(officer: Officer) -> None:
    officer.begin()
    officer.fill_in(namn="Färre fall")
    shown = {page: officer.get(page).content.decode() for page in ("tasks", "check")}
    response = officer.send()

    entry = Nomination.objects.get()
    page = officer.client.get(response["Location"]).content.decode()
    assert response["Location"] == reverse("awards_entry", args=[entry.pk])
    assert (entry.title, entry.source, entry.received_at) == ("Färre fall", "paper", CAME_IN)
    assert (
        gettext("Registered as %(reference)s. Nobody is mailed: there is no address.")
        % {"reference": entry.reference}
        in page
    )
    assert gettext("Enter what came in another way") not in page
    assert "handlaggaren" in page
    assert not OutgoingMail.objects.exists()
    for html in shown.values():
        assert gettext(
            "You are entering this in the applicant's stead. Write what came in, as it is: "
            "everything but the name may be left out here if it was left out there."
        ) in html.replace("&#x27;", "'")
    assert gettext("Register the entry") in shown["check"]
    # A second click, without a script.
    assert officer.send()["Location"] == response["Location"]


def test_with_an_address_the_applicant_gets_a_receipt_and_a_way_in(officer: Officer) -> None:
    AwardYearPage.objects.update(opens_on=day(-3), closes_on=day(3))
    officer.begin(email="ann@example.se", source="phone")
    officer.fill_in()
    before = OutgoingMail.objects.count()
    officer.send()

    applicant = Applicant(officer.form)
    applicant.draft = officer.draft
    opened = applicant.client.get(urlsplit(officer.link()).path)
    mail = OutgoingMail.objects.get()
    with override(settings.LANGUAGE_CODE):
        words = gettext(
            "It came in %(source)s, and we have written it into the form for you. Tell us if "
            "anything is not as you meant it."
        ) % {"source": str(EntrySource.PHONE.label).lower()}
    assert words in mail.text
    assert (before, mail.recipient) == (0, "ann@example.se")
    assert opened["Location"] == applicant.url("sent")
    assert applicant.get("sent").status_code == 200
    assert applicant.post("take_back").status_code == 302
    assert Nomination.objects.get().status == NominationStatus.WITHDRAWN


def test_what_was_left_out_may_be_left_out_but_for_the_name(officer: Officer) -> None:
    officer.begin()
    statuses = {step.key: officer.post("step", step.key).status_code for step in officer.steps()}
    refused = officer.send()
    named = officer.post("step", "bidraget", data={"namn": "Färre fall"})

    assert {key for key, status in statuses.items() if status == 422} == {"bidraget"}
    assert refused.status_code == 422
    assert f'href="{officer.url("step", "bidraget")}?check=1#id_namn"' in refused.content.decode()
    assert (named.status_code, officer.send().status_code) == (302, 302)
    version = Nomination.objects.get().newest_version
    assert version.answers == {"namn": "Färre fall"}
    assert any(
        question["required"] for step in version.asked["steps"] for question in step["questions"]
    )


PARTS: dict[str, dict[str, Any]] = {
    "kontakt": {"kontaktperson__phone": "08-123"},
    "bilagor": {"film__url": "https://film.example.se/1"},
    "enheten": {"enhet": "Enhet 1"},
}


def test_parts_of_an_answer_may_be_left_out(officer: Officer) -> None:
    officer.begin()
    for key, data in [("bidraget", {"namn": "Färre fall"}), *PARTS.items()]:
        assert officer.post("step", key, data=data).status_code == 302
    assert officer.send().status_code == 302

    entry = Nomination.objects.get()
    answers = entry.newest_version.answers
    page = officer.client.get(reverse("awards_entry", args=[entry.pk]))
    assert answers["kontaktperson"]["phone"] == "08-123"
    assert answers["film"]["url"] == "https://film.example.se/1"
    assert page.status_code == 200


@pytest.mark.parametrize(
    ("step", "data"),
    [
        ("kontakt", {"kontaktperson__email": "ingen adress"}),
        ("kontakt", {"kontaktperson__phone": "hej"}),
        ("bidraget", {"namn": "å" * 301}),
        ("enheten", {"antal-medarbetare": "många"}),
        ("enheten", {"antal-medarbetare": "10000"}),
        ("enheten", {"forvaltning-eller-bolag": "other"}),
        ("bilagor", {"film__url": "http://film.example.se/1"}),
        ("bilagor", {"film__url": "https://film.example.se/1", "film__minutes": "59"}),
    ],
)
def test_what_is_written_has_to_be_right_all_the_same(
    step: str, data: dict[str, str], officer: Officer
) -> None:
    officer.begin()

    refused = officer.post("step", step, data=data)

    assert refused.status_code == 422
    assert officer.send().status_code == 422
    assert not Nomination.objects.exists()


def test_an_applicant_has_to_answer_as_before(form: NominationFormPage) -> None:
    AwardYearPage.objects.update(opens_on=day(-3), closes_on=day(3))
    applicant = Applicant(form)
    applicant.begin()

    assert {applicant.post("step", step.key).status_code for step in applicant.steps()} == {422}
    for key, data in PARTS.items():
        assert applicant.post("step", key, data=data).status_code == 422


@pytest.mark.parametrize(
    ("changes", "field", "message"),
    [
        ({"form": ""}, "form", "Choose an award and a year."),
        ({"source": ""}, "source", "Choose how it came in."),
        ({"came_in_at": ""}, "came_in_at", "Enter a date and a time."),
        (
            {"came_in_at": "i går"},
            "came_in_at",
            "Enter a date and a time, such as 2026-09-21 16:00.",
        ),
        (
            {"came_in_at": "0026-09-21 16:00"},
            "came_in_at",
            "Enter the year with four digits, such as 2026.",
        ),
        ({"came_in_at": f"{day(2)} 10:00"}, "came_in_at", "Enter a time that has been."),
        (
            {"came_in_at": "1900-01-01 10:00"},
            "came_in_at",
            "Enter a day no earlier than in the year 2000.",
        ),
        (
            {"came_in_at": f"{day(-30 - 367)} 10:00"},
            "came_in_at",
            "Enter a time no earlier than {earliest}: a year before entries were asked for.",
        ),
        ({"email": "ann"}, "email", "Enter an e-mail address such as name@example.se."),
        (
            {"email": f"ann@{'.'.join(['a' * 60] * 4)}.example.se"},
            "email",
            "Enter an e-mail address of at most 254 characters.",
        ),
    ],
)
def test_what_is_missing_is_told_and_what_was_typed_stays(
    changes: dict[str, str], field: str, message: str, officer: Officer, in_english: None
) -> None:
    response = officer.client.post(MANUAL, officer.told() | changes)

    assert response.status_code == 422
    assert response.context["form"].errors == {
        field: [message.format(earliest=in_stockholm(EARLIEST))]
    }
    assert response.context["form"].data["source"] == changes.get("source", "paper")
    assert not Draft.objects.exists()


@pytest.mark.parametrize("value", ["form", "x", "99999"])
def test_only_what_can_be_chosen_is_taken(value: str, officer: Officer) -> None:
    asked = [{"form": value}, {"source": value}]

    statuses = [officer.client.post(MANUAL, officer.told() | data).status_code for data in asked]

    assert statuses == [422, 422]
    assert not Draft.objects.exists()


@pytest.mark.parametrize(
    ("role", "status"),
    [
        (Role.COMMUNICATOR, 200),
        (Role.MODERATOR, 200),
        (Role.JUROR, 302),
        (Role.REGISTRAR, 302),
        (None, 302),
    ],
)
def test_only_those_who_handle_entries_may_enter_them(
    role: Role | None, status: int, form: NominationFormPage, client: Client
) -> None:
    told = Officer(form).told()
    if role:
        client.force_login(UserFactory.create(role=role))

    assert client.get(MANUAL).status_code == status
    client.post(MANUAL, told)
    assert Draft.objects.count() == (status == 200)


def everything(draft: Draft, step: str) -> list[tuple[str, str]]:
    """Every address of a draft, and how it is asked for."""
    pages = ["tasks", "check", "sent", "receipt", "take_back", "delete"]
    posts = ["check", "take_back", "delete", "leave"]
    public_id = draft.public_id
    return [
        *(("get", reverse(f"apply:{page}", args=[public_id])) for page in pages),
        *(("post", reverse(f"apply:{page}", args=[public_id])) for page in posts),
        ("get", reverse("apply:step", args=[public_id, step])),
        ("post", reverse("apply:step", args=[public_id, step])),
        ("post", reverse("apply:autosave", args=[public_id, step])),
    ]


@pytest.mark.parametrize("origin", ["null", "", "https://annan.example"])
def test_what_another_site_may_have_sent_is_refused(origin: str, officer: Officer) -> None:
    draft = officer.begin()

    for method, address in everything(draft, "bidraget"):
        if method == "post":
            response = officer.client.post(address, {"namn": "Kapat"}, headers={"origin": origin})
            assert response.status_code == 403, address

    assert Draft.objects.get().data == draft.data


def test_what_has_been_begun_is_seen_by_nobody_else(officer: Officer) -> None:
    draft = officer.begin(email="hemlig@example.se")
    officer.fill_in(namn="Hemligt namn")
    other = Officer(officer.form)
    pages = (MANUAL, "/admin/entries/", "/admin/entries/?q=Hemligt")
    for address in pages:
        html = other.client.get(address).content.decode()
        assert "Hemligt namn" not in html
        assert str(draft.public_id) not in html
    signed_out = browser()
    by_link = browser()
    by_link.get(urlsplit(link_to(draft.public_id, read_from=timezone.now())).path)
    former = browser()
    former.force_login(officer.user)
    officer.user.groups.clear()

    for client in (other.client, signed_out, by_link, former):
        for method, address in everything(draft, "bidraget"):
            response = getattr(client, method)(address)
            assert response.status_code == 403, (method, address)
            html = response.content.decode()
            assert "Hemligt namn" not in html
            assert "hemlig@example.se" not in html
    assert Draft.objects.get().data["namn"] == "Hemligt namn"
    assert not Nomination.objects.exists()


def test_what_was_typed_is_given_back_to_whoever_was_signed_out(officer: Officer) -> None:
    officer.begin()
    officer.client.logout()

    response = officer.post("step", "bidraget", data={"namn": "Mitt namn"})

    html = response.content.decode()
    assert response.status_code == 403
    assert "Mitt namn" in html
    assert gettext("Sign in to go on") in html
    assert MANUAL in html


def test_another_site_can_enter_nothing(officer: Officer) -> None:
    officer.begin()

    response = officer.client.post(
        officer.url("step", "bidraget"), {"namn": "X"}, headers={"origin": "https://x.example"}
    )

    assert response.status_code == 403
    assert Draft.objects.get().data == {}


def test_staff_have_none_of_the_applicants_powers_afterwards(officer: Officer) -> None:
    AwardYearPage.objects.update(opens_on=day(-3), closes_on=day(3))
    draft = officer.begin(email="ann@example.se")
    officer.fill_in()
    officer.send()
    entry = Nomination.objects.get()
    mailed = OutgoingMail.objects.count()

    for method, address in everything(draft, "bidraget"):
        response = getattr(officer.client, method)(address)
        assert response["Location"] == reverse("awards_entry", args=[entry.pk]), address

    entry.refresh_from_db()
    assert (entry.status, entry.versions.count()) == (NominationStatus.SUBMITTED, 1)
    assert OutgoingMail.objects.count() == mailed
    assert "draft" not in officer.client.cookies


def test_what_has_been_begun_is_listed_and_can_be_deleted(officer: Officer) -> None:
    draft = officer.begin()
    listed = officer.client.get(MANUAL).content.decode()

    asked = officer.get("delete")
    response = officer.post("delete")

    assert officer.url("tasks") in listed
    assert officer.url("delete") in listed
    assert asked.status_code == 200
    assert response["Location"] == MANUAL
    assert not Draft.objects.filter(pk=draft.pk).exists()
    assert officer.url("tasks") not in officer.client.get(MANUAL).content.decode()


def _lose_role(user: User) -> None:
    user.groups.clear()


def _make_inactive(user: User) -> None:
    User.objects.filter(pk=user.pk).update(is_active=False)


@pytest.mark.parametrize("leave", [User.delete, _make_inactive, _lose_role])
def test_a_colleague_takes_over_what_somebody_left_behind(
    leave: Callable[[User], object], officer: Officer
) -> None:
    draft = officer.begin(email="hemlig@example.se")
    officer.fill_in(namn="Ett namn")
    colleague, late = Officer(officer.form), Officer(officer.form)
    answer = {"take_over": str(draft.public_id)}
    too_early = colleague.client.post(MANUAL, answer)
    before = colleague.client.get(MANUAL).content.decode()
    leave(officer.user)

    after = colleague.client.get(MANUAL).content.decode()
    taken = colleague.client.post(MANUAL, answer)
    second = late.client.post(MANUAL, answer)

    assert (too_early["Location"], second["Location"]) == (MANUAL, MANUAL)
    assert (str(draft.public_id) in before, str(draft.public_id) in after) == (False, True)
    assert ("Ett namn" in after, "hemlig@example.se" in after) == (False, False)
    assert colleague.led_to(taken) == draft
    assert colleague.get("tasks").status_code == 200
    assert late.client.get(officer.url("tasks")).status_code == 403
    assert str(draft.public_id) not in late.client.get(MANUAL).content.decode()


@pytest.mark.parametrize("sent", ["", "x", "00000000-0000-4000-8000-000000000000"])
def test_nothing_that_was_not_left_behind_is_taken_over(sent: str, officer: Officer) -> None:
    response = officer.client.post(MANUAL, {"take_over": sent}, follow=True)

    assert [str(message) for message in response.context["messages"]] == [
        gettext("A colleague has taken it over, or it is not here any more.")
    ]


def test_what_has_been_begun_costs_the_same_for_one_and_for_three(officer: Officer) -> None:
    counts = []
    for number in range(3):
        officer.begin(email=f"{number}@example.se")
        left = Officer(officer.form)
        left.begin(email=f"{number}@example.se")
        _make_inactive(left.user)
        officer.client.get(MANUAL)
        with CaptureQueriesContext(connection) as queries:
            officer.client.get(MANUAL)
        counts.append(len(queries))

    assert counts[0] == counts[2]


def test_only_published_forms_are_there_newest_first(
    form: NominationFormPage, officer: Officer
) -> None:
    award = form.year.award
    newer = NominationFormFactory.create(parent=AwardYearFactory.create(parent=award, year=2027))
    NominationFormFactory.create(
        parent=AwardYearFactory.create(parent=award, year=2028), draft=True
    )

    choices = officer.client.get(MANUAL).context["form"].fields["form"].choices

    assert [value for value, _label in choices] == ["", str(newer.pk), str(form.pk)]


@pytest.fixture
def waiting(officer: Officer) -> Nomination:
    """An entry of somebody without an address, who has been asked for more."""
    officer.begin()
    officer.fill_in(namn="Färre fall")
    officer.send()
    entry = Nomination.objects.get()
    act(entry, InboxAction.REVIEW, actor=officer.user, now=timezone.now())
    response = officer.client.post(
        reverse("awards_entry_supplement", args=[entry.pk]),
        {"text": "Berätta mer.", "due_on": day(7).isoformat(), "questions": ["bakgrund"]},
    )
    assert response.status_code == 302
    return entry


def supplement_of(entry: Nomination) -> str:
    return reverse("awards_entry_manual_supplement", args=[entry.pk])


def test_a_supplement_without_an_address_is_entered_by_staff(
    waiting: Nomination, officer: Officer
) -> None:
    entry_page = officer.client.get(reverse("awards_entry", args=[waiting.pk])).content.decode()
    other = Officer(officer.form)
    asked = other.client.get(supplement_of(waiting)).content.decode()
    begun = other.client.post(
        supplement_of(waiting),
        {"source": "phone", "came_in_at": f"{timezone.localtime():%Y-%m-%d %H:%M}"},
    )
    other.led_to(begun)
    seen = {page: other.get(page) for page in ("tasks", "check", "sent", "take_back", "delete")}
    # The one who entered the letter has nothing to do with this.
    officer.draft = other.draft
    assert officer.get("tasks").status_code == 403

    assert other.post("step", "bidraget", data={"bakgrund": "Mer."}).status_code == 302
    sent = other.send()

    assert supplement_of(waiting) in entry_page
    assert (
        gettext("Nobody is mailed: there is no address. Ask by letter or telephone.") in entry_page
    )
    assert "Berätta mer." in asked
    address = reverse("awards_entry", args=[waiting.pk])
    assert sent["Location"] == address
    assert [seen[page].status_code for page in ("tasks", "check")] == [200, 200]
    assert {seen[page]["Location"] for page in ("sent", "take_back")} == {address}
    waiting.refresh_from_db()
    newest = waiting.newest_version
    assert (waiting.status, newest.number) == (NominationStatus.SUPPLEMENTED, 2)
    assert (newest.answers["namn"], newest.answers["bakgrund"]) == ("Färre fall", "Mer.")
    assert not OutgoingMail.objects.exists()


def test_a_supplement_in_which_nothing_came_is_not_registered(
    waiting: Nomination, officer: Officer
) -> None:
    told = {"source": "phone", "came_in_at": f"{timezone.localtime():%Y-%m-%d %H:%M}"}
    officer.led_to(officer.client.post(supplement_of(waiting), told))

    refused = officer.send()

    html = refused.content.decode()
    assert refused.status_code == 422
    assert gettext("No question has been answered anew. Answer at least one of them.") in html
    assert f'href="{officer.url("step", "bidraget")}?check=1"' in html
    waiting.refresh_from_db()
    assert waiting.status == NominationStatus.SUPPLEMENT_REQUESTED


def test_whoever_takes_over_a_supplement_is_told_and_so_is_the_other(
    waiting: Nomination, officer: Officer
) -> None:
    first = Officer(officer.form, first_name="Anna", last_name="Berg")
    came_in_at = timezone.localtime().replace(second=0, microsecond=0)
    answer = {"source": "phone", "came_in_at": f"{came_in_at:%Y-%m-%d %H:%M}"}
    first.led_to(first.client.post(supplement_of(waiting), answer))

    own = first.client.get(supplement_of(waiting))
    others = officer.client.get(supplement_of(waiting))
    officer.client.post(supplement_of(waiting), answer)
    lost = first.get("tasks")

    told = gettext(
        "%(name)s has begun to enter it. If you go on you take it over, with what is written."
    ) % {"name": "Anna Berg"}
    assert [told in page.content.decode() for page in (own, others)] == [False, True]
    assert others.context["form"].initial == {"source": "phone", "came_in_at": came_in_at}
    assert lost.status_code == 403
    html = lost.content.decode()
    assert gettext("A colleague is entering this") in html
    assert reverse("awards_entry", args=[waiting.pk]) in html


@pytest.mark.parametrize(
    ("came_in_at", "message"),
    [
        (CAME_IN - timedelta(days=1), "Enter a later time."),
        (timezone.now() + timedelta(days=2), "Enter a time that has been."),
    ],
)
def test_a_supplement_came_in_when_it_can_have(
    came_in_at: datetime, message: str, waiting: Nomination, officer: Officer
) -> None:
    response = officer.client.post(
        supplement_of(waiting),
        {"source": "paper", "came_in_at": f"{came_in_at:%Y-%m-%d %H:%M}"},
    )

    assert response.status_code == 422
    assert list(response.context["form"].errors) == ["came_in_at"]
    assert not Draft.objects.get().is_entered_by_staff


def test_no_supplement_is_entered_that_nobody_waits_for(
    waiting: Nomination, officer: Officer
) -> None:
    act(waiting, InboxAction.REVIEW, actor=officer.user, now=timezone.now())

    shown = officer.client.get(supplement_of(waiting))
    posted = officer.client.post(
        supplement_of(waiting),
        {"source": "paper", "came_in_at": f"{timezone.localtime():%Y-%m-%d %H:%M}"},
    )

    assert {shown["Location"], posted["Location"]} == {reverse("awards_entry", args=[waiting.pk])}
    assert not Draft.objects.get().is_entered_by_staff


def test_the_pages_tell_when_a_supplement_is_waited_for_no_longer(
    waiting: Nomination, officer: Officer
) -> None:
    begun = officer.client.post(
        supplement_of(waiting),
        {"source": "paper", "came_in_at": f"{timezone.localtime():%Y-%m-%d %H:%M}"},
    )
    officer.led_to(begun)
    act(waiting, InboxAction.REVIEW, actor=officer.user, now=timezone.now())

    assert officer.get("tasks")["Location"] == officer.url("check")
    html = officer.get("check").content.decode()
    assert (
        gettext("Nobody waits for a supplement any longer, so nothing can be registered here.")
        in html
    )
    assert waiting.source == EntrySource.PAPER
