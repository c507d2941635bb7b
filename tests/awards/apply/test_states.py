"""Every address of a draft in every state of it: the status, and the page or where it leads."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from copy import deepcopy
from datetime import timedelta
from typing import Any

import pytest
from django.core import signing
from django.urls import reverse
from django.utils import timezone

from awards.domain.lifecycle import change_status
from awards.domain.submission import withdraw
from awards.domain.supplements import request_supplement
from awards.models import Draft, Nomination, NominationFormPage, NominationVersion
from awards.statuses import NominationStatus
from cms.models import OutgoingMail
from tests.awards.apply.applicant import Applicant
from tests.factories import AwardYearFactory, NominationFormFactory, UserFactory, day
from tests.undone import undone

pytestmark = pytest.mark.django_db

TEXT = "Det som nyss skrevs"


def period(form: NominationFormPage, **dates: Any) -> None:
    year = form.year
    for name, value in dates.items():
        setattr(year, name, value)
    year.save()


def closed(applicant: Applicant) -> None:
    period(applicant.form, opens_on=day(-9), closes_on=day(-3))


def upcoming(applicant: Applicant) -> None:
    applicant.begin()
    period(applicant.form, opens_on=day(3), closes_on=day(9))


def opened(applicant: Applicant) -> None:
    applicant.begin()


def extended(applicant: Applicant) -> None:
    applicant.begin()
    period(applicant.form, opens_on=day(-9), closes_on=day(-3), extended_to=day(3))


def grace(applicant: Applicant) -> None:
    applicant.begin()
    NominationFormPage.objects.update(grace_minutes=24 * 60)
    Draft.objects.update(started_at=timezone.now() - timedelta(days=3))
    period(applicant.form, opens_on=day(-9), closes_on=day(-1))


def more_time(applicant: Applicant) -> None:
    applicant.begin()
    closed(applicant)
    Draft.objects.update(extended_until=timezone.now() + timedelta(hours=1))


def closed_not_sent(applicant: Applicant) -> None:
    applicant.begin()
    closed(applicant)


def unpublished(applicant: Applicant) -> None:
    applicant.begin()
    applicant.form.year.unpublish()


def sent(applicant: Applicant) -> None:
    applicant.apply()


def closed_sent(applicant: Applicant) -> None:
    applicant.apply()
    closed(applicant)


def unpublished_sent(applicant: Applicant) -> None:
    applicant.apply()
    applicant.form.year.unpublish()


def spam(applicant: Applicant) -> None:
    applicant.apply()
    change_status(Nomination.objects.get(), NominationStatus.SPAM, actor=None, now=timezone.now())


def withdrawn(applicant: Applicant) -> None:
    withdraw(applicant.apply(), now=timezone.now())


def closed_withdrawn(applicant: Applicant) -> None:
    withdrawn(applicant)
    closed(applicant)


def supplement(applicant: Applicant) -> None:
    closed_sent(applicant)
    nomination = Nomination.objects.get()
    change_status(nomination, NominationStatus.UNDER_REVIEW, actor=None, now=timezone.now())
    request_supplement(
        nomination,
        text="Berätta mer.",
        questions=["bakgrund"],
        due_on=day(3),
        actor=UserFactory.create(),
        now=timezone.now(),
    )


@pytest.fixture(scope="module")
def made(module_db: None) -> NominationFormPage:
    form: NominationFormPage = NominationFormFactory.create(
        parent=AwardYearFactory.create(open=True)
    )
    return form


@pytest.fixture
def applicant(made: NominationFormPage) -> Applicant:
    return Applicant(NominationFormPage.objects.get(pk=made.pk))


def where(response: Any) -> str:
    """The status with the page that was shown, or the address that it leads to."""
    if response.status_code == 302:
        return f"302 {response['Location'].rstrip('/').rpartition('/')[2]}"
    names = [template.name or "" for template in response.templates]
    shown = next((name for name in names if name.startswith("awards/")), "")
    return f"{response.status_code} {shown.removeprefix('awards/apply/').removesuffix('.html')}"


WRITABLE = {
    "GET tasks": "200 tasks",
    "GET step": "200 step",
    "POST step": "302 kontakt",
    "POST wrong": "422 step",
    "POST autosave": "200 ",
    "GET check": "200 check",
    "POST check": "422 check",
}
NOT_SENT = {
    "GET sent": "302 {id}",
    "GET receipt": "404 ",
    "GET take_back": "302 {id}",
    "POST take_back": "302 {id}",
    "GET delete": "200 delete",
    "POST delete": "200 deleted",
}
SENT = {
    "GET sent": "200 sent",
    "GET receipt": "200 receipt",
    "GET receipt file": "200 awards/receipt.txt",
    "GET take_back": "200 take_back",
    "GET delete": "302 skickat",
    "POST delete": "302 skickat",
}
CLOSED = {
    "GET tasks": "302 kontrollera",
    "GET step": "302 kontrollera",
    "POST step": "403 check",
    "POST wrong": "403 check",
    "POST autosave": "200 ",
    "GET check": "200 check",
    "POST check": "403 check",
}
ALWAYS = {
    "GET step of nothing": "404 ",
    "GET autosave": "405 ",
    "GET leave": "405 ",
    "POST leave": "200 left",
    "GET file": "404 ",
    "HEAD check": "200 check",
    "POST sent": "405 ",
    "PUT step": "405 ",
}
SENT_AND_OPEN = (
    WRITABLE | SENT | ALWAYS | {"POST check": "302 skickat", "POST take_back": "302 skickat"}
)
STATES: dict[Callable[[Applicant], None], dict[str, str]] = {
    upcoming: CLOSED | NOT_SENT | ALWAYS,
    opened: WRITABLE | NOT_SENT | ALWAYS,
    extended: WRITABLE | NOT_SENT | ALWAYS,
    grace: WRITABLE | NOT_SENT | ALWAYS,
    more_time: WRITABLE | NOT_SENT | ALWAYS,
    closed_not_sent: CLOSED | NOT_SENT | ALWAYS,
    unpublished: CLOSED | NOT_SENT | ALWAYS,
    sent: SENT_AND_OPEN,
    # Nothing tells its sender.
    spam: SENT_AND_OPEN,
    closed_sent: CLOSED
    | SENT
    | ALWAYS
    # What is sent once more is what was received.
    | {"POST check": "302 skickat", "POST take_back": "403 take_back"},
    unpublished_sent: CLOSED
    | SENT
    | ALWAYS
    | {"POST check": "302 skickat", "POST take_back": "403 take_back"},
    withdrawn: WRITABLE
    | SENT
    | ALWAYS
    | {
        "POST check": "302 skickat",
        "GET take_back": "302 skickat",
        "POST take_back": "302 skickat",
    },
    closed_withdrawn: CLOSED
    | SENT
    | ALWAYS
    | {"GET take_back": "302 skickat", "POST take_back": "302 skickat"},
    supplement: WRITABLE
    | SENT
    | ALWAYS
    | {
        "POST step": "302 kontrollera",
        # Nothing has been answered anew.
        "POST check": "422 check",
        "POST take_back": "403 take_back",
    },
}


def ask(applicant: Applicant, request: str) -> Any:
    """Do what a line of the tables says."""
    method, name, rest = (*request.split(" ", 2), "")[:3]
    arguments: list[object] = []
    data: dict[str, Any] = {}
    if name in {"step", "wrong", "autosave"}:
        arguments = ["finns-inte" if rest else "bidraget"]
        good = {"namn": TEXT, "bakgrund": TEXT}
        data = {"namn": "x" * 300, "bakgrund": ""} if name == "wrong" else good
        name = "step" if name == "wrong" else name
    if name == "file":
        arguments = [signing.dumps(["00000000-0000-0000-0000-000000000000", False], salt="x")]
    address = applicant.url(name, *arguments)
    if rest == "file":
        address += "?file=1"
    send = getattr(applicant.client, method.lower())
    return send(address, data) if method == "POST" else send(address)


@contextmanager
def as_it_was(applicant: Applicant) -> Iterator[None]:
    """Undo at the end what requests do, on the server and in the browser."""
    cookies = deepcopy(applicant.client.cookies)
    with undone():
        yield
    applicant.client.cookies = cookies


@pytest.mark.parametrize("state", STATES)
def test_each_address_in_each_state(
    state: Callable[[Applicant], None], applicant: Applicant
) -> None:
    state(applicant)

    found = {}
    for request in STATES[state]:
        with as_it_was(applicant):
            found[request] = where(ask(applicant, request))

    public_id = applicant.draft.public_id
    assert found == {line: told.format(id=public_id) for line, told in STATES[state].items()}


@pytest.mark.parametrize("state", [sent, spam])
def test_what_was_taken_back_is_told_as_taken_back(
    state: Callable[[Applicant], None], applicant: Applicant
) -> None:
    state(applicant)

    ask(applicant, "POST take_back")

    page = ask(applicant, "GET sent")
    assert page.context["told"] == NominationStatus.WITHDRAWN
    assert OutgoingMail.objects.filter(key__startswith="withdrawn:").count() == 1


@pytest.mark.parametrize("state", STATES)
def test_what_is_typed_is_saved_in_every_state(
    state: Callable[[Applicant], None], applicant: Applicant
) -> None:
    state(applicant)

    ask(applicant, "POST step")
    ask(applicant, "POST autosave")

    assert Draft.objects.get().data["bakgrund"] == TEXT


@pytest.mark.parametrize("state", [upcoming, closed_not_sent, unpublished])
def test_what_came_too_late_is_not_received_and_still_read(
    state: Callable[[Applicant], None], applicant: Applicant
) -> None:
    state(applicant)
    ask(applicant, "POST step")

    page = applicant.send().content.decode()

    assert NominationVersion.objects.count() == 0
    assert TEXT in page


# --- No right ---


def no_cookie(applicant: Applicant) -> dict[str, str]:
    applicant.client.cookies.clear()
    return {}


def forged_cookie(applicant: Applicant) -> dict[str, str]:
    applicant.client.cookies["draft"] = "x:y:z"
    return {}


def another_drafts_cookie(applicant: Applicant) -> dict[str, str]:
    other = Applicant(applicant.form, "bo@example.se")
    other.begin()
    applicant.client.cookies["draft"] = other.client.cookies["draft"].value
    return {}


def another_site(applicant: Applicant) -> dict[str, str]:
    return {"origin": "https://elak.example"}


@pytest.mark.parametrize("reason", [no_cookie, forged_cookie, another_drafts_cookie, another_site])
@pytest.mark.parametrize("name", ["step", "autosave", "check", "delete", "leave", "take_back"])
def test_without_the_right_nothing_is_done_and_what_was_typed_is_shown(
    name: str, reason: Callable[[Applicant], dict[str, str]], applicant: Applicant
) -> None:
    applicant.begin()
    headers = reason(applicant)
    arguments = ["bidraget"] if name in {"step", "autosave"} else []

    response = applicant.client.post(
        applicant.url(name, *arguments),
        {"namn": "7", "bakgrund": f"<b>{TEXT}</b>", "tasks": "1", "ja": "on"},
        headers=headers,
    )

    assert where(response) == "403 no_right"
    assert response.context["typed"] == ["7", f"<b>{TEXT}</b>"]
    assert f"&lt;b&gt;{TEXT}&lt;/b&gt;" in response.content.decode()
    assert reverse("apply:ask_for_link", args=[applicant.form.pk]) in response.content.decode()
    assert list(Draft.objects.filter(pk=applicant.draft.pk).values_list("data", flat=True)) == [{}]
    assert response.cookies == {}


@pytest.mark.parametrize(
    "name", ["tasks", "step", "check", "sent", "receipt", "take_back", "delete"]
)
def test_without_the_right_nothing_is_shown(name: str, applicant: Applicant) -> None:
    applicant.apply()
    applicant.client.cookies.clear()

    response = applicant.get(name, *(["bidraget"] if name == "step" else []))

    assert where(response) == "403 no_right"
    assert "Färre fall" not in response.content.decode()


@pytest.mark.parametrize("origin", ["http://testserver", "null", ""])
def test_the_sites_own_pages_may_send(origin: str, applicant: Applicant) -> None:
    applicant.begin()

    response = applicant.client.post(
        applicant.url("step", "bidraget"),
        {"namn": TEXT, "bakgrund": TEXT},
        headers={"origin": origin},
    )

    assert response.status_code == 302


def test_a_deleted_draft_gives_back_what_was_typed_in_another_window(applicant: Applicant) -> None:
    applicant.begin()
    cookie = applicant.client.cookies["draft"].value
    applicant.post("delete")
    applicant.client.cookies["draft"] = cookie

    response = applicant.post("step", "bidraget", data={"bakgrund": TEXT})

    assert where(response) == "404 no_right"
    assert TEXT in response.content.decode()


# --- The cookie ---


def test_the_right_is_a_cookie_of_the_drafts_own_addresses(applicant: Applicant) -> None:
    applicant.begin()
    path = applicant.url("tasks")

    cookie = applicant.client.cookies["draft"]

    assert (cookie["path"], cookie["httponly"], cookie["samesite"]) == (path, True, "Lax")
    assert (cookie["max-age"], cookie["expires"], cookie["domain"]) == ("", "", "")
    assert str(applicant.draft.public_id) not in cookie.value


@pytest.mark.parametrize("name", ["leave", "delete"])
def test_the_right_can_be_given_up(name: str, applicant: Applicant) -> None:
    applicant.begin()

    cookie = applicant.post(name).cookies["draft"]

    assert (cookie.value, cookie["max-age"], cookie["path"]) == ("", 0, applicant.url("tasks"))


@pytest.mark.parametrize(
    ("days", "status", "is_renewed"), [(0.9, 200, False), (1.1, 200, True), (7.1, 403, False)]
)
def test_a_right_that_is_used_lasts(
    days: float, status: int, is_renewed: bool, applicant: Applicant, monkeypatch: Any
) -> None:
    applicant.begin()
    later = timezone.now().timestamp() + days * 24 * 60 * 60
    monkeypatch.setattr("django.core.signing.time.time", lambda: later)

    response = applicant.get("tasks")

    assert (response.status_code, "draft" in response.cookies) == (status, is_renewed)


@pytest.mark.parametrize("days", [0, 1.1])
def test_who_began_reads_nothing_of_who_has_the_address(
    days: float, applicant: Applicant, monkeypatch: Any
) -> None:
    applicant.begin()
    owner = Applicant(applicant.form)
    owner.draft = applicant.draft
    later = timezone.now().timestamp() + days * 24 * 60 * 60
    monkeypatch.setattr("django.core.signing.time.time", lambda: later)

    def statuses() -> list[int]:
        return [each.get("tasks").status_code for each in (applicant, owner)]

    # A machine that looks at mail opens links too, and writes nothing.
    owner.client.get(owner.link())
    assert statuses() == [200, 200]
    owner.fill_in(namn=TEXT)

    assert statuses() == [403, 200]
    assert TEXT not in applicant.get("check").content.decode()
    applicant.client.get(applicant.link())
    assert statuses() == [200, 200]


def test_who_began_goes_on_in_the_same_browser_by_the_link(applicant: Applicant) -> None:
    applicant.begin()
    applicant.fill_in()
    applicant.client.get(applicant.link())

    applicant.fill_in(namn=TEXT)

    assert TEXT in applicant.get("check").content.decode()


def test_no_page_before_the_form_sets_a_cookie(applicant: Applicant) -> None:
    form = applicant.form
    addresses = [form.url] + [
        reverse(f"apply:{name}", args=[form.pk])
        for name in (
            "eligibility",
            "not_eligible",
            "begin",
            "ask_for_link",
            "link_sent",
            "questions",
        )
    ]

    found = [applicant.client.get(address, follow=True).cookies for address in addresses]

    assert found == [{}] * len(addresses)
    assert applicant.client.cookies == {}
