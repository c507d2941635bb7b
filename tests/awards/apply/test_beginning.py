"""Before there is a draft: who can take part, links that are mailed and lost, and machines."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlsplit
from uuid import uuid4

import pytest
from django.core import signing
from django.core.cache import cache
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from awards.apply.views.beginning import MOST_MAILS, MOST_STARTS
from awards.domain.deletion import delete_draft
from awards.domain.links import link_to
from awards.models import Draft, NominationFormPage
from cms.models import OutgoingMail
from tests.awards.apply.applicant import EMAIL, Applicant, stamp
from tests.factories import AwardYearFactory, NominationFormFactory

pytestmark = pytest.mark.django_db


def a_form(*, full: bool = False, **dates: Any) -> NominationFormPage:
    year = AwardYearFactory.create(**(dates or {"open": True}))
    made: NominationFormPage = NominationFormFactory.create(parent=year, full=full)
    return made


def address(name: str, form: NominationFormPage) -> str:
    return reverse(f"apply:{name}", args=[form.pk])


def where(response: Any) -> str:
    """The status with the page that was shown, or the address that it leads to."""
    if response.status_code == 302:
        return f"302 {urlsplit(response['Location']).path}"
    names = [template.name or "" for template in response.templates]
    shown = next((name for name in names if name.startswith("awards/apply/")), "")
    return f"{response.status_code} {shown.removeprefix('awards/apply/').removesuffix('.html')}"


def email_form(form: NominationFormPage, purpose: str, **changes: Any) -> dict[str, Any]:
    """What a person sends who opened the form a minute ago."""
    told = stamp(f"apply:{purpose}:{form.pk}", changes.pop("seconds_ago", 60))
    return {"email": EMAIL, "website": "", "stamp": told} | changes


# --- States ---


@pytest.mark.parametrize("state", ["upcoming", "closed"])
@pytest.mark.parametrize("name", ["eligibility", "begin"])
@pytest.mark.parametrize("method", ["get", "post", "head"])
def test_outside_the_period_the_forms_page_explains(
    method: str, name: str, state: str, client: Client
) -> None:
    form = a_form(full=True, **{state: True})

    response = getattr(client, method)(address(name, form))

    assert where(response) == f"302 {form.url}"
    assert client.get(str(form.url)).status_code == 200
    assert Draft.objects.count() == 0


@pytest.mark.parametrize("state", ["upcoming", "open", "extended", "closed"])
@pytest.mark.parametrize("name", ["ask_for_link", "link_sent", "questions"])
def test_pages_that_are_there_at_any_time(name: str, state: str, client: Client) -> None:
    form = a_form(**{state: True})

    assert client.get(address(name, form)).status_code == 200
    assert client.head(address(name, form)).status_code == 200


@pytest.mark.parametrize(
    "name", ["eligibility", "not_eligible", "begin", "ask_for_link", "link_sent", "questions"]
)
@pytest.mark.parametrize("unpublished", ["the form", "the year", "the award"])
def test_a_form_that_is_not_published_is_not_found(
    unpublished: str, name: str, client: Client
) -> None:
    form = a_form()
    pages = {"the form": form, "the year": form.year, "the award": form.year.award}
    pages[unpublished].unpublish()

    assert client.get(address(name, form)).status_code == 404


@pytest.mark.parametrize("unpublished", ["the form", "the year", "the award"])
def test_nothing_is_begun_at_a_form_that_is_not_published(unpublished: str, client: Client) -> None:
    form = a_form()
    sent = email_form(form, "begin")
    link = link_to(uuid4(), read_from=timezone.now())
    pages = {"the form": form, "the year": form.year, "the award": form.year.award}
    pages[unpublished].unpublish()

    assert client.post(address("begin", form), sent).status_code == 404
    assert client.get(f"{link.rstrip('/')}x/").context["forms"] == []
    assert Draft.objects.count() == 0


# --- Two clicks ---


def test_two_clicks_on_the_same_page_begin_one_draft(client: Client) -> None:
    form = a_form()
    sent = email_form(form, "begin")

    first, second = (client.post(address("begin", form), sent) for _click in range(2))

    draft = Draft.objects.get()
    assert where(first) == where(second) == f"302 {reverse('apply:tasks', args=[draft.public_id])}"
    assert OutgoingMail.objects.count() == 1
    assert client.get(second["Location"]).status_code == 200


@pytest.mark.parametrize("changes", [{"email": "bo@example.se"}, {"opened": "anew"}])
def test_another_address_or_a_page_opened_anew_begins_another_draft(
    changes: dict[str, str], client: Client
) -> None:
    form = a_form()
    sent = email_form(form, "begin")
    again = sent | changes
    if "opened" in changes:
        again["stamp"] = stamp(f"apply:begin:{form.pk}", identity="två")

    first, second = (client.post(address("begin", form), data) for data in (sent, again))

    assert where(first) != where(second)
    assert Draft.objects.count() == 2


# --- Who can take part ---


@pytest.mark.parametrize(
    ("answer", "expected"),
    [
        ({}, "422 eligibility"),
        ({"finansieras": "kanske"}, "422 eligibility"),
        ({"finansieras": "no"}, "302 {not_eligible}"),
        ({"finansieras": "yes"}, "302 {begin}"),
    ],
)
def test_who_can_take_part_is_led_on(answer: dict[str, str], expected: str, client: Client) -> None:
    form = a_form(full=True)

    response = client.post(address("eligibility", form), answer)

    targets = {name: address(name, form) for name in ("not_eligible", "begin")}
    assert where(response) == expected.format(**targets)


def test_a_question_is_told_as_it_is_asked(client: Client, in_english: None) -> None:
    response = client.post(address("eligibility", a_form(full=True)))

    assert dict(response.context["form"].errors) == {
        "finansieras": ["Answer yes or no to “Finansieras ni av staden?”."]
    }


def test_who_cannot_take_part_is_told_why(client: Client) -> None:
    form = a_form(full=True)

    response = client.post(address("eligibility", form), {"finansieras": "no"}, follow=True)

    assert where(response) == "200 not_eligible"
    assert "Priset är för verksamheter som staden finansierar." in response.content.decode()


@pytest.mark.parametrize("query", ["", "?eligible=x", "?eligible={other}"])
def test_nobody_passes_by_the_questions_before_the_form(query: str, client: Client) -> None:
    form = a_form(full=True)
    query = query.format(other=stamp(f"apply:eligible:{form.pk + 1}"))

    response = client.post(address("begin", form) + query, email_form(form, "begin"))

    assert where(response) == f"302 {address('eligibility', form)}"
    assert Draft.objects.count() == 0


# --- Machines, and people who are taken for one ---


@pytest.mark.parametrize(
    ("changes", "headers"),
    [
        ({"website": "https://spam.example"}, {}),
        ({"seconds_ago": 0.1}, {}),
        ({"stamp": "x"}, {}),
        ({"stamp": ""}, {}),
        ({}, {"origin": "https://elak.example"}),
    ],
)
@pytest.mark.parametrize("name", ["begin", "ask_for_link"])
def test_what_a_machine_may_have_sent_is_asked_for_once_more(
    name: str, changes: dict[str, Any], headers: dict[str, str], client: Client, in_english: None
) -> None:
    form = a_form()
    purpose = "begin" if name == "begin" else "link"
    data = email_form(form, purpose, **changes)

    response = client.post(address(name, form), data, headers=headers)

    again = response.context["form"]
    assert where(response) == f"422 {name}"
    assert (again["email"].value(), again["website"].value()) == (EMAIL, "")
    assert (Draft.objects.count(), OutgoingMail.objects.count()) == (0, 0)
    # A person needs only to send it once more.
    sent = data | {"stamp": stamp(f"apply:{purpose}:{form.pk}"), "website": ""}
    assert client.post(address(name, form), sent).status_code == 302


@pytest.mark.parametrize("email", ["", "ann", "ann@example", "a" * 250 + "@x.se"])
def test_an_address_that_nothing_can_be_mailed_to_is_told(email: str, client: Client) -> None:
    form = a_form()

    response = client.post(address("begin", form), email_form(form, "begin", email=email))

    assert where(response) == "422 begin"
    assert f'value="{email}"' in response.content.decode() or not email
    assert list(response.context["form"].errors) == ["email"]


@pytest.mark.parametrize(
    ("name", "purpose", "limit", "varies"),
    [
        ("begin", "begin", MOST_STARTS, True),
        ("begin", "begin", MOST_MAILS, False),
        ("ask_for_link", "link", MOST_STARTS, True),
        ("ask_for_link", "link", MOST_MAILS, False),
    ],
)
def test_too_many_in_a_short_while_are_told_to_wait(
    name: str, purpose: str, limit: int, varies: bool, client: Client
) -> None:
    form = a_form()

    def post(number: int) -> Any:
        email = f"ann{number if varies else ''}@example.se"
        return client.post(address(name, form), email_form(form, purpose, email=email))

    statuses = [post(number).status_code for number in range(limit)]
    refused = post(limit)

    assert statuses == [302] * limit
    assert refused.status_code == 429
    assert refused.context["form"]["email"].value().endswith("@example.se")


def test_without_a_cache_everybody_may_begin(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    form = a_form()

    def fail(*_: object, **__: object) -> None:
        raise ConnectionError

    monkeypatch.setattr(cache, "add", fail)

    assert client.post(address("begin", form), email_form(form, "begin")).status_code == 302


# --- Links ---


def test_asking_for_a_link_tells_nothing_of_who_has_begun(client: Client) -> None:
    applicant = Applicant(a_form())
    applicant.begin()
    form = applicant.form
    OutgoingMail.objects.all().delete()

    answers = [
        client.post(address("ask_for_link", form), email_form(form, "link", email=email))
        for email in (EMAIL, "okand@example.se")
    ]

    known, unknown = (
        (answer.status_code, sorted(answer.headers.items()), answer.content, answer.cookies)
        for answer in answers
    )
    assert known == unknown
    assert [mail.recipient for mail in OutgoingMail.objects.all()] == [EMAIL]
    page = client.get(answers[0]["Location"]).content.decode()
    assert EMAIL not in page


def path_of(draft: Draft) -> str:
    return urlsplit(link_to(draft.public_id, read_from=timezone.now())).path


def test_a_link_gives_the_right_to_its_draft(client: Client) -> None:
    applicant = Applicant(a_form())
    draft = applicant.begin()

    response = client.get(path_of(draft))

    assert where(response) == f"302 {applicant.url('tasks')}"
    assert client.get(response["Location"]).status_code == 200


def test_the_link_of_what_was_sent_in_leads_to_its_status(client: Client) -> None:
    applicant = Applicant(a_form())

    assert where(client.get(path_of(applicant.apply()))) == f"302 {applicant.url('sent')}"


def test_an_expired_link_leads_to_a_new_one(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    applicant = Applicant(a_form())
    path = path_of(applicant.begin())
    later = timezone.now().timestamp() + 14 * 24 * 60 * 60 + 60
    monkeypatch.setattr("django.core.signing.time.time", lambda: later)

    response = client.get(path)

    assert where(response) == "410 dead_link"
    assert address("ask_for_link", applicant.form) in response.content.decode()
    assert response.cookies == {}


@pytest.mark.parametrize(
    "token",
    ["x", "x:y:z", signing.dumps("inte ett id", salt="awards.links"), signing.dumps("x", salt="y")],
    ids=["short", "unsigned", "no id", "signed for something else"],
)
def test_a_forged_link_opens_nothing(token: str, client: Client) -> None:
    response = client.get(reverse("apply:open", args=[token]))

    assert where(response) == "404 dead_link"
    assert response.cookies == {}


@pytest.mark.parametrize("is_expired", [False, True])
def test_the_link_of_a_deleted_draft_says_so(
    is_expired: bool, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    applicant = Applicant(a_form())
    draft = applicant.begin()
    path = path_of(draft)
    delete_draft(draft)
    if is_expired:
        later = timezone.now().timestamp() + 15 * 24 * 60 * 60
        monkeypatch.setattr("django.core.signing.time.time", lambda: later)

    response = client.get(path)

    assert where(response) == "410 dead_link"
    assert "Utkastet är raderat" in response.content.decode()


def test_applicants_find_their_way_when_the_form_is_published_no_longer(client: Client) -> None:
    applicant = Applicant(NominationFormFactory.create(parent=AwardYearFactory.create(open=True)))
    applicant.begin()
    applicant.form.unpublish()

    page = client.get(reverse("apply:ask_for_link", args=[applicant.form.pk]))

    assert page.status_code == 200
